package org.porin.operate;

import java.time.Duration;
import java.util.Optional;
import org.porin.component.LinkEnd;
import org.porin.component.LinkStatus;
import org.porin.simple.Listen;

/**
 * One of the things that a bridge stands on: a link to the XMPP server, a SIP socket, the outbox.
 *
 * @param side {@code xmpp}, {@code sip} or {@code outbox}
 * @param name the domain of the link, or the socket
 * @param ready whether messages can cross there
 * @param state in one word
 * @param cause why it is not ready, and what to do about it; empty where it is
 */
public record Leg(String side, String name, boolean ready, String state, Optional<String> cause) {
  /** A link to the XMPP server. */
  public static Leg of(LinkStatus link) {
    boolean open = link.state() == LinkStatus.State.OPEN;
    String state = Words.of(link.state());
    return new Leg(
        "xmpp",
        link.domain(),
        open,
        state,
        open
            ? Optional.empty()
            : link.lastEnd().map(LinkEnd::toString).or(() -> Optional.of(state)));
  }

  /** A SIP socket that is bound. */
  public static Leg of(Listen socket) {
    return new Leg("sip", socket.toString(), true, "bound", Optional.empty());
  }

  /**
   * The durable outbox.
   *
   * @param age of the oldest message in it
   * @param alarm how old that may be
   */
  public static Leg ofOutbox(Duration age, Duration alarm) {
    boolean ready = age.compareTo(alarm) <= 0;
    return new Leg(
        "outbox",
        "messages",
        ready,
        ready ? "carrying" : "stuck",
        ready
            ? Optional.empty()
            : Optional.of(
                "the oldest message has waited for "
                    + age.toSeconds()
                    + " s: see porin outbox list"));
  }

  /** The SIP side before its sockets are bound, or after they are closed. */
  public static Leg ofNoSocket() {
    return new Leg("sip", "", false, "closed", Optional.of("no SIP socket is bound"));
  }
}
