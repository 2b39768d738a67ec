package org.porin.sip;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** SIP messages from octets and back (RFC 3261 §7, §18.3, §25); stateless. */
public final class SipCodec {
  private static final int UTF_8_MOST = 3; // octets of a char
  private static final int MOST_OF_START_AND_LENGTH = 128;
  private static final SipMessage.Cases<Long> START_LINE =
      new SipMessage.Cases<>() {
        @Override
        public Long request(SipRequest request) {
          return (long) request.method().length() + request.requestUri().length();
        }

        @Override
        public Long response(SipResponse response) {
          return (long) response.reason().length();
        }
      };

  private SipCodec() {}

  /**
   * What one datagram holds (§18.3): without Content-Length the body is the rest, with it further
   * octets are dropped, and too few of them are a fault. CRLFs before the start line are skipped
   * (§7.5).
   */
  public static SipInput decodeDatagram(Octets datagram, SipLimits limits) {
    byte[] in = datagram.toArray();
    int start = 0;
    while (start < in.length && (in[start] == '\r' || in[start] == '\n' || in[start] == 0)) {
      start++;
    }
    if (start == in.length) {
      return new SipInput.KeepAlive();
    }
    int bodyStart = HeadReader.endOfHead(in, start, in.length);
    if (bodyStart < 0) {
      return headWithoutEnd(in, start, in.length, limits);
    }
    HeadReader head = HeadReader.read(in, start, bodyStart, limits);
    if (bodyStart - start > limits.headOctets()) {
      head.noteUnframed("a head of at most " + limits.headOctets() + " octets", 0, 513);
    }
    int available = in.length - bodyStart;
    int length = head.contentLength() == HeadReader.NO_LENGTH ? available : head.contentLength();
    if (length > limits.bodyOctets()) {
      String expected = "a body of at most " + limits.bodyOctets() + " octets";
      head.noteUnframed(expected, bodyStart - start, 513);
    } else if (length > available) {
      head.noteUnframed("a body as long as Content-Length says", in.length - start, 400);
    }
    return input(head, in, bodyStart, bodyStart + length, false);
  }

  /**
   * One message that is a whole datagram.
   *
   * @throws MalformedException if it is none
   */
  public static SipMessage decode(Octets datagram, SipLimits limits) throws MalformedException {
    SipInput input = decodeDatagram(datagram, limits);
    if (input instanceof SipInput.Message message) {
      return message.message();
    }
    throw input instanceof SipInput.Malformed malformed
        ? malformed.cause()
        : new MalformedException("start line", 0);
  }

  /**
   * The wire form: names in full, one value a line, Content-Length last, the body as it is (§7,
   * §20.14).
   */
  public static Octets encode(SipMessage message) {
    return Octets.copyOf(write(message));
  }

  /** The same, as an array of the caller's own. */
  public static byte[] write(SipMessage message) {
    StringBuilder head =
        new StringBuilder(Math.toIntExact(MOST_OF_START_AND_LENGTH + chars(message)));
    message.choose(new StartLineWriter(head));
    for (SipHeader header : message.headers().list()) {
      head.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    Octets body = message.body();
    head.append("Content-Length: ").append(body.length()).append("\r\n\r\n");
    byte[] octets = head.toString().getBytes(StandardCharsets.UTF_8);
    if (body.length() > 0) {
      int bodyStart = octets.length;
      octets = Arrays.copyOf(octets, bodyStart + body.length());
      body.toBuffer().get(octets, bodyStart, body.length());
    }
    return octets;
  }

  /** Of the head, but for what is the same in all. */
  private static long chars(SipMessage message) {
    long chars = message.choose(START_LINE);
    for (SipHeader header : message.headers().list()) {
      chars += header.name().length() + header.value().length() + 4L;
    }
    return chars;
  }

  /** Whether {@link #encode} gives no more octets than that; mostly told without writing it. */
  public static boolean fits(SipMessage message, int octets) {
    long atMost = MOST_OF_START_AND_LENGTH + UTF_8_MOST * chars(message) + message.body().length();
    return atMost <= octets || write(message).length <= octets;
  }

  /** A message, or what is wrong with it, from a head that was read and the place of its body. */
  static SipInput input(HeadReader head, byte[] in, int bodyStart, int bodyEnd, boolean stream) {
    if (head.fault().isEmpty()) {
      return new SipInput.Message(head.message(Octets.copyOf(in, bodyStart, bodyEnd)));
    }
    return malformed(head, stream && head.isUnframed());
  }

  /** What is left when a head is cut off, or longer than its limit. */
  static SipInput headWithoutEnd(byte[] in, int start, int end, SipLimits limits) {
    int lastLine = start;
    int to = Math.min(end, start + limits.headOctets());
    for (int i = start + 1; i < to; i++) {
      if (in[i] == '\n' && in[i - 1] == '\r') {
        lastLine = i + 1;
      }
    }
    HeadReader head = HeadReader.read(in, start, lastLine, limits);
    boolean tooLong = end - start > limits.headOctets();
    head.noteUnframed("an empty line behind the headers", to - start, tooLong ? 513 : 400);
    return malformed(head, true);
  }

  private static SipInput malformed(HeadReader head, boolean fatal) {
    return new SipInput.Malformed(
        head.fault().orElseThrow(), head.status(), head.answerable(), fatal);
  }

  /** Writes the start line with its CRLF. */
  private record StartLineWriter(StringBuilder out) implements SipMessage.Cases<StringBuilder> {
    @Override
    public StringBuilder request(SipRequest request) {
      return out.append(request.method())
          .append(' ')
          .append(request.requestUri())
          .append(' ')
          .append(StartLine.VERSION)
          .append("\r\n");
    }

    @Override
    public StringBuilder response(SipResponse response) {
      return out.append(StartLine.VERSION)
          .append(' ')
          .append(response.status())
          .append(' ')
          .append(response.reason())
          .append("\r\n");
    }
  }
}
