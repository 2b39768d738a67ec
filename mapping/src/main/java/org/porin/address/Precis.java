package org.porin.address;

import java.util.Locale;
import org.porin.wire.MalformedException;
import rocks.xmpp.precis.PrecisProfile;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * The PRECIS profiles that RFC 7622 uses, behind a fast path for ASCII, in which they do next to
 * nothing. Results are stable: preparing one again gives it back.
 */
final class Precis {
  private static final int MAX_ROUNDS = 4;

  private Precis() {}

  /** UsernameCaseMapped (RFC 8265 §3.3). */
  static String localPart(String text) throws MalformedException {
    boolean upper = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > '~') {
        return enforce(PrecisProfiles.USERNAME_CASE_MAPPED, text);
      }
      if (c <= ' ') {
        throw new MalformedException("a character of an identifier", i);
      }
      upper |= c >= 'A' && c <= 'Z';
    }
    return upper ? text.toLowerCase(Locale.ROOT) : text;
  }

  /** OpaqueString (RFC 8265 §4.2). */
  static String resource(String text) throws MalformedException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > '~') {
        return enforce(PrecisProfiles.OPAQUE_STRING, text);
      }
      if (c < ' ') {
        throw new MalformedException("a printable character", i);
      }
    }
    return text;
  }

  /** How many octets a text has in UTF-8. */
  static int octets(String text) {
    int octets = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        octets += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return octets;
  }

  private static String enforce(PrecisProfile profile, String text) throws MalformedException {
    try {
      String before = text;
      for (int round = 0; round < MAX_ROUNDS; round++) {
        String after = profile.enforce(before);
        if (after.equals(before)) {
          return after;
        }
        before = after;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedException("characters that PRECIS allows", 0);
    }
    throw new MalformedException("text that PRECIS leaves stable", 0); // RFC 8264 §7
  }
}
