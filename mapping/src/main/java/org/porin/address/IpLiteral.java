package org.porin.address;

import java.util.Optional;

/** IP addresses written out in an address; read without asking the resolver. */
final class IpLiteral {
  private IpLiteral() {}

  /** A dotted IPv4 address as it stands; empty when the text is none. */
  static Optional<String> ipv4(String text) {
    int groups = 0;
    int start = 0;
    if (text.length() > 15) {
      return Optional.empty();
    }
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && text.charAt(i) != '.') {
        continue;
      }
      if (decimalOctet(text, start, i) < 0) {
        return Optional.empty();
      }
      groups++;
      start = i + 1;
    }
    return groups == 4 ? Optional.of(text) : Optional.empty();
  }

  /**
   * An IPv6 reference (RFC 3261 §25.1) in brackets, in the one form of RFC 5952 §4; empty when the
   * text is none. Zone identifiers have no meaning on another machine and are refused.
   */
  static Optional<String> ipv6Reference(String text) {
    if (text.length() < 4
        || text.length() > 47
        || text.charAt(0) != '['
        || text.charAt(text.length() - 1) != ']') {
      return Optional.empty();
    }
    return groups(text.substring(1, text.length() - 1)).map(IpLiteral::format);
  }

  private static Optional<int[]> groups(String address) {
    int gap = address.indexOf("::");
    if (gap >= 0 && address.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    int[] groups = new int[8];
    if (gap < 0) {
      return fill(groups, address) == 8 ? Optional.of(groups) : Optional.empty();
    }
    int[] tail = new int[8];
    int before = fill(groups, address.substring(0, gap));
    int after = fill(tail, address.substring(gap + 2));
    // An IPv4 ending may stand only at the end of the whole address.
    boolean misplaced = address.substring(0, gap).indexOf('.') >= 0;
    if (before < 0 || after < 0 || before + after > 7 || misplaced) {
      return Optional.empty();
    }
    System.arraycopy(tail, 0, groups, 8 - after, after);
    return Optional.of(groups);
  }

  /** How many groups the text filled, or -1 when it is not groups. */
  private static int fill(int[] groups, String text) {
    if (text.isEmpty()) {
      return 0;
    }
    int count = 0;
    int start = 0;
    while (start <= text.length()) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 ? text.length() : colon;
      boolean dotted = colon < 0 && text.indexOf('.', start) >= 0;
      if (count + (dotted ? 2 : 1) > 8) {
        return -1;
      }
      if (dotted) {
        Optional<String> ipv4 = ipv4(text.substring(start));
        if (ipv4.isEmpty()) {
          return -1;
        }
        int value = 0;
        for (String octet : ipv4.get().split("\\.", -1)) {
          value = value << 8 | Integer.parseInt(octet);
        }
        groups[count++] = value >>> 16;
        groups[count++] = value & 0xFFFF;
      } else {
        int group = hexGroup(text, start, end);
        if (group < 0) {
          return -1;
        }
        groups[count++] = group;
      }
      start = end + 1;
    }
    return count;
  }

  private static String format(int[] groups) {
    int best = -1;
    int bestLength = 1; // RFC 5952 §4.2.2: a single zero group is not shortened
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > bestLength) {
        best = i;
        bestLength = end - i;
      }
      i = Math.max(i, end - 1);
    }
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < 8; i++) {
      if (i == best) {
        text.append("::");
        i += bestLength - 1;
      } else {
        if (text.length() > 1 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.append(']').toString();
  }

  private static int decimalOctet(String text, int from, int to) {
    if (to - from < 1 || to - from > 3 || (to - from > 1 && text.charAt(from) == '0')) {
      return -1; // a leading zero reads as octal in places
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = 10 * value + c - '0';
    }
    return value > 255 ? -1 : value;
  }

  private static int hexGroup(String text, int from, int to) {
    if (to - from < 1 || to - from > 4) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
