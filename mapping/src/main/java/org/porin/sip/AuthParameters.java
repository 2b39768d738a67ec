package org.porin.sip;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * The parameters of a challenge, of credentials and of Authentication-Info.
 *
 * <pre>
 * challenge  = auth-scheme LWS auth-param *( COMMA auth-param )     (RFC 3261 §25.1)
 * auth-param = token EQUAL ( token / quoted-string )
 * </pre>
 *
 * @param values unquoted, by name in lower case; no name comes twice
 */
record AuthParameters(Map<String, String> values) {
  /** The longest value of a header that is read, in chars. */
  static final int MAX_CHARS = 4_096;

  /** Reads parameters to the end of the text that {@code from} chars stand before. */
  static AuthParameters parse(String text, int from) throws MalformedException {
    if (text.length() > MAX_CHARS) {
      throw new MalformedException("at most " + MAX_CHARS + " chars of authentication", MAX_CHARS);
    }
    requireNoControls(text);
    SipCursor cursor = new SipCursor(text, from);
    Map<String, String> values = new LinkedHashMap<>();
    do {
      cursor.skipBlanks();
      int start = cursor.offset();
      String name = cursor.token("auth-param").toLowerCase(Locale.ROOT);
      cursor.skipSeparator('=');
      if (values.put(name, cursor.parameterValue()) != null) {
        throw new MalformedException("one " + name, start); // two readers could read two challenges
      }
    } while (cursor.trySkipSeparator(','));
    cursor.end();
    return new AuthParameters(values);
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String require(String name, int offset) throws MalformedException {
    return find(name).orElseThrow(() -> new MalformedException(name, offset));
  }

  /** Also where a backslash would let them pass: they would have to be written back unchanged. */
  private static void requireNoControls(String text) throws MalformedException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        throw new MalformedException("no controls", i);
      }
    }
  }
}
