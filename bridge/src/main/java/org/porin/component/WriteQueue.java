package org.porin.component;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.porin.address.Jid;
import org.porin.component.WriteLanes.Entry;

/**
 * What waits to be written on one connection, in order, bounded in octets, and the barrier behind
 * it. Any thread offers, one thread takes batches; nothing is called out to under the lock. Safe
 * for many threads.
 */
final class WriteQueue {
  /** The most octets that go into one write: a ping waits behind no more than this. */
  static final int BATCH_OCTETS = 128 * 1024;

  /**
   * Answers may take so many times what messages may. A server of one process for each component
   * (ejabberd) takes no answer before it has said all that it has to say.
   */
  private static final int ANSWERS = 8;

  /** Presence may take so many times what messages may: each contact of each user. */
  private static final int PRESENCE = 8;

  private static final String SPACE = " ";

  /** What became of an offer. */
  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  /**
   * What one write carries.
   *
   * @param stanzas in order
   * @param trailer what is no stanza, behind them: the end of the stream, white space, or nothing
   * @param last nothing will follow
   */
  record Batch(List<String> stanzas, String trailer, boolean last) {}

  /**
   * What waits.
   *
   * @param octets to be written
   * @param unconfirmed messages, and errors that somebody follows, written or not
   */
  record Depth(long octets, int unconfirmed) {
    static final Depth NOTHING = new Depth(0, 0);
  }

  /** Makes pings: each call gives a new id, {@code text} the stanza with that id. */
  interface Pings {
    String newId();

    String text(String id);
  }

  private enum State {
    OPEN,
    ENDING,
    ENDED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final WriteLanes waiting = new WriteLanes();
  private final PingBarrier barrier;
  private final Pings pings;
  private final LongSupplier nanoTime;
  private final long capacityOctets;
  private boolean pingRequested;
  private boolean spaceRequested;
  private boolean writing;
  private long writingSince;
  private State state = State.OPEN;
  private String ending = "";

  /**
   * @param capacityOctets beyond which no message is taken; answers have eight times as much, so
   *     that a flood of messages does not silence the bridge, and presence as much beside them
   * @param answer see {@link PingBarrier}
   */
  WriteQueue(long capacityOctets, Duration answer, Pings pings, LongSupplier nanoTime) {
    this.capacityOctets = capacityOctets;
    this.barrier = new PingBarrier(answer);
    this.pings = pings;
    this.nanoTime = nanoTime;
  }

  /** Queues a message, or an error stanza, whose confirmation somebody waits for. */
  Offer offer(String stanza, Delivery delivery) {
    int length = octets(stanza);
    long capacity = delivery.mayComeBack() ? capacityOctets : ANSWERS * capacityOctets;
    return offer(length, capacity, () -> add(stanza, length, delivery));
  }

  /**
   * Confirms an answer that was queued just now, with all that is queued. Where there is no room
   * for another such, that one may not have been taken.
   */
  Offer follow(String stanza, Delivery delivery) {
    return offer(octets(stanza), ANSWERS * capacityOctets, () -> add("", 0, delivery));
  }

  private void add(String stanza, int length, Delivery delivery) {
    long number = barrier.add(delivery, nanoTime.getAsLong());
    waiting.add(new Entry(stanza, length, number, delivery.id()));
  }

  /** Queues an answer: an error stanza or the result of an iq. */
  Offer offer(String stanza) {
    Entry entry = new Entry(stanza, octets(stanza), 0, "");
    return offer(entry.octets(), ANSWERS * capacityOctets, () -> waiting.add(entry));
  }

  private Offer offer(int length, long capacity, Runnable add) {
    return locked(() -> added(waiting.octets(), capacity - length, add));
  }

  /** Queues presence, in a lane of its own (see {@link WriteLanes}). */
  Offer offerPresence(String stanza) {
    Entry entry = new Entry(stanza, octets(stanza), 0, "");
    long most = PRESENCE * capacityOctets - entry.octets();
    return locked(() -> added(waiting.presenceOctets(), most, () -> waiting.addPresence(entry)));
  }

  private static int octets(String stanza) {
    return stanza.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Wakes the writer where there is going to be something for it. */
  private Offer added(long octets, long most, Runnable add) {
    if (state != State.OPEN) {
      return Offer.CLOSED;
    }
    if (octets > most) {
      return Offer.FULL;
    }
    changed.signalAll();
    add.run();
    return Offer.TAKEN;
  }

  /**
   * Waits until there is room for the answers to what is read next: who reads on before that makes
   * answers that are lost. A server that takes nothing may be waiting for its own words to be read,
   * so a write that is stuck ends the wait.
   *
   * @param atMost not zero
   * @param stuck how long one write may take
   * @return whether to read on
   */
  boolean awaitRoomForAnswers(Duration atMost, Duration stuck) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (waiting.octets() > capacityOctets && state == State.OPEN && !isStuck(stuck)) {
        changed.awaitNanos(atMost.toNanos());
      }
      return waiting.octets() <= capacityOctets || state != State.OPEN || isStuck(stuck);
    } finally {
      lock.unlock();
    }
  }

  private boolean isStuck(Duration stuck) {
    return writing && nanoTime.getAsLong() - writingSince >= stuck.toNanos();
  }

  Depth depth() {
    return locked(() -> new Depth(waiting.octets() + waiting.presenceOctets(), barrier.size()));
  }

  /** Asks for a ping although no message waits: is the server still there? */
  void requestPing() {
    locked(
        () -> {
          pingRequested = !barrier.isPinging();
          wake();
          return null;
        });
  }

  /** Asks for white space, unless something else is to be written anyway. */
  void requestSpace() {
    locked(
        () -> {
          spaceRequested = true;
          changed.signalAll();
          return null;
        });
  }

  /**
   * Waits until there is something to write, and takes it: what was queued, in order, and a ping
   * behind it when one is due. The call says that the batch before is written.
   */
  Batch take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      writing = false;
      changed.signalAll();
      while (waiting.isEmpty() && !pingDue() && !spaceRequested && state == State.OPEN) {
        changed.await();
      }
      List<String> stanzas = nextStanzas();
      long now = nanoTime.getAsLong();
      boolean last = state != State.OPEN && waiting.isEmpty();
      if (pingDue() && !last) {
        String id = pings.newId();
        barrier.pinged(id, now);
        pingRequested = false;
        stanzas.add(pings.text(id));
      }
      String trailer = stanzas.isEmpty() && spaceRequested ? SPACE : "";
      spaceRequested = false;
      if (last) {
        trailer = ending;
        state = State.ENDED;
      }
      writing = true;
      writingSince = now;
      return new Batch(stanzas, trailer, last);
    } finally {
      lock.unlock();
    }
  }

  private List<String> nextStanzas() {
    List<String> stanzas = new ArrayList<>();
    waiting.begin();
    long room = BATCH_OCTETS;
    Optional<Entry> next = waiting.next();
    while (next.isPresent()) {
      if (isStillWanted(next.get()) && !next.get().stanza().isEmpty()) {
        stanzas.add(next.get().stanza());
        room -= next.get().octets();
      }
      next = room > 0 ? waiting.next() : Optional.empty();
    }
    return stanzas;
  }

  /** A message whose sender was told that it failed is not sent any more. */
  private boolean isStillWanted(Entry entry) {
    if (entry.number() == 0) {
      return true;
    }
    if (!barrier.isUnconfirmed(entry.deliveryId())) {
      return false;
    }
    barrier.written(entry.number());
    return true;
  }

  private boolean pingDue() {
    return barrier.wantsPing() || (pingRequested && !barrier.isPinging());
  }

  /** Wakes the writer if a ping is due, and who waits for all to be settled if that may be so. */
  private void wake() {
    if (pingDue() || barrier.size() == 0) {
      changed.signalAll();
    }
  }

  /** See {@link PingBarrier#answered}. */
  Optional<List<Delivery>> answered(String id) {
    return locked(
        () -> {
          Optional<List<Delivery>> confirmed = barrier.answered(id);
          wake();
          return confirmed;
        });
  }

  /** See {@link PingBarrier#bounced}. */
  Optional<Delivery> bounced(String id, Jid from, Jid to) {
    return locked(
        () -> {
          Optional<Delivery> bounced = barrier.bounced(id, from, to);
          wake();
          return bounced;
        });
  }

  /** See {@link PingBarrier#refused}. */
  Optional<Delivery> refused(String id) {
    return locked(
        () -> {
          Optional<Delivery> refused = barrier.refused(id);
          wake();
          return refused;
        });
  }

  /** See {@link PingBarrier#expired}. */
  List<Delivery> expired() {
    return locked(
        () -> {
          List<Delivery> expired = barrier.expired(nanoTime.getAsLong());
          if (!expired.isEmpty() || pingDue()) { // asked often: the writer sleeps on otherwise
            wake();
          }
          return expired;
        });
  }

  /** Since when a write or an answer is overdue; empty when nothing is under way. */
  OptionalLong waitingSince() {
    return locked(
        () -> {
          OptionalLong pinged = barrier.pingedAt();
          if (!writing) {
            return pinged;
          }
          return pinged.isPresent() && pinged.getAsLong() - writingSince < 0
              ? pinged
              : OptionalLong.of(writingSince);
        });
  }

  /** Since when a write is under way; empty when none is. */
  OptionalLong writingSince() {
    return locked(() -> writing ? OptionalLong.of(writingSince) : OptionalLong.empty());
  }

  /**
   * Waits until every message is settled and everything is written.
   *
   * @return whether that came to be before the time was over
   */
  boolean awaitSettled(Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (state == State.OPEN && (barrier.size() > 0 || !waiting.isEmpty() || writing)) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more; the text goes out behind all that is queued, and then nothing. */
  void end(String text) {
    locked(
        () -> {
          if (state == State.OPEN) {
            state = State.ENDING;
            ending = text;
            changed.signalAll();
          }
          return null;
        });
  }

  /**
   * The connection is ending: takes no more, writes nothing of what is queued, and gives back every
   * message that is not confirmed, and every error that somebody follows.
   *
   * @param lastWords what still goes out, unless the end of the stream was written already
   */
  WriteLeft abandon(String lastWords) {
    return locked(
        () -> {
          int answers = waiting.clear();
          if (state == State.OPEN) {
            state = State.ENDING;
            ending = lastWords;
          }
          changed.signalAll();
          return new WriteLeft(barrier.abandon(), answers);
        });
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
