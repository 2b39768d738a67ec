package org.porin.msgfmt;

import org.porin.wire.MalformedException;
import org.porin.wire.Utf8;

/**
 * The header block as a whole, where something is wrong in it: a fault of its lines as such, or of
 * its encoding, goes before one inside of a line, which may only follow from it.
 */
final class HeaderBlock {
  private HeaderBlock() {}

  /** The fault to name: that of the block if it has one, else the given one. */
  static CpimFault gravest(byte[] octets, CpimFault fault) {
    if (fault.reason() == CpimReason.TOO_MANY_HEADERS
        || fault.reason() == CpimReason.LINE_TOO_LONG) {
      return fault;
    }
    int end = end(octets);
    boolean ended = end >= 0;
    int to = ended ? end : octets.length;
    for (int i = 0; i < to; i++) {
      boolean bareLf = octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r');
      boolean bareCr = ended && octets[i] == '\r' && octets[i + 1] != '\n';
      if (bareLf || bareCr) {
        return new CpimFault(CpimReason.BAD_LINE_ENDING, i);
      }
    }
    if (!ended) {
      return new CpimFault(CpimReason.MISSING_SEPARATOR, octets.length);
    }
    try {
      Utf8.decode(octets, 0, end);
    } catch (MalformedException e) {
      return new CpimFault(CpimReason.BAD_UTF8, e.offset());
    }
    return fault;
  }

  /** Where the first blank line begins that CR LF ends and precedes; -1 if there is none. */
  private static int end(byte[] octets) {
    for (int i = 0; i + 1 < octets.length; i++) {
      boolean lineEnd = octets[i] == '\r' && octets[i + 1] == '\n';
      boolean blank = i == 0 || (i > 1 && octets[i - 2] == '\r' && octets[i - 1] == '\n');
      if (lineEnd && blank) {
        return i;
      }
    }
    return -1;
  }
}
