package org.porin.address;

import java.util.Optional;

/** The algorithm of RFC 3492 §6, without its case annotation; labels are short. */
final class Punycode {
  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 128;
  private static final int MAX_LABEL_CHARS = 63;

  private Punycode() {}

  /** The form of a label of at most 63 code points that has only ASCII in it. */
  static String encode(String label) {
    int[] input = label.codePoints().toArray();
    StringBuilder out = new StringBuilder();
    label.codePoints().filter(c -> c < INITIAL_N).forEach(out::appendCodePoint);
    int basic = out.length();
    int handled = basic;
    if (basic > 0) {
      out.append('-');
    }
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    while (handled < input.length) {
      int next = Integer.MAX_VALUE;
      for (int c : input) {
        next = c >= n ? Math.min(next, c) : next;
      }
      delta += (next - n) * (handled + 1); // at most 0x10FFFF * 64: no overflow
      n = next;
      for (int c : input) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          appendInteger(out, delta, bias);
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
    return out.toString();
  }

  /** The label that a text encodes; empty when it encodes none. */
  static Optional<String> decode(String text) {
    if (text.length() > MAX_LABEL_CHARS) {
      return Optional.empty();
    }
    int dash = text.lastIndexOf('-');
    StringBuilder label = new StringBuilder(dash > 0 ? text.substring(0, dash) : "");
    int count = label.length();
    long n = INITIAL_N;
    long i = 0;
    int bias = INITIAL_BIAS;
    for (int in = dash > 0 ? dash + 1 : 0; in < text.length(); ) {
      long old = i;
      long weight = 1;
      for (int k = BASE; ; k += BASE) {
        int digit = in < text.length() ? digit(text.charAt(in++)) : -1;
        if (digit < 0) {
          return Optional.empty();
        }
        i += digit * weight;
        int t = threshold(k, bias);
        if (digit < t) {
          break;
        }
        weight *= BASE - t;
        if (i > Integer.MAX_VALUE || weight > Integer.MAX_VALUE) {
          return Optional.empty();
        }
      }
      count++;
      bias = adapt((int) Math.min(i - old, Integer.MAX_VALUE), count, old == 0);
      n += i / count;
      i %= count;
      if (n > Character.MAX_CODE_POINT || isSurrogate(n)) {
        return Optional.empty();
      }
      label.insert(label.offsetByCodePoints(0, (int) i), Character.toChars((int) n));
      i++;
    }
    return Optional.of(label.toString());
  }

  /** Two of them would become one code point, and the place of the next insertion be wrong. */
  private static boolean isSurrogate(long codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static void appendInteger(StringBuilder out, int value, int bias) {
    int q = value;
    for (int k = BASE; ; k += BASE) {
      int t = threshold(k, bias);
      if (q < t) {
        out.append(letter(q));
        return;
      }
      out.append(letter(t + (q - t) % (BASE - t)));
      q = (q - t) / (BASE - t);
    }
  }

  private static int threshold(int k, int bias) {
    return Math.max(T_MIN, Math.min(T_MAX, k - bias));
  }

  private static int adapt(int delta, int count, boolean first) {
    int scaled = first ? delta / DAMP : delta / 2;
    scaled += scaled / count;
    int k = 0;
    while (scaled > (BASE - T_MIN) * T_MAX / 2) {
      scaled /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * scaled / (scaled + SKEW);
  }

  private static char letter(int digit) {
    return (char) (digit < 26 ? 'a' + digit : '0' + digit - 26);
  }

  private static int digit(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
  }
}
