package org.porin.presence;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One state machine in its place: what it is now, what waits for it, and its time. While a row of
 * it is on its way into the store it takes nothing, and others go on. One thread.
 */
final class Held<M> extends TimingWheel.Timer {
  /** The most that may wait for one of them: beyond it, that one is full, and nobody else. */
  static final int MOST_WAITING = 64;

  private final Course<M> course;
  private final Pair pair;
  private @Nullable M machine;
  private Set<String> legs = Set.of();
  private String state = Kind.NONE;
  private String trouble = "";
  private int troubleSecond;
  private boolean busy;
  private boolean stale;
  private boolean wanted;
  private boolean restored;
  private @Nullable ArrayDeque<Task<M>> waiting;

  Held(Course<M> course, Pair pair) {
    this.course = course;
    this.pair = pair;
  }

  @Override
  void due() {
    course.time(this);
  }

  /** Its turn has come to be resynchronised. */
  void resync() {
    boolean byUser = wanted;
    stale = false;
    wanted = false;
    course.resync(this, byUser);
  }

  Pair pair() {
    return pair;
  }

  /** Empty before its first input, and after its last. */
  Optional<M> machine() {
    return Optional.ofNullable(machine);
  }

  void become(Optional<M> after) {
    machine = after.orElse(null);
  }

  /** The names of its legs, by which others find it. */
  Set<String> legs() {
    return legs;
  }

  void legs(Set<String> names) {
    legs = names;
  }

  /** The word for what it was when that was last counted. */
  String state() {
    return state;
  }

  void state(String word) {
    state = word;
  }

  /** Why the last request for it failed; empty where it did not. */
  String trouble() {
    return trouble;
  }

  /** When that was. */
  Instant troubleAt() {
    return Instant.ofEpochSecond(troubleSecond & 0xffff_ffffL);
  }

  void trouble(String cause, Instant now) {
    trouble = cause;
    troubleSecond = (int) now.getEpochSecond();
  }

  /** Whether it waits for the store. */
  boolean busy() {
    return busy;
  }

  void busy(boolean now) {
    busy = now;
  }

  /** Whether it waits for its turn to be resynchronised. */
  boolean stale() {
    return stale;
  }

  void stale(boolean now) {
    stale = now;
  }

  /** The user wants it resynchronised. */
  void want() {
    wanted = true;
  }

  /** As a former process has left it; it has had no input yet. */
  void restore(M left) {
    machine = left;
    restored = true;
  }

  /** Whether it has had no input yet. */
  boolean isRestored() {
    return restored;
  }

  /** Whether it has had no input yet; not so from now on. */
  boolean takeRestored() {
    boolean was = restored;
    restored = false;
    return was;
  }

  /** Lets a task wait; whether there was room. */
  boolean queue(Task<M> task) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(2);
    }
    boolean room = waiting.size() < MOST_WAITING || !task.refusable();
    return room && waiting.add(task);
  }

  /** The next that waits. */
  Optional<Task<M>> next() {
    Optional<Task<M>> next = Optional.ofNullable(waiting).map(ArrayDeque::poll);
    if (waiting != null && waiting.isEmpty()) {
      waiting = null;
    }
    return next;
  }
}
