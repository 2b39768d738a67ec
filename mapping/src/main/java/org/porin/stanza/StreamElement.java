package org.porin.stanza;

import java.util.Optional;

/** A top-level element of an XMPP stream (RFC 6120 §4.9, §8; XEP-0114 §3). */
public sealed interface StreamElement {
  /** A stanza. */
  record Routed(Stanza stanza) implements StreamElement {}

  /** The server's {@code <handshake/>}: our secret was right. */
  record Handshake() implements StreamElement {}

  /**
   * A {@code <stream:error/>}, after which the stream ends.
   *
   * @param condition the element name of RFC 6120 §4.9.3
   */
  record StreamError(String condition, Optional<String> text) implements StreamElement {}

  /**
   * Well-formed, but no stanza that can be acted on. The stream goes on; {@link
   * StanzaCodec#encodeError} answers it where that is allowed. What is said of it is unchecked text
   * of the peer.
   *
   * @param reason what was expected; no text of the peer
   * @param kind the element name
   * @param type the attribute, as {@code id}, {@code from} and {@code to}
   */
  record Unreadable(
      String reason,
      String kind,
      Optional<String> type,
      Optional<String> id,
      Optional<String> from,
      Optional<String> to)
      implements StreamElement {}
}
