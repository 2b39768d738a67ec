package org.porin.component;

import java.util.Locale;
import java.util.Optional;
import org.porin.address.AddressMapping;
import org.porin.address.DomainName;
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
  private static final int MAX_CHARS = 2 * Jid.MAX_PART_OCTETS + 1;
  private static final String ANYBODY = "anybody";

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

  /**
   * The bare JID of somebody on the other side, or a foreign domain without local part.
   *
   * @param typed as above, or that JID itself, or a domain
   * @throws UnmappableAddressException when it is none of these; the text is for who typed it
   */
  Jid toContactOrDomain(String typed) throws UnmappableAddressException {
    String address = typed.strip();
    if (address.length() > MAX_CHARS) {
      throw new UnmappableAddressException("This is too long for an address.");
    }
    Jid jid = isDomain(address) ? domain(address) : contact(address);
    if (addresses.isServed(jid.domain())) {
      throw new UnmappableAddressException("This is nobody on the other side.");
    }
    return jid;
  }

  private static boolean isDomain(String address) {
    return address.indexOf('@') < 0 && address.indexOf(':') < 0;
  }

  private Jid domain(String name) throws UnmappableAddressException {
    try {
      addresses.toJid(new ImUri(ANYBODY, name)); // is there anybody of that domain on this side?
      return new Jid("", DomainName.toULabels(name), "");
    } catch (MalformedException | IllegalArgumentException e) {
      throw new UnmappableAddressException("This is no address, and no domain.");
    }
  }

  private Jid contact(String address) throws UnmappableAddressException {
    Optional<Jid> known = known(address);
    return known.isPresent() ? known.get() : toJid(address);
  }

  /** What is the JID of a contact already, as it stands in a roster. */
  private Optional<Jid> known(String address) {
    try {
      return Optional.of(addresses.toJid(addresses.toIm(Jid.parse(address))));
    } catch (MalformedException | UnmappableAddressException e) {
      return Optional.empty();
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
