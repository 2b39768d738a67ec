package org.porin.passport;

import org.porin.passport.JsonValue.JsonObject;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * JSON in the one spelling that is signed (RFC 8225 §9): no white space, members in the order of
 * the code points of their names and none twice, integers, at every depth. What the RFC leaves open
 * is as TRUST 1 says: UTF-8 as it is, and escapes only where JSON wants them, the short ones where
 * there are any and hexadecimal digits in lower case.
 *
 * <p>The reader takes what the writer writes and nothing else. Stateless.
 */
public final class CanonicalJson {
  /** The longest text that is read. */
  public static final int MAX_OCTETS = 8_192;

  /** How deep objects and arrays may nest; the outermost object is the first. */
  public static final int MAX_DEPTH = 8;

  /** How many values may be in one text, all depths together. */
  public static final int MAX_VALUES = 256;

  private CanonicalJson() {}

  /**
   * Reads an object.
   *
   * @throws MalformedException with an offset in chars, or in octets where they are not UTF-8
   */
  public static JsonObject decode(Octets octets) throws MalformedException {
    if (octets.length() > MAX_OCTETS) {
      throw new MalformedException("at most " + MAX_OCTETS + " octets of JSON", MAX_OCTETS);
    }
    return new JsonReader(octets.toUtf8()).object();
  }

  /** Writes an object. */
  public static String encode(JsonObject object) {
    StringBuilder out = new StringBuilder(256);
    JsonWriter.append(out, object);
    return out.toString();
  }
}
