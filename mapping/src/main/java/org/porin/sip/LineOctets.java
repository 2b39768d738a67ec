package org.porin.sip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Octets of a line that mean nothing to whoever looks for its end, eight a step. */
final class LineOctets {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long TOPS = 0x8080_8080_8080_8080L;

  private LineOctets() {}

  /**
   * The index of the first octet in {@code in[from..to)} that is a control, DEL, a comma, or beyond
   * ASCII; {@code to} if there is none.
   */
  static int skipPlain(byte[] in, int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long hits = notPlain((long) EIGHT.get(in, i));
      if (hits != 0) {
        return i + Long.numberOfTrailingZeros(hits) / Byte.SIZE;
      }
    }
    while (i < to && isPlain(in[i])) {
      i++;
    }
    return i;
  }

  /** The lowest top bit set is that of the first octet that is not plain. */
  private static long notPlain(long eight) {
    long commas = eight ^ (ONES * ',');
    long deletes = eight ^ (ONES * 0x7F);
    return (((eight - ONES * ' ') & ~eight)
            | ((commas - ONES) & ~commas)
            | ((deletes - ONES) & ~deletes)
            | eight)
        & TOPS;
  }

  private static boolean isPlain(byte octet) {
    return octet >= ' ' && octet != ',' && octet != 0x7F;
  }
}
