package org.porin.simple;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.porin.resolve.Transport;

/**
 * What the sockets of the SIP side hold at a moment, and have done since they were opened: plain
 * numbers for whoever watches. Every constant of an enum is a key.
 *
 * @param volumes what crossed, by transport
 * @param connections by transport, without UDP
 * @param ends connections that ended or did not come to be, by cause
 * @param malformed inputs that were no SIP message, by what became of them
 * @param dropped what was to be sent and could not be
 * @param presence SUBSCRIBE and NOTIFY, by how they ended
 * @param identities what became of signatures on their way out
 * @param unproven requests that were refused since their connection does not prove the domain of
 *     From
 * @param restrained signed requests that were refused unseen, after too many wrong or fast ones
 * @param clientTransactions requests of this bridge that are not forgotten yet
 * @param serverTransactions requests of peers that are not forgotten yet
 */
public record NetworkStatus(
    Map<Transport, Volume> volumes,
    Map<Transport, Connections> connections,
    Map<ConnectionEnd, Long> ends,
    Map<Malformation, Long> malformed,
    Map<Drop, Long> dropped,
    Map<PresenceVolume.Kind, PresenceVolume> presence,
    IdentityVolume identities,
    long unproven,
    long restrained,
    int clientTransactions,
    int serverTransactions) {
  public NetworkStatus {
    volumes = Map.copyOf(volumes);
    connections = Map.copyOf(connections);
    ends = Map.copyOf(ends);
    malformed = Map.copyOf(malformed);
    dropped = Map.copyOf(dropped);
    presence = Map.copyOf(presence);
  }

  /** What crossed by a transport. */
  public Volume volume(Transport transport) {
    return requireNonNull(volumes.get(transport));
  }

  /** The connections of a transport that has them. */
  public Connections connections(Transport transport) {
    return requireNonNull(connections.get(transport));
  }

  /** How many connections ended for a cause. */
  public long ended(ConnectionEnd cause) {
    return requireNonNull(ends.get(cause));
  }

  /** How many inputs were no SIP message and became this. */
  public long malformed(Malformation kind) {
    return requireNonNull(malformed.get(kind));
  }

  /** How often something could not be sent. */
  public long dropped(Drop what) {
    return requireNonNull(dropped.get(what));
  }

  /** What became of requests of this kind. */
  public PresenceVolume presence(PresenceVolume.Kind kind) {
    return requireNonNull(presence.get(kind));
  }

  /**
   * What crossed in each direction. Octets are those of SIP, before encryption and behind
   * decryption; keepalives and malformed input count among them, and not among the messages.
   */
  public record Volume(long messagesIn, long messagesOut, long octetsIn, long octetsOut) {}

  /**
   * Connections of one transport.
   *
   * @param accepted peers made them, open now
   * @param made this bridge made them, open now
   * @param acceptedEver since the start
   * @param madeEver since the start
   */
  public record Connections(long accepted, long made, long acceptedEver, long madeEver) {}
}
