package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.PARIS;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.inward;
import static org.porin.membrane.Operations.outward;
import static org.porin.membrane.Operations.withRepeatKey;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure;
import org.porin.profile.Origin.Side;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;

/** The books of a membrane: received is always delivered, failed, indeterminant and open. */
class LedgerTest {
  private final RecordingEdge xmpp = new RecordingEdge();
  private final RecordingEdge simple = new RecordingEdge();
  private long now;
  private final Membrane membrane = membrane(xmpp, simple);

  @Test
  void everyWayToEndStandsInTheBooksUnderItsCause() {
    membrane.message(withRepeatKey(inward(ROMEO, JULIET, "1"), "call|1"));
    membrane.message(withRepeatKey(inward(ROMEO, JULIET, "1"), "call|1"));
    membrane.message(inward(ROMEO, PARIS, "relayed"));
    membrane.message(inward(ROMEO, JULIET, "2"));
    membrane.message(inward(ROMEO, JULIET, "3"));
    assertThat(membrane.tally(Side.SIMPLE).open()).isEqualTo(4);
    now += Duration.ofMillis(7).toNanos();
    xmpp.answers.get(0).complete(Response.indeterminant(xmpp.operations.get(0).transId()));
    Failure answer = new Failure.SipAnswer(404, "Not Found", Optional.empty());
    xmpp.answers.get(1).complete(Response.failure(xmpp.operations.get(1).transId(), answer));
    Tally tally = membrane.tally(Side.SIMPLE);
    assertThat(tally.received()).isEqualTo(5);
    assertThat(tally.repeats()).isEqualTo(1);
    assertThat(tally.open()).isEqualTo(1);
    assertThat(tally.ended())
        .isEqualTo(
            Map.of(
                new Outcome(Status.INDETERMINANT, "none"),
                2L,
                new Outcome(Status.FAILURE, "relay"),
                1L,
                new Outcome(Status.FAILURE, "sip-404"),
                1L));
    assertThat(tally).hasToString("5 received, 0 delivered, 2 handed on, 2 failed, 1 open");
    assertThat(tally.waits().counts().get(0)).isEqualTo(1);
    assertThat(tally.waits().counts().get(1)).isEqualTo(3);
    assertThat(tally.waits().total()).isEqualTo(Duration.ofMillis(21));
    assertThat(membrane.tally(Side.XMPP).received()).isZero();
  }

  @Test
  void theyBalanceAtEveryMomentAlsoUnderLoadFromManyThreads() {
    CommonProfile answering =
        operation -> CompletableFuture.supplyAsync(() -> Response.success(operation.transId()));
    Membrane loaded = membrane(answering, answering);
    CompletableFuture<Void> traffic =
        CompletableFuture.allOf(
            IntStream.range(0, 4)
                .mapToObj(
                    thread ->
                        CompletableFuture.runAsync(
                            () -> {
                              for (int i = 0; i < 5_000; i++) {
                                String text = thread + " " + i;
                                loaded.message(
                                    i % 2 == 0
                                        ? outward(JULIET, ROMEO, text)
                                        : inward(ROMEO, JULIET, text));
                              }
                            }))
                .toArray(CompletableFuture[]::new));
    while (!traffic.isDone()) {
      assertBalanced(loaded.tally(Side.XMPP));
      assertBalanced(loaded.tally(Side.SIMPLE));
    }
    traffic.join();
    while (loaded.tally(Side.XMPP).open() + loaded.tally(Side.SIMPLE).open() > 0) {
      Thread.onSpinWait();
    }
    assertThat(loaded.tally(Side.XMPP).ended(Status.SUCCESS)).isEqualTo(10_000);
    assertThat(loaded.tally(Side.SIMPLE).ended(Status.SUCCESS)).isEqualTo(10_000);
  }

  private static void assertBalanced(Tally tally) {
    assertThat(tally.open()).isBetween(0L, 20_000L);
    assertThat(tally.received())
        .isEqualTo(
            tally.ended(Status.SUCCESS)
                + tally.ended(Status.INDETERMINANT)
                + tally.ended(Status.FAILURE)
                + tally.open());
  }

  private Membrane membrane(CommonProfile xmppEdge, CommonProfile simpleEdge) {
    return new Membrane(
        new MembraneSettings(
            Set.of("capulet.example"),
            "bridge1",
            Policy.OPEN,
            Optional.empty(),
            Optional.empty(),
            100_000),
        xmppEdge,
        new Lanes(simpleEdge, 1_000_000, 1L << 40, Duration.ofMinutes(5), () -> now),
        () -> now);
  }
}
