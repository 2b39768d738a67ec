package org.porin.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.porin.wire.MalformedException;

/** Reads a header value from left to right; offsets count chars from its start. */
final class SipCursor {
  static final int MAX_PARAMETERS = 64;

  private final String text;
  private int at;

  SipCursor(String text) {
    this(text, 0);
  }

  SipCursor(String text, int at) {
    this.text = text;
    this.at = at;
  }

  int offset() {
    return at;
  }

  boolean atEnd() {
    return at == text.length();
  }

  /** The next char, or NUL at the end: no rule of the grammar asks for NUL. */
  char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  void skipBlanks() {
    while (at < text.length() && SipText.isBlank(text.charAt(at))) {
      at++;
    }
  }

  boolean trySkip(char c) {
    if (peek() != c || atEnd()) {
      return false;
    }
    at++;
    return true;
  }

  /** Skips whatever char is next; false at the end. */
  boolean trySkipAny() {
    if (atEnd()) {
      return false;
    }
    at++;
    return true;
  }

  /** Skips a separator with the blanks that the grammar allows on both sides (SLASH, SEMI, …). */
  boolean trySkipSeparator(char c) {
    int start = at;
    skipBlanks();
    if (!trySkip(c)) {
      at = start;
      return false;
    }
    skipBlanks();
    return true;
  }

  void skipSeparator(char c) throws MalformedException {
    if (!trySkipSeparator(c)) {
      throw expected("'" + c + "'");
    }
  }

  void end() throws MalformedException {
    skipBlanks();
    if (!atEnd()) {
      throw expected("the end of the value");
    }
  }

  MalformedException expected(String what) {
    return new MalformedException(what, at);
  }

  String token(String what) throws MalformedException {
    int start = at;
    while (at < text.length() && SipText.isTokenChar(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw expected(what);
    }
    return text.substring(start, at);
  }

  /**
   * An unsigned number.
   *
   * @param most the largest allowed; leading zeros do not count as size
   */
  long number(long most, String what) throws MalformedException {
    int start = at;
    long number = numberUpTo(most + 1, what);
    if (number > most) {
      throw new MalformedException(what + " of at most " + most, start);
    }
    return number;
  }

  /** An unsigned number, of which what is beyond {@code most} counts as that. */
  long numberUpTo(long most, String what) throws MalformedException {
    int start = at;
    long number = 0;
    while (at < text.length() && SipText.isDigit(text.charAt(at))) {
      number = Math.min(most, number * 10 + (text.charAt(at) - '0')); // so it never overflows
      at++;
    }
    if (at == start) {
      throw expected(what);
    }
    return number;
  }

  /** A quoted string, without its quotes and backslashes; controls but HTAB become U+FFFD. */
  String quotedString() throws MalformedException {
    int start = at;
    if (!trySkip('"')) {
      throw expected("quoted string");
    }
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c == '\\') {
        if (atEnd()) {
          break;
        }
        c = text.charAt(at++);
      }
      value.append((c < ' ' && c != '\t') || c == 0x7F ? '\uFFFD' : c);
    }
    throw new MalformedException("a closing quote", start);
  }

  /** The chars up to the first of {@code stops}, or to the end; may be empty. */
  String until(String stops) {
    int start = at;
    while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  /** The chars up to a char, or to the end; may be empty. */
  String until(char stop) {
    int start = at;
    int end = text.indexOf(stop, at);
    at = end < 0 ? text.length() : end;
    return text.substring(start, at);
  }

  /** host, with the brackets of an IPv6 reference (RFC 3261 §25.1). */
  String host() throws MalformedException {
    int start = at;
    skipHost();
    return text.substring(start, at);
  }

  private void skipHost() throws MalformedException {
    int start = at;
    if (trySkip('[')) {
      while (at < text.length() && isIpv6Char(text.charAt(at))) {
        at++;
      }
      if (at == start + 1 || !trySkip(']')) {
        throw expected("an IPv6 reference");
      }
    } else {
      while (at < text.length() && isNameChar(text.charAt(at))) {
        at++;
      }
    }
    if (at == start || at - start > Via.MAX_HOST_CHARS) {
      throw new MalformedException("host", start);
    }
  }

  OptionalInt tryPort() throws MalformedException {
    if (!trySkipSeparator(':')) {
      return OptionalInt.empty();
    }
    int start = at;
    long port = number(65_535, "port");
    if (port == 0) {
      throw new MalformedException("port", start);
    }
    return OptionalInt.of((int) port);
  }

  /** {@code *( SEMI generic-param )} to the end of the value. */
  List<SipParameter> parametersToEnd() throws MalformedException {
    return parametersToEnd("");
  }

  /**
   * The same. No name may come twice (§7.3.1); what some proxies double does no harm, but where two
   * readers could take one message for two it is refused.
   *
   * @param once the name that may not come twice, in lower case
   */
  List<SipParameter> parametersToEnd(String once) throws MalformedException {
    if (atEnd()) {
      return List.of();
    }
    List<SipParameter> parameters = new ArrayList<>(2);
    boolean seen = false;
    while (trySkipSeparator(';')) {
      int start = at;
      if (parameters.size() == MAX_PARAMETERS) {
        throw new MalformedException("at most " + MAX_PARAMETERS + " parameters", start);
      }
      String name = token("parameter name");
      Optional<String> value =
          trySkipSeparator('=') ? Optional.of(parameterValue()) : Optional.empty();
      SipParameter parameter = new SipParameter(name, value);
      boolean counts = parameter.name().equals(once);
      if (counts && seen) {
        throw new MalformedException("one " + once, start);
      }
      seen |= counts;
      parameters.add(parameter);
    }
    end();
    return parameters;
  }

  /** {@code token / host / quoted-string}, without its quotes. */
  String parameterValue() throws MalformedException { // gen-value
    if (peek() == '"') {
      return quotedString();
    }
    int start = at;
    while (at < text.length() && SipText.isValueChar(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw expected("parameter value");
    }
    return text.substring(start, at);
  }

  static boolean isHost(String text) {
    try {
      SipCursor cursor = new SipCursor(text);
      cursor.skipHost();
      return cursor.atEnd();
    } catch (MalformedException e) {
      return false;
    }
  }

  static boolean isNameChar(char c) {
    return SipText.isAlphanumeric(c) || c == '.' || c == '-' || c == '_';
  }

  private static boolean isIpv6Char(char c) {
    return SipText.isAlphanumeric(c) || c == ':' || c == '.' || c == '%';
  }
}
