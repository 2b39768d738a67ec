package org.porin.conformance.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.porin.conformance.load.SipSource.SourcePlan;

class SipPeersTest {
  @Test
  void sourceAndSinkAgreeOnEveryMessageWhenNothingIsBetweenThem()
      throws IOException, InterruptedException {
    SourcePlan plan =
        new SourcePlan(
            50,
            20,
            300,
            "montague.example",
            Addressing.transparent("capulet.example", "montague.example"));
    Book sent = new Book(plan.lanes(), plan.perLane());
    Book received = new Book(plan.lanes(), plan.perLane());
    received.begin();
    try (SipSink sink =
            SipSink.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), received);
        SipSource source =
            SipSource.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), sink.port()),
                3,
                plan,
                sent)) {
      assertThat(received.awaitSettled(1_000, 30_000)).isTrue();
    }
    assertThat(received.totals().isPerfect()).isTrue();
    assertThat(sent.totals().refusals()).isEmpty();
  }
}
