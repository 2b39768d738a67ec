package org.porin.simple;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.porin.profile.Failure.SipAnswer;
import org.porin.resolve.Transport;
import org.porin.sip.SipInput;
import org.porin.sip.SipResponse;

/** Counts for {@link NetworkStatus}. Written on the event loop, read by any thread. */
final class Traffic {
  private final Map<Transport, Lane> lanes = new EnumMap<>(Transport.class);
  private final Map<ConnectionEnd, LongAdder> ends = counters(ConnectionEnd.class);
  private final Map<Malformation, LongAdder> malformed = counters(Malformation.class);
  private final Map<Drop, LongAdder> dropped = counters(Drop.class);
  private final Map<PresenceVolume.Kind, Ends> presence = new EnumMap<>(PresenceVolume.Kind.class);
  private final Map<IdentityVolume.Unsigned, LongAdder> unsigned =
      counters(IdentityVolume.Unsigned.class);
  private final Map<Integer, LongAdder> disbelieved = new ConcurrentHashMap<>();
  private final LongAdder unproven = new LongAdder();
  private final LongAdder restrained = new LongAdder();
  private volatile int clientTransactions;
  private volatile int serverTransactions;

  Traffic() {
    for (Transport transport : Transport.values()) {
      lanes.put(transport, new Lane());
    }
    for (PresenceVolume.Kind kind : PresenceVolume.Kind.values()) {
      presence.put(kind, new Ends());
    }
  }

  /** The counts of one transport; its ends of connections are counted for all transports. */
  Lane of(Transport transport) {
    return requireNonNull(lanes.get(transport));
  }

  void ended(ConnectionEnd end) {
    count(ends, end);
  }

  void malformed(SipInput.Malformed input) {
    count(malformed, Malformation.of(input));
  }

  void dropped(Drop what) {
    count(dropped, what);
  }

  /** A request was refused since its connection does not prove the domain of From. */
  void unproven() {
    unproven.increment();
  }

  void restrained() {
    restrained.increment();
  }

  /** A request of presence was answered. */
  void answered(PresenceVolume.Kind kind, SipResponse response) {
    Ends ends = requireNonNull(presence.get(kind));
    (response.isSuccess() ? ends.taken : ends.refused).increment();
  }

  /** One ended without an answer. */
  void unanswered(PresenceVolume.Kind kind) {
    requireNonNull(presence.get(kind)).unanswered.increment();
  }

  /** A request went out without a signature though there are some. */
  void unsigned(IdentityVolume.Unsigned cause) {
    count(unsigned, cause);
  }

  /**
   * A signed request was answered; counts where it was refused for its signature.
   *
   * @return whether it is time to say so: the first time, and whenever there are twice as many
   */
  boolean disbelieved(SipResponse response) {
    if (!SipAnswer.isAboutIdentity(response.status(), response.reason())) {
      return false;
    }
    LongAdder count = disbelieved.computeIfAbsent(response.status(), first -> new LongAdder());
    count.increment();
    return Long.bitCount(count.sum()) == 1;
  }

  void transactions(int clients, int servers) {
    clientTransactions = clients;
    serverTransactions = servers;
  }

  NetworkStatus status() {
    return new NetworkStatus(
        each(lanes, Lane::volume),
        connections(),
        each(ends, LongAdder::sum),
        each(malformed, LongAdder::sum),
        each(dropped, LongAdder::sum),
        each(presence, Ends::volume),
        new IdentityVolume(each(unsigned, LongAdder::sum), sums(disbelieved)),
        unproven.sum(),
        restrained.sum(),
        clientTransactions,
        serverTransactions);
  }

  private Map<Transport, NetworkStatus.Connections> connections() {
    Map<Transport, NetworkStatus.Connections> connections = each(lanes, Lane::connections);
    connections.remove(Transport.UDP);
    return connections;
  }

  private static <K extends Enum<K>> Map<K, LongAdder> counters(Class<K> keys) {
    Map<K, LongAdder> counters = new EnumMap<>(keys);
    for (K key : keys.getEnumConstants()) {
      counters.put(key, new LongAdder());
    }
    return counters;
  }

  private static <K extends Enum<K>> void count(Map<K, LongAdder> counters, K key) {
    requireNonNull(counters.get(key)).increment();
  }

  private static <K extends Enum<K>, V, W> Map<K, W> each(
      Map<K, V> counters, Function<V, W> value) {
    Map<K, W> values = new HashMap<>();
    counters.forEach((key, counter) -> values.put(key, value.apply(counter)));
    return values;
  }

  private static <K> Map<K, Long> sums(Map<K, LongAdder> counters) {
    Map<K, Long> sums = new HashMap<>();
    counters.forEach((key, counter) -> sums.put(key, counter.sum()));
    return sums;
  }

  /** How the requests of one kind ended. */
  private static final class Ends {
    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    private PresenceVolume volume() {
      return new PresenceVolume(taken.sum(), refused.sum(), unanswered.sum());
    }
  }

  /** The counts of one transport. */
  static final class Lane {
    private final LongAdder messagesIn = new LongAdder();
    private final LongAdder messagesOut = new LongAdder();
    private final LongAdder octetsIn = new LongAdder();
    private final LongAdder octetsOut = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder made = new LongAdder();
    private final LongAdder acceptedEver = new LongAdder();
    private final LongAdder madeEver = new LongAdder();

    void messageIn() {
      messagesIn.increment();
    }

    void messageOut() {
      messagesOut.increment();
    }

    void octetsIn(int count) {
      octetsIn.add(count);
    }

    void octetsOut(int count) {
      octetsOut.add(count);
    }

    /**
     * @param byPeer whether the peer made the connection
     */
    void opened(boolean byPeer) {
      (byPeer ? accepted : made).increment();
      (byPeer ? acceptedEver : madeEver).increment();
    }

    void closed(boolean byPeer) {
      (byPeer ? accepted : made).decrement();
    }

    private NetworkStatus.Volume volume() {
      return new NetworkStatus.Volume(
          messagesIn.sum(), messagesOut.sum(), octetsIn.sum(), octetsOut.sum());
    }

    private NetworkStatus.Connections connections() {
      return new NetworkStatus.Connections(
          accepted.sum(), made.sum(), acceptedEver.sum(), madeEver.sum());
    }
  }
}
