package org.porin.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable run of octets: what must stay exactly as it came. Compares by content. */
public final class Octets {
  /** No octets. */
  public static final Octets EMPTY = new Octets(new byte[0]);

  private final byte[] octets;

  private Octets(byte[] octets) {
    this.octets = octets;
  }

  /** A copy of the given octets. */
  public static Octets copyOf(byte[] octets) {
    return octets.length == 0 ? EMPTY : new Octets(octets.clone());
  }

  /** A copy of {@code octets[from..to)}. */
  public static Octets copyOf(byte[] octets, int from, int to) {
    return from == to ? EMPTY : new Octets(Arrays.copyOfRange(octets, from, to));
  }

  /** The UTF-8 form of a text. */
  public static Octets utf8(String text) {
    return new Octets(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How many octets. */
  public int length() {
    return octets.length;
  }

  /** The octet at an index, 0 to 255. */
  public int at(int index) {
    return octets[index] & 0xFF;
  }

  /** A fresh copy that the caller may change. */
  public byte[] toArray() {
    return octets.clone();
  }

  /** A read-only view from the first octet to the last. */
  public ByteBuffer toBuffer() {
    return ByteBuffer.wrap(octets).asReadOnlyBuffer();
  }

  /** Appends these octets. */
  public void writeTo(ByteArrayOutputStream out) {
    out.write(octets, 0, octets.length);
  }

  /**
   * These octets read as UTF-8 in the restricted form of RFC 3629.
   *
   * @throws MalformedException at the first octet that is not UTF-8
   */
  public String toUtf8() throws MalformedException {
    return Utf8.decode(octets, 0, octets.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** Says how many, never what: octets of a message do not belong in logs by accident. */
  @Override
  public String toString() {
    return octets.length + " octets";
  }
}
