package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.stanza.Element;
import org.porin.stanza.IqStanza;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;

class IqResponderTest {
  private static final Jid JULIET = new Jid("juliet", "capulet.example", "balcony");
  private static final Jid GATEWAY = new Jid("", "cpim.capulet.example", "");
  private static final Jid ROMEO = new Jid("romeo", "montague.example", "");
  private static final Element INFO = Element.empty(IqResponder.DISCO_INFO, "query");

  private static final IqResponder RESPONDER =
      new IqResponder(
          new AddressMapping(
              Set.of("capulet.example"),
              Set.of("montague.example"),
              Optional.of("cpim.capulet.example")),
          "1.2.3",
          () -> 77);

  private static IqStanza ask(Jid to, IqStanza.Type type, Element payload) {
    return RESPONDER.answer(
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
            "urn:xmpp:ping",
            "jabber:iq:version",
            "jabber:iq:gateway",
            "vcard-temp",
            "jabber:iq:last");
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
  void theVersionIsTold() { // XEP-0092 §3
    IqStanza answer = ask(GATEWAY, IqStanza.Type.GET, Element.empty(IqResponder.VERSION, "query"));
    assertThat(answer.payload().orElseThrow().children().stream().map(Element::text))
        .containsExactly("Porin", "1.2.3");
  }

  @Test
  void theGatewayHasACard() { // XEP-0054 §3.2
    IqStanza answer = ask(GATEWAY, IqStanza.Type.GET, Element.empty(IqResponder.VCARD, "vCard"));
    assertThat(answer.payload().orElseThrow().children().get(0).text()).isEqualTo("Porin");
  }

  @Test
  void aClientLearnsWhatToAskItsUserFor() { // XEP-0100 §6.3
    IqStanza answer = ask(GATEWAY, IqStanza.Type.GET, Element.empty(IqResponder.GATEWAY, "query"));
    assertThat(answer.payload().orElseThrow().children().stream().map(Element::name))
        .containsExactly("desc", "prompt");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "' tybalt@verona.example ', tybalt\\40verona.example@cpim.capulet.example",
    "sip:tybalt@verona.example, tybalt\\40verona.example@cpim.capulet.example",
    "IM:tybalt%20t@verona.example, tybalt\\5c20t\\40verona.example@cpim.capulet.example",
    "pres:romeo@montague.example, romeo@montague.example",
    "o'hara@montague.example, o\\27hara@montague.example"
  })
  void whatAUserTypesBecomesAJid(String typed, String jid) { // XEP-0100 §6.3
    IqStanza answer = ask(GATEWAY, IqStanza.Type.SET, translation(typed));
    assertThat(answer.payload().orElseThrow().children().get(0).text()).isEqualTo(jid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "tybalt", "@verona.example", "a@b@", "tel:+39", "im:a@", "sip:x.example"})
  void whatIsNoAddressIsToldToWhoTypedIt(String typed) {
    assertThat(condition(ask(GATEWAY, IqStanza.Type.SET, translation(typed))))
        .isEqualTo(Condition.NOT_ACCEPTABLE);
  }

  @Test
  void aTranslationNeedsAnAddress() {
    Element empty = Element.empty(IqResponder.GATEWAY, "query");
    assertThat(condition(ask(GATEWAY, IqStanza.Type.SET, empty))).isEqualTo(Condition.BAD_REQUEST);
  }

  private static Element translation(String typed) {
    return Element.empty(IqResponder.GATEWAY, "query")
        .with(Element.empty(IqResponder.GATEWAY, "prompt").with(new Element.Text(typed)));
  }

  @Test
  void whatIsNotOfferedIsUnavailable() {
    Element roster = Element.empty("jabber:iq:roster", "query");
    assertThat(condition(ask(GATEWAY, IqStanza.Type.GET, roster)))
        .isEqualTo(Condition.SERVICE_UNAVAILABLE);
    assertThat(condition(ask(GATEWAY, IqStanza.Type.SET, INFO)))
        .isEqualTo(Condition.SERVICE_UNAVAILABLE);
  }

  @Test
  void theTimeSinceTheStartIsTold() { // XEP-0012 §5
    Element last = Element.empty(IqResponder.LAST, "query");
    assertThat(ask(GATEWAY, IqStanza.Type.GET, last).payload().orElseThrow().attribute("seconds"))
        .contains("77");
  }

  @Test
  void aContactIsAnAccountWithoutFeatures() { // XEP-0030 §3.1, as a server answers for its users
    IqStanza answer = ask(ROMEO, IqStanza.Type.GET, INFO);
    assertThat(answer.from()).contains(ROMEO);
    List<Element> children = answer.payload().orElseThrow().children();
    assertThat(children.get(0).attribute("category")).contains("account");
    assertThat(children.stream().flatMap(child -> child.attribute("var").stream()))
        .containsExactly(
            "http://jabber.org/protocol/disco#info", "http://jabber.org/protocol/disco#items");
    Element items = Element.empty(IqResponder.DISCO_ITEMS, "query");
    assertThat(ask(ROMEO, IqStanza.Type.GET, items).payload().orElseThrow().children()).isEmpty();
  }

  @Test
  void everyFeatureOfAContactIsAnswered() { // what is listed has to work
    IqStanza info = ask(ROMEO, IqStanza.Type.GET, INFO);
    assertThat(info.payload().orElseThrow().children().stream().skip(1))
        .allSatisfy(
            feature ->
                assertThat(
                        ask(
                                ROMEO,
                                IqStanza.Type.GET,
                                Element.empty(feature.attribute("var").orElseThrow(), "query"))
                            .type())
                    .isEqualTo(IqStanza.Type.RESULT));
  }

  @Test
  void anAddressThatNobodyCanHaveIsNotFound() {
    Jid nobody = new Jid("tybalt", "cpim.capulet.example", "");
    assertThat(condition(ask(nobody, IqStanza.Type.GET, INFO))).isEqualTo(Condition.ITEM_NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"urn:xmpp:ping ping", "vcard-temp vCard", "jabber:iq:last query"})
  void aContactTakesNoOtherRequests(String asked) {
    String[] name = asked.split(" ", 2);
    Element payload = Element.empty(name[0], name[1]);
    assertThat(condition(ask(ROMEO, IqStanza.Type.GET, payload)))
        .isEqualTo(Condition.SERVICE_UNAVAILABLE);
  }

  @Test
  void aResourceOfAContactIsUnavailable() { // RFC 6121 §8.5.3.2.3
    assertThat(condition(ask(ROMEO.withResource("orchard"), IqStanza.Type.GET, INFO)))
        .isEqualTo(Condition.SERVICE_UNAVAILABLE);
    assertThat(condition(ask(ROMEO, IqStanza.Type.SET, INFO)))
        .isEqualTo(Condition.SERVICE_UNAVAILABLE);
  }

  @Test
  void aRequestWithAnErrorInItIsRefused() { // RFC 6120 §8.3.1
    Element error = Element.empty("jabber:component:accept", "error").with("type", "cancel");
    assertThat(condition(ask(GATEWAY, IqStanza.Type.GET, error))).isEqualTo(Condition.BAD_REQUEST);
    assertThat(condition(ask(ROMEO, IqStanza.Type.SET, error))).isEqualTo(Condition.BAD_REQUEST);
  }
}
