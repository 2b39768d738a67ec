package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.LinkFixture.RecordingMembrane.Carried;
import org.porin.component.ScriptedServer.Peer;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;
import org.porin.stanza.StanzaLimits;
import org.slf4j.LoggerFactory;

/** How links end, come back and are closed. */
@Timeout(60)
class LinkLifeTest {
  private static final String STREAM_ERROR =
      "<stream:error><%s xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
          + "</stream:stream>";
  private static final String MESSAGE =
      "<message from='juliet@capulet.example/balcony' to='romeo@montague.example' id='m1'>"
          + "<body>Art thou not Romeo?</body></message>";

  private static CompletableFuture<Void> close(LinkFixture fixture) {
    return CompletableFuture.runAsync(fixture.links::close);
  }

  private static Response outcome(CompletableFuture<Response> sent) throws Exception {
    return sent.get(30, TimeUnit.SECONDS);
  }

  private static Reason reason(Response response) {
    return ((Failure.Refused) response.failure().orElseThrow()).reason();
  }

  @Test
  void aServerThatEndsItsStreamGetsOursAndIsConnectedAgain() throws Exception {
    try (var fixture = new LinkFixture()) {
      try (Peer peer = fixture.open()) {
        peer.send("</stream:stream>");
        assertThat(peer.expectEnd()).isEqualTo("</stream:stream>");
      }
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().lastEnd().map(LinkEnd::cause)).contains(Cause.CLOSED);
      }
    }
  }

  @Test
  void aStreamErrorEndsTheLinkAndIsConnectedAgain() throws Exception {
    try (var fixture = new LinkFixture()) {
      try (Peer peer = fixture.open()) {
        peer.send(STREAM_ERROR.formatted("system-shutdown"));
        peer.expectEnd();
      }
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().lastEnd().map(LinkEnd::text).orElseThrow())
            .contains("system-shutdown");
      }
    }
  }

  @Test
  @Requirement("XEP-0114-3-3")
  void aConflictIsTriedAgainUntilTheOtherIsGone() throws Exception {
    try (var fixture = new LinkFixture()) {
      try (Peer peer = fixture.server.accept()) {
        peer.openStream();
        peer.send(STREAM_ERROR.formatted("conflict"));
      }
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().lastEnd().map(LinkEnd::cause)).contains(Cause.CONFLICT);
        fixture.pass("t1", "1");
        peer.expect("<body>1</body>");
      }
    }
  }

  @Test
  @Requirement("XEP-0114-3-3")
  void aWrongSecretIsAnErrorInTheLogWithItsRemedyAndInTheStatus() throws Exception {
    var logger = (Logger) LoggerFactory.getLogger(ComponentLink.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.WARN); // whatever commands have made of the root
    try (var fixture = new LinkFixture()) {
      try (Peer peer = fixture.server.accept()) {
        peer.openStream();
        peer.expect("</handshake>");
        peer.send(STREAM_ERROR.formatted("not-authorized"));
        peer.expectEnd();
      }
      fixture.await(status -> status.state() == LinkStatus.State.WAITING);
      assertThat(fixture.status().lastEnd().map(LinkEnd::cause)).contains(Cause.NOT_AUTHORIZED);
      try (Peer peer = fixture.open()) {
        assertThat(lines.list)
            .filteredOn(line -> line.getLevel() == Level.ERROR)
            .extracting(ILoggingEvent::getFormattedMessage)
            .anyMatch(line -> line.contains("the secret for montague.example differs"));
      }
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
    }
  }

  @Test
  void garbageEndsTheConnectionWithAStreamErrorAndIsConnectedAgain() throws Exception {
    try (var fixture = new LinkFixture()) {
      try (Peer peer = fixture.open()) {
        peer.send("<message></body>");
        assertThat(peer.expectEnd()).contains("<not-well-formed", "</stream:stream>");
      }
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().lastEnd().map(LinkEnd::cause)).contains(Cause.MALFORMED);
      }
    }
  }

  @Test
  void aStanzaOverTheLimitsIsRefusedToItsSenderAndTheLinkServesOn() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      int end = MESSAGE.indexOf("<body>");
      peer.send(MESSAGE.substring(0, end) + "<body>");
      for (int i = 0; i < 16; i++) {
        peer.send("x".repeat(StanzaLimits.DEFAULT.octets()));
      }
      peer.send("</body></message>");
      assertThat(peer.expect("</message>"))
          .contains("<policy-violation", "a stanza of fewer octets", "id='m1'")
          .doesNotContain("stream:error");
      peer.send(MESSAGE.substring(0, end) + "<x>".repeat(300) + "</x>".repeat(300) + "</message>");
      assertThat(peer.expect("</message>"))
          .contains("<policy-violation", "a stanza of fewer elements", "id='m1'");
      assertThat(fixture.count(LinkCount.UNREADABLE)).isEqualTo(2);
      assertThat(fixture.membrane.carried).isEmpty();
      peer.send(MESSAGE);
      fixture.membrane.next();
    }
  }

  @Test
  void closingWaitsForConfirmationAndEndsTheStream() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var sent = fixture.send("t1", "1");
      String ping = peer.expectPing();
      var closing = new Thread(fixture.links::close);
      closing.start();
      while (closing.getState() != Thread.State.TIMED_WAITING) { // it waits for the answer
        Thread.onSpinWait();
      }
      assertThat(reason(outcome(fixture.send("t2", "2")))).isEqualTo(Reason.STOPPING);
      peer.answerPing(ping);
      assertThat(outcome(sent).status()).isEqualTo(Status.INDETERMINANT);
      assertThat(peer.expect("</stream:stream>")).doesNotContain("<body>2</body>");
      peer.send("</stream:stream>");
      closing.join();
      assertThat(fixture.status().state()).isEqualTo(LinkStatus.State.CLOSED);
    }
  }

  @Test
  void whatTheServerStillSendsAtTheEndIsCarriedOn() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var closed = close(fixture);
      peer.expect("</stream:stream>");
      peer.send(MESSAGE + "</stream:stream>");
      Carried carried = fixture.membrane.next();
      assertThat(closed).isNotDone(); // waits for its outcome
      carried.answer().complete(Response.success(carried.operation().transId()));
      closed.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void closingWaitsForOperationsUnderWaySoThatTheirFailuresAreTold() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE);
      Carried carried = fixture.membrane.next();
      var closed = close(fixture);
      carried
          .answer()
          .complete(
              Response.failure(
                  carried.operation().transId(),
                  new Failure.Refused(Reason.PEER_UNREACHABLE, "The peer cannot be reached.")));
      assertThat(peer.expect("</stream:stream>")).contains("<error");
      peer.send("</stream:stream>");
      closed.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void aServerThatDoesNotConfirmHoldsACloseUpForNoLongerThanTheDrainTime() throws Exception {
    var times =
        LinkFixture.times(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(200));
    try (var fixture = new LinkFixture(times);
        Peer peer = fixture.open()) {
      var sent = fixture.send("t1", "1");
      peer.expectPing();
      close(fixture).get(30, TimeUnit.SECONDS);
      assertThat(reason(outcome(sent))).isEqualTo(Reason.LINK_DOWN);
    }
  }

  @Test
  void aLinkThatWaitsToConnectClosesAtOnce() throws Exception {
    var fixture = new LinkFixture();
    fixture.server.close();
    close(fixture).get(30, TimeUnit.SECONDS);
    assertThat(fixture.status().state()).isEqualTo(LinkStatus.State.CLOSED);
  }
}
