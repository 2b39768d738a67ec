package org.porin.component;

import java.util.Locale;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.address.SipUri;
import org.porin.address.UnmappableAddressException;
import org.porin.wire.MalformedException;

/**
 * Turns what people type as the address of a contact into the JID by which their server reaches it
 * (XEP-0100 §6.3): {@code user@domain}, or a URI of a scheme that names people. Pure.
 */
final class ContactAddress {
  private final AddressMapping addresses;

  ContactAddress(AddressMapping addresses) {
    this.addresses = addresses;
  }

  /**
   * The bare JID of a contact.
   *
   * @param typed space around it means nothing
   * @throws UnmappableAddressException when it is no address, or none that has a JID; the text is
   *     for who typed it
   */
  Jid toJid(String typed) throws UnmappableAddressException {
    try {
      return addresses.toJid(inbox(typed.strip()));
    } catch (MalformedException | IllegalArgumentException e) {
      throw new UnmappableAddressException("This is no address of the form user@domain.");
    }
  }

  private static ImUri inbox(String address) throws MalformedException {
    String scheme = address.substring(0, address.indexOf(':') + 1).toLowerCase(Locale.ROOT);
    switch (scheme) {
      case "im:":
        return ImUri.parse(address);
      case "pres:":
        PresUri presentity = PresUri.parse(address);
        return new ImUri(presentity.localPart(), presentity.domain());
      case "sip:", "sips:":
        return SipUri.parse(address).toIm();
      default:
        int at = address.lastIndexOf('@');
        if (at < 1) {
          throw new MalformedException("user@domain", 0);
        }
        return new ImUri(address.substring(0, at), address.substring(at + 1));
    }
  }
}
