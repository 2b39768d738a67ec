package org.porin.pidf;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.porin.msgfmt.DateTime;
import org.porin.wire.MalformedException;

/**
 * The text of {@code <timestamp/>} (RFC 3863 §4.1.7): date-time of RFC 3339 §5.6, with capital
 * letters alone.
 */
final class Timestamp {
  private static final int T_AT = "2001-10-27".length();
  private static final long FIRST_SECOND = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long SECOND_BEHIND_LAST =
      Instant.parse("+10000-01-01T00:00:00Z").getEpochSecond();
  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Timestamp() {}

  /** The instant; empty for any other text, and outside of the years that can be written. */
  static Optional<Instant> parse(String text) {
    if (hasSmallLetter(text)) {
      return Optional.empty();
    }
    try {
      Instant instant = DateTime.parse(text);
      return isWritable(instant) ? Optional.of(instant) : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** Whether it has one in the two places where DateTime would let it pass. */
  private static boolean hasSmallLetter(String text) {
    int length = text.length();
    return length > T_AT && (text.charAt(T_AT) == 't' || text.charAt(length - 1) == 'z');
  }

  /** UTC, in milliseconds or, where those would not be exact, in nanoseconds. */
  static String format(Instant instant) {
    return instant.equals(instant.truncatedTo(ChronoUnit.MILLIS))
        ? DateTime.format(instant)
        : NANOS.format(instant);
  }

  /** Whether the year has four digits. */
  static boolean isWritable(Instant instant) {
    long second = instant.getEpochSecond();
    return second >= FIRST_SECOND && second < SECOND_BEHIND_LAST;
  }
}
