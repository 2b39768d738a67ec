package org.porin.presence;

import java.util.Locale;
import java.util.Optional;

/** How far a {@link Watch} has come. */
enum WatchPhase {
  /** There is none. */
  NONE,
  /** A subscription is asked for, or will be (RFC 6665 §4.1.2: notify_wait and terminated). */
  SEEKING,
  /** The other side has it, and has not decided. */
  PENDING,
  /** It is granted, and each change comes. */
  ACTIVE,
  /** The watcher is not there; what was granted is kept, and taken up when it comes back. */
  LAPSED,
  /** It has ended because nothing will change any more (RFC 6665 §4.1.3, invariant). */
  SETTLED,
  /** It is refused for good, and the watcher is to hear of it when its link is open. */
  REFUSED,
  /** The watcher has given it up, and the other side is to hear of it. */
  ENDING,
  /** The presence is asked for once (RFC 8048 §7.1). */
  FETCHING,
  /** It was asked for once, and the answer still counts. */
  FETCHED;

  /** The word in a row. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The phase of a word in a row; {@link #NONE} is in no row. */
  static Optional<WatchPhase> of(String word) {
    for (WatchPhase phase : values()) {
      if (phase != NONE && phase.word().equals(word)) {
        return Optional.of(phase);
      }
    }
    return Optional.empty();
  }

  /** Whether the other side has a subscription of the watcher, as far as is known. */
  boolean isLive() {
    return this == PENDING || this == ACTIVE;
  }

  /** Whether it is a single question, and no subscription. */
  boolean isFetch() {
    return this == FETCHING || this == FETCHED;
  }
}
