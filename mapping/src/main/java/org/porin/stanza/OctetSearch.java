package org.porin.stanza;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Where the next octet stands that means something, eight octets a step. Stateless. */
final class OctetSearch {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long TOPS = 0x8080_8080_8080_8080L;

  private OctetSearch() {}

  /** The index of the first {@code wanted} in {@code octets[from..to)}, or {@code to}. */
  static int find(byte wanted, byte[] octets, int from, int to) {
    long eightWanted = ONES * (wanted & 0xFF);
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long difference = (long) EIGHT.get(octets, i) ^ eightWanted;
      // The lowest top bit set is that of the first octet without a difference.
      long hits = (difference - ONES) & ~difference & TOPS;
      if (hits != 0) {
        return i + Long.numberOfTrailingZeros(hits) / Byte.SIZE;
      }
    }
    while (i < to && octets[i] != wanted) {
      i++;
    }
    return i;
  }

  /** The index of the first of {@code < > ' "} in {@code octets[from..to)}, or {@code to}. */
  static int findMarkup(byte[] octets, int from, int to) {
    int i = from;
    while (i < to && !isMarkup(octets[i])) {
      i++;
    }
    return i;
  }

  /** The index of the first of {@code < >} in {@code octets[from..to)}, or {@code to}. */
  static int findTagEnd(byte[] octets, int from, int to) {
    int i = from;
    while (i < to && octets[i] != '>' && octets[i] != '<') {
      i++;
    }
    return i;
  }

  private static boolean isMarkup(byte octet) {
    // Letters are behind all four: most octets of a tag need one comparison.
    return octet <= '>' && (octet == '>' || octet == '<' || octet == '\'' || octet == '"');
  }
}
