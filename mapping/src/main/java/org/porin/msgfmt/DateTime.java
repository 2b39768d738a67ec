package org.porin.msgfmt;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.porin.wire.Digits;
import org.porin.wire.MalformedException;

/**
 * date-time of RFC 3339 §5.6. Our own reader, since the one of {@code java.time} takes times
 * without seconds and hour 24, and refuses leap seconds and long fractions.
 */
public final class DateTime {
  private static final int MAX_CHARS = 128; // a fraction has any number of digits, not for ever

  private final String text;
  private int at;

  private DateTime(String text) {
    this.text = text;
  }

  /**
   * Reads a date-time; {@code t} and {@code z} in lower case are legal. A leap second is the last
   * nanosecond before it, digits beyond nine are cut off.
   *
   * @throws MalformedException with an offset in chars
   */
  public static Instant parse(String text) throws MalformedException {
    if (text.length() > MAX_CHARS) {
      throw new MalformedException("a shorter date-time", MAX_CHARS);
    }
    return new DateTime(text).read();
  }

  /**
   * UTC with capitals and milliseconds, {@code 2005-11-23T10:00:00.000Z}. By hand, since each
   * message has one and a formatter takes a microsecond.
   *
   * @throws IllegalArgumentException outside of the years 0 to 9999, which have four digits
   */
  public static String format(Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    if (time.getYear() < 0 || time.getYear() > 9999) {
      throw new IllegalArgumentException("a year has four digits");
    }
    StringBuilder out = new StringBuilder(24);
    Digits.append(out, time.getYear(), 4).append('-');
    Digits.append(out, time.getMonthValue(), 2).append('-');
    Digits.append(out, time.getDayOfMonth(), 2).append('T');
    Digits.append(out, time.getHour(), 2).append(':');
    Digits.append(out, time.getMinute(), 2).append(':');
    Digits.append(out, time.getSecond(), 2).append('.');
    return Digits.append(out, time.getNano() / 1_000_000, 3).append('Z').toString();
  }

  private Instant read() throws MalformedException {
    int year = digits(4, 0, 9999, "date-fullyear");
    skip("-");
    int month = digits(2, 1, 12, "date-month");
    skip("-");
    int last = YearMonth.of(year, month).lengthOfMonth();
    LocalDate day = LocalDate.of(year, month, digits(2, 1, last, "date-mday"));
    skip("Tt");
    int hour = digits(2, 0, 23, "time-hour");
    skip(":");
    int minute = digits(2, 0, 59, "time-minute");
    skip(":");
    int second = digits(2, 0, 60, "time-second");
    int nanos = fraction();
    int offset = offsetSeconds();
    if (at != text.length()) {
      throw new MalformedException("end of date-time", at);
    }
    if (second == 60) {
      second = 59;
      nanos = 999_999_999;
    }
    long minutes = (day.toEpochDay() * 24 + hour) * 60 + minute;
    return Instant.ofEpochSecond(minutes * 60 + second - offset, nanos);
  }

  private int fraction() throws MalformedException {
    if (at >= text.length() || text.charAt(at) != '.') {
      return 0;
    }
    int start = ++at;
    int nanos = 0;
    for (int unit = 100_000_000; isDigit(); unit /= 10) {
      nanos += (text.charAt(at++) - '0') * unit; // from the tenth digit on, unit is 0
    }
    if (at == start) {
      throw new MalformedException("time-secfrac", at);
    }
    return nanos;
  }

  private int offsetSeconds() throws MalformedException {
    char sign = at < text.length() ? text.charAt(at) : 0;
    skip("Zz+-");
    if (sign != '+' && sign != '-') {
      return 0;
    }
    int hour = digits(2, 0, 23, "time-hour");
    skip(":");
    int seconds = (hour * 60 + digits(2, 0, 59, "time-minute")) * 60;
    return sign == '-' ? -seconds : seconds;
  }

  private int digits(int count, int least, int most, String what) throws MalformedException {
    int start = at;
    int value = 0;
    while (at < start + count && isDigit()) {
      value = value * 10 + text.charAt(at++) - '0';
    }
    if (at != start + count || value < least || value > most) {
      throw new MalformedException(what, start);
    }
    return value;
  }

  private void skip(String anyOf) throws MalformedException {
    if (at >= text.length() || anyOf.indexOf(text.charAt(at)) < 0) {
      throw new MalformedException("one of " + anyOf, at);
    }
    at++;
  }

  private boolean isDigit() {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }
}
