package org.porin.msgfmt;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * The encapsulated MIME entity with its exact octets (RFC 3862 §2.4). It has just one Content-Type.
 *
 * @param headers in order, unfolded
 * @param body what follows the blank line, its transfer encoding not undone
 * @param octets the whole entity, headers and body, as it stands on the wire
 */
public record MimeEntity(List<MimeHeader> headers, Octets body, Octets octets) {
  public MimeEntity {
    headers = List.copyOf(headers);
    int types = 0;
    for (MimeHeader header : headers) {
      types += header.is("Content-Type") ? 1 : 0;
    }
    if (types != 1) {
      throw new IllegalArgumentException("an entity has one Content-Type");
    }
    if (octets.length() < body.length()) {
      throw new IllegalArgumentException("the body is part of the entity");
    }
  }

  /**
   * A new entity; its headers are written one a line, in order, with CR LF.
   *
   * @throws IllegalArgumentException if there is not just one Content-Type
   */
  public static MimeEntity of(List<MimeHeader> headers, Octets body) {
    StringBuilder block = new StringBuilder();
    for (MimeHeader header : headers) {
      block.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream(block.length() + body.length() + 2);
    Octets.utf8(block.append("\r\n").toString()).writeTo(octets);
    body.writeTo(octets);
    return new MimeEntity(headers, body, Octets.copyOf(octets.toByteArray()));
  }

  /** The type of the content. */
  public MediaType contentType() {
    String value = header("Content-Type").orElseThrow();
    try {
      return MediaType.parse(value);
    } catch (MalformedException e) {
      throw new IllegalStateException("the reader lets no other Content-Type in", e);
    }
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

  /**
   * One MIME header field.
   *
   * @param name compares without case
   * @param value without the white space around it
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

    /** Nothing that could begin another line, or end a C string. */
    static boolean isValue(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Grammar.isControl(c) && c != '\t') {
          return false;
        }
      }
      return true;
    }
  }
}
