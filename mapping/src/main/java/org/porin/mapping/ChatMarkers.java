package org.porin.mapping;

import java.util.Optional;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;

/**
 * Displayed markers of XEP-0333, which are display notifications on the other side (RFC 5438
 * §11.1.7). Markers of groups and errors are none, and none is answered by another.
 */
public final class ChatMarkers {
  /** The namespace of {@code <markable/>} and {@code <displayed/>}. */
  public static final String NAMESPACE = "urn:xmpp:chat-markers:0";

  static final String MARKABLE = "markable";
  static final String DISPLAYED = "displayed";

  private ChatMarkers() {}

  /**
   * Whether a stanza asks to be told when its recipient has seen it: it has an id that the marker
   * can name, and is no marker itself.
   */
  public static boolean isMarkable(MessageStanza stanza) {
    return stanza.id().filter(id -> !id.isEmpty()).isPresent()
        && isOfTwo(stanza)
        && has(stanza, MARKABLE)
        && !has(stanza, DISPLAYED);
  }

  /** The id of the message that a stanza marks as seen, and with it all before. */
  public static Optional<String> displayed(MessageStanza stanza) {
    return isOfTwo(stanza) ? named(stanza, DISPLAYED) : Optional.empty();
  }

  /** The id of the message that a stanza marks as received, as the XEP had it until 0.5. */
  static Optional<String> received(MessageStanza stanza) {
    return isOfTwo(stanza) ? named(stanza, "received") : Optional.empty();
  }

  private static Optional<String> named(MessageStanza stanza, String marker) {
    return stanza.extensions().stream()
        .filter(extension -> extension.is(NAMESPACE, marker))
        .flatMap(extension -> extension.attribute("id").stream())
        .filter(id -> !id.isEmpty())
        .findFirst();
  }

  private static boolean has(MessageStanza stanza, String marker) {
    return stanza.extensions().stream().anyMatch(extension -> extension.is(NAMESPACE, marker));
  }

  private static boolean isOfTwo(MessageStanza stanza) {
    return stanza.type() != MessageType.ERROR && stanza.type() != MessageType.GROUPCHAT;
  }
}
