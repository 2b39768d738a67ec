package org.porin.pidf;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The text of a document, without byte order mark. The charset of the carrier goes before all that
 * the document says itself (RFC 3863 §4.1); without it the rules of XML apply (§3.1): byte order
 * mark, then XML declaration, then UTF-8 (XML 1.0 §4.3.3, appendix F).
 *
 * @param charset what the octets were in
 * @param start where the text starts, in octets
 */
record DocumentText(String text, Charset charset, int start) {
  private static final int MAX_DECLARATION_OCTETS = 256;
  private static final byte[] DECLARATION = "<?xml".getBytes(StandardCharsets.US_ASCII);

  static DocumentText of(byte[] octets, Optional<String> mimeCharset) throws PidfFault {
    int mark = Mark.of(octets);
    Charset charset =
        mimeCharset.isPresent()
            ? named(mimeCharset.get().strip(), octets, 0)
            : Mark.charset(octets).orElse(null);
    if (charset == null) {
      charset = declared(octets);
    }
    int start = mark > 0 && Mark.charset(octets).filter(charset::equals).isPresent() ? mark : 0;
    String text = new String(octets, start, octets.length - start, charset);
    if (text.indexOf('\uFFFD') >= 0) { // there in the document, or put for what is malformed
      check(octets, start, charset);
    }
    return new DocumentText(text, charset, start);
  }

  /** Where a char of the text is, in octets of the document. */
  int octet(int index) {
    int end = Math.max(0, Math.min(index, text.length()));
    if (charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE)) {
      return start + 2 * end;
    }
    int octets = end;
    for (int i = 0; i < end && charset.equals(StandardCharsets.UTF_8); i++) {
      char c = text.charAt(i);
      octets += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return start + octets;
  }

  /** How octets that begin so are encoded, where their beginning says it. */
  private static final class Mark {
    /** The length of a byte order mark, or 0. */
    static int of(byte[] octets) {
      if (starts(octets, 0xEF, 0xBB, 0xBF)) {
        return 3;
      }
      return starts(octets, 0xFE, 0xFF) || starts(octets, 0xFF, 0xFE) ? 2 : 0;
    }

    static Optional<Charset> charset(byte[] octets) {
      if (starts(octets, 0xEF, 0xBB, 0xBF)) {
        return Optional.of(StandardCharsets.UTF_8);
      }
      if (starts(octets, 0xFE, 0xFF) || starts(octets, 0, '<')) {
        return Optional.of(StandardCharsets.UTF_16BE);
      }
      if (starts(octets, 0xFF, 0xFE) || starts(octets, '<', 0)) {
        return Optional.of(StandardCharsets.UTF_16LE);
      }
      return Optional.empty();
    }

    private static boolean starts(byte[] octets, int... start) {
      boolean starts = octets.length >= start.length;
      for (int i = 0; i < start.length && starts; i++) {
        starts = (octets[i] & 0xFF) == start[i];
      }
      return starts;
    }
  }

  private static Charset declared(byte[] octets) throws PidfFault {
    for (int i = 0; i < DECLARATION.length; i++) {
      if (i == octets.length || octets[i] != DECLARATION[i]) {
        return StandardCharsets.UTF_8;
      }
    }
    int length = Math.min(octets.length, MAX_DECLARATION_OCTETS);
    String head = new String(octets, 0, length, StandardCharsets.ISO_8859_1);
    int end = head.indexOf("?>");
    int at = head.indexOf("encoding");
    if (at < 0 || end < at) {
      return StandardCharsets.UTF_8;
    }
    int open = at + "encoding".length();
    while (open < end && head.charAt(open) != '"' && head.charAt(open) != '\'') {
      open++;
    }
    int close = head.indexOf(head.charAt(open), open + 1);
    if (open == end || close < 0 || close > end) {
      return StandardCharsets.UTF_8; // no declaration, as the XML reader will say
    }
    return named(head.substring(open + 1, close), octets, open + 1);
  }

  private static Charset named(String name, byte[] octets, int offset) throws PidfFault {
    if (name.equalsIgnoreCase("UTF-8")) {
      return StandardCharsets.UTF_8;
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "utf8" -> StandardCharsets.UTF_8;
      case "utf-16" -> utf16(octets);
      case "utf-16be" -> StandardCharsets.UTF_16BE;
      case "utf-16le" -> StandardCharsets.UTF_16LE;
      case "us-ascii", "ascii" -> StandardCharsets.US_ASCII;
      case "iso-8859-1", "latin1" -> StandardCharsets.ISO_8859_1;
      default -> throw new PidfFault(PidfReason.UNSUPPORTED_ENCODING, offset);
    };
  }

  /** By its byte order mark or by the first "&lt;"; without either big endian. */
  private static Charset utf16(byte[] octets) {
    return Mark.charset(octets)
        .filter(StandardCharsets.UTF_16LE::equals)
        .orElse(StandardCharsets.UTF_16BE);
  }

  private static void check(byte[] octets, int start, Charset charset) throws PidfFault {
    ByteBuffer in = ByteBuffer.wrap(octets, start, octets.length - start);
    CharBuffer out = CharBuffer.allocate(octets.length - start);
    CoderResult result =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    if (result.isError()) {
      throw new PidfFault(PidfReason.BAD_ENCODING, in.position());
    }
  }
}
