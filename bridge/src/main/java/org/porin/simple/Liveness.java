package org.porin.simple;

import java.time.Duration;

/**
 * When a connection is asked whether it still works, and when it has done its time. Those that this
 * bridge made are pinged (RFC 5626 §4.4.1), since a dead one would cost the next message its
 * answer; a peer that answers no pings, as RFC 3261 does not ask it to, is sent OPTIONS. Time is an
 * argument, in nanoseconds that never go back; for one thread.
 */
final class Liveness {
  /** How long a pong may take (RFC 5626 §4.4.1). */
  static final Duration PONG = Duration.ofSeconds(10);

  /** What to do about the connection now. */
  enum Action {
    /** Nothing. */
    WAIT,
    /** Send CRLF CRLF. */
    PING,
    /** Send OPTIONS. */
    ASK,
    /** Close it: no message for long. */
    END_IDLE,
    /** Close it: whoever made it has sent no message. */
    END_SILENT,
    /** Close it: nothing comes back. */
    END_DEAD
  }

  private enum State {
    QUIET,
    PINGED,
    ASKED
  }

  private final boolean accepted;
  private final SimpleSettings.Patience patience;
  private long octetsNanos;
  private long messageNanos;
  private long sentNanos;
  private boolean received;
  private boolean answersPings;
  private boolean ignoresPings;
  private State state = State.QUIET;

  /**
   * @param accepted whether the peer made the connection
   */
  Liveness(boolean accepted, SimpleSettings.Patience patience, long nowNanos) {
    this.accepted = accepted;
    this.patience = patience;
    this.octetsNanos = nowNanos;
    this.messageNanos = nowNanos;
  }

  /** Octets came, whatever they say: the far end is there. */
  void octets(long nowNanos) {
    octetsNanos = nowNanos;
    state = State.QUIET;
  }

  /** Nothing but line ends came: the answer to a ping, if there was one. */
  void pong(long nowNanos) {
    answersPings |= state == State.PINGED;
    octets(nowNanos);
  }

  /** A whole message came. */
  void messageReceived(long nowNanos) {
    received = true;
    messageNanos = nowNanos;
  }

  /** A message was sent that is no question of ours whether the far end is there. */
  void messageSent(long nowNanos) {
    messageNanos = nowNanos;
  }

  /**
   * What is due.
   *
   * @param busy whether somebody waits for something from this connection, or its peer does
   */
  Action due(long nowNanos, boolean busy) {
    if (nanosUntilDue(nowNanos) > 0) {
      return Action.WAIT;
    }
    if (accepted && !received) {
      return Action.END_SILENT;
    }
    if (!busy && nowNanos - idleSince() >= patience.idle().toNanos()) {
      return Action.END_IDLE;
    }
    if (accepted) {
      return Action.WAIT;
    }
    if (state == State.QUIET) {
      sentNanos = nowNanos;
      state = ignoresPings ? State.ASKED : State.PINGED;
      return ignoresPings ? Action.ASK : Action.PING;
    }
    if (state == State.PINGED && !answersPings) {
      ignoresPings = true;
      sentNanos = nowNanos;
      state = State.ASKED;
      return Action.ASK;
    }
    return Action.END_DEAD;
  }

  /** How long until {@link #due} may say something else than to wait; zero or less for now. */
  long nanosUntilDue(long nowNanos) {
    if (accepted && !received) {
      long most = Math.min(patience.firstMessage().toNanos(), patience.idle().toNanos());
      return most - (nowNanos - messageNanos);
    }
    long idle = patience.idle().toNanos() - (nowNanos - idleSince());
    if (accepted) {
      return idle;
    }
    long alive =
        switch (state) {
          case QUIET -> patience.keepAlive().toNanos() - (nowNanos - octetsNanos);
          case PINGED -> PONG.toNanos() - (nowNanos - sentNanos);
          case ASKED -> patience.answer().toNanos() - (nowNanos - sentNanos);
        };
    return Math.min(idle, alive);
  }

  /** A peer may keep what it made by pings alone; what this bridge made is for messages. */
  private long idleSince() {
    return accepted && octetsNanos - messageNanos > 0 ? octetsNanos : messageNanos;
  }
}
