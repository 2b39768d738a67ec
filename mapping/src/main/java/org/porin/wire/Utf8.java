package org.porin.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Octets as text, in the restricted form of UTF-8 (RFC 3629). Stateless. */
public final class Utf8 {
  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  /**
   * The text of {@code octets[from..to)}.
   *
   * @throws MalformedException at the first octet that is not UTF-8, counted from {@code from}
   */
  public static String decode(byte[] octets, int from, int to) throws MalformedException {
    // The fast way of the JDK replaces what is wrong: only a replacement character needs a look.
    String text = new String(octets, from, to - from, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(octets, from, to);
  }

  private static String decodeStrictly(byte[] octets, int from, int to) throws MalformedException {
    ByteBuffer in = ByteBuffer.wrap(octets, from, to - from);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(in)
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("UTF-8", in.position() - from);
    }
  }
}
