package org.porin.msgfmt;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Undoes the Content-Transfer-Encoding of an entity that is translated (RFC 2045 §6). An entity
 * that is relayed keeps it: RFC 3862 §6.
 */
public final class TransferEncoding {
  private TransferEncoding() {}

  /** Whether an encoding of this name leaves the octets as they are. */
  public static boolean isIdentity(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "7bit", "8bit", "binary" -> true;
      default -> false;
    };
  }

  /** Whether {@link #undo} can undo an encoding of this name. */
  public static boolean isKnown(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "base64", "quoted-printable" -> true;
      default -> isIdentity(name);
    };
  }

  /**
   * The body as it was before its encoding.
   *
   * @return empty when the encoding is not known: the entity is then opaque (RFC 2045 §6.4)
   * @throws MalformedException with an offset in octets of the body
   */
  public static Optional<Octets> undo(MimeEntity entity) throws MalformedException {
    String encoding = entity.header("Content-Transfer-Encoding").orElse("7bit");
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "7bit", "8bit", "binary" -> Optional.of(entity.body());
      case "base64" -> Optional.of(base64(entity.body()));
      case "quoted-printable" -> Optional.of(quotedPrintable(entity.body()));
      default -> Optional.empty();
    };
  }

  /** RFC 2045 §6.8: characters outside of the alphabet are ignored. */
  private static Octets base64(Octets body) throws MalformedException {
    try {
      return Octets.copyOf(Base64.getMimeDecoder().decode(body.toArray()));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("base64", 0);
    }
  }

  /** RFC 2045 §6.7. */
  private static Octets quotedPrintable(Octets body) throws MalformedException {
    byte[] in = body.toArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    int i = 0;
    while (i < in.length) {
      if (in[i] == ' ' || in[i] == '\t') {
        int end = endOfSpace(in, i);
        if (end < in.length && in[end] != '\r' && in[end] != '\n') {
          out.write(in, i, end - i);
        } // else rule 3: white space at the end of a line was added in transport
        i = end;
      } else if (in[i] != '=') {
        out.write(in[i++]);
      } else {
        i = afterEquals(in, i, out);
      }
    }
    return Octets.copyOf(out.toByteArray());
  }

  /** A soft line break, or two hexadecimal digits; gives where to go on. */
  private static int afterEquals(byte[] in, int equals, ByteArrayOutputStream out)
      throws MalformedException {
    int end = endOfSpace(in, equals + 1);
    if (end == in.length || in[end] == '\n') {
      return Math.min(end + 1, in.length);
    }
    if (in[end] == '\r' && end + 1 < in.length && in[end + 1] == '\n') {
      return end + 2;
    }
    int high = equals + 1 < in.length ? Character.digit(in[equals + 1], 16) : -1;
    int low = equals + 2 < in.length ? Character.digit(in[equals + 2], 16) : -1;
    if (high < 0 || low < 0) {
      throw new MalformedException("two hexadecimal digits after \"=\"", equals);
    }
    out.write(high << 4 | low);
    return equals + 3;
  }

  private static int endOfSpace(byte[] in, int from) {
    int end = from;
    while (end < in.length && (in[end] == ' ' || in[end] == '\t')) {
      end++;
    }
    return end;
  }
}
