package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.component.LinkFixture.RecordingPresence;
import org.porin.requirement.Requirement;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaError.Condition;

/** Whose presence goes on, and what is answered at once: in both ways of addressing. */
class InboundPresenceTest {
  private static final Jid JULIET = new Jid("juliet", "capulet.example", "balcony");
  private static final Jid GATEWAY = new Jid("", "cpim.capulet.example", "");

  private final RecordingPresence presence = new RecordingPresence();
  private final AddressMapping addresses =
      new AddressMapping(
          Set.of("capulet.example"),
          Set.of("montague.example"),
          Optional.of("cpim.capulet.example"));
  private final InboundPresence inbound = new InboundPresence(Optional.of(presence), addresses);
  private final RecordingPath link = new RecordingPath();

  private PresenceStanza receive(Jid from, Jid to, String type) {
    var stanza =
        PresenceStanza.of(from, to, Optional.of(type).filter(each -> !each.isEmpty())).withId("p1");
    inbound.receive(stanza, link);
    return stanza;
  }

  private PresenceStanza answer() {
    assertThat(link.answers).hasSize(1);
    return (PresenceStanza) link.answers.get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "romeo, montague.example", // transparent
    "tybalt\\40verona.example, cpim.capulet.example" // proxied
  })
  void bothWaysOfAddressingGoOnAsTheyAre(String localPart, String domain) {
    Jid contact = new Jid(localPart, domain, "");
    PresenceStanza stanza = receive(JULIET, contact, "subscribe");
    assertThat(presence.came).containsExactly(stanza);
    assertThat(link.answers).isEmpty();
  }

  @Test
  void whoWasFoundByThePromptCanBeSubscribedTo() throws Exception { // XEP-0100 §6.3, then §4.6
    Jid contact = new ContactAddress(addresses).toJid("tybalt@verona.example");
    assertThat(contact.domain()).isEqualTo("cpim.capulet.example");
    receive(JULIET.bare(), contact, "subscribe");
    assertThat(presence.next().to()).contains(contact);
  }

  @ParameterizedTest
  @CsvSource({
    "tybalt, cpim.capulet.example", // no foreign domain in it
    "romeo\\40montague.example, cpim.capulet.example", // has an address of its own
    "nurse\\40capulet.example, cpim.capulet.example", // lives here
    "a\\5cb, montague.example" // not escaped as XEP-0106 would
  })
  void aRequestForNobodyIsBounced(String localPart, String domain) {
    receive(JULIET, new Jid(localPart, domain, ""), "subscribe");
    assertThat(answer().error().orElseThrow().condition()).isEqualTo(Condition.JID_MALFORMED);
    assertThat(answer().to()).contains(JULIET);
    assertThat(answer().id()).contains("p1");
    assertThat(presence.came).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unavailable", "probe", "unsubscribe", "subscribed", "error"})
  void otherPresenceForNobodyIsCountedAlone(String type) {
    receive(JULIET, new Jid("tybalt", "cpim.capulet.example", ""), type);
    assertThat(link.answers).isEmpty();
    assertThat(presence.came).isEmpty();
    assertThat(link.counts).containsExactly(LinkCount.PRESENCE_IGNORED);
  }

  @Test
  @Requirement("8048-8.1-2")
  void whoIsOfNoServedDomainIsRefused() {
    Jid stranger = new Jid("paris", "verona.example", "");
    Jid romeo = new Jid("romeo", "montague.example", "");
    receive(stranger, romeo, "subscribe");
    assertThat(answer().error().orElseThrow().condition()).isEqualTo(Condition.FORBIDDEN);
    receive(stranger, romeo, "");
    receive(stranger, GATEWAY, "probe");
    assertThat(link.answers).hasSize(1);
    assertThat(presence.came).isEmpty();
  }

  @Test
  void aServerHasNoPresenceThatCanCross() {
    receive(new Jid("", "capulet.example", ""), new Jid("romeo", "montague.example", ""), "");
    assertThat(presence.came).isEmpty();
    assertThat(link.counts).containsExactly(LinkCount.PRESENCE_IGNORED);
  }

  @Test
  void whoSubscribesToTheGatewayIsApprovedAndSeesIt() { // XEP-0100 §4.1 without registration
    receive(JULIET.bare(), GATEWAY.withResource("registered"), "subscribe");
    assertThat(link.answers).hasSize(2);
    PresenceStanza approval = (PresenceStanza) link.answers.get(0);
    assertThat(approval.type()).contains("subscribed");
    assertThat(approval.from()).contains(GATEWAY);
    PresenceStanza available = (PresenceStanza) link.answers.get(1);
    assertThat(available.isAvailable()).isTrue();
    assertThat(available.statuses()).hasSize(1);
    assertThat(available.from()).contains(GATEWAY);
    assertThat(available.to()).contains(JULIET.bare());
  }

  @Test
  void whoUnsubscribesFromTheGatewaySeesItGo() { // RFC 6121 §3.3.3
    receive(JULIET.bare(), GATEWAY, "unsubscribe");
    assertThat(answer().type()).contains("unavailable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unavailable", "subscribed", "unsubscribed", "error"})
  void whatTheGatewayIsToldHasNoAnswer(String type) { // two gateways would never stop
    receive(JULIET, GATEWAY, type);
    assertThat(link.answers).isEmpty();
    assertThat(presence.came).isEmpty();
    assertThat(link.counts).containsExactly(LinkCount.PRESENCE_IGNORED);
  }
}
