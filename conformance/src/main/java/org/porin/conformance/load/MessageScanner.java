package org.porin.conformance.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts {@code <message>…</message>} out of a stream of stanzas by its tags alone. That is enough
 * for what servers send to the harness, and costs nothing beside the servers under load. One
 * thread.
 */
final class MessageScanner {
  private static final byte[] START = "<message".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "</message>".getBytes(StandardCharsets.US_ASCII);

  private final Consumer<String> onMessage;
  private byte[] held = new byte[1 << 18];
  private int length;

  MessageScanner(Consumer<String> onMessage) {
    this.onMessage = onMessage;
  }

  void feed(byte[] octets, int count) {
    if (length + count > held.length) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, length + count));
    }
    System.arraycopy(octets, 0, held, length, count);
    int searched = Math.max(0, length - END.length);
    length += count;
    int done = 0;
    for (int end; (end = indexOf(END, Math.max(done, searched))) >= 0; ) {
      int start = indexOf(START, done);
      int after = end + END.length;
      if (start >= 0 && start < end) {
        onMessage.accept(new String(held, start, after - start, StandardCharsets.UTF_8));
      }
      done = after;
      searched = done;
    }
    System.arraycopy(held, done, held, 0, length - done);
    length -= done;
  }

  private int indexOf(byte[] wanted, int from) {
    for (int at = from; at <= length - wanted.length; at++) {
      int matched = 0;
      while (matched < wanted.length && held[at + matched] == wanted[matched]) {
        matched++;
      }
      if (matched == wanted.length) {
        return at;
      }
    }
    return -1;
  }
}
