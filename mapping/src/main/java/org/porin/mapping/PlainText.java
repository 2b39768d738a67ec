package org.porin.mapping;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.msgfmt.LanguageTag;
import org.porin.msgfmt.MediaType;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.msgfmt.TransferEncoding;
import org.porin.profile.Failure.Reason;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Text as a {@code text/plain} entity, and back (RFC 3922 §4.1.7, §4.2.9). */
final class PlainText {
  private static final String LATIN_1 = "iso-8859-1";
  private static final MimeHeader CONTENT_TYPE =
      new MimeHeader("Content-Type", MediaType.PLAIN_UTF_8.toString());

  private PlainText() {}

  /** The entity of a text: UTF-8, CR LF at each line break (RFC 2046 §4.1.1). */
  static MimeEntity entity(String text, Optional<String> lang) {
    List<MimeHeader> headers = new ArrayList<>(2);
    headers.add(CONTENT_TYPE);
    lang.filter(LanguageTag::isWellFormed)
        .ifPresent(tag -> headers.add(new MimeHeader("Content-Language", tag)));
    return MimeEntity.of(headers, Octets.utf8(canonical(text)));
  }

  /**
   * The text of an entity, its transfer encoding undone, line breaks as they are.
   *
   * @throws UnmappableException when it is not text/plain in US-ASCII or UTF-8 (RFC 3922 §4.2.9)
   */
  static String text(MimeEntity entity) throws UnmappableException {
    try {
      Octets octets =
          TransferEncoding.undo(entity).orElseThrow(() -> refusal("unknown transfer encoding"));
      return text(entity.contentType(), octets, "us-ascii"); // RFC 2045 §5.2
    } catch (MalformedException e) {
      throw refusal("the content is not in its transfer encoding");
    }
  }

  /**
   * The text that octets of a type stand for.
   *
   * @param defaultCharset in lower case, where the type names none
   * @throws UnmappableException as {@link #text(MimeEntity)}
   */
  static String text(MediaType type, Octets octets, String defaultCharset)
      throws UnmappableException {
    if (!type.is("text", "plain")) {
      throw refusal("content of type " + type.essence() + " cannot be carried");
    }
    String charset = type.charset().orElse(defaultCharset);
    boolean ascii = charset.equals("us-ascii");
    if (!ascii && !charset.equals("utf-8")) {
      throw refusal("the charset is neither us-ascii nor utf-8");
    }
    try {
      String text = octets.toUtf8();
      if (ascii && text.chars().anyMatch(c -> c > 0x7F)) {
        throw refusal("octets beyond us-ascii without charset=utf-8");
      }
      return text;
    } catch (MalformedException e) {
      throw refusal("the text is not in its charset");
    }
  }

  /**
   * The text of a SIP body: UTF-8 where it names no charset (RFC 3261 §7.4.1), and Latin-1 is read
   * too, since RFC 7572 §7 has a gateway process {@code text/plain}.
   *
   * @throws UnmappableException when it is not text/plain, or in another charset
   */
  static String ofSip(MediaType type, Octets octets) throws UnmappableException {
    boolean latin = type.is("text", "plain") && type.charset().filter(LATIN_1::equals).isPresent();
    return latin
        ? new String(octets.toArray(), StandardCharsets.ISO_8859_1)
        : text(type, octets, "utf-8");
  }

  /** The language of an entity, if it names just one (RFC 7572 §8). */
  static Optional<String> language(MimeEntity entity) {
    return entity
        .header("Content-Language")
        .filter(LanguageTag::isWellFormed)
        .filter(tag -> !tag.equalsIgnoreCase("i-default"));
  }

  /** The text with CR LF for every line break, whatever it was. */
  static String canonical(String text) {
    if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
      return text;
    }
    return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
  }

  private static UnmappableException refusal(String text) {
    return new UnmappableException(Reason.UNSUPPORTED_CONTENT, text);
  }
}
