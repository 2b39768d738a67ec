package org.porin.passport;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.porin.wire.MalformedException;

/**
 * Reads one value of Identity from left to right.
 *
 * <pre>
 * Identity-value  = signed-identity-digest SEMI ident-info *( SEMI ident-info-params )
 * ident-info      = "info" EQUAL "&lt;" absoluteURI "&gt;"
 * ident-info-alg  = "alg" EQUAL token
 * ident-type      = "ppt" EQUAL token                                  (RFC 8224 §4)
 * </pre>
 *
 * <p>Its base64-char lacks "-" and "_", of which tokens are made: these and those are read.
 */
final class IdentityReader {
  private static final CharClass DIGEST = CharClass.LETTERS.and(CharClass.DIGITS).and("-_./+=");
  private static final CharClass TOKEN = CharClass.LETTERS.and(CharClass.DIGITS).and("-.!%*_+`'~");
  private static final CharClass TOKEN_OR_HOST = TOKEN.and("[]:");
  private static final int MAX_PARAMETERS = 16;

  private final String text;
  private int at;
  private @Nullable String info;
  private @Nullable String alg;
  private @Nullable String ppt;

  IdentityReader(String text) {
    this.text = text;
  }

  Identity read() throws MalformedException {
    String token = take(DIGEST, "a token");
    int parameters = 0;
    while (trySkip(';')) {
      if (++parameters > MAX_PARAMETERS) {
        throw expected("at most " + MAX_PARAMETERS + " parameters");
      }
      parameter();
    }
    if (at < text.length()) {
      throw expected("';' or the end");
    }
    if (info == null) {
      throw expected("info");
    }
    return new Identity(token, info, Optional.ofNullable(alg), Optional.ofNullable(ppt));
  }

  private void parameter() throws MalformedException {
    int start = at;
    String name = take(TOKEN, "a parameter").toLowerCase(Locale.ROOT);
    switch (name) {
      case "info" -> info = once(info, info(), start);
      case "alg" -> alg = once(alg, token(), start);
      case "ppt" -> ppt = once(ppt, token(), start);
      default -> skipValue();
    }
  }

  /** Two would be two identities to two readers. */
  private static String once(@Nullable String before, String value, int start)
      throws MalformedException {
    if (before != null) {
      throw new MalformedException("no parameter twice", start);
    }
    return value;
  }

  private String info() throws MalformedException {
    skip('=');
    skip('<');
    int start = at;
    String uri = take(UriSyntax.URI, "an absolute URI");
    if (!UriSyntax.isAbsolute(uri)) {
      throw new MalformedException("an absolute URI", start);
    }
    skip('>');
    return uri;
  }

  /** Quoted ones too: so RFC 8946 §4.1 writes them. */
  private String token() throws MalformedException {
    skip('=');
    boolean quoted = at < text.length() && text.charAt(at) == '"';
    at += quoted ? 1 : 0;
    String token = take(TOKEN, "a token");
    if (quoted) {
      skip('"');
    }
    return token;
  }

  /** The value of a parameter that means nothing to us, if it has one. */
  private void skipValue() throws MalformedException {
    if (!trySkip('=')) {
      return;
    }
    if (at < text.length() && text.charAt(at) == '"') {
      skipQuoted();
    } else {
      take(TOKEN_OR_HOST, "a value");
    }
  }

  private void skipQuoted() throws MalformedException {
    int start = at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw new MalformedException("a closing quote", start);
    }
    at++;
  }

  private String take(CharClass chars, String what) throws MalformedException {
    int start = at;
    at = chars.end(text, at);
    if (at == start) {
      throw expected(what);
    }
    return text.substring(start, at);
  }

  /** A separator with the white space that may stand around it. */
  private boolean trySkip(char separator) {
    int next = skipBlanks(at);
    if (next == text.length() || text.charAt(next) != separator) {
      return false;
    }
    at = skipBlanks(next + 1);
    return true;
  }

  private int skipBlanks(int from) {
    int next = from;
    while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
      next++;
    }
    return next;
  }

  private void skip(char separator) throws MalformedException {
    if (!trySkip(separator)) {
      throw expected("'" + separator + "'");
    }
  }

  private MalformedException expected(String what) {
    return new MalformedException(what, at);
  }

  /** Whether a text is a signed-identity-digest. */
  static boolean isDigest(String text) {
    return !text.isEmpty() && DIGEST.hasAll(text);
  }

  /** Whether a text is a token (RFC 3261 §25.1). */
  static boolean isToken(String text) {
    return !text.isEmpty() && TOKEN.hasAll(text);
  }
}
