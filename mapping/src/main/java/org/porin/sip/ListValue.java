package org.porin.sip;

import java.util.ArrayList;
import java.util.List;

/** Several values in one header line, with commas between (RFC 3261 §7.3.1). */
final class ListValue {
  private ListValue() {}

  /** Splits at each comma that is neither in a quoted string nor in angle brackets. */
  static List<String> split(String value) {
    List<String> parts = new ArrayList<>(4);
    boolean quoted = false;
    boolean bracketed = false;
    int from = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted) {
        i += c == '\\' ? 1 : 0; // of a quoted-pair the second char means nothing
      } else if (c == '<' || c == '>') {
        bracketed = c == '<';
      } else if (c == ',' && !bracketed) {
        parts.add(value.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(value.substring(from));
    return parts;
  }
}
