package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.address.Jid;
import org.porin.stanza.Element;
import org.porin.stanza.IqStanza;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;

class IqResponderTest {
  private static final Jid JULIET = new Jid("juliet", "capulet.example", "balcony");
  private static final Jid GATEWAY = new Jid("", "cpim.capulet.example", "");
  private static final Element INFO = Element.empty(IqResponder.DISCO_INFO, "query");

  private static IqStanza ask(Jid to, IqStanza.Type type, Element payload) {
    return IqResponder.answer(
        new IqStanza(
            Optional.of(JULIET),
            Optional.of(to),
            Optional.of("q1"),
            type,
            Optional.of(payload),
            Optional.empty()));
  }

  private static Condition condition(IqStanza answer) {
    assertThat(answer.type()).isEqualTo(IqStanza.Type.ERROR);
    return answer.error().map(StanzaError::condition).orElseThrow();
  }

  @Test
  void theComponentSaysThatItIsAGatewayAndWhatItCan() { // XEP-0030 §3.1
    IqStanza answer = ask(GATEWAY, IqStanza.Type.GET, INFO);
    assertThat(answer.type()).isEqualTo(IqStanza.Type.RESULT);
    assertThat(answer.id()).contains("q1");
    assertThat(answer.to()).contains(JULIET);
    assertThat(answer.from()).contains(GATEWAY);
    List<Element> children = answer.payload().orElseThrow().children();
    assertThat(children.get(0).attribute("category")).contains("gateway");
    assertThat(children.get(0).attribute("type")).contains("simple");
    assertThat(children.stream().flatMap(child -> child.attribute("var").stream()))
        .containsExactly(
            "http://jabber.org/protocol/disco#info",
            "http://jabber.org/protocol/disco#items",
            "urn:xmpp:ping");
  }

  @Test
  void thereAreNoItemsAndNoNodes() { // XEP-0030 §4.1, §7
    Element items = Element.empty(IqResponder.DISCO_ITEMS, "query");
    assertThat(ask(GATEWAY, IqStanza.Type.GET, items).payload().orElseThrow().children()).isEmpty();
    assertThat(condition(ask(GATEWAY, IqStanza.Type.GET, INFO.with("node", "n"))))
        .isEqualTo(Condition.ITEM_NOT_FOUND);
  }

  @Test
  void aPingIsAnswered() { // XEP-0199 §4.2
    IqStanza answer = ask(GATEWAY, IqStanza.Type.GET, Element.empty(IqResponder.PING, "ping"));
    assertThat(answer.type()).isEqualTo(IqStanza.Type.RESULT);
    assertThat(answer.payload()).isEmpty();
  }

  @Test
  void whatIsNotOfferedIsUnavailable() {
    Element version = Element.empty("jabber:iq:version", "query");
    assertThat(condition(ask(GATEWAY, IqStanza.Type.GET, version)))
        .isEqualTo(Condition.SERVICE_UNAVAILABLE);
    assertThat(condition(ask(GATEWAY, IqStanza.Type.SET, INFO)))
        .isEqualTo(Condition.SERVICE_UNAVAILABLE);
  }

  @Test
  void usersBeyondTheMembraneTakeNoRequests() {
    Jid romeo = new Jid("romeo", "montague.example", "");
    assertThat(condition(ask(romeo, IqStanza.Type.GET, INFO)))
        .isEqualTo(Condition.SERVICE_UNAVAILABLE);
    assertThat(condition(ask(romeo, IqStanza.Type.GET, Element.empty(IqResponder.PING, "ping"))))
        .isEqualTo(Condition.SERVICE_UNAVAILABLE);
  }
}
