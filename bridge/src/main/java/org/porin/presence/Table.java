package org.porin.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.porin.address.PresUri;

/** All state machines of one kind, found by their two ends or by a leg. One thread. */
final class Table<M> {
  private final Course<M> course;
  private final TreeMap<Pair, Held<M>> byPair = new TreeMap<>();
  private final Map<String, Held<M>> byLeg = new HashMap<>();
  private final Map<String, Integer> byDomain = new HashMap<>();

  Table(Course<M> course) {
    this.course = course;
  }

  Optional<Held<M>> find(Pair pair) {
    return Optional.ofNullable(byPair.get(pair));
  }

  Optional<Held<M>> find(String leg) {
    return Optional.ofNullable(byLeg.get(leg));
  }

  /** The place of a pair, made where there is none. */
  Held<M> place(Pair pair) {
    Held<M> held = byPair.get(pair);
    if (held == null) {
      Pair shared = new Pair(known(pair.user()), pair.contact());
      held = new Held<>(course, shared);
      byPair.put(shared, held);
      byDomain.merge(pair.contact().domain(), 1, Integer::sum);
    }
    return held;
  }

  /** Takes a place away in which nothing is left. */
  void remove(Held<M> held) {
    index(held, Set.of());
    if (byPair.remove(held.pair(), held)) { // not one that has come in its place
      byDomain.computeIfPresent(
          held.pair().contact().domain(), (domain, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Finds it by these legs from now on. */
  void index(Held<M> held, Set<String> legs) {
    if (legs.equals(held.legs())) {
      return;
    }
    for (String leg : held.legs()) {
      if (!legs.contains(leg)) {
        byLeg.remove(leg, held);
      }
    }
    legs.forEach(leg -> byLeg.put(leg, held));
    held.legs(legs);
  }

  /** All of one user, in the order of contacts. */
  List<Held<M>> of(PresUri user) {
    List<Held<M>> found = new ArrayList<>();
    for (Map.Entry<Pair, Held<M>> each : byPair.tailMap(Pair.firstOf(user)).entrySet()) {
      if (!each.getKey().user().equals(user)) {
        break;
      }
      found.add(each.getValue());
    }
    return found;
  }

  /** How many there are with users of a foreign domain. */
  int with(String domain) {
    return byDomain.getOrDefault(domain, 0);
  }

  int size() {
    return byPair.size();
  }

  Collection<Held<M>> all() {
    return byPair.values();
  }

  /** The same address as one object, of which there are then few: most users have many contacts. */
  private PresUri known(PresUri user) {
    Pair neighbour = byPair.ceilingKey(Pair.firstOf(user));
    return neighbour != null && neighbour.user().equals(user) ? neighbour.user() : user;
  }
}
