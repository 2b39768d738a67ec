package org.porin.daemon;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.mapping.InstantMessageMapping;
import org.porin.mapping.Mapped;
import org.porin.mapping.SipContentMapping;
import org.porin.mapping.SipContentMapping.Envelope;
import org.porin.mapping.TransactionIds;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MediaType;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.stanza.LangText;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A message of an operator's own, between two whom the bridge stands between: in at the side that
 * its sender's domain is on.
 *
 * @param from the sender
 * @param to the recipient
 * @param text what it says
 */
record TracedMessage(ImUri from, ImUri to, String text) {
  private static final int RANDOM_OCTETS = 16;

  /**
   * Reads an address as an operator writes it: {@code im:user@domain}, {@code user@domain}, or the
   * JID that a foreign user has under the gateway's domain.
   *
   * @throws MalformedException when it is none of these
   */
  static ImUri address(String written, AddressMapping addresses) throws MalformedException {
    if (written.regionMatches(true, 0, "im:", 0, 3)) {
      return ImUri.parse(written);
    }
    try {
      return addresses.toIm(Jid.parse(written).bare());
    } catch (UnmappableAddressException e) {
      throw new MalformedException("an address that has a place on both sides: " + e.text(), 0);
    }
  }

  /** Whether it goes from XMPP to SIP. */
  boolean isOutward(AddressMapping addresses) {
    return addresses.isServed(from.domain());
  }

  /**
   * The stanza by which it would come in from XMPP.
   *
   * @throws UnmappableAddressException when an address has no place on the XMPP side
   */
  MessageStanza stanza(AddressMapping addresses) throws UnmappableAddressException {
    return new MessageStanza(
        Optional.of(addresses.toJid(from)),
        Optional.of(addresses.toJid(to)),
        Optional.of("trace"),
        MessageType.CHAT,
        Optional.empty(),
        List.of(),
        List.of(new LangText(Optional.empty(), text)),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /**
   * Its content, as the edge makes it by which it comes in.
   *
   * @throws UnmappableAddressException when an address has no place on the XMPP side
   * @throws UnmappableException when the text has no place in a message
   */
  Mapped<CpimMessage> content(AddressMapping addresses, InstantMessageMapping mapping, Instant now)
      throws UnmappableAddressException, UnmappableException {
    if (isOutward(addresses)) {
      return mapping.toCpim(stanza(addresses), now);
    }
    Envelope envelope =
        new Envelope(
            from, Optional.empty(), to, Optional.empty(), Optional.empty(), Optional.empty());
    try {
      return SipContentMapping.toCpim(MediaType.PLAIN_UTF_8, Octets.utf8(text), envelope, now);
    } catch (MalformedException e) {
      throw new IllegalStateException("a plain text is no object that could be malformed", e);
    }
  }

  /** The operation that the membrane is handed; never a repeat of another. */
  MessageOperation operation(CpimMessage content, AddressMapping addresses) {
    byte[] octets = new byte[RANDOM_OCTETS];
    new SecureRandom().nextBytes(octets);
    return MessageOperation.of(
        from,
        to,
        TransactionIds.random(octets),
        new Origin(isOutward(addresses) ? Side.XMPP : Side.SIMPLE, Origin.OPERATOR),
        content);
  }

  /** As the body of a request to the running bridge. */
  String toBody() {
    return from + "\n" + to + "\n" + text;
  }

  /**
   * From the body of a request.
   *
   * @throws MalformedException when it is none
   */
  static TracedMessage ofBody(String body) throws MalformedException {
    String[] parts = body.split("\n", 3);
    if (parts.length < 3) {
      throw new MalformedException("sender, recipient and text, each behind a line end", 0);
    }
    return new TracedMessage(ImUri.parse(parts[0]), ImUri.parse(parts[1]), parts[2]);
  }
}
