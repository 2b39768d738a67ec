package org.porin.simple;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.porin.msgfmt.CpimLimits;
import org.porin.resolve.HostPort;
import org.porin.trust.TlsFiles;

/**
 * What an operator may set about the SIP side.
 *
 * @param listen where requests are taken; a TCP and a UDP socket at least where peers send by both
 * @param advertised what Via names as the place for answers (RFC 3261 §18.1.1); without it the
 *     local address towards the peer and the port listened on
 * @param advertisedTlsPort the port that Via names for TLS, with the advertised host; without it
 *     the port listened on
 * @param tls what TLS needs, as a server and as a client
 * @param limits what one peer and all peers together may make this bridge hold
 * @param patience how long it waits
 * @param dialects how many far ends' dialects are remembered
 */
public record SimpleSettings(
    List<Listen> listen,
    Optional<HostPort> advertised,
    OptionalInt advertisedTlsPort,
    TlsFiles tls,
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
    return new SimpleSettings(
        listen,
        Optional.empty(),
        OptionalInt.empty(),
        TlsFiles.NONE,
        Limits.DEFAULT,
        Patience.DEFAULT,
        100_000);
  }

  /**
   * Bounds on what is held.
   *
   * @param connections TCP and TLS connections that may be open at a time: so many accepted, and so
   *     many made; when another is to be made, the one not used for longest makes room
   * @param connectionsPerAddress accepted from one IPv4 address, or one IPv6 network of 64 bits
   * @param pendingRequests inbound requests that wait for their outcome, all peers together; the
   *     next one gets 503 with Retry-After
   * @param pendingPerConnection inbound requests of one connection that wait for their outcome;
   *     then its octets are read no further until one is answered
   * @param messageOctets the largest message that is read from a connection or sent over one
   * @param unsentOctets what may wait in one connection's buffer; a peer that makes it overflow is
   *     cut off
   * @param transactions that may be known at a time, each way
   * @param cpim of a Message/CPIM object in a message
   */
  public record Limits(
      int connections,
      int connectionsPerAddress,
      int pendingRequests,
      int pendingPerConnection,
      int messageOctets,
      int unsentOctets,
      int transactions,
      CpimLimits cpim) {
    /**
     * 1000 connections, 100 an address, 4096 and 256 requests, 64 KiB a message, 4 MiB unsent, 2^17
     * each way.
     */
    public static final Limits DEFAULT =
        new Limits(1_000, 100, 4_096, 256, 65_536, 4 << 20, 1 << 17);

    /** With the usual limits of Message/CPIM. */
    public Limits(
        int connections,
        int connectionsPerAddress,
        int pendingRequests,
        int pendingPerConnection,
        int messageOctets,
        int unsentOctets,
        int transactions) {
      this(
          connections,
          connectionsPerAddress,
          pendingRequests,
          pendingPerConnection,
          messageOctets,
          unsentOctets,
          transactions,
          CpimLimits.DEFAULT);
    }

    public Limits {
      if (connectionsPerAddress < 1) {
        throw new IllegalArgumentException("at least one connection an address");
      }
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
   * @param connect for a TCP connection, and then again for its TLS handshake
   * @param firstMessage for the first message on a connection that a peer has made
   * @param message from the first octet of a message on a connection to its last
   * @param unsent while a peer reads nothing of what waits for it
   * @param idle before a connection without messages is closed
   * @param keepAlive before a connection that this bridge made, and from which nothing comes, is
   *     asked whether it still works (RFC 5626 §4.4.1)
   * @param drain when closing, for requests that wait for their outcome
   * @param dialect how long a far end's dialect is believed
   */
  public record Patience(
      Duration answer,
      Duration connect,
      Duration firstMessage,
      Duration message,
      Duration unsent,
      Duration idle,
      Duration keepAlive,
      Duration drain,
      Duration dialect) {
    /**
     * 32 s for an answer (64*T1), 5 s to connect, 30 s for the first message, 10 s for each, 10 s
     * unsent, 10 min idle, 2 min to the next ping, 5 s drain, 24 h.
     */
    public static final Patience DEFAULT =
        new Patience(
            Duration.ofSeconds(32),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(2),
            Duration.ofSeconds(5),
            Duration.ofHours(24));

    public Patience {
      for (Duration each :
          List.of(answer, connect, firstMessage, message, unsent, idle, keepAlive, dialect)) {
        if (each.isNegative() || each.isZero()) {
          throw new IllegalArgumentException("a time to wait is positive");
        }
      }
    }
  }
}
