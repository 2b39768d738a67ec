package org.porin.component;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.stanza.Element;
import org.porin.stanza.IqStanza;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;

/**
 * Answers what is asked of the component itself. Every request gets an answer (RFC 6120 §8.2.3):
 * who and what it is (XEP-0030, XEP-0092, vcard-temp), a ping (XEP-0199), how a contact's address
 * is written here (XEP-0100 §6.3), how long it has been there (XEP-0012 §5).
 *
 * <p>For a contact beyond the membrane it answers as the contact's server would (RFC 6121 §8.5.2.1,
 * XEP-0030 §3.1): to the bare JID that this is an account of which nothing special can be asked,
 * the same for every address, so that nobody learns who exists. A resource is not known here (RFC
 * 6121 §8.5.3.2.3). All else is unavailable, and what is no request is refused. Pure but for the
 * clock.
 */
final class IqResponder {
  static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
  static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
  static final String PING = "urn:xmpp:ping";
  static final String VERSION = "jabber:iq:version";
  static final String GATEWAY = "jabber:iq:gateway";
  static final String VCARD = "vcard-temp";
  static final String LAST = "jabber:iq:last";

  private static final List<String> FEATURES =
      List.of(DISCO_INFO, DISCO_ITEMS, PING, VERSION, GATEWAY, VCARD, LAST);
  private static final List<String> CONTACT_FEATURES = List.of(DISCO_INFO, DISCO_ITEMS);
  private static final String NAME = "Porin";

  /** The identity of XEP-0100 §3.1 with a type for which the registrar has no name of a network. */
  private static final Element IDENTITY =
      Element.empty(DISCO_INFO, "identity")
          .with("category", "gateway")
          .with("type", "simple")
          .with("name", NAME);

  private static final Element CONTACT_IDENTITY =
      Element.empty(DISCO_INFO, "identity").with("category", "account").with("type", "registered");

  private static final Element ITEMS = Element.empty(DISCO_ITEMS, "query");

  private static final Element PROMPT =
      Element.empty(GATEWAY, "query")
          .with(leaf(GATEWAY, "desc", "Enter the address of the person, as user@domain."))
          .with(leaf(GATEWAY, "prompt", "Address"));

  private static final Element CARD =
      Element.empty(VCARD, "vCard")
          .with(leaf(VCARD, "FN", NAME))
          .with(leaf(VCARD, "DESC", "The gateway to people who use SIP and other protocols"));

  private final ContactAddress contacts;
  private final AddressMapping addresses;
  private final Element version;
  private final LongSupplier upSeconds;
  private final Element self;

  /**
   * @param version of this software
   * @param upSeconds how long the component has been there
   */
  IqResponder(AddressMapping addresses, String version, LongSupplier upSeconds) {
    this(addresses, version, upSeconds, List.of());
  }

  /**
   * @param more features of the component that are offered beside this
   */
  IqResponder(AddressMapping addresses, String version, LongSupplier upSeconds, List<String> more) {
    this.self = info(IDENTITY, Stream.concat(FEATURES.stream(), more.stream()).toList());
    this.addresses = addresses;
    this.upSeconds = upSeconds;
    this.contacts = new ContactAddress(addresses);
    this.version =
        Element.empty(VERSION, "query")
            .with(leaf(VERSION, "name", NAME))
            .with(leaf(VERSION, "version", version));
  }

  /**
   * The answer to a request.
   *
   * @param request of type get or set
   */
  IqStanza answer(IqStanza request) {
    Optional<Element> payload = request.payload();
    if (payload.isEmpty() || isError(payload.get())) { // RFC 6120 §8.2.3, §8.3.1
      return error(request, Condition.BAD_REQUEST, "A request has one child, and no error");
    }
    if (request.to().filter(IqResponder::isComponent).isEmpty()) {
      return ofContact(request, payload.get());
    }
    return request.type() == IqStanza.Type.GET
        ? get(request, payload.get())
        : set(request, payload.get());
  }

  private IqStanza get(IqStanza request, Element asked) {
    if (asked.is(PING, "ping")) {
      return result(request, Optional.empty()); // XEP-0199 §4.2
    }
    if (asked.is(DISCO_INFO, "query")) {
      return disco(request, asked, self);
    }
    if (asked.is(DISCO_ITEMS, "query")) {
      return disco(request, asked, ITEMS);
    }
    if (asked.is(VERSION, "query")) {
      return result(request, Optional.of(version));
    }
    if (asked.is(GATEWAY, "query")) {
      return result(request, Optional.of(PROMPT));
    }
    if (asked.is(VCARD, "vCard")) {
      return result(request, Optional.of(CARD));
    }
    if (asked.is(LAST, "query")) {
      Element up = Element.empty(LAST, "query").with("seconds", Long.toString(upSeconds()));
      return result(request, Optional.of(up));
    }
    return unavailable(request);
  }

  private long upSeconds() {
    return Math.max(0, upSeconds.getAsLong());
  }

  private IqStanza ofContact(IqStanza request, Element asked) {
    Jid contact = request.to().orElseThrow();
    if (request.type() != IqStanza.Type.GET || contact.isFull()) {
      return error(request, Condition.SERVICE_UNAVAILABLE, "Users of this domain take no requests");
    }
    try {
      addresses.toIm(contact);
    } catch (UnmappableAddressException e) {
      return error(request, Condition.ITEM_NOT_FOUND, e.text());
    }
    if (asked.is(DISCO_INFO, "query")) {
      return disco(request, asked, info(CONTACT_IDENTITY, CONTACT_FEATURES));
    }
    if (asked.is(DISCO_ITEMS, "query")) {
      return disco(request, asked, ITEMS);
    }
    return error(request, Condition.SERVICE_UNAVAILABLE, "Users of this domain take no requests");
  }

  private IqStanza set(IqStanza request, Element asked) {
    return asked.is(GATEWAY, "query") ? translated(request, asked) : unavailable(request);
  }

  private IqStanza translated(IqStanza request, Element asked) {
    Optional<Element> prompt =
        asked.children().stream().filter(child -> child.is(GATEWAY, "prompt")).findFirst();
    if (prompt.isEmpty()) {
      return error(request, Condition.BAD_REQUEST, "The address is missing");
    }
    try {
      String jid = contacts.toJid(prompt.get().text()).toString();
      return result(
          request, Optional.of(Element.empty(GATEWAY, "query").with(leaf(GATEWAY, "jid", jid))));
    } catch (UnmappableAddressException e) {
      return error(request, Condition.NOT_ACCEPTABLE, e.text());
    }
  }

  private static boolean isError(Element payload) {
    return payload.is(ComponentHandshake.NAMESPACE, "error");
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

  private static Element info(Element identity, List<String> features) {
    Element query = Element.empty(DISCO_INFO, "query").with(identity);
    for (String feature : features) {
      query = query.with(Element.empty(DISCO_INFO, "feature").with("var", feature));
    }
    return query;
  }

  private static Element leaf(String namespace, String name, String text) {
    return Element.empty(namespace, name).with(new Element.Text(text));
  }

  private static IqStanza unavailable(IqStanza request) {
    return error(request, Condition.SERVICE_UNAVAILABLE, "This gateway does not offer that");
  }

  /** The answer that says yes (RFC 6120 §8.2.3). */
  static IqStanza result(IqStanza request, Optional<Element> payload) {
    return new IqStanza(
        request.to(),
        request.from(),
        request.id(),
        IqStanza.Type.RESULT,
        payload,
        Optional.empty());
  }

  /** The answer that says no. */
  static IqStanza error(IqStanza request, Condition condition, String text) {
    return error(request, StanzaError.of(condition, text));
  }

  /** The same, with all that an error may have. */
  static IqStanza error(IqStanza request, StanzaError error) {
    return new IqStanza(
        request.to(),
        request.from(),
        request.id(),
        IqStanza.Type.ERROR,
        Optional.empty(),
        Optional.of(error));
  }
}
