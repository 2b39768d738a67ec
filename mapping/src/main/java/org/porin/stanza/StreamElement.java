package org.porin.stanza;

import java.util.Optional;
import org.porin.stanza.StanzaError.Condition;

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
   * @param text for a person; of {@code see-other-host}, that host
   */
  record StreamError(String condition, Optional<String> text) implements StreamElement {}

  /**
   * Well-formed, but no stanza that can be acted on, or one over a limit. The stream goes on;
   * {@link StanzaCodec#encodeError} answers it where that is allowed. What is said of it is
   * unchecked text of the peer.
   *
   * @param condition the error that says so to the sender
   * @param reason what was expected; no text of the peer
   * @param kind the element name; empty where it is not known
   * @param type the attribute, as {@code id}, {@code from} and {@code to}
   */
  record Unreadable(
      Condition condition,
      String reason,
      String kind,
      Optional<String> type,
      Optional<String> id,
      Optional<String> from,
      Optional<String> to)
      implements StreamElement {
    static Unreadable of(Condition condition, String reason, Element element) {
      return new Unreadable(
          condition,
          reason,
          element.name(),
          element.attribute("type"),
          element.attribute("id"),
          element.attribute("from"),
          element.attribute("to"));
    }

    /** An element of which not even the start tag is known. */
    static Unreadable nameless(Condition condition, String reason) {
      return new Unreadable(
          condition,
          reason,
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }
}
