package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.component.ScriptedServer.attribute;
import static org.porin.membrane.Operations.withOrigin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.component.LinkFixture.RecordingMembrane;
import org.porin.component.LinkFixture.RecordingMembrane.Carried;
import org.porin.component.ScriptedServer.Peer;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.OutcomeSink.Told;
import org.porin.profile.Response;
import org.porin.requirement.Requirement;
import org.slf4j.LoggerFactory;

/** XMPP to CPIM: what becomes of stanzas that come over a link. */
@Timeout(60)
class InboundMessagesTest {
  private static final String MESSAGE =
      "<message from='juliet@capulet.example/balcony' to='romeo@montague.example' id='m1'>"
          + "<body>Art thou not Romeo?</body></message>";

  /** Proves that nothing else was sent before: the answer to this comes first. */
  private static void expectNothing(Peer peer) throws IOException {
    peer.send(
        "<iq type='get' id='probe' from='capulet.example' to='montague.example'>"
            + "<ping xmlns='urn:xmpp:ping'/></iq>");
    String read = peer.expect(">");
    assertThat(read).startsWith("<iq");
    assertThat(attribute(read, "id")).isEqualTo("probe");
    assertThat(attribute(read, "type")).isEqualTo("result");
  }

  @Test
  void aMessageBecomesAnOperation() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE);
      MessageOperation operation = fixture.membrane.next().operation();
      assertThat(operation.source()).isEqualTo(LinkFixture.JULIET);
      assertThat(operation.destination()).isEqualTo(LinkFixture.ROMEO);
      assertThat(operation.transId().value()).isEqualTo("m1");
      assertThat(operation.maxForwards()).isEqualTo(70);
      assertThat(operation.trace()).isEmpty();
      assertThat(operation.origin()).isEqualTo(new Origin(Origin.Side.XMPP, "montague.example"));
      assertThat(operation.repeatKey()).contains("juliet@capulet.example/balcony m1");
      assertThat(operation.content().dateTime()).contains(LinkFixture.NOW);
    }
  }

  @Test
  @Requirement("3860-3.4.1-5")
  void aFailureThatComesWhenNobodyWaitsAnyMoreIsStillAnErrorForTheStanza() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE);
      MessageOperation operation = fixture.membrane.next().operation();
      Failure failure = new Failure.Refused(Reason.PEER_UNREACHABLE, "given up after 4 h");
      assertThat(fixture.links.failed(operation, failure)).isEqualTo(Told.YES);
      String error = peer.expect("</message>");
      assertThat(attribute(error, "type")).isEqualTo("error");
      assertThat(attribute(error, "id")).isEqualTo("m1");
      assertThat(attribute(error, "to")).isEqualTo("juliet@capulet.example/balcony");
      assertThat(attribute(error, "from")).isEqualTo("romeo@montague.example");
      assertThat(error).contains("remote-server-timeout").contains("given up after 4 h");
    }
  }

  @Test
  @Requirement("3860-3.4.1-5")
  void aFailureCountsAsToldWhenTheServerHasTakenItsError() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE);
      MessageOperation operation = fixture.membrane.next().operation();
      Failure failure = new Failure.Refused(Reason.PEER_UNREACHABLE, "given up after 4 h");
      CompletableFuture<Told> told = new CompletableFuture<>();
      fixture.links.tell(operation, failure, told::complete);
      String ping = peer.expectPing();
      assertThat(told).isNotDone();
      peer.answerPing(ping);
      assertThat(told.get(15, TimeUnit.SECONDS)).isEqualTo(Told.YES);
    }
  }

  @Test
  @Requirement("3860-3.4.1-5")
  void aFailureOfWhichAHungServerTookNothingIsToldLater() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE);
      MessageOperation operation = fixture.membrane.next().operation();
      Failure failure = new Failure.Refused(Reason.PEER_UNREACHABLE, "given up after 4 h");
      CompletableFuture<Told> told = new CompletableFuture<>();
      fixture.links.tell(operation, failure, told::complete);
      peer.expectPing();
      assertThat(fixture.links.hears(operation)).isTrue();
      fixture.pass(Duration.ofMinutes(2)); // and no answer
      assertThat(told.get(15, TimeUnit.SECONDS)).isEqualTo(Told.LATER);
    }
  }

  @Test
  void anErrorThatWasPassedOnIsFollowedToTheServerAndNotSentAgain() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE);
      RecordingMembrane.Carried carried = fixture.membrane.next();
      Failure failure = new Failure.Refused(Reason.PEER_UNREACHABLE, "away");
      MessageOperation operation = carried.operation();
      carried.answer().complete(Response.failure(operation.transId(), failure));
      CompletableFuture<Told> told = new CompletableFuture<>();
      fixture.links.passedOn(operation, failure, told::complete);
      String read = peer.expect("urn:xmpp:ping");
      assertThat(read.split("</message>", -1)).hasSize(2);
      assertThat(told).isNotDone();
      peer.answerPing(attribute(read.substring(read.lastIndexOf("<iq")), "id"));
      assertThat(told.get(15, TimeUnit.SECONDS)).isEqualTo(Told.YES);
    }
  }

  @Test
  void ofWhatTheGatewayWroteItselfNobodyIsTold() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE);
      MessageOperation it = fixture.membrane.next().operation();
      MessageOperation notice =
          withOrigin(it, new Origin(Origin.Side.XMPP, "capulet.example")); // which is no link
      Failure failure = new Failure.Refused(Reason.PEER_UNREACHABLE, "");
      assertThat(fixture.links.failed(notice, failure)).isEqualTo(Told.NEVER);
      expectNothing(peer);
    }
  }

  @Test
  void whileTheLinkIsDownItIsToBeToldLater() throws Exception {
    try (var fixture = new LinkFixture()) {
      MessageOperation operation;
      try (Peer peer = fixture.open()) {
        peer.send(MESSAGE);
        operation = fixture.membrane.next().operation();
        assertThat(fixture.links.hears(operation)).isTrue();
      }
      Failure failure = new Failure.Refused(Reason.PEER_UNREACHABLE, "");
      while (fixture.links.statuses().get(0).state() == LinkStatus.State.OPEN) {
        Thread.sleep(5);
      }
      assertThat(fixture.links.hears(operation)).isFalse();
      assertThat(fixture.links.failed(operation, failure)).isEqualTo(Told.LATER);
    }
  }

  @Test
  void hopCounterAndTraceComeFromTheStanza() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(
          MESSAGE.replace(
              "</message>",
              "<headers xmlns='http://jabber.org/protocol/shim'><header name='Max-Forwards'>7"
                  + "</header><header name='Bridge-Trace'>bridge-a, bridge-b</header></headers>"
                  + "</message>"));
      MessageOperation operation = fixture.membrane.next().operation();
      assertThat(operation.maxForwards()).isEqualTo(7);
      assertThat(operation.trace()).containsExactly("bridge-a", "bridge-b");
    }
  }

  @Test
  void withoutAnIdThereIsNothingToRecogniseARepeatBy() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE.replace(" id='m1'", ""));
      MessageOperation operation = fixture.membrane.next().operation();
      assertThat(operation.repeatKey()).isEmpty();
      assertThat(operation.transId().value()).hasSize(26);
    }
  }

  @Test
  void messagesComeInTheOrderOfTheStream() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      var stanzas = new StringBuilder();
      for (int i = 0; i < 500; i++) {
        stanzas.append(MESSAGE.replace("'m1'", "'n" + i + "'"));
      }
      peer.send(stanzas.toString());
      for (int i = 0; i < 500; i++) {
        assertThat(fixture.membrane.next().operation().transId().value()).isEqualTo("n" + i);
      }
    }
  }

  @Test
  @Requirement({"6120-8.3.1-1", "2779-5.4.1-1"})
  void aFailureIsAStanzaErrorToTheFullJidOfTheSender() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE);
      Carried carried = fixture.membrane.next();
      carried
          .answer()
          .complete(
              Response.failure(
                  carried.operation().transId(),
                  new Failure.Refused(Reason.DOMAIN_NOT_FOUND, "montague.example has no SRV")));
      String error = peer.expect("</message>");
      assertThat(attribute(error, "type")).isEqualTo("error");
      assertThat(attribute(error, "id")).isEqualTo("m1");
      assertThat(attribute(error, "to")).isEqualTo("juliet@capulet.example/balcony");
      assertThat(attribute(error, "from")).isEqualTo("romeo@montague.example");
      assertThat(error).contains("<remote-server-not-found", "montague.example has no SRV");
    }
  }

  @Test
  @Requirement({"3428-4-3", "5438-12.2-1"})
  void successAndIndeterminantHaveNoAnswerAlsoWhereAReceiptIsAskedFor() throws Exception {
    String asking = MESSAGE.replace("</message>", "<request xmlns='urn:xmpp:receipts'/></message>");
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(asking + asking);
      Carried first = fixture.membrane.next();
      first.answer().complete(Response.success(first.operation().transId()));
      Carried second = fixture.membrane.next();
      second.answer().complete(Response.indeterminant(second.operation().transId()));
      expectNothing(peer);
    }
  }

  @Test
  void aFaultOfTheBridgeIsAnErrorTooAndTheLinkStays() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE);
      fixture.membrane.next().answer().completeExceptionally(new IllegalStateException("fault"));
      assertThat(peer.expect("</message>")).contains("type=", "<internal-server-error");
      expectNothing(peer);
    }
  }

  @Test
  void groupChatIsRefused() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE.replace("<message ", "<message type='groupchat' "));
      assertThat(peer.expect("</message>")).contains("<service-unavailable");
      assertThat(fixture.membrane.carried).isEmpty();
    }
  }

  @Test
  void anErrorIsNeverForwardedNorAnswered() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE.replace("<message ", "<message type='error' "));
      expectNothing(peer);
      assertThat(fixture.membrane.carried).isEmpty();
      assertThat(fixture.count(LinkCount.STRAY_ERROR)).isEqualTo(1);
    }
  }

  @Test
  void aChatStateIsDroppedWithoutAnswer() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(
          "<message type='chat' from='juliet@capulet.example/balcony' to='romeo@montague.example'>"
              + "<composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
      expectNothing(peer);
      assertThat(fixture.membrane.carried).isEmpty();
      assertThat(fixture.count(LinkCount.NOTHING_TO_CARRY)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"subscribe", "probe", "unavailable"})
  void presenceIsCountedAndNotAnswered(String type) throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(
          "<presence type='"
              + type
              + "' from='juliet@capulet.example' to='romeo@montague.example'/>");
      expectNothing(peer);
      assertThat(fixture.count(LinkCount.PRESENCE_IGNORED)).isEqualTo(1);
    }
  }

  @Test
  @Requirement("3860-3.4.1-1")
  void aMessageToTheComponentItselfIsRefused() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE.replace("romeo@", ""));
      assertThat(peer.expect("</message>")).contains("<error");
      assertThat(fixture.membrane.carried).isEmpty();
    }
  }

  @Test
  void nobodyWritesFromTheAddressOfTheGateway() throws Exception { // whose texts people believe
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE.replace("juliet@capulet.example", "cpim-gateway@capulet.example"));
      assertThat(peer.expect("</message>")).contains("<forbidden", "the gateway");
      assertThat(fixture.membrane.carried).isEmpty();
    }
  }

  @Test
  @Requirement("3860-3.4.1-1")
  void aStanzaToNoAddressIsAnsweredAndCountedAndTheLinkStays() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE.replace("romeo@montague.example", "@@@"));
      assertThat(peer.expect("</message>")).contains("<jid-malformed");
      peer.send(MESSAGE.replace("'m1'", "'m2'"));
      assertThat(fixture.membrane.next().operation().transId().value()).isEqualTo("m2");
      assertThat(fixture.count(LinkCount.UNREADABLE)).isEqualTo(1);
    }
  }

  @Test
  @Requirement("3860-3.4.1-1")
  void whatComesFromNoAddressIsNotCarriedAndHasNoAnswer() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE.replace("juliet@capulet.example/balcony", "@@@"));
      expectNothing(peer);
      assertThat(fixture.membrane.carried).isEmpty();
      assertThat(fixture.count(LinkCount.UNREADABLE)).isEqualTo(1);
    }
  }

  @Test
  void theWireLogSeesStanzasAndNotTheHandshake() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(MESSAGE);
      fixture.membrane.next();
      fixture.pass("t1", "Hi");
      peer.expect("</message>");
      synchronized (fixture.wire) {
        assertThat(fixture.wire)
            .anyMatch(line -> line.startsWith("< ") && line.contains("Art thou not Romeo?"))
            .anyMatch(line -> line.startsWith("> ") && line.contains("<body>Hi</body>"))
            .noneMatch(line -> line.contains("handshake"));
      }
    }
  }

  @Test
  void aFailureFindsItsWayOverTheNextConnection() throws Exception {
    try (var fixture = new LinkFixture()) {
      Carried carried;
      try (Peer peer = fixture.open()) {
        peer.send(MESSAGE);
        carried = fixture.membrane.next();
      }
      try (Peer peer = fixture.open()) {
        expectNothing(peer);
        carried.answer().complete(unreachable(carried));
        assertThat(attribute(peer.expect("</message>"), "id")).isEqualTo("m1");
      }
    }
  }

  @Test
  void aFailureThatHasNoWayBackIsCounted() throws Exception {
    try (var fixture = new LinkFixture()) {
      Carried carried;
      try (Peer peer = fixture.open()) {
        peer.send(MESSAGE);
        carried = fixture.membrane.next();
      }
      try (Peer peer = fixture.server.accept()) {
        peer.openStream(); // and no further: there is no link
        carried.answer().complete(unreachable(carried));
        assertThat(fixture.count(LinkCount.FAILURE_UNTOLD)).isEqualTo(1);
      }
    }
  }

  @Test
  void aFailureThatHasNoWayBackNamesNobodyInTheLog() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(InboundMessages.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO); // whatever commands have made of the root
    try (var fixture = new LinkFixture()) {
      Carried carried;
      try (Peer peer = fixture.open()) {
        peer.send(MESSAGE);
        carried = fixture.membrane.next();
      }
      try (Peer peer = fixture.server.accept()) {
        peer.openStream();
        carried
            .answer()
            .complete(
                Response.failure(
                    carried.operation().transId(),
                    new Failure.SipAnswer(404, "no romeo at montague", Optional.empty())));
      }
      assertThat(lines.list)
          .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
          .singleElement()
          .extracting(ILoggingEvent::getFormattedMessage)
          .isEqualTo("montague.example: a message failed, and there is no link to tell its sender");
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
    }
  }

  private static Response unreachable(Carried carried) {
    return Response.failure(
        carried.operation().transId(),
        new Failure.Refused(Reason.PEER_UNREACHABLE, "The peer cannot be reached."));
  }
}
