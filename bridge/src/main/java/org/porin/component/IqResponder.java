package org.porin.component;

import java.util.Optional;
import org.porin.address.Jid;
import org.porin.stanza.Element;
import org.porin.stanza.IqStanza;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;

/**
 * Answers what is asked of the component itself. Every request gets an answer (RFC 6120 §8.2.3):
 * who and what it is (XEP-0030), a ping (XEP-0199), and an error for all else and for everything
 * asked of a user beyond the membrane. Pure.
 */
final class IqResponder {
  static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
  static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
  static final String PING = "urn:xmpp:ping";

  /** The identity of XEP-0100 §3.1 with a type for which the registrar has no name of a network. */
  private static final Element IDENTITY =
      Element.empty(DISCO_INFO, "identity")
          .with("category", "gateway")
          .with("type", "simple")
          .with("name", "Porin");

  private IqResponder() {}

  /**
   * The answer to a request.
   *
   * @param request of type get or set
   */
  static IqStanza answer(IqStanza request) {
    if (request.to().filter(IqResponder::isComponent).isEmpty()) {
      return error(request, Condition.SERVICE_UNAVAILABLE, "Users of this domain take no requests");
    }
    Optional<Element> payload = request.payload();
    if (request.type() == IqStanza.Type.GET && payload.isPresent()) {
      Element asked = payload.get();
      if (asked.is(PING, "ping")) {
        return result(request, Optional.empty()); // XEP-0199 §4.2
      }
      if (asked.is(DISCO_INFO, "query")) {
        return disco(request, asked, info());
      }
      if (asked.is(DISCO_ITEMS, "query")) {
        return disco(request, asked, Element.empty(DISCO_ITEMS, "query"));
      }
    }
    return error(request, Condition.SERVICE_UNAVAILABLE, "This gateway does not offer that");
  }

  private static boolean isComponent(Jid to) {
    return to.localPart().isEmpty();
  }

  /** XEP-0030 §3.1; there are no nodes here, and the errors of §7 say so. */
  private static IqStanza disco(IqStanza request, Element asked, Element answer) {
    return asked.attribute("node").isPresent()
        ? error(request, Condition.ITEM_NOT_FOUND, "This gateway has no such node")
        : result(request, Optional.of(answer));
  }

  private static Element info() {
    Element query = Element.empty(DISCO_INFO, "query").with(IDENTITY);
    for (String feature : new String[] {DISCO_INFO, DISCO_ITEMS, PING}) {
      query = query.with(Element.empty(DISCO_INFO, "feature").with("var", feature));
    }
    return query;
  }

  private static IqStanza result(IqStanza request, Optional<Element> payload) {
    return new IqStanza(
        request.to(),
        request.from(),
        request.id(),
        IqStanza.Type.RESULT,
        payload,
        Optional.empty());
  }

  private static IqStanza error(IqStanza request, Condition condition, String text) {
    return new IqStanza(
        request.to(),
        request.from(),
        request.id(),
        IqStanza.Type.ERROR,
        Optional.empty(),
        Optional.of(StanzaError.of(condition, text)));
  }
}
