package org.porin.passport;

import java.util.Locale;
import java.util.Optional;
import org.porin.address.SipUri;
import org.porin.wire.MalformedException;

/**
 * Telephone numbers in URIs, and their canonical form (RFC 8224 §8.1, §8.3).
 *
 * <pre>tn-spec = 1*( "#" / "*" / DIGIT )</pre>
 */
final class TelephoneNumber {
  /** The most that is taken for a number; E.164 has 15. */
  private static final int MAX_CHARS = 32;

  private static final int MAX_E164_DIGITS = 15;
  private static final String TEL = "tel:";
  private static final String VISUAL_SEPARATORS = "-.() ";

  private TelephoneNumber() {}

  /** Whether a text is a tn-spec. */
  static boolean isCanonical(String text) {
    return !text.isEmpty() && text.length() <= MAX_CHARS && text.chars().allMatch(c -> isKey(c));
  }

  /**
   * The number that a URI names; empty if it names none, or none with a country code, so that the
   * URI as a whole says who it is (§8.1). A local {@code tel:} number has no other form, and stays
   * as it is (§8.3).
   */
  static Optional<String> find(String uri) throws MalformedException {
    if (uri.regionMatches(true, 0, TEL, 0, TEL.length())) {
      return Optional.of(tel(uri.substring(TEL.length())));
    }
    if (!isMarked(uri)) {
      return Optional.empty();
    }
    return SipUri.parse(uri).user().flatMap(TelephoneNumber::global);
  }

  /** No parser is asked for what most URIs do not have. */
  private static boolean isMarked(String uri) throws MalformedException {
    return uri.toLowerCase(Locale.ROOT).contains("user=phone")
        && uri.regionMatches(true, 0, "sip", 0, 3)
        && SipUri.parse(uri).parameter("user").filter("phone"::equalsIgnoreCase).isPresent();
  }

  private static String tel(String subscriber) throws MalformedException {
    return keys(subscriber)
        .filter(TelephoneNumber::isCanonical)
        .orElseThrow(() -> new MalformedException("a telephone number", 0));
  }

  /** The digits of a number that begins with its country code. */
  private static Optional<String> global(String subscriber) {
    return subscriber.startsWith("+")
        ? keys(subscriber).filter(TelephoneNumber::isE164)
        : Optional.empty();
  }

  private static boolean isE164(String keys) {
    return !keys.isEmpty()
        && keys.length() <= MAX_E164_DIGITS
        && keys.charAt(0) != '0'
        && CharClass.DIGITS.hasAll(keys);
  }

  /**
   * What is left of a number without plus, dashes, dots, brackets and blanks; empty where it has
   * anything else, which could be somebody's name.
   */
  private static Optional<String> keys(String subscriber) {
    int semicolon = subscriber.indexOf(';'); // parameters: RFC 3966 §3
    String number = semicolon < 0 ? subscriber : subscriber.substring(0, semicolon);
    StringBuilder keys = new StringBuilder(number.length());
    for (int i = number.startsWith("+") ? 1 : 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (isKey(c)) {
        keys.append(c);
      } else if (VISUAL_SEPARATORS.indexOf(c) < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(keys.toString());
  }

  private static boolean isKey(int c) {
    return (c >= '0' && c <= '9') || c == '#' || c == '*';
  }
}
