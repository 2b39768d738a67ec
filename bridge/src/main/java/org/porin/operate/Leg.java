package org.porin.operate;

import java.util.Optional;
import org.porin.component.LinkEnd;
import org.porin.component.LinkStatus;
import org.porin.simple.Listen;

/**
 * One of the things that a bridge stands on: a link to the XMPP server, or a SIP socket.
 *
 * @param side {@code xmpp} or {@code sip}
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

  /** The SIP side before its sockets are bound, or after they are closed. */
  public static Leg ofNoSocket() {
    return new Leg("sip", "", false, "closed", Optional.of("no SIP socket is bound"));
  }
}
