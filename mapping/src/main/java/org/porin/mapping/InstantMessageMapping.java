package org.porin.mapping;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.msgfmt.CpimMessage;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;

/**
 * XMPP messages to Message/CPIM and back (RFC 3922 §4). Same arguments in, same result out.
 *
 * <p>What CPIM cannot express is refused with a reason and never carried as something else (OPEN
 * g): group chat, private messages of a room, messages encrypted for XMPP clients.
 */
public final class InstantMessageMapping {
  private final MessageToCpim toCpim;
  private final CpimToMessage toStanza;

  /** A mapping that believes no delay but its own clock. */
  public InstantMessageMapping(AddressMapping addresses) {
    this(addresses, Set.of());
  }

  /**
   * @param delaySources the addresses, usually server domains, whose XEP-0203 {@code <delay/>} says
   *     when a message was sent (OPEN h)
   */
  public InstantMessageMapping(AddressMapping addresses, Set<String> delaySources) {
    this.toCpim = new MessageToCpim(addresses, Set.copyOf(delaySources));
    this.toStanza = new CpimToMessage(addresses);
  }

  /**
   * Whether a stanza is an instant message at all: it has a body, a subject or a secured object.
   * Others (chat states, markers, receipts) mean nothing on the other side and get no answer; an
   * error settles what was sent before.
   */
  public boolean carriesInstantMessage(MessageStanza stanza) {
    return stanza.type() != MessageType.ERROR
        && (!stanza.bodies().isEmpty()
            || !stanza.subjects().isEmpty()
            || EndToEndMapping.of(stanza).isPresent()
            || Encryption.of(stanza).isPresent());
  }

  /**
   * The Message/CPIM of a stanza (RFC 3922 §4.1).
   *
   * @param receivedAt becomes DateTime, unless a trusted delay is there
   * @throws UnmappableException when it carries no instant message, or one that CPIM cannot express
   */
  public Mapped<CpimMessage> toCpim(MessageStanza stanza, Instant receivedAt)
      throws UnmappableException {
    requireInstantMessage(stanza);
    return toCpim.map(stanza, receivedAt);
  }

  /**
   * The same where both addresses are mapped already.
   *
   * @param source the instant inbox of the stanza's from
   * @param destination that of its to
   * @param receivedAt becomes DateTime, unless a trusted delay is there
   * @throws UnmappableException when it carries no instant message, or one that CPIM cannot express
   */
  public Mapped<CpimMessage> toCpim(
      MessageStanza stanza, ImUri source, ImUri destination, Instant receivedAt)
      throws UnmappableException {
    requireInstantMessage(stanza);
    return toCpim.map(stanza, source, destination, receivedAt);
  }

  private void requireInstantMessage(MessageStanza stanza) throws UnmappableException {
    if (!carriesInstantMessage(stanza)) {
      throw MessageToCpim.notExpressible("the stanza carries no message");
    }
  }

  /**
   * The stanza for one of the recipients of a Message/CPIM (RFC 3922 §4.2): without type, so {@code
   * normal} (RFC 7572 §5), under the Content-ID where there is one (RFC 3922 §4.2.8), and to the
   * bare JID (OPEN e).
   *
   * @param destination the recipient that this stanza is for
   * @throws UnmappableException when an address or the content has no place in XMPP
   */
  public Mapped<MessageStanza> toStanza(CpimMessage message, ImUri destination)
      throws UnmappableException {
    return toStanza.map(message, destination);
  }

  /** The sender of a Message/CPIM as an instant inbox, whichever scheme its From has. */
  public static Optional<ImUri> senderOf(CpimMessage message) {
    try {
      return Optional.of(ImAddress.parse(message.from().uri()));
    } catch (UnmappableException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
