package org.porin.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.msgfmt.TransferEncoding;
import org.porin.profile.Failure.Reason;
import org.porin.stanza.Element;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.wire.MalformedException;

/**
 * Chat states of XEP-0085 and the composing states of RFC 3994. Only for a peer that takes them:
 * for every other one a chat state says nothing (OPEN g).
 */
public final class ChatStateMapping {
  /** The namespace of chat states. */
  public static final String NAMESPACE = "http://jabber.org/protocol/chatstates";

  /** What we ask a receiver to hold on to; RFC 3994 §3.2 wants no less than 60 s. */
  public static final Duration REFRESH = Duration.ofSeconds(90);

  private ChatStateMapping() {}

  /** The states of XEP-0085 §3. */
  public enum ChatState {
    ACTIVE,
    COMPOSING,
    PAUSED,
    INACTIVE,
    GONE;

    /** The name of the element. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The state in a stanza, alone or beside a body; none of groups and errors (XEP-0085 §5). */
  public static Optional<ChatState> of(MessageStanza stanza) {
    if (stanza.type() == MessageType.ERROR || stanza.type() == MessageType.GROUPCHAT) {
      return Optional.empty();
    }
    for (Element extension : stanza.extensions()) {
      for (ChatState state : ChatState.values()) {
        if (extension.is(NAMESPACE, state.wire())) {
          return Optional.of(state);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The composing state to send for a stanza. A message says by itself that its writer is done (RFC
   * 3994 §3.2), and {@code <active/>} alone says nothing that RFC 3994 has a word for.
   *
   * @param wasComposing whether the other side takes this user to be composing
   * @return empty where there is nothing to send
   */
  public static Optional<IsComposing> toIsComposing(MessageStanza stanza, boolean wasComposing) {
    Optional<ChatState> state = of(stanza);
    if (state.isEmpty() || !stanza.bodies().isEmpty()) {
      return Optional.empty();
    }
    if (state.get() == ChatState.COMPOSING) {
      return Optional.of(
          new IsComposing(true, Optional.empty(), Optional.of("text/plain"), Optional.of(REFRESH)));
    }
    return wasComposing ? Optional.of(IsComposing.of(false)) : Optional.empty();
  }

  /**
   * The object that carries a state (RFC 3994 §3.1).
   *
   * @throws UnmappableException when the stanza has no usable addresses
   */
  public static CpimMessage toCpim(
      IsComposing state, MessageStanza stanza, AddressMapping addresses, Instant now)
      throws UnmappableException {
    return new CpimBuilder()
        .from(Mailbox.of(inbox(stanza.from(), addresses)))
        .to(Mailbox.of(inbox(stanza.to(), addresses)))
        .dateTime(now)
        .build(
            MimeEntity.of(
                List.of(new MimeHeader("Content-Type", IsComposing.MEDIA_TYPE)), state.encode()));
  }

  /**
   * The state that an object is, if it is one.
   *
   * @throws UnmappableException when it says to be one and cannot be read
   */
  public static Optional<IsComposing> isComposing(CpimMessage message) throws UnmappableException {
    if (!message.entity().contentType().essence().equals(IsComposing.MEDIA_TYPE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          IsComposing.parse(
              TransferEncoding.undo(message.entity()).orElse(message.entity().body())));
    } catch (MalformedException e) {
      throw new UnmappableException(
          Reason.UNSUPPORTED_CONTENT, "the composing state cannot be read: " + e.getMessage());
    }
  }

  /**
   * The stanza that tells of a state: {@code <composing/>}, or {@code <paused/>} for one who no
   * longer does (XEP-0085 §3). It has type chat, as XEP-0085 §5.1 has it, and no body.
   *
   * @param destination the recipient that this stanza is for
   * @throws UnmappableException when XMPP has no address for one of the two
   */
  public static MessageStanza toStanza(
      IsComposing state, CpimMessage message, ImUri destination, AddressMapping addresses)
      throws UnmappableException {
    ChatState said = state.active() ? ChatState.COMPOSING : ChatState.PAUSED;
    return new MessageStanza(
        Optional.of(jid(ImAddress.parse(message.from().uri()), addresses)),
        Optional.of(jid(destination, addresses)),
        Optional.empty(),
        MessageType.CHAT,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(Element.empty(NAMESPACE, said.wire())));
  }

  private static String inbox(Optional<Jid> jid, AddressMapping addresses)
      throws UnmappableException {
    if (jid.isEmpty()) {
      throw new UnmappableException(Reason.INVALID_ADDRESS, "the stanza lacks from or to");
    }
    try {
      return addresses.toIm(jid.get()).toString();
    } catch (UnmappableAddressException e) {
      throw new UnmappableException(Reason.INVALID_ADDRESS, e.text());
    }
  }

  private static Jid jid(ImUri uri, AddressMapping addresses) throws UnmappableException {
    try {
      return addresses.toJid(uri);
    } catch (UnmappableAddressException e) {
      throw new UnmappableException(Reason.INVALID_ADDRESS, e.text());
    }
  }
}
