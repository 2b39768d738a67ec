package org.porin.component;

import java.util.List;
import java.util.Optional;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin.Side;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.stanza.Stanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaError;

/**
 * Who sent a message by XMPP, found again in its operation when the stanza is long gone: the full
 * JID, and the id by which a client knows its own message (RFC 6120 §8.3.1).
 *
 * @param to whom the message was for
 * @param id of the stanza; empty where it had none
 */
record Sender(Jid from, Jid to, Optional<String> id) {
  /** The identity of an operation, of which a repeat is known: never the id alone (OPEN b). */
  static Optional<String> repeatKey(Jid from, Optional<String> id) {
    return id.filter(text -> !text.isEmpty()).map(text -> from + " " + text);
  }

  /** The sender of an operation; empty where it did not come from XMPP. */
  static Optional<Sender> of(MessageOperation operation, AddressMapping addresses) {
    if (operation.origin().side() != Side.XMPP) {
      return Optional.empty();
    }
    try {
      Jid bare = addresses.toJid(operation.source());
      Jid from = operation.conversation().resource().map(bare::withResource).orElse(bare);
      String known = from + " ";
      Optional<String> id =
          operation
              .repeatKey()
              .filter(key -> key.startsWith(known))
              .map(key -> key.substring(known.length()));
      return Optional.of(new Sender(from, addresses.toJid(operation.destination()), id));
    } catch (UnmappableAddressException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The error that a message from there gets. */
  Optional<Stanza> error(StanzaError cause) {
    return StanzaCodec.errorOf(
        new MessageStanza(
            Optional.of(from),
            Optional.of(to),
            id,
            MessageType.NORMAL,
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        cause);
  }
}
