package org.porin.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A parameter of a header value (generic-param, RFC 3261 §25.1).
 *
 * @param name a token, held in lower case since names compare without case (§7.3.1)
 * @param value without quotes; empty for a parameter that is only a name, such as {@code lr}
 */
public record SipParameter(String name, Optional<String> value) {
  public SipParameter {
    if (!SipText.isToken(name)) {
      throw new IllegalArgumentException("a parameter name is a token");
    }
    name = name.toLowerCase(Locale.ROOT);
    value.ifPresent(SipParameter::requireSafe);
  }

  /** A parameter with a value. */
  public static SipParameter of(String name, String value) {
    return new SipParameter(name, Optional.of(value));
  }

  /** The wire form, quoted where it must be, without the semicolon. */
  @Override
  public String toString() {
    return value.map(text -> name + "=" + wireValue(text)).orElse(name);
  }

  static Optional<String> find(List<SipParameter> parameters, String name) {
    for (SipParameter parameter : parameters) {
      if (parameter.name.equals(name)) {
        return parameter.value;
      }
    }
    return Optional.empty();
  }

  static void append(StringBuilder out, List<SipParameter> parameters) {
    for (SipParameter parameter : parameters) {
      out.append(';').append(parameter);
    }
  }

  /** A quoted-string, RFC 3261 §25.1. */
  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  static void requireSafe(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        throw new IllegalArgumentException("no controls in a value");
      }
    }
  }

  private static String wireValue(String text) {
    boolean bare = !text.isEmpty();
    for (int i = 0; i < text.length() && bare; i++) {
      bare = SipText.isValueChar(text.charAt(i));
    }
    return bare ? text : quote(text);
  }
}
