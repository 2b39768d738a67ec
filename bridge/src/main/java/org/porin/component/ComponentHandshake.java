package org.porin.component;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.porin.component.LinkEnd.Cause;

/**
 * Our half of the XEP-0114 §3 handshake: one method for each input, the answer is what to do next.
 * The caller owns socket and timer. After a {@link Action.Close} every input answers with nothing.
 */
final class ComponentHandshake {
  /** The content namespace of the stream. */
  static final String NAMESPACE = "jabber:component:accept";

  enum State {
    AWAIT_STREAM,
    /** A header without id came: the server will not serve us, and what follows may say why. */
    AWAIT_CAUSE,
    AWAIT_ACK,
    OPEN,
    CLOSED
  }

  /** What the caller has to do. */
  sealed interface Action {
    /** Write this text to the server. It proves the secret: not for logs. */
    record Send(String text) implements Action {
      @Override
      public String toString() {
        return "Send[handshake]";
      }
    }

    /** The link is open: stanzas may flow both ways. */
    record Open() implements Action {}

    /** End the connection for this cause. */
    record Close(LinkEnd end) implements Action {}
  }

  private final String domain;
  private final ComponentSecret secret;
  private State state = State.AWAIT_STREAM;

  ComponentHandshake(String domain, ComponentSecret secret) {
    this.domain = domain;
    this.secret = secret;
  }

  State state() {
    return state;
  }

  /** The server's stream header came. */
  List<Action> streamOpened(String namespace, Optional<String> streamId) {
    if (state != State.AWAIT_STREAM) {
      return close(Cause.MALFORMED, "a second stream header came from the server of " + domain);
    }
    if (!namespace.equals(NAMESPACE)) {
      return close(
          LinkEnd.of(
              Cause.MALFORMED,
              "the port for " + domain + " does not speak " + NAMESPACE,
              "use the server's component port (5347 in Prosody), not its client port"));
    }
    if (streamId.isEmpty() || streamId.get().isEmpty()) {
      state = State.AWAIT_CAUSE;
      return List.of();
    }
    state = State.AWAIT_ACK;
    return List.of(new Action.Send("<handshake>" + proof(streamId.get()) + "</handshake>"));
  }

  /** An empty {@code <handshake/>} came. */
  List<Action> acknowledged() {
    if (state == State.AWAIT_CAUSE) {
      return noStreamId();
    }
    if (state != State.AWAIT_ACK) {
      return close(Cause.MALFORMED, "an unexpected <handshake/> came from the server of " + domain);
    }
    state = State.OPEN;
    return List.of(new Action.Open());
  }

  /** A stanza came, which before the end of the handshake no server may send. */
  List<Action> stanza() {
    if (state == State.AWAIT_CAUSE) {
      return noStreamId();
    }
    return state == State.OPEN
        ? List.of()
        : close(Cause.MALFORMED, "a stanza came before the end of the handshake of " + domain);
  }

  /** A {@code <stream:error/>} came. */
  List<Action> streamError(String condition, Optional<String> text) {
    return close(LinkEnd.streamError(domain, condition, text));
  }

  /** The server's {@code </stream:stream>}, or the end of the connection, came. */
  List<Action> streamClosed() {
    return switch (state) {
      case AWAIT_STREAM -> close(Cause.CLOSED, "the server closed before it opened a stream");
      case AWAIT_CAUSE -> noStreamId();
      case AWAIT_ACK ->
          close(
              LinkEnd.of(
                  Cause.CLOSED,
                  "the server closed during the handshake of " + domain + ", giving no cause",
                  "if this stays so, compare the secret with the server's"));
      case OPEN, CLOSED -> close(Cause.CLOSED, "the server closed the stream of " + domain);
    };
  }

  /** The time for the handshake is over. */
  List<Action> deadlinePassed() {
    if (state == State.AWAIT_CAUSE) {
      return noStreamId();
    }
    return state == State.OPEN
        ? List.of()
        : close(
            LinkEnd.of(
                Cause.HANDSHAKE_TIMEOUT,
                "the server did not finish the handshake of " + domain + " in time",
                "is this really the server's component port? If it wants TLS, set component.tls"));
  }

  private List<Action> noStreamId() {
    return close(
        LinkEnd.of(
            Cause.NO_STREAM_ID,
            "the server's stream header for " + domain + " has no id, and no error follows",
            "Openfire answers so while another connection holds "
                + domain
                + ": stop one of the two"));
  }

  private List<Action> close(Cause cause, String text) {
    return close(LinkEnd.of(cause, text));
  }

  private List<Action> close(LinkEnd end) {
    if (state == State.CLOSED) {
      return List.of();
    }
    state = State.CLOSED;
    return List.of(new Action.Close(end));
  }

  /** XEP-0114 §3: SHA-1 of stream id and secret, in lower-case hexadecimal. */
  private String proof(String streamId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((streamId + secret.value()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
