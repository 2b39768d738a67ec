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

  private static final long TAG = ONES * '<';
  private static final long TAG_DIFFERENCE = ONES * ('<' ^ '>');
  private static final long QUOTE = ONES * '"';
  private static final long QUOTE_OTHERS = ONES * ('"' ^ '\'');

  private OctetSearch() {}

  /** The index of the first {@code wanted} in {@code octets[from..to)}, or {@code to}. */
  static int find(byte wanted, byte[] octets, int from, int to) {
    long eightWanted = ONES * (wanted & 0xFF);
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long hits = zeros((long) EIGHT.get(octets, i) ^ eightWanted);
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
    while (i <= to - Long.BYTES) {
      long eight = (long) EIGHT.get(octets, i);
      long hits = zeros((eight ^ TAG) & ~TAG_DIFFERENCE) | zeros((eight ^ QUOTE) & ~QUOTE_OTHERS);
      if (hits == 0) {
        i += Long.BYTES;
        continue;
      }
      i += Long.numberOfTrailingZeros(hits) / Byte.SIZE;
      if (isMarkup(octets[i])) {
        return i;
      }
      i++; // one of # and &, which differ from the quotes in the same bits as these do
    }
    while (i < to && !isMarkup(octets[i])) {
      i++;
    }
    return i;
  }

  /** The index of the first of {@code < >} in {@code octets[from..to)}, or {@code to}. */
  static int findTagEnd(byte[] octets, int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long hits = zeros(((long) EIGHT.get(octets, i) ^ TAG) & ~TAG_DIFFERENCE);
      if (hits != 0) {
        return i + Long.numberOfTrailingZeros(hits) / Byte.SIZE;
      }
    }
    while (i < to && octets[i] != '>' && octets[i] != '<') {
      i++;
    }
    return i;
  }

  /** Of eight octets, the lowest top bit that is set is that of the first that is zero. */
  private static long zeros(long eight) {
    return (eight - ONES) & ~eight & TOPS;
  }

  private static boolean isMarkup(byte octet) {
    return octet == '>' || octet == '<' || octet == '\'' || octet == '"';
  }
}
