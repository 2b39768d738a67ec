package org.porin.component;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.mapping.AssertionElement;
import org.porin.mapping.HopHeaders;
import org.porin.mapping.InstantMessageMapping;
import org.porin.mapping.Mapped;
import org.porin.mapping.UnmappableException;
import org.porin.profile.MessageOperation;
import org.porin.stanza.Element;
import org.porin.stanza.MessageStanza;

/** The stanza that a link sends for a message operation. */
public final class OutgoingStanza {
  private OutgoingStanza() {}

  /**
   * The stanza, from where the addresses of the XMPP side say, and to the bare JID: the server
   * knows best which resources are there (OPEN e).
   *
   * @param id of the stanza
   * @throws UnmappableAddressException when an address has no place on the XMPP side
   * @throws UnmappableException when the content has none
   */
  public static Mapped<MessageStanza> of(
      MessageOperation operation,
      String id,
      AddressMapping addresses,
      InstantMessageMapping mapping)
      throws UnmappableAddressException, UnmappableException {
    Mapped<MessageStanza> translation =
        mapping.toStanza(operation.content(), operation.destination());
    MessageStanza mapped = translation.value();
    List<Element> extensions = new ArrayList<>(mapped.extensions());
    extensions.add(HopHeaders.of(operation).toElement());
    MessageStanza stanza =
        new MessageStanza(
            Optional.of(sender(operation, addresses)),
            Optional.of(addresses.toJid(operation.destination()).bare()),
            Optional.of(id),
            mapped.type(),
            mapped.lang(),
            mapped.subjects(),
            mapped.bodies(),
            operation.conversation().thread().or(mapped::thread),
            Optional.empty(),
            extensions);
    return new Mapped<>(
        AssertionElement.in(stanza, operation.origin().assertion()), translation.omissions());
  }

  /** With the resource that the sender's URI named, where it is one in XMPP (RFC 7247 §6.4). */
  private static Jid sender(MessageOperation operation, AddressMapping addresses)
      throws UnmappableAddressException {
    Jid bare = addresses.toJid(operation.source());
    try {
      return operation.conversation().resource().map(bare::withResource).orElse(bare);
    } catch (IllegalArgumentException e) {
      return bare;
    }
  }
}
