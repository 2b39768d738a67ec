package org.porin.conformance.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Cuts SIP messages out of a TCP stream by {@code Content-Length} (RFC 3261 §18.3). One thread. */
final class SipScanner {
  private byte[] held = new byte[1 << 17];
  private int length;

  /** One message: everything before the empty line, and the body. */
  record SipText(String head, String body) {
    /** The first value of a header field, long or compact form; names in any case. */
    Optional<String> header(String name, String compact) {
      return head.lines()
          .skip(1)
          .filter(line -> isNamed(line, name) || isNamed(line, compact))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    }

    private static boolean isNamed(String line, String name) {
      int colon = line.indexOf(':');
      return colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name);
    }

    String startLine() {
      return head.lines().findFirst().orElse("");
    }
  }

  void feed(byte[] octets, int count) {
    if (length + count > held.length) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, length + count));
    }
    System.arraycopy(octets, 0, held, length, count);
    length += count;
  }

  /** The next whole message; empty if more octets have to come first. */
  Optional<SipText> next() {
    int start = 0;
    while (start < length && (held[start] == '\r' || held[start] == '\n')) {
      start++; // keep-alive, RFC 5626 §3.5.1
    }
    int end = endOfHead(start);
    if (end < 0) {
      return Optional.empty();
    }
    String head = new String(held, start, end - start, StandardCharsets.UTF_8);
    int bodyLength = bodyLength(head);
    int after = end + 4 + bodyLength;
    if (after > length) {
      return Optional.empty();
    }
    String body = new String(held, end + 4, bodyLength, StandardCharsets.UTF_8);
    System.arraycopy(held, after, held, 0, length - after);
    length -= after;
    return Optional.of(new SipText(head, body));
  }

  private int endOfHead(int from) {
    for (int at = from; at + 3 < length; at++) {
      if (held[at] == '\r'
          && held[at + 1] == '\n'
          && held[at + 2] == '\r'
          && held[at + 3] == '\n') {
        return at;
      }
    }
    return -1;
  }

  private static int bodyLength(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).matches("(content-length|l)\\s*:.*"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElse(0);
  }
}
