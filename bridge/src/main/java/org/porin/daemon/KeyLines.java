package org.porin.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.porin.trust.KeyPin;
import org.porin.trust.KeyState;
import org.porin.trust.ScheduledKey;

/** A key as lines for a person. */
final class KeyLines {
  private KeyLines() {}

  static List<String> of(ScheduledKey key, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(key.domain() + " " + state(key, now));
    lines.add("  file    " + key.file());
    key.x5u().ifPresent(url -> lines.add("  x5u     " + url));
    key.certificate()
        .ifPresent(
            its -> {
              lines.add("  pin     " + KeyPin.of(its.getPublicKey()));
              lines.add("  valid   until " + its.getNotAfter().toInstant());
            });
    return lines;
  }

  private static String state(ScheduledKey key, Instant now) {
    KeyState state = key.state(now);
    return switch (state) {
      case WAITING -> "waits for its certificate";
      case PUBLISHED -> "is published, and signs from " + key.from();
      case SIGNING -> "signs until " + key.until();
      case RETIRED ->
          "has signed until "
              + key.until()
              + ", and is published until "
              + key.until().plus(ScheduledKey.PUBLISHED_AFTER);
      case OVER -> "is over; its files may be deleted";
    };
  }
}
