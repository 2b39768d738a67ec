package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.component.LinkFixture.RecordingMembrane;
import org.porin.component.LinkFixture.RecordingMembrane.Carried;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;
import org.porin.stanza.PresenceStanza;
import org.xmpp.component.ComponentException;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

/** The bridge as a component inside of a server, held to what Tinder's interfaces say. */
@Timeout(60)
class TinderComponentTest {
  private static final String MESSAGE =
      "<message from='juliet@capulet.example/balcony' to='romeo@montague.example' id='m1'>"
          + "<body>Art thou not Romeo?</body></message>";

  private final AddressMapping addresses =
      new AddressMapping(Set.of("capulet.example"), Set.of("montague.example"), Optional.empty());
  private final RecordingMembrane membrane = new RecordingMembrane();
  private final InProcessServer server = new InProcessServer();
  private final TinderComponent component =
      new TinderComponent(
          new TinderSettings(
              "montague.example",
              "capulet.example",
              Duration.ofSeconds(5),
              Duration.ofSeconds(5),
              100_000));
  private final ComponentLinks links =
      TinderComponent.links(
          List.of(component),
          addresses,
          "1.2.3",
          WireLog.NONE,
          Clock.fixed(LinkFixture.NOW, ZoneOffset.UTC),
          new Random(7));
  private final LinkFixture.Operations operations = new LinkFixture.Operations(addresses);

  private void join() throws ComponentException {
    links.start(membrane);
    server.addComponent("montague.example", component);
  }

  private static Message message(String xml) {
    return new Message(tree(xml), true);
  }

  private static Element tree(String xml) {
    try {
      return DocumentHelper.parseText(xml).getRootElement();
    } catch (org.dom4j.DocumentException e) {
      throw new AssertionError(e);
    }
  }

  /** Tinder itself knows the conditions of RFC 3920 alone. */
  private static String condition(Message error) {
    return error.getElement().element("error").elements().get(0).getName();
  }

  private CompletableFuture<Response> send(String transId, String body) {
    return links.message(operations.message(transId, body)).toCompletableFuture();
  }

  private static Reason reason(Response response) {
    return ((Failure.Refused) response.failure().orElseThrow()).reason();
  }

  private static Response outcome(CompletableFuture<Response> sent) throws Exception {
    return sent.get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    membrane.answerTheRest();
    links.close();
  }

  @Test
  void aMessageOfTheServerBecomesAnOperationOnTheCallersThread() throws Exception {
    join();
    component.processPacket(message(MESSAGE));
    assertThat(membrane.carried).hasSize(1); // already: no other thread had to run
    Carried carried = membrane.next();
    assertThat(carried.operation().source()).isEqualTo(LinkFixture.JULIET);
    assertThat(carried.operation().transId().value()).isEqualTo("m1");
  }

  @Test
  void anOperationBecomesAMessageAndThePingBehindItItsAnswer() throws Exception {
    join();
    var sent = send("t1", "Hi");
    Message message = (Message) server.next();
    assertThat(message.getBody()).isEqualTo("Hi");
    assertThat(message.getElement().attributeValue("from")).isEqualTo("romeo@montague.example");
    assertThat(message.getElement().attributeValue("to")).isEqualTo("juliet@capulet.example");
    assertThat(message.getElement().getNamespaceURI()).isEmpty();
    assertThat(outcome(sent).status()).isEqualTo(Status.INDETERMINANT);
  }

  @Test
  void orderHoldsBothWaysAndNothingIsLost() throws Exception {
    join();
    for (int i = 0; i < 3_000; i++) {
      component.processPacket(message(MESSAGE.replace("'m1'", "'n" + i + "'")));
    }
    for (int i = 0; i < 3_000; i++) {
      assertThat(membrane.next().operation().transId().value()).isEqualTo("n" + i);
    }
    List<CompletableFuture<Response>> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sent.add(send("t" + i, "out " + i));
      if (i % 100 == 99) {
        outcome(sent.get(i));
      }
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(((Message) server.next()).getBody()).isEqualTo("out " + i);
      assertThat(outcome(sent.get(i)).status()).isEqualTo(Status.INDETERMINANT);
    }
  }

  @Test
  void eachSenderKeepsItsOrderWhereTheServerHasManyThreads() throws Exception {
    join();
    List<Thread> threads = new ArrayList<>();
    for (int sender = 0; sender < 8; sender++) {
      String from = "u" + sender + "@capulet.example/r";
      var thread =
          new Thread(
              () -> {
                for (int i = 0; i < 200; i++) {
                  component.processPacket(
                      message(
                          MESSAGE
                              .replace("juliet@capulet.example/balcony", from)
                              .replace("'m1'", "'" + i + "'")));
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    int[] next = new int[8];
    for (int i = 0; i < 1_600; i++) {
      var operation = membrane.next().operation();
      int sender = operation.source().localPart().charAt(1) - '0';
      assertThat(operation.transId().value()).isEqualTo(Integer.toString(next[sender]++));
    }
    assertThat(next).containsOnly(200);
  }

  @Test
  void aComponentHasTwoThreadsWhateverComes() throws Exception {
    join();
    for (int i = 0; i < 500; i++) {
      component.processPacket(message(MESSAGE));
      send("t" + i, "x");
    }
    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(each -> each.getName().startsWith("component-montague.example-"))
            .count();
    assertThat(threads).isEqualTo(2);
  }

  @Test
  @Requirement("6120-8.3.1-1")
  void aFailureGoesBackToTheSender() throws Exception {
    join();
    component.processPacket(message(MESSAGE));
    Carried carried = membrane.next();
    carried
        .answer()
        .complete(
            Response.failure(
                carried.operation().transId(),
                new Failure.Refused(Reason.DOMAIN_NOT_FOUND, "no SRV")));
    Message error = (Message) server.next();
    assertThat(error.getType()).isEqualTo(Message.Type.error);
    assertThat(error.getElement().attributeValue("to")).isEqualTo("juliet@capulet.example/balcony");
    assertThat(error.getElement().attributeValue("id")).isEqualTo("m1");
    assertThat(error.getError().getCondition().toXMPP()).isEqualTo("remote-server-not-found");
  }

  @Test
  void requestsAreAnswered() throws Exception {
    join();
    component.processPacket(
        new IQ(
            tree(
                "<iq type='get' id='q1' from='component.capulet.example' to='montague.example'>"
                    + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>"),
            true));
    IQ answer = (IQ) server.next();
    assertThat(answer.getType()).isEqualTo(IQ.Type.result);
    assertThat(answer.getChildElement().getNamespaceURI())
        .isEqualTo("http://jabber.org/protocol/disco#info");
  }

  @Test
  void presenceDoesNoHarm() throws Exception {
    join();
    component.processPacket(
        new Presence(
            tree("<presence from='juliet@capulet.example' to='romeo@montague.example'/>"), true));
    assertThat(links.statuses().get(0).counts()).containsEntry(LinkCount.PRESENCE_IGNORED, 1L);
  }

  @Test
  void presenceCrossesBothWaysAndTheOpeningIsTold() throws Exception {
    var presence = new LinkFixture.RecordingPresence();
    links.start(membrane, domain -> true, presence, presence.directory);
    Jid romeo = new Jid("romeo", "montague.example", "");
    Jid juliet = new Jid("juliet", "capulet.example", "");
    var approval = PresenceStanza.of(romeo, juliet, Optional.of("subscribed"));
    assertThat(links.isOpen(romeo)).isFalse();
    assertThat(links.send(approval)).isFalse();
    server.addComponent("montague.example", component);
    assertThat(presence.nextOpened()).isEqualTo("montague.example");
    component.processPacket(
        new Presence(
            tree(
                "<presence type='subscribe' from='juliet@capulet.example'"
                    + " to='romeo@montague.example'/>"),
            true));
    assertThat(presence.next().type()).contains("subscribe");
    assertThat(links.isOpen(romeo)).isTrue();
    assertThat(links.send(approval)).isTrue();
    Presence told = (Presence) server.next();
    assertThat(told.getType()).isEqualTo(Presence.Type.subscribed);
    assertThat(told.getElement().attributeValue("from")).isEqualTo("romeo@montague.example");
    server.removeComponent("montague.example");
    assertThat(links.send(approval)).isFalse();
    assertThat(links.statuses().get(0).counts()).containsEntry(LinkCount.PRESENCE_REFUSED, 2L);
  }

  @Test
  void whatTheServerRefusesFailsToItsSender() throws Exception {
    join();
    server.refuses = true;
    assertThat(reason(outcome(send("t1", "x")))).isEqualTo(Reason.LINK_DOWN);
  }

  @Test
  void whatTheServerDoesNotConfirmFailsInTime() throws Exception {
    server.answersPings = false;
    join();
    assertThat(reason(outcome(send("t1", "x")))).isEqualTo(Reason.LINK_DOWN);
  }

  @Test
  void aBounceIsTheFailureOfItsMessage() throws Exception {
    server.answersPings = false;
    join();
    var sent = send("t1", "x");
    Message message = (Message) server.next();
    Message bounce =
        message(
            "<message type='error' id='"
                + message.getID()
                + "' from='juliet@capulet.example' to='romeo@montague.example'>"
                + "<error type='cancel'><service-unavailable"
                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
    component.processPacket(bounce);
    assertThat(outcome(sent).failure().orElseThrow()).isInstanceOf(Failure.StanzaBounce.class);
  }

  @Test
  void beforeTheServerStartsItAndAfterItTakesItBackThereIsNoLink() throws Exception {
    links.start(membrane);
    assertThat(reason(outcome(send("t1", "x")))).isEqualTo(Reason.LINK_DOWN);
    server.addComponent("montague.example", component);
    assertThat(links.statuses().get(0).isOpen()).isTrue();
    server.answersPings = false;
    var pending = send("t2", "x");
    server.next();
    server.removeComponent("montague.example");
    assertThat(reason(outcome(pending))).isEqualTo(Reason.LINK_DOWN);
    assertThat(reason(outcome(send("t3", "x")))).isEqualTo(Reason.LINK_DOWN);
    component.processPacket(message(MESSAGE));
    assertThat(links.statuses().get(0).counts()).containsEntry(LinkCount.NOT_OPEN, 1L);
    server.answersPings = true;
    server.addComponent("montague.example", component); // and once more
    assertThat(outcome(send("t4", "x")).status()).isEqualTo(Status.INDETERMINANT);
    assertThat(links.statuses().get(0).traffic().reconnects()).isEqualTo(1);
  }

  @Test
  void aDomainThatTheServerBindsOtherwiseIsRefused() { // Openfire suffixes its own
    links.start(membrane);
    assertThatThrownBy(() -> server.addComponent("montague.example.capulet.example", component))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("bound as montague.example.capulet.example");
  }

  @Test
  void aServerThatIsFasterThanTheRecordWaits() throws Exception { // DESIGN 3.11
    join();
    var recorded = new CompletableFuture<Void>();
    membrane.recordWith(recorded);
    String large = MESSAGE.replace("Art thou", "x".repeat(100_000));
    var bringing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 4; i++) {
                component.processPacket(message(large));
              }
            });
    for (int i = 0; i < 3; i++) {
      membrane.next();
    }
    assertThat(outcome(send("t1", "x")).status()).isEqualTo(Status.INDETERMINANT); // pongs pass
    assertThat(bringing).isNotDone();
    assertThat(membrane.carried).isEmpty();
    recorded.complete(null);
    membrane.next();
    bringing.get(15, TimeUnit.SECONDS);
  }

  @Test
  void aStanzaOverTheLimitsIsRefusedAndTheServerGoesOn() throws Exception {
    join();
    Element deep = tree(MESSAGE.replace("<body>Art thou not Romeo?</body>", ""));
    Element open = deep;
    for (int i = 0; i < 50_000; i++) {
      open = open.addElement("x");
    }
    component.processPacket(new Message(deep, true));
    Message error = (Message) server.next();
    assertThat(condition(error)).isEqualTo("policy-violation");
    component.processPacket(message(MESSAGE.replace("Art thou", "x".repeat(300_000))));
    assertThat(condition((Message) server.next())).isEqualTo("policy-violation");
    component.processPacket(message(MESSAGE));
    membrane.next();
  }
}
