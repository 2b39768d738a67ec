package org.porin.component;

import java.util.Optional;
import org.porin.address.AddressMapping;
import org.porin.address.DomainName;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.stanza.Element;
import org.porin.stanza.PresenceStanza;
import org.porin.wire.MalformedException;

/**
 * The name by which a contact asks to see a user's presence (XEP-0172 §4.1): where its JID is one
 * that nobody can read, {@code romeo\40montague.example@cpim.capulet.example}, the address as
 * people know it. Pure.
 */
final class ContactName {
  static final String NAMESPACE = "http://jabber.org/protocol/nick";

  private final AddressMapping addresses;

  ContactName(AddressMapping addresses) {
    this.addresses = addresses;
  }

  /**
   * The stanza, with a name where it is a request for a subscription that has none and needs it.
   */
  PresenceStanza named(PresenceStanza stanza) {
    boolean unnamed =
        stanza.is("subscribe")
            && stanza.children().stream().noneMatch(child -> child.is(NAMESPACE, "nick"));
    return unnamed ? name(stanza).map(stanza::with).orElse(stanza) : stanza;
  }

  private Optional<Element> name(PresenceStanza stanza) {
    try {
      Jid contact = stanza.from().orElseThrow();
      ImUri address = addresses.toIm(contact);
      String domain = DomainName.toULabels(address.domain());
      return contact.domain().equals(domain)
          ? Optional.empty() // its JID is its address
          : Optional.of(nick(address.localPart() + "@" + domain));
    } catch (UnmappableAddressException | MalformedException e) {
      return Optional.empty();
    }
  }

  private static Element nick(String name) {
    return Element.empty(NAMESPACE, "nick").with(new Element.Text(name));
  }
}
