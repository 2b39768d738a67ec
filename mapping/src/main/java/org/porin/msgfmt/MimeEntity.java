package org.porin.msgfmt;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * The encapsulated MIME entity with its exact octets (RFC 3862 §2.4). It has just one Content-Type.
 * Two are equal if their octets are.
 */
public final class MimeEntity {
  private static final String USUAL_TYPE = MediaType.PLAIN_UTF_8.toString();

  /** What the headers of most take. */
  private static final int HEADERS = 80;

  private final List<MimeHeader> headers;
  private final MediaType contentType;
  private final Octets body;
  private final Octets octets;

  /** What was read or written as those octets; the headers may leave out nothing of them. */
  MimeEntity(List<MimeHeader> headers, MediaType contentType, Octets body, Octets octets) {
    this.headers = List.copyOf(headers);
    this.contentType = contentType;
    this.body = body;
    this.octets = octets;
  }

  /**
   * A new entity; its headers are written one a line, in order, with CR LF.
   *
   * @throws IllegalArgumentException if there is not just one Content-Type, or none that can be
   *     read
   */
  public static MimeEntity of(List<MimeHeader> headers, Octets body) {
    MediaType contentType = onlyContentType(headers);
    StringBuilder block = new StringBuilder(HEADERS);
    for (MimeHeader header : headers) {
      block.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream(block.length() + body.length() + 2);
    Octets.utf8(block.append("\r\n").toString()).writeTo(octets);
    body.writeTo(octets);
    return new MimeEntity(headers, contentType, body, Octets.copyOf(octets));
  }

  private static MediaType onlyContentType(List<MimeHeader> headers) {
    String type = null;
    for (MimeHeader header : headers) {
      if (header.is("Content-Type")) {
        if (type != null) {
          throw new IllegalArgumentException("an entity has one Content-Type");
        }
        type = header.value();
      }
    }
    if (type == null) {
      throw new IllegalArgumentException("an entity has one Content-Type");
    }
    try {
      return type.equals(USUAL_TYPE) ? MediaType.PLAIN_UTF_8 : MediaType.parse(type);
    } catch (MalformedException e) {
      throw new IllegalArgumentException("not a Content-Type", e);
    }
  }

  /** The header fields in order, unfolded. */
  public List<MimeHeader> headers() {
    return headers;
  }

  /** What follows the blank line, its transfer encoding not undone. */
  public Octets body() {
    return body;
  }

  /** The whole entity, headers and body, as it stands on the wire. */
  public Octets octets() {
    return octets;
  }

  /**
   * The type of the content. One that is written so that it cannot be read makes the content octets
   * of an unknown type: RFC 3862 wants the field, but what is in it is MIME's concern.
   */
  public MediaType contentType() {
    return contentType;
  }

  /** The value of the first header field of that name, asked without case. */
  public Optional<String> header(String name) {
    for (MimeHeader header : headers) {
      if (header.is(name)) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MimeEntity that && octets.equals(that.octets);
  }

  @Override
  public int hashCode() {
    return octets.hashCode();
  }

  @Override
  public String toString() {
    return contentType + ", " + body.length() + " octets";
  }

  /**
   * One MIME header field.
   *
   * @param name compares without case
   * @param value without spaces and tabs around it
   */
  public record MimeHeader(String name, String value) {
    public MimeHeader {
      if (!isName(name) || !isValue(value)) {
        throw new IllegalArgumentException("not a MIME header field");
      }
    }

    /** Whether it has that name. */
    public boolean is(String name) {
      return this.name.equalsIgnoreCase(name);
    }

    /** field-name (RFC 5322 §3.6.8): printable ASCII but ":". */
    static boolean isName(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c <= ' ' || c >= 0x7F || c == ':') {
          return false;
        }
      }
      return !text.isEmpty();
    }

    /** Text without spaces and tabs around it. */
    static boolean isValue(String text) {
      return isText(text)
          && (text.isEmpty()
              || !(Grammar.isBlank(text.charAt(0))
                  || Grammar.isBlank(text.charAt(text.length() - 1))));
    }

    /** Nothing that could begin another line, end a C string, or not be written as UTF-8. */
    static boolean isText(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Grammar.isControl(c) && c != '\t') {
          return false;
        }
      }
      return Grammar.isWellFormed(text);
    }
  }
}
