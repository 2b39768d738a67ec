package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.component.ScriptedServer.attribute;
import static org.porin.membrane.Operations.withSource;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.address.ImUri;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.LinkFixture.RecordingMembrane.Carried;
import org.porin.component.ScriptedServer.Peer;
import org.porin.mapping.ReceiptMapping;
import org.porin.msgfmt.CpimBuilder;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.OutcomeSink.Told;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;
import org.porin.stanza.StanzaError.Condition;

/** CPIM to XMPP: what becomes of a message that the link takes. */
@Timeout(60)
class DeliveryTest {
  private static final String BOUNCE =
      "<message type='error' id='%s' from='%s' to='romeo@montague.example'><error type='cancel'>"
          + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>";
  private static final LinkTimes LONG =
      LinkFixture.times(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(20));

  private static Response outcome(CompletableFuture<Response> sent) throws Exception {
    return sent.get(30, TimeUnit.SECONDS);
  }

  private static Reason reason(Response response) {
    return ((Failure.Refused) response.failure().orElseThrow()).reason();
  }

  private static String messageId(String text) {
    return attribute(text.substring(text.lastIndexOf("<message")), "id");
  }

  @Test
  @Requirement("XEP-0114-3-2")
  void aMessageHasFromInTheDomainOfItsLinkAndGoesToTheBareJid() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      fixture.pass("t1", "Hi");
      String message = peer.expect("</message>");
      assertThat(attribute(message, "from")).isEqualTo("romeo@montague.example");
      assertThat(attribute(message, "to")).isEqualTo("juliet@capulet.example");
      assertThat(message)
          .contains("<body>Hi</body>", "http://jabber.org/protocol/shim", ">69<", "bridge-a");
    }
  }

  @Test
  @Requirement({"6121-8.5.1-1", "3860-3.4.1-6", "3860-2-2"})
  void theAnswerToThePingBehindAMessageMakesItIndeterminantAndNotASuccess() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var sent = fixture.send("t1", "Hi");
      peer.expect("</message>");
      String ping = peer.expectPing();
      assertThat(sent).isNotDone();
      peer.answerPing(ping);
      assertThat(outcome(sent).status()).isEqualTo(Status.INDETERMINANT);
      assertThat(outcome(sent).transId().value()).isEqualTo("t1");
    }
  }

  @Test
  void anErrorIsAnAnswerToThePingToo() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var sent = fixture.send("t1", "Hi");
      peer.send(
          "<iq type='error' id='"
              + peer.expectPing()
              + "' from='capulet.example' to='montague.example'><error type='cancel'>"
              + "<feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
              + "</iq>");
      assertThat(outcome(sent).status()).isEqualTo(Status.INDETERMINANT);
    }
  }

  @Test
  void onePingConfirmsAllThatWasWrittenBeforeItAndTheNextTheRest() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var first = fixture.send("t1", "1");
      String firstPing = peer.expectPing();
      var second = fixture.send("t2", "2");
      var third = fixture.send("t3", "3");
      peer.expect("<body>3</body>");
      peer.answerPing(firstPing);
      assertThat(outcome(first).status()).isEqualTo(Status.INDETERMINANT);
      String secondPing = peer.expectPing();
      assertThat(second).isNotDone();
      peer.answerPing(secondPing);
      assertThat(outcome(second).status()).isEqualTo(Status.INDETERMINANT);
      assertThat(outcome(third).status()).isEqualTo(Status.INDETERMINANT);
    }
  }

  @Test
  @Requirement({"2779-5.4.1-1", "3860-3.4.1-5"})
  void aBounceThatComesBeforeTheAnswerIsTheFailureOfItsMessage() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var bad = fixture.send("t1", "1");
      String message = peer.expect("<body>1</body>");
      String ping = peer.expectPing();
      peer.send(BOUNCE.formatted(messageId(message), "juliet@capulet.example"));
      peer.answerPing(ping);
      Failure failure = outcome(bad).failure().orElseThrow();
      assertThat(failure).isInstanceOf(Failure.StanzaBounce.class);
      assertThat(((Failure.StanzaBounce) failure).error().condition())
          .isEqualTo(Condition.SERVICE_UNAVAILABLE);
      assertThat(((Failure.StanzaBounce) failure).fromFullJid()).isFalse();
      var good = fixture.send("t2", "2");
      peer.answerPing(peer.expectPing());
      assertThat(outcome(good).status()).isEqualTo(Status.INDETERMINANT);
    }
  }

  @Test
  void aBounceFromAResourceIsKnownAsSuch() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var sent = fixture.send("t1", "1");
      String id = messageId(peer.expect("</message>"));
      peer.send(BOUNCE.formatted(id, "juliet@capulet.example/balcony"));
      Failure failure = outcome(sent).failure().orElseThrow();
      assertThat(((Failure.StanzaBounce) failure).fromFullJid()).isTrue();
    }
  }

  @Test
  void aBounceFromAStrangerSettlesNothing() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var sent = fixture.send("t1", "1");
      String id = messageId(peer.expect("</message>"));
      String ping = peer.expectPing();
      peer.send(BOUNCE.formatted(id, "tybalt@capulet.example"));
      peer.answerPing(ping);
      assertThat(outcome(sent).status()).isEqualTo(Status.INDETERMINANT);
    }
  }

  @Test
  void aBounceAfterTheAnswerIsCounted() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var sent = fixture.send("t1", "1");
      String id = messageId(peer.expect("</message>"));
      peer.answerPing(peer.expectPing());
      outcome(sent);
      peer.send(BOUNCE.formatted(id, "juliet@capulet.example"));
      var next = fixture.send("t2", "2"); // is answered after the bounce is read
      peer.answerPing(peer.expectPing());
      outcome(next);
      assertThat(fixture.count(LinkCount.LATE_BOUNCE)).isEqualTo(1);
    }
  }

  @Test
  void theSenderOfWhatComesBackAfterItsAnswerIsToldByATextOfTheGateway() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      bounceLate(fixture, peer, "t1");
      Carried text = fixture.membrane.next();
      MessageOperation operation = text.operation();
      assertThat(operation.source()).isEqualTo(new ImUri("cpim-gateway", "capulet.example"));
      assertThat(operation.destination()).isEqualTo(LinkFixture.ROMEO);
      assertThat(operation.origin().side()).isEqualTo(Origin.Side.XMPP);
      assertThat(operation.repeatKey()).isEmpty();
      assertThat(operation.content().entity().octets().toUtf8())
          .contains("a message of yours to juliet@capulet.example", "(service-unavailable)");
      text.answer().complete(Response.indeterminant(operation.transId()));
      fixture.await(status -> fixture.count(LinkCount.LATE_BOUNCE_TOLD) == 1);
      assertThat(fixture.count(LinkCount.LATE_BOUNCE_UNTOLD)).isZero();
    }
  }

  @Test
  void whenTheTextOfTheGatewayFailsNobodyIsTold() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      bounceLate(fixture, peer, "t1");
      Carried text = fixture.membrane.next();
      text.answer()
          .complete(
              Response.failure(
                  text.operation().transId(),
                  new Failure.Refused(Reason.PEER_UNREACHABLE, "nobody is there")));
      fixture.await(status -> fixture.count(LinkCount.LATE_BOUNCE_UNTOLD) == 1);
      var next = fixture.send("t2", "2");
      assertThat(peer.expectPing()).isNotEmpty();
      assertThat(next).isNotDone();
      assertThat(fixture.membrane.carried).isEmpty();
    }
  }

  /** It has the recipient's address, who never sent it. */
  @Test
  void whenANotificationOfFailureFailsItselfNobodyIsTold() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var sent = fixture.links.message(asking(fixture.operation("t1", "1"))).toCompletableFuture();
      String id = messageId(peer.expect("</message>"));
      peer.answerPing(peer.expectPing());
      assertThat(outcome(sent).status()).isEqualTo(Status.INDETERMINANT);
      peer.send(BOUNCE.formatted(id, "juliet@capulet.example"));
      MessageOperation notification = fixture.membrane.next().operation();
      assertThat(notification.source()).isEqualTo(LinkFixture.JULIET);
      assertThat(notification.destination()).isEqualTo(LinkFixture.ROMEO);
      assertThat(notification.content().entity().contentType().essence())
          .isEqualTo("message/imdn+xml");
      Failure failure = new Failure.Refused(Reason.PEER_UNREACHABLE, "given up after 4 h");
      assertThat(fixture.links.failed(notification, failure)).isEqualTo(Told.NEVER);
    }
  }

  private static MessageOperation asking(MessageOperation plain) {
    return MessageOperation.of(
        plain.source(),
        plain.destination(),
        plain.transId(),
        plain.origin(),
        CpimBuilder.after(plain.content())
            .namespace("imdn", ReceiptMapping.HEADERS)
            .header("imdn", "Message-ID", "34jk324j")
            .header("imdn", "Disposition-Notification", "negative-delivery")
            .build(plain.content().entity()));
  }

  @Test
  void aBounceBeforeTheAnswerIsNoLateOne() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var sent = fixture.send("t1", "1");
      String id = messageId(peer.expect("</message>"));
      String ping = peer.expectPing();
      peer.send(BOUNCE.formatted(id, "juliet@capulet.example"));
      assertThat(outcome(sent).failure()).isPresent();
      peer.send(BOUNCE.formatted(id, "juliet@capulet.example")); // once more, for what it is worth
      peer.answerPing(ping);
      var next = fixture.send("t2", "2");
      peer.answerPing(peer.expectPing());
      outcome(next);
      assertThat(fixture.membrane.carried).isEmpty();
      assertThat(fixture.count(LinkCount.LATE_BOUNCE_UNTOLD)).isEqualTo(1);
    }
  }

  private static void bounceLate(LinkFixture fixture, Peer peer, String transId) throws Exception {
    var sent = fixture.send(transId, "1");
    String id = messageId(peer.expect("</message>"));
    peer.answerPing(peer.expectPing());
    assertThat(outcome(sent).status()).isEqualTo(Status.INDETERMINANT);
    peer.send(BOUNCE.formatted(id, "juliet@capulet.example"));
  }

  @Test
  @Requirement("2779-5.4.1-1")
  void aLostConnectionFailsWhatItDidNotConfirmAndTheLinkComesBack() throws Exception {
    try (var fixture = new LinkFixture()) {
      CompletableFuture<Response> sent;
      try (Peer peer = fixture.open()) {
        sent = fixture.send("t1", "1");
        peer.expect("</message>");
        peer.send("<message from='juliet@capulet.example' to='romeo@mon");
        peer.reset(); // in the middle of a stanza
      }
      assertThat(reason(outcome(sent))).isEqualTo(Reason.LINK_DOWN);
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().lastEnd()).isPresent();
        var next = fixture.send("t2", "2");
        assertThat(peer.expect("</message>")).contains("<body>2</body>").doesNotContain(">1<");
        peer.answerPing(peer.expectPing());
        assertThat(outcome(next).status()).isEqualTo(Status.INDETERMINANT);
      }
    }
  }

  @Test
  void withoutALinkAMessageFailsAtOnce() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.server.accept()) {
      peer.openStream();
      assertThat(reason(fixture.send("t1", "1").get(0, TimeUnit.SECONDS)))
          .isEqualTo(Reason.LINK_DOWN);
    }
  }

  @Test
  void aMessageBeyondTheBoundOfTheQueueIsRefusedAsCongestion() throws Exception {
    try (var fixture = new LinkFixture(LONG, 1_000);
        Peer peer = fixture.open()) {
      assertThat(reason(outcome(fixture.send("t1", "x".repeat(1_000)))))
          .isEqualTo(Reason.CONGESTED);
      fixture.pass("t2", "small");
      peer.expect("<body>small</body>");
    }
  }

  @Test
  void whatIsNotConfirmedInTimeFailsWhileALinkThatLivesStays() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var sent = fixture.send("t1", "1");
      peer.expectPing();
      fixture.pass(Duration.ofSeconds(20));
      fixture.heard(peer); // it says something, but not that
      fixture.pass(Duration.ofSeconds(20));
      assertThat(reason(outcome(sent))).isEqualTo(Reason.LINK_DOWN);
      var next = fixture.send("t2", "2");
      peer.answerPing(peer.expectPing());
      assertThat(outcome(next).status()).isEqualTo(Status.INDETERMINANT);
      assertThat(fixture.status().traffic().connections()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatHangsIsLeftAndItsMessagesFail() throws Exception {
    try (var fixture = new LinkFixture();
        Peer hanging = fixture.open()) {
      var sent = fixture.send("t1", "1");
      hanging.expectPing();
      fixture.pass(Duration.ofSeconds(31));
      assertThat(reason(outcome(sent))).isEqualTo(Reason.LINK_DOWN);
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().lastEnd().map(LinkEnd::cause)).contains(Cause.HUNG);
      }
    }
  }

  @Test
  void aSilentServerIsAskedWhetherItIsThere() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      for (int i = 0; i < 2; i++) {
        fixture.pass(Duration.ofSeconds(31));
        peer.answerPing(peer.expectPing());
        fixture.heard(peer);
      }
      assertThat(fixture.status().traffic().connections()).isEqualTo(1);
    }
  }

  @Test
  void aSilentServerThatDoesNotAnswerIsLeft() throws Exception {
    try (var fixture = new LinkFixture();
        Peer silent = fixture.open()) {
      fixture.pass(Duration.ofSeconds(31));
      silent.expectPing();
      fixture.pass(Duration.ofSeconds(31));
      try (Peer peer = fixture.open()) {
        assertThat(fixture.status().lastEnd().map(LinkEnd::cause)).contains(Cause.HUNG);
      }
    }
  }

  @Test
  void idsDoNotRepeat() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      fixture.pass("t1", "1");
      fixture.pass("t1", "1");
      String first = messageId(peer.expect("</message>"));
      assertThat(messageId(peer.expect("</message>"))).isNotEqualTo(first);
    }
  }

  @Test
  void aSourceWithoutALinkIsRefused() throws Exception {
    try (var fixture = new LinkFixture()) {
      var foreign = withSource(fixture.operation("t1", "1"), new ImUri("paris", "verona.example"));
      assertThat(reason(outcome(fixture.links.message(foreign).toCompletableFuture())))
          .isEqualTo(Reason.INVALID_ADDRESS);
    }
  }
}
