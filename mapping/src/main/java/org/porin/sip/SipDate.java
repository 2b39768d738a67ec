package org.porin.sip;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.porin.wire.Digits;
import org.porin.wire.MalformedException;

/** The value of Date: an RFC 1123 date in GMT (RFC 3261 §20.17), to the second. */
public final class SipDate {
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendText(
              ChronoField.DAY_OF_WEEK,
              Map.of(1L, "Mon", 2L, "Tue", 3L, "Wed", 4L, "Thu", 5L, "Fri", 6L, "Sat", 7L, "Sun"))
          .appendPattern(", dd MMM ")
          .appendValue(ChronoField.YEAR, 4)
          .appendPattern(" HH:mm:ss 'GMT'")
          .toFormatter(Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT); // else 31 February is the 28th

  private SipDate() {}

  /** Reads a date; any other zone than GMT, and a day of the week that is not that day's, fails. */
  public static Instant parse(String text) throws MalformedException {
    try {
      return LocalDateTime.parse(text, FORM).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new MalformedException("RFC 1123 date in GMT", 0);
    }
  }

  /**
   * The wire form; parts of a second are dropped. By hand, since each message has one and a
   * formatter takes a microsecond.
   *
   * @throws IllegalArgumentException before year 1 or after 9999
   */
  public static String format(Instant instant) {
    LocalDateTime date = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    if (date.getYear() < 1 || date.getYear() > 9999) {
      throw new IllegalArgumentException("a year has four digits");
    }
    StringBuilder out = new StringBuilder(29);
    out.append(DAYS.get(date.getDayOfWeek().ordinal())).append(", ");
    Digits.append(out, date.getDayOfMonth(), 2).append(' ');
    out.append(MONTHS.get(date.getMonthValue() - 1)).append(' ');
    Digits.append(out, date.getYear(), 4).append(' ');
    Digits.append(out, date.getHour(), 2).append(':');
    Digits.append(out, date.getMinute(), 2).append(':');
    return Digits.append(out, date.getSecond(), 2).append(" GMT").toString();
  }
}
