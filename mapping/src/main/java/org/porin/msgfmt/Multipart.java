package org.porin.msgfmt;

import java.util.ArrayList;
import java.util.List;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * The parts of a multipart body (RFC 2046 §5.1), of one level: a part may be a multipart again. In
 * time that grows with the length of the body.
 *
 * <pre>delimiter line = "--" boundary [ "--" ] *( SP / HTAB )   (RFC 2046 §5.1.1)</pre>
 *
 * <p>A line that goes on otherwise is none, so a boundary that begins with another one does not end
 * the parts of that. Lines may end in a bare LF; the last part may lack its close delimiter, since
 * the end of the body says as much.
 */
public final class Multipart {
  private static final int MAX_BOUNDARY_CHARS = 70; // RFC 2046 §5.1.1
  private static final int MAX_FIELDS = 64;
  private static final String MARKS = "'()+_,-./:=? "; // bchars, with letters and digits
  private static final MimeHeader PLAIN = // RFC 2046 §5.1: of a part that has none
      new MimeHeader("Content-Type", "text/plain; charset=us-ascii");
  private static final MimeHeader DIGESTED = new MimeHeader("Content-Type", "message/rfc822");

  private Multipart() {}

  /**
   * The parts in order, each with its exact octets. One without Content-Type has that of RFC 2046
   * §5.1 among its headers: {@code text/plain}, in a digest {@code message/rfc822} (§5.1.5).
   * Preamble and epilogue are passed over.
   *
   * @param type of the body; its boundary is what separates
   * @throws MalformedException with an offset in octets of the body: no usable boundary, no part,
   *     more than the limits allow, or a part that does not begin with MIME header fields
   */
  public static List<MimeEntity> parts(MediaType type, Octets body, MultipartLimits limits)
      throws MalformedException {
    if (body.length() > limits.octets()) {
      throw new MalformedException("a smaller multipart", limits.octets());
    }
    Octets delimiter = Octets.utf8("--" + boundary(type));
    MimeHeader unsaid = type.subtype().equals("digest") ? DIGESTED : PLAIN;
    List<MimeEntity> parts = new ArrayList<>();
    int begin = -1; // of the part that is open
    int end = 0; // of the line before, without its line end
    int next;
    for (int line = 0; line < body.length(); line = next) {
      int lineEnd = lineFeed(body, line);
      next = Math.min(lineEnd + 1, body.length());
      if (lineEnd > line && lineEnd < body.length() && body.at(lineEnd - 1) == '\r') {
        lineEnd--;
      }
      Kind kind = kind(body, line, lineEnd, delimiter);
      if (kind != Kind.CONTENT) {
        if (begin >= 0) {
          // the line end before a delimiter belongs to the delimiter
          parts.add(part(body, begin, Math.max(begin, end), unsaid, limits));
        }
        if (kind == Kind.CLOSE) {
          begin = -1;
          break;
        }
        if (parts.size() == limits.parts()) {
          throw new MalformedException("fewer parts", line);
        }
        begin = next;
      }
      end = lineEnd;
    }
    if (begin >= 0) {
      parts.add(part(body, begin, body.length(), unsaid, limits));
    }
    if (parts.isEmpty()) {
      throw new MalformedException("a line of the boundary", body.length());
    }
    return parts;
  }

  private enum Kind {
    CONTENT,
    DELIMITER,
    CLOSE
  }

  private static Kind kind(Octets body, int line, int end, Octets delimiter) {
    int at = line + delimiter.length();
    if (at > end || !body.slice(line, at).equals(delimiter)) {
      return Kind.CONTENT;
    }
    boolean close = at + 2 <= end && body.at(at) == '-' && body.at(at + 1) == '-';
    for (int i = close ? at + 2 : at; i < end; i++) {
      if (body.at(i) != ' ' && body.at(i) != '\t') {
        return Kind.CONTENT;
      }
    }
    return close ? Kind.CLOSE : Kind.DELIMITER;
  }

  /** Where the line ends in LF; the end of the body for the last one. */
  private static int lineFeed(Octets body, int from) {
    int at = from;
    while (at < body.length() && body.at(at) != '\n') {
      at++;
    }
    return at;
  }

  private static MimeEntity part(
      Octets body, int begin, int end, MimeHeader unsaid, MultipartLimits limits)
      throws MalformedException {
    try {
      return MimeReader.readPart(
          body.slice(begin, end),
          new CpimLimits(limits.octets(), MAX_FIELDS, limits.octets()),
          unsaid);
    } catch (CpimFault fault) {
      throw new MalformedException(
          fault.reason().expected(), Math.min(begin + fault.offset(), body.length()));
    }
  }

  private static String boundary(MediaType type) throws MalformedException {
    String boundary = type.parameter("boundary").orElse("");
    boolean usable =
        type.type().equals("multipart")
            && !boundary.isEmpty()
            && boundary.length() <= MAX_BOUNDARY_CHARS
            && !boundary.endsWith(" ")
            && boundary.chars().allMatch(Multipart::isBoundaryChar);
    if (!usable) {
      throw new MalformedException("a multipart type with a boundary of 1 to 70 chars", 0);
    }
    return boundary;
  }

  private static boolean isBoundaryChar(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || MARKS.indexOf(c) >= 0;
  }
}
