package org.porin.pidf;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.porin.msgfmt.DateTime;
import org.porin.wire.MalformedException;

/**
 * The text of {@code <timestamp/>} (RFC 3863 §4.1.7): date-time of RFC 3339 §5.6, with capital
 * letters alone.
 */
final class Timestamp {
  private static final int MILLISECOND_NANOS = 1_000_000;
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant BEHIND_LAST = Instant.parse("+10000-01-01T00:00:00Z");
  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Timestamp() {}

  /** The instant; empty for any other text, and outside of the years that can be written. */
  static Optional<Instant> parse(String text) {
    if (text.indexOf('t') >= 0 || text.indexOf('z') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(DateTime.parse(text)).filter(Timestamp::isWritable);
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** UTC, in milliseconds or, where those would not be exact, in nanoseconds. */
  static String format(Instant instant) {
    return instant.getNano() % MILLISECOND_NANOS == 0
        ? DateTime.format(instant)
        : NANOS.format(instant);
  }

  /** Whether the year has four digits. */
  static boolean isWritable(Instant instant) {
    return !instant.isBefore(FIRST) && instant.isBefore(BEHIND_LAST);
  }
}
