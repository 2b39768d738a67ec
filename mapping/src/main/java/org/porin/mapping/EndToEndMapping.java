package org.porin.mapping;

import java.util.List;
import java.util.Optional;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.MediaType;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.msgfmt.Multipart;
import org.porin.msgfmt.MultipartLimits;
import org.porin.profile.Failure.Reason;
import org.porin.stanza.Element;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.PresenceStanza;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Signed and encrypted objects between {@code <e2e/>} and the other side (RFC 3923 §8). The object
 * is immutable and opaque: it crosses with its exact octets or not at all.
 */
public final class EndToEndMapping {
  /** The namespace of {@code <e2e/>} (RFC 3923 §3.1). */
  public static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-e2e";

  private EndToEndMapping() {}

  /** The {@code <e2e/>} of a stanza. */
  public static Optional<Element> of(MessageStanza stanza) {
    for (Element extension : stanza.extensions()) {
      if (extension.is(NAMESPACE, "e2e")) {
        return Optional.of(extension);
      }
    }
    return Optional.empty();
  }

  /** The {@code <e2e/>} of a stanza of presence (RFC 3923 §4.1). */
  public static Optional<Element> of(PresenceStanza stanza) {
    return stanza.extensions().stream().filter(e -> e.is(NAMESPACE, "e2e")).findFirst();
  }

  /**
   * The type of what was signed, for all to read; empty for an encrypted object, which tells
   * nobody: then the operation that brings it says whether it is a message or presence.
   */
  public static Optional<MediaType> signedType(MimeEntity object) {
    return signed(object).map(MimeEntity::contentType);
  }

  /** The part of a signed object that was signed (RFC 3923 §3.2, §4.2). */
  static Optional<MimeEntity> signed(MimeEntity object) {
    MediaType type = object.contentType();
    if (!type.is("multipart", "signed")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Multipart.parts(type, object.body(), MultipartLimits.DEFAULT).get(0));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** Whether content of that type is a secured object, to be carried in {@code <e2e/>}. */
  public static boolean isSecured(MediaType type) {
    return type.is("multipart", "signed")
        || type.is("multipart", "encrypted")
        || type.is("application", "pkcs7-mime")
        || type.is("application", "x-pkcs7-mime");
  }

  /**
   * The object in an {@code <e2e/>}. XML has made LF of each CR LF, which S/MIME needs, so it is
   * put back on every line (OPEN q). Bare base64, as in the examples of RFC 3923 §7, is an
   * enveloped object without its headers.
   *
   * @throws UnmappableException when it is no such object
   */
  public static MimeEntity toEntity(Element e2e) throws UnmappableException {
    Octets octets = Octets.utf8(PlainText.canonical(withoutIndent(e2e.text())));
    try {
      MimeEntity entity = CpimCodec.decodeEntity(octets, CpimLimits.DEFAULT);
      if (!isSecured(entity.contentType())) {
        throw refusal("the object in <e2e/> is neither signed nor encrypted");
      }
      return entity;
    } catch (MalformedException e) {
      if (isBase64(octets)) {
        return MimeEntity.of(
            List.of(
                new MimeHeader("Content-Type", "application/pkcs7-mime"),
                new MimeHeader("Content-Transfer-Encoding", "base64")),
            octets);
      }
      throw refusal("the object in <e2e/> is no MIME entity");
    }
  }

  /**
   * An {@code <e2e/>} with the object. Its line breaks are LF in the text, as any XML reader makes
   * them; a reader puts CR LF back.
   *
   * @throws UnmappableException when XML cannot carry its octets exactly: not UTF-8, characters
   *     that XML forbids, or a CR or LF that stands alone
   */
  public static Element toElement(MimeEntity object) throws UnmappableException {
    String text;
    try {
      text = object.octets().toUtf8();
    } catch (MalformedException e) {
      throw refusal("the secured object is binary, which XML cannot carry; base64 would pass");
    }
    String lines = text.replace("\r\n", "\n");
    if (lines.indexOf('\r') >= 0 || !lines.replace("\n", "\r\n").equals(text)) {
      throw refusal("the secured object has lines that do not end in CR LF");
    }
    if (!XmlText.isWellFormed(lines)) {
      throw refusal("the secured object has characters that XML cannot carry");
    }
    return Element.empty(NAMESPACE, "e2e").with(new Element.Text(lines));
  }

  /**
   * The text without the white space in front, with which no entity begins. Who put it there, as in
   * the examples of RFC 3923, may have indented the end tag too.
   */
  private static String withoutIndent(String text) {
    int start = 0;
    while (start < text.length() && " \t\r\n".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    int end = text.length();
    while (start > 0 && end > start && " \t".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    boolean indented = end > start && text.charAt(end - 1) == '\n';
    return text.substring(start, indented ? end : text.length());
  }

  private static boolean isBase64(Octets octets) {
    boolean any = false;
    for (int i = 0; i < octets.length(); i++) {
      int c = octets.at(i);
      boolean digit = c < 0x80 && (Character.isLetterOrDigit(c) || "+/=".indexOf(c) >= 0);
      if (!digit && c != '\r' && c != '\n' && c != ' ') {
        return false;
      }
      any |= digit;
    }
    return any;
  }

  private static UnmappableException refusal(String text) {
    return new UnmappableException(Reason.UNSUPPORTED_CONTENT, text);
  }
}
