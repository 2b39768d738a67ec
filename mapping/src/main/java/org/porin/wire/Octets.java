package org.porin.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** An immutable run of octets: what must stay exactly as it came. Compares by content. */
public final class Octets {
  /** No octets. */
  public static final Octets EMPTY = new Octets(new byte[0], 0, 0);

  private final byte[] array;
  private final int from;
  private final int length;

  private Octets(byte[] array, int from, int length) {
    this.array = array;
    this.from = from;
    this.length = length;
  }

  /** A copy of the given octets. */
  public static Octets copyOf(byte[] octets) {
    return octets.length == 0 ? EMPTY : owned(octets.clone());
  }

  /** A copy of {@code octets[from..to)}. */
  public static Octets copyOf(byte[] octets, int from, int to) {
    return from == to ? EMPTY : owned(Arrays.copyOfRange(octets, from, to));
  }

  /** A copy of all that was written. */
  public static Octets copyOf(ByteArrayOutputStream written) {
    return owned(written.toByteArray());
  }

  /** The UTF-8 form of a text. */
  public static Octets utf8(String text) {
    return owned(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Octets owned(byte[] octets) {
    return new Octets(octets, 0, octets.length);
  }

  /** How many octets. */
  public int length() {
    return length;
  }

  /** The octet at an index, 0 to 255. */
  public int at(int index) {
    return array[from + Objects.checkIndex(index, length)] & 0xFF;
  }

  /** The octets from one index to before another. Nothing is copied: the whole stays in memory. */
  public Octets slice(int begin, int end) {
    Objects.checkFromToIndex(begin, end, length);
    return begin == end ? EMPTY : new Octets(array, from + begin, end - begin);
  }

  /** A fresh copy that the caller may change. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, from, from + length);
  }

  /** A read-only view from the first octet to the last. */
  public ByteBuffer toBuffer() {
    return ByteBuffer.wrap(array, from, length).slice().asReadOnlyBuffer();
  }

  /** Appends these octets. */
  public void writeTo(ByteArrayOutputStream out) {
    out.write(array, from, length);
  }

  /**
   * These octets read as UTF-8 in the restricted form of RFC 3629.
   *
   * @throws MalformedException at the first octet that is not UTF-8
   */
  public String toUtf8() throws MalformedException {
    return Utf8.decode(array, from, from + length);
  }

  /**
   * The octets from one index to before another, read as {@link #toUtf8} reads all.
   *
   * @throws MalformedException at the first octet that is not UTF-8, counted from {@code begin}
   */
  public String toUtf8(int begin, int end) throws MalformedException {
    Objects.checkFromToIndex(begin, end, length);
    return Utf8.decode(array, from + begin, from + end);
  }

  /** The octets from one index to before another, of which the caller knows that all are ASCII. */
  public String toAscii(int begin, int end) {
    Objects.checkFromToIndex(begin, end, length);
    return new String(array, from + begin, end - begin, StandardCharsets.ISO_8859_1);
  }

  /** The octets from one index to before another, with U+FFFD for what is not UTF-8. */
  public String toText(int begin, int end) {
    Objects.checkFromToIndex(begin, end, length);
    return new String(array, from + begin, end - begin, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets that
        && Arrays.equals(
            array, from, from + length, that.array, that.from, that.from + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /** Says how many, never what: octets of a message do not belong in logs by accident. */
  @Override
  public String toString() {
    return length + " octets";
  }
}
