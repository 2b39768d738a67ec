package org.porin.component;

import java.time.Duration;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.Stanza;

/** How one domain reaches the XMPP server, through all its connections. Safe for many threads. */
interface Link {
  /** Begins to connect, or lets the server connect; returns at once. */
  void start();

  /** How it is now. */
  LinkStatus status();

  /**
   * Whether it may be connected: where a server takes one connection for each domain, another
   * bridge may have it. A connection that may not be any more ends at once.
   */
  default void permit(boolean permitted) {
    // A component inside of its server is by itself.
  }

  /** Sends a message. The delivery is settled in any case, at once or later. */
  void deliver(MessageStanza message, Delivery delivery);

  /**
   * Sends presence.
   *
   * @param stanza from this link's domain, to somebody
   * @return whether it was taken
   */
  boolean send(PresenceStanza stanza);

  /** Whether stanzas have a way out. */
  boolean isOpen();

  /**
   * Sends an error stanza; its delivery is settled in any case, at once or later: confirmed when
   * the server has taken the stanza.
   */
  void tell(Stanza error, Delivery delivery);

  /**
   * The same for an error stanza that was handed to {@link ReturnPath#answer} just now: it is
   * confirmed with all that was handed over before this.
   */
  void follow(Stanza error, Delivery delivery);

  /** First step of closing: takes no new messages. */
  void stop();

  /** Second step: waits until everything taken is written and settled, no longer than given. */
  boolean awaitSettled(Duration atMost) throws InterruptedException;

  /** Third step: ends the stream; the server's half may still bring stanzas. */
  void end();

  /** Fourth step: waits for the end of the server's half, then ends the connection anyway. */
  void awaitClosed(Duration atMost) throws InterruptedException;

  /** Ends everything now. */
  void abort();
}
