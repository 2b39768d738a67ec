package org.porin.pidf;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.porin.pidf.XmlDeclaration.Encoding;

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
    if (isUtf16(charset)) {
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
    int length = Math.min(octets.length, MAX_DECLARATION_OCTETS);
    String head = new String(octets, 0, length, StandardCharsets.ISO_8859_1);
    Optional<Encoding> encoding = XmlDeclaration.encoding(head);
    return encoding.isPresent() ? named(encoding.get(), octets) : StandardCharsets.UTF_8;
  }

  /**
   * Sees to it that a document in units of 16 bits does not say to be in octets, nor the other way
   * round: XML 1.0 §4.3.3 has that as an error, where no carrier knows better.
   */
  void checkDeclaration() throws PidfFault {
    if (start == 0 && !isUtf16(charset)) {
      return; // it was read by its declaration
    }
    Optional<Encoding> encoding =
        XmlDeclaration.encoding(text.substring(0, Math.min(text.length(), MAX_DECLARATION_OCTETS)));
    if (encoding.isPresent()) {
      String name = encoding.get().name();
      boolean inUnits = name.regionMatches(true, 0, "UTF-16", 0, "UTF-16".length());
      if (inUnits != isUtf16(charset)) {
        throw new PidfFault(PidfReason.NOT_WELL_FORMED, octet(encoding.get().offset()));
      }
    }
  }

  private static boolean isUtf16(Charset charset) {
    return charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
  }

  private static Charset named(Encoding encoding, byte[] octets) throws PidfFault {
    if (!encoding.isName()) {
      throw new PidfFault(PidfReason.NOT_WELL_FORMED, encoding.offset());
    }
    return named(encoding.name(), octets, encoding.offset());
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
