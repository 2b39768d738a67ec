package org.porin.component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.porin.address.Jid;

/**
 * What was sent on one connection and is not yet confirmed. A component gets no acknowledgement,
 * but a server answers in the order in which it routes: the answer to a ping (XEP-0199) written
 * behind messages, whatever it says, proves that the server took and routed all of them, and a
 * bounce that the routing itself made comes before it (OPEN p). One ping is outstanding at a time
 * and covers everything written before it.
 *
 * <p>Time is an argument, in nanoseconds of any origin. Not safe for several threads.
 */
final class PingBarrier {
  private record Unconfirmed(Delivery delivery, long number, long deadline) {}

  private record Ping(String id, long at) {}

  private final long answerNanos;
  private final Map<String, Unconfirmed> unconfirmed = new LinkedHashMap<>(); // in order of adding
  private long added;
  private long written;
  private long covered;
  private Optional<Ping> outstanding = Optional.empty();

  /**
   * @param answer how long a message may stay unconfirmed, and a ping unanswered
   */
  PingBarrier(Duration answer) {
    answerNanos = answer.toNanos();
  }

  /** Accepts a message that is about to be queued, and gives its number in the order. */
  long add(Delivery delivery, long now) {
    added++;
    unconfirmed.put(delivery.id(), new Unconfirmed(delivery, added, now + answerNanos));
    return added;
  }

  /** Whether this message still waits; one that does not need not be written any more. */
  boolean isUnconfirmed(String id) {
    return unconfirmed.containsKey(id);
  }

  /** How many wait. */
  int size() {
    return unconfirmed.size();
  }

  /** All messages up to this number are written, or are about to be in this batch. */
  void written(long number) {
    written = Math.max(written, number);
  }

  /** Whether a ping should be written now: none is out, and something written waits for one. */
  boolean wantsPing() {
    return outstanding.isEmpty() && written > covered && !unconfirmed.isEmpty();
  }

  /** Whether a ping is out. */
  boolean isPinging() {
    return outstanding.isPresent();
  }

  /** When the outstanding ping was written. */
  OptionalLong pingedAt() {
    return outstanding.map(ping -> OptionalLong.of(ping.at())).orElseGet(OptionalLong::empty);
  }

  /** A ping goes out behind all that is written. */
  void pinged(String id, long now) {
    outstanding = Optional.of(new Ping(id, now));
    covered = written;
  }

  /**
   * An iq result or error came.
   *
   * @return what it confirms, in order; empty when it is no answer to the outstanding ping
   */
  Optional<List<Delivery>> answered(String id) {
    if (outstanding.isEmpty() || !outstanding.get().id().equals(id)) {
      return Optional.empty();
    }
    outstanding = Optional.empty();
    return Optional.of(takeWhile(waiting -> waiting.number() <= covered));
  }

  /** An error came for a message: takes that message out if it is one of ours and still waits. */
  Optional<Delivery> bounced(String id, Jid from, Jid to) {
    Unconfirmed waiting = unconfirmed.get(id);
    if (waiting == null || !waiting.delivery().isAnsweredBy(from, to)) {
      return Optional.empty();
    }
    unconfirmed.remove(id);
    return Optional.of(waiting.delivery());
  }

  /** A message could not be written: takes it out if it still waits. */
  Optional<Delivery> refused(String id) {
    return Optional.ofNullable(unconfirmed.remove(id)).map(Unconfirmed::delivery);
  }

  /** Takes out what has waited too long, and gives up a ping that has, so that a new one can go. */
  List<Delivery> expired(long now) {
    if (outstanding.isPresent() && now - outstanding.get().at() >= answerNanos) {
      outstanding = Optional.empty();
    }
    return takeWhile(waiting -> waiting.deadline() - now <= 0);
  }

  /** Takes out everything: the connection is gone. */
  List<Delivery> abandon() {
    outstanding = Optional.empty();
    return takeWhile(waiting -> true);
  }

  /** From the oldest on, as long as the condition holds. */
  private List<Delivery> takeWhile(Predicate<Unconfirmed> condition) {
    List<Delivery> taken = new ArrayList<>();
    Iterator<Unconfirmed> oldest = unconfirmed.values().iterator();
    while (oldest.hasNext()) {
      Unconfirmed waiting = oldest.next();
      if (!condition.test(waiting)) {
        break;
      }
      oldest.remove();
      taken.add(waiting.delivery());
    }
    return taken;
  }
}
