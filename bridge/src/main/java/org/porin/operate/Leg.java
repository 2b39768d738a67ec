package org.porin.operate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.porin.component.LinkEnd;
import org.porin.component.LinkStatus;
import org.porin.simple.Listen;

/**
 * One of the things that a bridge stands on: a link to the XMPP server, a SIP socket, the outbox.
 *
 * @param side {@code xmpp}, {@code sip}, {@code outbox} or {@code cluster}
 * @param name the domain of the link, or the socket
 * @param ready whether messages can cross there
 * @param state in one word
 * @param cause why it is not ready, and what to do about it; empty where it is
 */
public record Leg(String side, String name, boolean ready, String state, Optional<String> cause) {
  /** A link to the XMPP server; one that another bridge has is as it should be. */
  public static Leg of(LinkStatus link) {
    if (link.state() == LinkStatus.State.STANDBY) {
      return new Leg("xmpp", link.domain(), true, Words.of(link.state()), Optional.empty());
    }
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

  /** A bridge whose links are all another one's carries nothing; empty where it has one. */
  public static Optional<Leg> ofStandby(List<Leg> links) {
    String standby = Words.of(LinkStatus.State.STANDBY);
    boolean active =
        links.stream().anyMatch(leg -> leg.side().equals("xmpp") && !leg.state().equals(standby));
    return active || links.stream().noneMatch(leg -> leg.state().equals(standby))
        ? Optional.empty()
        : Optional.of(
            new Leg(
                "cluster",
                "role",
                false,
                standby,
                Optional.of("another bridge has all links; this one takes over when that dies")));
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
