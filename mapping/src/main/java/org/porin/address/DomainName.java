package org.porin.address;

import java.util.Locale;
import org.porin.wire.MalformedException;

/**
 * Domain names in the two forms in which addresses need them: A-labels on the side of CPIM and SIP,
 * whose addresses are ASCII (RFC 7247 §6.1), and U-labels in JIDs (RFC 7622 §3.2). Both in lower
 * case, by IDNA 2008 (RFC 5890 §2.3.2.1), and without the trailing dot that both grammars let
 * stand. Names of hosts only: letters, digits and hyphens.
 */
public final class DomainName {
  /** The most that the DNS can hold, in octets of A-labels and dots (RFC 1035 §2.3.4). */
  public static final int MAX_OCTETS = 253;

  private static final int MAX_LABEL_OCTETS = 63;
  private static final String A_LABEL = "xn--";

  private DomainName() {}

  /**
   * The name in A-labels and lower case.
   *
   * @throws MalformedException when this is no name of a host; an IPv4 address is none
   */
  public static String toALabels(String name) throws MalformedException {
    return convert(name, true);
  }

  /**
   * The name in U-labels and lower case.
   *
   * @throws MalformedException as {@link #toALabels}
   */
  public static String toULabels(String name) throws MalformedException {
    return convert(name, false);
  }

  /**
   * Whether a name in A-labels could be looked up from anywhere, as RFC 3861 §3 wants it: it has at
   * least two labels.
   */
  public static boolean isFullyQualified(String name) {
    return name.indexOf('.') > 0;
  }

  private static String convert(String given, boolean ascii) throws MalformedException {
    return isUsual(given) ? given : convertAny(given, ascii);
  }

  /** Whether this is one of most names, which are their own U-labels and A-labels. */
  private static boolean isUsual(String name) {
    int length = name.length();
    char before = '.';
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      boolean usual =
          (c >= 'a' && c <= 'z')
              || (before != '.' && before != '-' && (c == '.' || c == '-')) // neither "--" nor "-."
              || (c >= '0' && c <= '9');
      if (!usual) {
        return false;
      }
      before = c;
    }
    // The last is a letter: so the top label is no number, and the name is not empty.
    return length <= MAX_LABEL_OCTETS && before >= 'a';
  }

  private static String convertAny(String given, boolean ascii) throws MalformedException {
    String name = given.endsWith(".") ? given.substring(0, given.length() - 1) : given;
    if (name.length() > MAX_OCTETS) {
      throw new MalformedException("a domain name of at most 253 octets", MAX_OCTETS);
    }
    boolean plain = true;
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      char c = i < name.length() ? name.charAt(i) : '.';
      if (c == '.') {
        plain = plain && !name.regionMatches(true, start, A_LABEL, 0, A_LABEL.length());
        if (plain) {
          checkHyphensAndLength(name, start, i);
        }
        start = i + 1;
      } else if (c >= 128) {
        plain = false;
      } else if (!isLetterDigitOrHyphen(c)) {
        throw new MalformedException("a letter, digit or hyphen of a domain name", i);
      }
    }
    String result = plain ? name.toLowerCase(Locale.ROOT) : convertLabels(name, ascii);
    int top = result.lastIndexOf('.') + 1;
    if (isDigits(result, top)) {
      // RFC 3696 §2: else nobody could tell a name from an IPv4 address.
      throw new MalformedException("a top label that is no number", 0);
    }
    return result;
  }

  private static String convertLabels(String name, boolean ascii) throws MalformedException {
    StringBuilder converted = new StringBuilder(name.length() + 8);
    int octets = -1;
    for (int start = 0; start <= name.length(); ) {
      int dot = name.indexOf('.', start);
      int end = dot < 0 ? name.length() : dot;
      String label = name.substring(start, end);
      try {
        String aLabel = aLabel(label);
        octets += aLabel.length() + 1;
        converted.append(ascii ? aLabel : uLabel(aLabel)).append('.');
      } catch (MalformedException e) {
        throw e.within(start);
      }
      start = end + 1;
    }
    if (octets > MAX_OCTETS) {
      throw new MalformedException("a domain name of at most 253 octets", 0);
    }
    converted.setLength(converted.length() - 1);
    return converted.toString();
  }

  private static String aLabel(String label) throws MalformedException {
    if (label.regionMatches(true, 0, A_LABEL, 0, A_LABEL.length())) {
      String lower = label.toLowerCase(Locale.ROOT);
      checkHyphensAndLength(lower, 0, lower.length(), true);
      String decoded = uLabel(lower);
      if (!aLabel(decoded).equals(lower)) {
        throw new MalformedException("an A-label of IDNA 2008", 0);
      }
      return lower;
    }
    // RFC 5892: what may be in a U-label is what PRECIS lets be in an identifier beyond ASCII, and
    // its case and width mapping are the mapping that RFC 5895 §2 advises.
    String prepared = Precis.localPart(label);
    boolean ascii = true;
    for (int i = 0; i < prepared.length(); i++) {
      char c = prepared.charAt(i);
      ascii = ascii && c < 128;
      if (c < 128 && !isLetterDigitOrHyphen(c)) {
        throw new MalformedException("a letter, digit or hyphen of a domain name", i);
      }
    }
    checkHyphensAndLength(prepared, 0, prepared.length());
    if (ascii) {
      return prepared;
    }
    int type = Character.getType(prepared.codePointAt(0));
    if (type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK) {
      throw new MalformedException("a label that begins with no combining mark", 0);
    }
    String encoded = A_LABEL + Punycode.encode(prepared);
    if (encoded.length() > MAX_LABEL_OCTETS) {
      throw new MalformedException("a label of 1 to 63 octets", 0);
    }
    return encoded;
  }

  /** The U-label of an A-label that {@link #aLabel} made or is about to check. */
  private static String uLabel(String aLabel) throws MalformedException {
    if (!aLabel.startsWith(A_LABEL)) {
      return aLabel;
    }
    return Punycode.decode(aLabel.substring(A_LABEL.length()))
        .filter(label -> label.codePoints().anyMatch(c -> c >= 128))
        .orElseThrow(() -> new MalformedException("an A-label of IDNA 2008", 0));
  }

  private static void checkHyphensAndLength(String name, int from, int to)
      throws MalformedException {
    checkHyphensAndLength(name, from, to, false);
  }

  private static void checkHyphensAndLength(String name, int from, int to, boolean isALabel)
      throws MalformedException {
    if (to - from < 1 || to - from > MAX_LABEL_OCTETS) {
      throw new MalformedException("a label of 1 to 63 octets", from);
    }
    if (name.charAt(from) == '-' || name.charAt(to - 1) == '-') {
      throw new MalformedException("a letter or digit at each end of a label", from);
    }
    // RFC 5891 §4.2.3.1: two hyphens in the third and fourth place are kept for A-labels.
    if (!isALabel && to - from > 3 && name.startsWith("--", from + 2)) {
      throw new MalformedException("no hyphens in the third and fourth place", from + 2);
    }
  }

  private static boolean isLetterDigitOrHyphen(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
