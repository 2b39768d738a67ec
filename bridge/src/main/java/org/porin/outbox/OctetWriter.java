package org.porin.outbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.porin.wire.Octets;

/** Writes values one after the other into octets that grow. For one thread. */
final class OctetWriter {
  private byte[] octets;
  private int at;

  OctetWriter(int expected) {
    octets = new byte[expected];
  }

  OctetWriter octet(int value) {
    room(1);
    octets[at++] = (byte) value;
    return this;
  }

  /** Seven bits an octet, the lowest first. */
  OctetWriter number(long value) {
    long left = value;
    room(Long.BYTES + 2);
    while ((left & ~0x7FL) != 0) {
      octets[at++] = (byte) (left & 0x7F | 0x80);
      left >>>= 7;
    }
    octets[at++] = (byte) left;
    return this;
  }

  OctetWriter text(String text) {
    byte[] written = text.getBytes(StandardCharsets.UTF_8);
    number(written.length);
    room(written.length);
    System.arraycopy(written, 0, octets, at, written.length);
    at += written.length;
    return this;
  }

  OctetWriter text(Optional<String> text) {
    if (text.isEmpty()) {
      return octet(0);
    }
    return octet(1).text(text.get());
  }

  OctetWriter octets(Octets value) {
    number(value.length());
    room(value.length());
    value.toBuffer().get(octets, at, value.length());
    at += value.length();
    return this;
  }

  private void room(int more) {
    if (octets.length - at < more) {
      octets = Arrays.copyOf(octets, Math.max(at + more, octets.length * 2));
    }
  }

  byte[] toArray() {
    return at == octets.length ? octets : Arrays.copyOf(octets, at);
  }
}
