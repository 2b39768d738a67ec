package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.simple.PlainClient.message;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.porin.address.AddressMapping;
import org.porin.mapping.ErrorMapping;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.resolve.Resolver;
import org.porin.resolve.ResolverSettings;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Limits;

/** Starting and stopping, and what goes for both directions. */
class SimpleTransportTest {
  @Test
  void aTakenPortIsNamedWithTheRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, PlainPeer.LOOPBACK)) {
      Listen listen =
          new Listen(
              Transport.TCP, new InetSocketAddress(PlainPeer.LOOPBACK, taken.getLocalPort()));
      try (SimpleTransport transport = transport(listen)) {
        assertThatThrownBy(
                () ->
                    transport.start(
                        operation ->
                            CompletableFuture.completedFuture(
                                Response.success(operation.transId()))))
            .isInstanceOf(IOException.class)
            .hasMessage(
                "cannot listen on tcp:127.0.0.1:%d ([sip] listen): the port is taken by another "
                    + "program: stop that, or choose another port",
                taken.getLocalPort());
      }
    }
  }

  @Test
  void closingAnswersWhatIsPendingAndRefusesWhatIsNew() throws Exception {
    CompletableFuture<Response> outcome = new CompletableFuture<>();
    Bridge bridge = new Bridge();
    bridge.inbound(operation -> outcome);
    try (PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(message("sip:juliet@capulet.example", "d1", "x"));
      Response answer = Response.indeterminant(bridge.takeArrived().transId());
      CompletableFuture<Void> closed = CompletableFuture.runAsync(bridge::close);
      Failure failure;
      do { // each a round trip over the loop, until it has heard of the end
        failure = Bridge.failure(bridge.send("x"));
      } while (!(failure instanceof Failure.Refused refused)
          || refused.reason() != Reason.STOPPING);
      client.write(message("sip:juliet@capulet.example", "d2", "x"));
      String refusal = client.read().orElseThrow();
      assertThat(refusal).startsWith("SIP/2.0 503 ");
      assertThat(header(refusal, "Retry-After")).matches("[0-9]+");
      outcome.complete(answer);
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      closed.join();
    }
  }

  @Test
  void whatWaitsWhenTheDrainIsOverFailsByName() throws Exception {
    try (PlainPeer hanging = PlainPeer.tcp(request -> PlainPeer.SILENCE)) {
      Bridge bridge = new Bridge(Limits.DEFAULT, Bridge.answerWithin(Duration.ofSeconds(30)));
      bridge.reaching(hanging.address(), Transport.TCP);
      var outcome = bridge.transport().message(Bridge.message("x")).toCompletableFuture();
      hanging.takeRequest();
      bridge.close();
      assertThat(Bridge.failure(outcome.join()))
          .isEqualTo(
              new Failure.Refused(Reason.STOPPING, "the bridge stopped before the peer answered"));
    }
  }

  @Test
  void ipv6IsSpokenToo() throws Exception {
    try (PlainPeer peer =
            PlainPeer.tcp(PlainPeer.LOOPBACK_6, request -> response(request, "200 OK"));
        Bridge bridge = new Bridge()) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(header(peer.takeRequest(), "Via")).startsWith("SIP/2.0/TCP [::1]:");
    }
  }

  @Test
  void twoTransportsBackToBackCarryAMessageOctetForOctet() throws Exception {
    try (Bridge here = new Bridge();
        Bridge there = new Bridge()) {
      here.reaching(there.address(Transport.UDP), Transport.UDP);
      assertThat(here.send("Ó Romeo").status()).isEqualTo(Status.INDETERMINANT);
      assertThat(there.takeArrived().content()).isEqualTo(Bridge.message("Ó Romeo").content());
    }
  }

  private static SimpleTransport transport(Listen listen) {
    return new SimpleTransport(
        SimpleSettings.listeningOn(List.of(listen)),
        Peers.NONE,
        Resolver.open(ResolverSettings.standard()),
        new ErrorMapping(new AddressMapping(Set.of(), Set.of(), Optional.of("x.example"))),
        SipWireLog.NONE,
        InstantSource.system());
  }
}
