package org.porin.trust;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Reads the answer to one GET (RFC 9112) as it comes: only 200 is of use, and of its fields only
 * those that say where the body ends. Takes what it needs and has bounds for all of it.
 */
final class HttpAnswer {
  private static final int MAX_LINE_OCTETS = 8_192;
  private static final int MAX_FIELDS = 100;

  /** What is expected next. */
  private enum Part {
    STATUS,
    FIELDS,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    COMPLETE
  }

  private final int maxOctets;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final StringBuilder line = new StringBuilder();
  private Part part = Part.STATUS;
  private int status;
  private int fields;
  private boolean chunked;
  private long length = -1; // of the body, or of what is left of a chunk; -1: to the end
  private int seen;

  /**
   * @param maxOctets of the body
   */
  HttpAnswer(int maxOctets) {
    this.maxOctets = maxOctets;
  }

  /**
   * Takes what has come.
   *
   * @throws MalformedException when it is no HTTP, another status than 200, or too much
   */
  void take(ByteBuf in) throws MalformedException {
    while (in.isReadable() && part != Part.COMPLETE) {
      if (part == Part.BODY || part == Part.CHUNK) {
        octets(in);
      } else {
        octet(in.readByte());
      }
    }
  }

  /**
   * The far end says nothing more.
   *
   * @throws MalformedException when something is missing
   */
  void end() throws MalformedException {
    if (part == Part.BODY && length < 0) {
      part = Part.COMPLETE;
    }
    if (part != Part.COMPLETE) {
      throw new MalformedException("a whole answer", seen);
    }
  }

  /** The body, once it is there as a whole. */
  Optional<Octets> body() {
    return part == Part.COMPLETE
        ? Optional.of(Octets.copyOf(body.toByteArray()))
        : Optional.empty();
  }

  private void octets(ByteBuf in) throws MalformedException {
    int count = length < 0 ? in.readableBytes() : (int) Math.min(length, in.readableBytes());
    if (count > maxOctets - body.size()) {
      throw new MalformedException("at most " + maxOctets + " octets", seen);
    }
    byte[] octets = new byte[count];
    in.readBytes(octets);
    body.writeBytes(octets);
    seen += count;
    if (length >= 0) {
      length -= count;
      if (length == 0) {
        part = part == Part.CHUNK ? Part.CHUNK_END : Part.COMPLETE;
      }
    }
  }

  private void octet(byte octet) throws MalformedException {
    seen++;
    if (octet != '\n') {
      if (line.length() == MAX_LINE_OCTETS) {
        throw new MalformedException("a shorter line", seen);
      }
      line.append((char) (octet & 0xFF));
      return;
    }
    int end = line.length() > 0 && line.charAt(line.length() - 1) == '\r' ? 1 : 0;
    String text = line.substring(0, line.length() - end);
    line.setLength(0);
    line(text);
  }

  private void line(String text) throws MalformedException {
    switch (part) {
      case STATUS -> status(text);
      case FIELDS -> field(text);
      case CHUNK_SIZE -> chunkSize(text);
      case CHUNK_END -> {
        require(text.isEmpty(), "the end of a chunk");
        part = Part.CHUNK_SIZE;
      }
      case TRAILERS -> {
        require(++fields <= MAX_FIELDS, "fewer fields");
        part = text.isEmpty() ? Part.COMPLETE : Part.TRAILERS;
      }
      default -> throw new IllegalStateException("no line is expected");
    }
  }

  private void status(String text) throws MalformedException {
    require(text.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?"), "HTTP/1.1 and a status");
    status = Integer.parseInt(text.substring(9, 12));
    // 1xx comes before another; a redirection leads where no rule has looked (TRUST 9)
    require(status / 100 == 1 || status == 200, "200, not " + status);
    part = Part.FIELDS;
  }

  private void field(String text) throws MalformedException {
    require(++fields <= MAX_FIELDS, "fewer fields");
    if (text.isEmpty()) {
      fieldsEnd();
      return;
    }
    int colon = text.indexOf(':');
    require(colon > 0, "a field");
    String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
    String value = text.substring(colon + 1).strip();
    if (name.equals("content-length")) {
      require(value.matches("[0-9]{1,9}"), "a length");
      long given = Long.parseLong(value);
      require(length < 0 || length == given, "one length");
      length = given;
    } else if (name.equals("transfer-encoding")) {
      require(value.equalsIgnoreCase("chunked"), "chunked, and no other coding");
      chunked = true;
    }
  }

  private void fieldsEnd() throws MalformedException {
    if (status != 200) {
      part = Part.STATUS; // of the final answer
      return;
    }
    require(!chunked || length < 0, "one way to find the end"); // RFC 9112 §6.3: an attack
    require(length <= maxOctets, "at most " + maxOctets + " octets");
    part = chunked ? Part.CHUNK_SIZE : length == 0 ? Part.COMPLETE : Part.BODY;
  }

  private void chunkSize(String text) throws MalformedException {
    int end = text.indexOf(';'); // extensions mean nothing here
    String size = (end < 0 ? text : text.substring(0, end)).strip();
    require(size.matches("[0-9a-fA-F]{1,7}"), "the size of a chunk");
    length = Integer.parseInt(size, 16);
    part = length == 0 ? Part.TRAILERS : Part.CHUNK;
  }

  private void require(boolean met, String expected) throws MalformedException {
    if (!met) {
      throw new MalformedException(expected, seen);
    }
  }

  /** As octets of a request line and its fields (RFC 9112 §3). */
  static byte[] request(CertificateUrl url) {
    return ("GET "
            + url.target()
            + " HTTP/1.1\r\nHost: "
            + url.authority()
            + "\r\nAccept: application/pkix-cert, application/pem-certificate-chain, */*;q=0.1"
            + "\r\nUser-Agent: Porin\r\nConnection: close\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
