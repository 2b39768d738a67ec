package org.porin.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.mapping.Availability;
import org.porin.mapping.ContactPresence;
import org.porin.mapping.ContactPresence.Change;
import org.porin.mapping.ContactPresence.Difference;
import org.porin.mapping.PresenceMapping.Notified;
import org.porin.mapping.UnmappableException;
import org.porin.stanza.PresenceStanza;

/** What the watcher is told, and that it was told. While its link is down it is told nothing. */
final class WatchTelling {
  /** Somebody is there, and no more is known. */
  static final Availability THERE =
      new Availability(true, Optional.empty(), List.of(), OptionalInt.empty());

  private final WatchTurn turn;

  WatchTelling(WatchTurn turn) {
    this.turn = turn;
  }

  boolean reaches() {
    return turn.rules.reaches().test(turn.target);
  }

  /** A stanza of that type between the bare addresses. */
  void type(String type) {
    turn.tell(of(type));
  }

  PresenceStanza of(String type) {
    return PresenceStanza.of(jid(turn.target), jid(turn.watcher), Optional.of(type));
  }

  /** That it is granted, where the watcher does not know yet. */
  void approved() {
    if (!turn.approved && reaches()) {
      type("subscribed");
      turn.approved = true;
    }
  }

  /** Every resource that was there is not any more; where none was, nothing is said. */
  void gone() {
    if (!reaches()) {
      turn.doubt |= turn.told.isAvailable();
    } else if (turn.told.isAvailable()) {
      tell(turn.told.presence().gone().changes());
      turn.told = Told.NOTHING;
      turn.doubt = false;
    }
  }

  /**
   * What a document changes.
   *
   * @return whether it was taken; a presence too large to be kept is not
   */
  boolean document(Notified notified) {
    ContactPresence before = turn.told.presence();
    Optional<Told> after = Told.of(notified.after());
    turn.fresh = false;
    if (after.isEmpty()) {
      return false;
    }
    if (!reaches()) {
      turn.doubt = true;
      return true;
    }
    if (appears(before, notified.after())) {
      turn.durably(); // what is there must be known to be told gone, after a crash too
    }
    if (turn.doubt) {
      again();
      tell(all(before, notified.after()));
    } else {
      notified.stanzas().forEach(turn::tell);
    }
    turn.told = after.get();
    turn.doubt = false;
    return true;
  }

  /** What the watcher has been told, as the answer to who asks for it (RFC 6121 §4.3.2). */
  void known() {
    ContactPresence known = turn.told.presence();
    List<Change> changes = new ArrayList<>();
    known
        .resources()
        .forEach((resource, said) -> said.ifPresent(it -> changes.add(new Change(resource, it))));
    changes.removeIf(change -> !change.availability().available());
    tell(changes.isEmpty() ? List.of(new Change("", Availability.UNAVAILABLE)) : changes);
  }

  /** All that a watcher holds, when it may have missed some of it. */
  void everything() {
    again();
    if (turn.phase == WatchPhase.ACTIVE) {
      approved();
    }
    tell(all(turn.told.presence(), turn.told.presence()));
    turn.doubt = false;
  }

  /** That it was granted; who knows it takes no notice (RFC 6121 §3.1.6). */
  private void again() {
    if (turn.wasApproved()) {
      type("subscribed");
    }
  }

  private static List<Change> all(ContactPresence before, ContactPresence after) {
    SortedMap<String, Availability> all = new TreeMap<>();
    before
        .resources()
        .forEach(
            (resource, said) -> {
              if (isAvailable(said)) {
                all.put(resource, Availability.UNAVAILABLE);
              }
            });
    after.resources().forEach((resource, said) -> said.ifPresent(it -> all.put(resource, it)));
    List<Change> changes = new ArrayList<>();
    all.forEach((resource, said) -> changes.add(new Change(resource, said)));
    return changes;
  }

  private static boolean appears(ContactPresence before, ContactPresence after) {
    return after.resources().entrySet().stream()
        .filter(each -> isAvailable(each.getValue()))
        .anyMatch(
            each -> !isAvailable(before.resources().getOrDefault(each.getKey(), Optional.empty())));
  }

  private static boolean isAvailable(Optional<Availability> said) {
    return said.filter(Availability::available).isPresent();
  }

  private void tell(List<Change> changes) {
    try {
      Difference difference = new Difference(changes, ContactPresence.UNKNOWN);
      turn.rules
          .presence()
          .toStanzas(difference, turn.target, turn.watcher)
          .stanzas()
          .forEach(turn::tell);
    } catch (UnmappableException e) {
      throw new IllegalStateException("both addresses were mapped before", e);
    }
  }

  private Jid jid(PresUri uri) {
    try {
      return turn.rules.presence().toJid(uri);
    } catch (UnmappableException e) {
      throw new IllegalStateException("both addresses were mapped before", e);
    }
  }
}
