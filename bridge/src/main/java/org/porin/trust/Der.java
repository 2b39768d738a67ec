package org.porin.trust;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes DER (X.690 §10): no more than certificates and requests of them need. */
final class Der {
  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int UTF8_STRING = 0x0C;
  static final int IA5_STRING = 0x16;
  static final int UTC_TIME = 0x17;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private static final int CONTEXT = 0x80;
  private static final int CONSTRUCTED = 0x20;

  /** RFC 5280 §4.1.2.5: through 2049 as UTCTime, later ones as GeneralizedTime. */
  private static final Instant END_OF_UTC_TIME = Instant.parse("2050-01-01T00:00:00Z");

  private static final DateTimeFormatter TWO_DIGITS = time("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter FOUR_DIGITS = time("yyyyMMddHHmmss'Z'");

  private Der() {}

  /** A value of one tag; the contents are those of its parts, one after the other. */
  static byte[] value(int tag, byte[]... parts) {
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      contents.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    writeLength(out, contents.size());
    out.writeBytes(contents.toByteArray());
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, parts);
  }

  static byte[] set(byte[] only) { // of one element: DER sorts those of more
    return value(SET, only);
  }

  static byte[] integer(BigInteger number) {
    return value(INTEGER, number.toByteArray());
  }

  static byte[] isTrue() {
    return value(BOOLEAN, new byte[] {(byte) 0xFF});
  }

  static byte[] octetString(byte[]... contents) {
    return value(OCTET_STRING, contents);
  }

  static byte[] bitString(int unusedBits, byte[] bits) {
    return value(BIT_STRING, new byte[] {(byte) unusedBits}, bits);
  }

  static byte[] text(int tag, String text) {
    return value(tag, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A context-specific value around others ({@code [n] EXPLICIT}, or a constructed type). */
  static byte[] constructed(int number, byte[]... parts) {
    return value(CONTEXT | CONSTRUCTED | number, parts);
  }

  /** A context-specific value in place of a primitive one ({@code [n] IMPLICIT}). */
  static byte[] primitive(int number, byte[] contents) {
    return value(CONTEXT | number, contents);
  }

  static byte[] time(Instant instant) {
    boolean early = instant.isBefore(END_OF_UTC_TIME);
    return early
        ? text(UTC_TIME, TWO_DIGITS.format(instant))
        : text(GENERALIZED_TIME, FOUR_DIGITS.format(instant));
  }

  static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    writeArc(contents, 40 * Long.parseLong(arcs[0]) + Long.parseLong(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      writeArc(contents, Long.parseLong(arcs[i]));
    }
    return value(OID, contents.toByteArray());
  }

  private static void writeArc(ByteArrayOutputStream out, long arc) {
    int septets = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(arc) + 6) / 7);
    for (int i = septets - 1; i >= 0; i--) {
      out.write((int) (arc >> 7 * i & 0x7F) | (i > 0 ? 0x80 : 0));
    }
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    if (length < 0x80) {
      out.write(length);
      return;
    }
    byte[] octets = BigInteger.valueOf(length).toByteArray();
    int from = octets[0] == 0 ? 1 : 0;
    out.write(0x80 | octets.length - from);
    out.write(octets, from, octets.length - from);
  }

  private static DateTimeFormatter time(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }
}
