package org.porin.simple;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.porin.resolve.HostPort;

/**
 * What an operator may set about the SIP side.
 *
 * @param listen where requests are taken; a TCP and a UDP socket at least where peers send by both
 * @param advertised what Via names as the place for answers (RFC 3261 §18.1.1); without it the
 *     local address towards the peer and the port listened on
 * @param limits what one peer and all peers together may make this bridge hold
 * @param patience how long it waits
 * @param dialects how many far ends' dialects are remembered
 */
public record SimpleSettings(
    List<Listen> listen,
    Optional<HostPort> advertised,
    Limits limits,
    Patience patience,
    int dialects) {
  public SimpleSettings {
    listen = List.copyOf(listen);
    if (listen.isEmpty() || dialects < 1) {
      throw new IllegalArgumentException("a socket to listen on, and a dialect to remember");
    }
  }

  /** The defaults of everything but the sockets. */
  public static SimpleSettings listeningOn(List<Listen> listen) {
    return new SimpleSettings(listen, Optional.empty(), Limits.DEFAULT, Patience.DEFAULT, 100_000);
  }

  /**
   * Bounds on what is held.
   *
   * @param connections accepted TCP connections that may be open at a time
   * @param pendingRequests inbound requests that wait for their outcome, all peers together; the
   *     next one gets 503 with Retry-After
   * @param pendingPerConnection inbound requests of one connection that wait for their outcome;
   *     then its octets are read no further until one is answered
   * @param messageOctets the largest message that is read from a connection or sent over one
   * @param unsentOctets what may wait in one connection's buffer; a peer that makes it overflow is
   *     cut off
   * @param transactions that may be known at a time, each way
   */
  public record Limits(
      int connections,
      int pendingRequests,
      int pendingPerConnection,
      int messageOctets,
      int unsentOctets,
      int transactions) {
    /** 1000 connections, 4096 and 256 requests, 64 KiB a message, 4 MiB unsent, 2^17 each way. */
    public static final Limits DEFAULT = new Limits(1_000, 4_096, 256, 65_536, 4 << 20, 1 << 17);

    public Limits {
      if (connections < 1 || pendingRequests < 1 || pendingPerConnection < 1 || transactions < 1) {
        throw new IllegalArgumentException("at least one connection and one request");
      }
      if (messageOctets < 1_300 || unsentOctets < messageOctets) {
        throw new IllegalArgumentException("room for a message of 1300 octets");
      }
    }
  }

  /**
   * How long to wait.
   *
   * @param answer for the outcome of one outgoing message, all its attempts together; RFC 3261's
   *     Timer F (§17.1.2.2)
   * @param connect for a TCP connection
   * @param message from the first octet of a message on a connection to its last
   * @param unsent while a peer reads nothing of what waits for it
   * @param idle before a connection without traffic is closed
   * @param drain when closing, for requests that wait for their outcome
   * @param dialect how long a far end's dialect is believed
   */
  public record Patience(
      Duration answer,
      Duration connect,
      Duration message,
      Duration unsent,
      Duration idle,
      Duration drain,
      Duration dialect) {
    /** 32 s for an answer (64*T1), 5 s to connect, 10 s each, 10 min idle, 5 s drain, 24 h. */
    public static final Patience DEFAULT =
        new Patience(
            Duration.ofSeconds(32),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5),
            Duration.ofHours(24));

    public Patience {
      for (Duration each : List.of(answer, connect, message, unsent, idle, dialect)) {
        if (each.isNegative() || each.isZero()) {
          throw new IllegalArgumentException("a time to wait is positive");
        }
      }
    }
  }
}
