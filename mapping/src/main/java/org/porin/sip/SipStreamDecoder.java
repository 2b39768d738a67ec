package org.porin.sip;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.porin.wire.Octets;

/**
 * Cuts one stream into messages (RFC 3261 §18.3), in fragments of any size. Content-Length is
 * mandatory; a fault that leaves it open where the next message begins is fatal, any other skips
 * that message alone. Holds at most one message within its limits, besides what it was just fed.
 * For one thread at a time.
 */
public final class SipStreamDecoder {
  private static final byte[] NOTHING = {};

  private final SipLimits limits;
  private byte[] buffer = NOTHING;
  private int length;

  /** Where the current message begins in the buffer. */
  private int start;

  /** Up to where its head was searched for an end. */
  private int scanned;

  /** Its head, once that is there. */
  private @Nullable HeadReader head;

  private int bodyStart;
  private boolean crlfSeen;
  private boolean dead;

  /** A decoder at the beginning of a stream. */
  public SipStreamDecoder(SipLimits limits) {
    this.limits = limits;
  }

  /** As {@link #feed(ByteBuffer)}. */
  public List<SipInput> feed(Octets fragment) {
    return feed(fragment.toBuffer());
  }

  /**
   * Takes all remaining octets, and gives what is complete with them, in order. Behind a fatal
   * fault nothing is looked at any more.
   */
  public List<SipInput> feed(ByteBuffer fragment) {
    if (dead) {
      fragment.position(fragment.limit());
      return List.of();
    }
    append(fragment);
    List<SipInput> found = new ArrayList<>(4);
    while (!dead && advance(found)) {
      // one message or keep-alive a turn
    }
    compact();
    return found;
  }

  /** Whether a message has begun and is not complete: the peer owes octets. */
  public boolean isMidMessage() {
    return length > 0;
  }

  /** Whether it came one step further. */
  private boolean advance(List<SipInput> found) {
    HeadReader current = head;
    if (current != null) {
      return body(current, found);
    }
    if (skipCrlfs()) {
      found.add(new SipInput.KeepAlive());
      return true;
    }
    boolean halfCrlf = length - start == 1 && buffer[start] == '\r';
    return start < length && !halfCrlf && head(found);
  }

  /** Skips line ends before a message (§7.5); true if there were two of them, which is a ping. */
  private boolean skipCrlfs() {
    boolean ping = false;
    while (start + 1 < length && buffer[start] == '\r' && buffer[start + 1] == '\n') {
      start += 2;
      ping |= crlfSeen;
      crlfSeen = !crlfSeen;
    }
    if (start < length && buffer[start] != '\r') {
      crlfSeen = false;
    }
    return ping;
  }

  private boolean head(List<SipInput> found) {
    int end = HeadReader.endOfHead(buffer, Math.max(start, scanned - 3), length);
    scanned = length;
    if ((end < 0 ? length : end) - start > limits.headOctets()) {
      found.add(SipCodec.headWithoutEnd(buffer, start, length, limits));
      die();
      return false;
    }
    if (end < 0) {
      return false;
    }
    HeadReader read = HeadReader.read(buffer, start, end, limits);
    if (read.contentLength() == HeadReader.NO_LENGTH) {
      read.noteUnframed("Content-Length", end - start, 400); // §18.3: MUST be used with streams
    } else if (read.contentLength() > limits.bodyOctets()) {
      read.noteUnframed("a body of at most " + limits.bodyOctets() + " octets", end - start, 513);
    }
    if (read.isUnframed()) {
      found.add(SipCodec.input(read, buffer, end, end, true));
      die();
      return false;
    }
    head = read;
    bodyStart = end;
    return true;
  }

  private boolean body(HeadReader current, List<SipInput> found) {
    int end = bodyStart + current.contentLength();
    if (end > length) {
      return false;
    }
    found.add(SipCodec.input(current, buffer, bodyStart, end, true));
    head = null;
    start = end;
    scanned = end;
    return true;
  }

  private void append(ByteBuffer fragment) {
    int count = fragment.remaining();
    if (buffer.length - length < count) {
      buffer = Arrays.copyOf(buffer, Math.max(length + count, 2 * length));
    }
    fragment.get(buffer, length, count);
    length += count;
  }

  /** Drops what is done with; an idle stream holds nothing, since there may be many. */
  private void compact() {
    if (start == length) {
      buffer = NOTHING;
    } else if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, length - start);
    }
    length -= start;
    scanned = Math.max(0, scanned - start);
    bodyStart -= start;
    start = 0;
  }

  private void die() {
    dead = true;
    start = length;
    head = null;
  }
}
