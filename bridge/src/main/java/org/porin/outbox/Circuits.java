package org.porin.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** The circuits of all peers, and which lanes wait for one. Not safe for several threads. */
final class Circuits {
  private final Duration longestPause;
  private final RandomGenerator random;
  private final Map<String, Circuit> circuits = new HashMap<>(); // of those that are not as new
  private final Map<String, Set<Lane>> waiting = new HashMap<>();

  Circuits(Duration longestPause, RandomGenerator random) {
    this.longestPause = longestPause;
    this.random = random;
  }

  /** While all is well there is none to look for, and that is asked several times a message. */
  Circuit of(String peer) {
    return circuits.isEmpty() ? Circuit.CLOSED : circuits.getOrDefault(peer, Circuit.CLOSED);
  }

  /** How many are not closed. */
  int open() {
    return (int)
        circuits.values().stream().filter(it -> it.state() != Circuit.State.CLOSED).count();
  }

  void tried(String peer) {
    change(peer, Circuit::tried);
  }

  void answered(String peer) {
    close(peer);
  }

  private void close(String peer) {
    if (!circuits.isEmpty()) {
      circuits.remove(peer);
    }
  }

  void failed(String peer, Instant now) {
    change(peer, circuit -> circuit.failed(now, longestPause, random));
  }

  void undecided(String peer) {
    change(peer, Circuit::undecided);
  }

  private void change(String peer, UnaryOperator<Circuit> change) {
    Circuit changed = change.apply(of(peer));
    if (changed.equals(Circuit.CLOSED)) {
      close(peer);
    } else {
      circuits.put(peer, changed);
    }
  }

  /** Nobody waits for a peer that could not be had: whoever writes to it next finds out anew. */
  void forgetIdle(String peer) {
    if (!circuits.isEmpty()
        && !waiting.containsKey(peer)
        && of(peer).state() != Circuit.State.HALF_OPEN) {
      circuits.remove(peer);
    }
  }

  /** When it is worth to look again; while a probe is out, that will tell before. */
  Instant until(String peer, Instant now) {
    Circuit circuit = of(peer);
    return circuit.state() == Circuit.State.HALF_OPEN ? now.plus(longestPause) : circuit.until();
  }

  /**
   * A lane waits. Where nothing gets through to its peer, it goes as soon as something does; else
   * what it waits for is its own.
   */
  void await(Lane lane) {
    if (of(lane.key().peer()).state() == Circuit.State.CLOSED) {
      return;
    }
    waiting.computeIfAbsent(lane.key().peer(), peer -> new LinkedHashSet<>()).add(lane);
  }

  /** It does not wait any more. */
  void leave(Lane lane) {
    Set<Lane> lanes = waiting.isEmpty() ? null : waiting.get(lane.key().peer());
    if (lanes != null && lanes.remove(lane) && lanes.isEmpty()) {
      waiting.remove(lane.key().peer());
    }
  }

  /**
   * Those that have waited for longest, and wait no more.
   *
   * @param most how many
   */
  List<Lane> released(String peer, int most) {
    Set<Lane> lanes = waiting.isEmpty() ? null : waiting.get(peer);
    if (lanes == null) {
      return List.of();
    }
    List<Lane> released = new ArrayList<>(most);
    Iterator<Lane> next = lanes.iterator();
    while (released.size() < most && next.hasNext()) {
      released.add(next.next());
      next.remove();
    }
    if (lanes.isEmpty()) {
      waiting.remove(peer);
    }
    return released;
  }
}
