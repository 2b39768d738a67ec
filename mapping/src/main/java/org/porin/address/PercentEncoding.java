package org.porin.address;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.porin.wire.MalformedException;

/**
 * Percent-encoding of UTF-8 text in the parts of a URI (RFC 3986 §2.1); each constant knows which
 * characters besides letters and digits of ASCII its part leaves as they are. Reading is the same
 * for all parts.
 */
public enum PercentEncoding {
  /**
   * The local part of an {@code im:} URI: what RFC 3922 §3.2 step 4 leaves, with the hyphen and
   * without the question mark, which would begin the headers of RFC 3860 §A.2 (OPEN m).
   */
  IM_LOCAL_PART("-._~!$*+="),
  /** The user of a {@code sip:} URI: {@code unreserved / user-unreserved} (RFC 3261 §25.1). */
  SIP_USER("-_.!~*'()&=+$,;?/"),
  /** The name or value of a URI parameter: {@code paramchar} (RFC 3261 §25.1). */
  SIP_PARAMETER("-_.!~*'()[]/:&+$"),
  /** The name or value of a URI header: {@code hnv-unreserved / unreserved} (RFC 3261 §25.1). */
  SIP_HEADER("-_.!~*'()[]/?:+$");

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private final long rawBelow64;
  private final long rawFrom64;

  PercentEncoding(String marks) {
    long[] raw = new long[2];
    for (char c = 0; c < 128; c++) {
      boolean alphanumeric =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (alphanumeric || marks.indexOf(c) >= 0) {
        raw[c / 64] |= 1L << (c % 64);
      }
    }
    rawBelow64 = raw[0];
    rawFrom64 = raw[1];
  }

  /** Whether a character stands for itself in this part. */
  boolean leaves(char c) {
    return c < 128 && ((c < 64 ? rawBelow64 : rawFrom64) >>> (c % 64) & 1) != 0;
  }

  /** Writes a text without lone surrogates; hexadecimal digits are upper case. */
  public String encode(String text) {
    int plain = 0;
    while (plain < text.length() && leaves(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    StringBuilder encoded = new StringBuilder(text.length() + 16).append(text, 0, plain);
    for (byte octet : text.substring(plain).getBytes(StandardCharsets.UTF_8)) {
      if (octet >= 0 && leaves((char) octet)) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HEX[(octet >> 4) & 0xF]).append(HEX[octet & 0xF]);
      }
    }
    return encoded.toString();
  }

  /**
   * Reads a text back, once: what results is not looked at for further escapes.
   *
   * @throws MalformedException for a percent sign without two hexadecimal digits, and for octets
   *     that are not UTF-8
   */
  public static String decode(String text) throws MalformedException {
    int plain = text.indexOf('%');
    if (plain < 0) {
      return text;
    }
    byte[] octets = new byte[3 * text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); ) {
      if (text.charAt(i) == '%') {
        octets[length++] = octetAt(text, i);
        i += 3;
      } else {
        int end = text.indexOf('%', i);
        end = end < 0 ? text.length() : end;
        byte[] run = text.substring(i, end).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(run, 0, octets, length, run.length);
        length += run.length;
        i = end;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(octets, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("percent-encoded UTF-8", plain);
    }
  }

  private static byte octetAt(String text, int percent) throws MalformedException {
    int high = percent + 1 < text.length() ? hex(text.charAt(percent + 1)) : -1;
    int low = percent + 2 < text.length() ? hex(text.charAt(percent + 2)) : -1;
    if (high < 0 || low < 0) {
      throw new MalformedException("two hexadecimal digits", percent + 1);
    }
    return (byte) (high << 4 | low);
  }

  // Character.digit would also take the digits of other scripts.
  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
