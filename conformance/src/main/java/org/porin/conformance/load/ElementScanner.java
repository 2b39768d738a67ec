package org.porin.conformance.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts elements of one name, {@code <message>…</message>}, out of a stream of stanzas by their tags
 * alone. That is enough for what servers and bridges send to the harness, and costs nothing beside
 * what is under load. One thread.
 */
final class ElementScanner {
  private final byte[] startTag;
  private final byte[] endTag;
  private final Consumer<String> onElement;
  private byte[] held = new byte[1 << 18];
  private int length;

  /**
   * @param onElement called with each element, its tags included
   */
  ElementScanner(String name, Consumer<String> onElement) {
    this.startTag = ("<" + name).getBytes(StandardCharsets.US_ASCII);
    this.endTag = ("</" + name + ">").getBytes(StandardCharsets.US_ASCII);
    this.onElement = onElement;
  }

  /** For {@code <message/>}. */
  static ElementScanner ofMessages(Consumer<String> onMessage) {
    return new ElementScanner("message", onMessage);
  }

  void feed(byte[] octets, int count) {
    if (length + count > held.length) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, length + count));
    }
    System.arraycopy(octets, 0, held, length, count);
    int searched = Math.max(0, length - endTag.length);
    length += count;
    int done = 0;
    for (int end; (end = indexOf(endTag, Math.max(done, searched))) >= 0; ) {
      int start = indexOf(startTag, done);
      int after = end + endTag.length;
      if (start >= 0 && start < end) {
        onElement.accept(new String(held, start, after - start, StandardCharsets.UTF_8));
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
