package org.porin.msgfmt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * The value of a Content-Type field (RFC 2045 §5.1).
 *
 * @param type in lower case, {@code text}
 * @param subtype in lower case, {@code plain}
 * @param parameters in order
 */
public record MediaType(String type, String subtype, List<Parameter> parameters) {
  /** {@code text/plain; charset=utf-8}. */
  public static final MediaType PLAIN_UTF_8 =
      new MediaType("text", "plain", List.of(new Parameter("charset", "utf-8")));

  /** {@code application/octet-stream}: octets of which nothing else is known (RFC 2046 §4.5.1). */
  public static final MediaType OCTET_STREAM =
      new MediaType("application", "octet-stream", List.of());

  /** {@code message/cpim}. */
  public static final MediaType CPIM = new MediaType("message", "cpim", List.of());

  /** What stands in values without the quotes that RFC 2045 §5.1 wants, and is not in doubt. */
  private static final String FORGIVEN = "/:=?@";

  /** How nearly all messages say it: to look one up is faster than to read it. */
  private static final Map<String, MediaType> USUAL = usual();

  public MediaType {
    if (!isToken(type) || !isToken(subtype)) {
      throw new IllegalArgumentException("not a media type");
    }
    type = type.toLowerCase(Locale.ROOT);
    subtype = subtype.toLowerCase(Locale.ROOT);
    parameters = List.copyOf(parameters);
  }

  /**
   * Reads a field value; comments are skipped, an empty parameter is forgiven, and so are quotes
   * that are missing around the likes of {@code application/pkcs7-signature}.
   *
   * @throws MalformedException with an offset in chars
   */
  public static MediaType parse(String text) throws MalformedException {
    MediaType usual = USUAL.get(text);
    return usual == null ? read(text) : usual;
  }

  private static MediaType read(String text) throws MalformedException {
    Reader reader = new Reader(text);
    String type = reader.token("type");
    reader.skip('/');
    String subtype = reader.token("subtype");
    List<Parameter> parameters = new ArrayList<>(1);
    while (reader.more()) {
      reader.skip(';');
      if (reader.more() && !reader.at(';')) {
        String name = reader.token("attribute");
        reader.skip('=');
        parameters.add(new Parameter(name, reader.value()));
      }
    }
    return new MediaType(type, subtype, parameters);
  }

  private static Map<String, MediaType> usual() {
    Map<String, MediaType> types = new HashMap<>();
    types.put("text/plain", new MediaType("text", "plain", List.of()));
    for (String written : List.of("utf-8", "UTF-8")) {
      MediaType type = new MediaType("text", "plain", List.of(new Parameter("charset", written)));
      types.put("text/plain; charset=" + written, type);
      types.put("text/plain;charset=" + written, type);
    }
    types.put("message/cpim", CPIM);
    return types;
  }

  /** Whether it is that type, both parts given in lower case. */
  public boolean is(String type, String subtype) {
    return this.type.equals(type) && this.subtype.equals(subtype);
  }

  /** The value of the first parameter of that name, asked without case. */
  public Optional<String> parameter(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equalsIgnoreCase(name))
        .map(Parameter::value)
        .findFirst();
  }

  /** The charset in lower case, if one is given: {@code text/plain} without is us-ascii. */
  public Optional<String> charset() {
    return parameter("charset").map(name -> name.toLowerCase(Locale.ROOT));
  }

  /** {@code text/plain}. */
  public String essence() {
    return type + "/" + subtype;
  }

  /** The wire form. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(essence());
    for (Parameter parameter : parameters) {
      text.append("; ").append(parameter.name()).append('=').append(parameter.written());
    }
    return text.toString();
  }

  /** token (RFC 2045 §5.1). */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isTokenChar(int c) {
    return c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
  }

  /**
   * One parameter.
   *
   * @param name compares without case
   * @param value unquoted, without control characters, maybe with spaces at its ends
   */
  public record Parameter(String name, String value) {
    public Parameter {
      if (!isToken(name) || !MimeEntity.MimeHeader.isText(value)) {
        throw new IllegalArgumentException("not a parameter");
      }
    }

    private String written() {
      return isToken(value) ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }

  /** A cursor that skips linear white space and comments before each part. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    boolean more() throws MalformedException {
      skipSpaceAndComments();
      return at < text.length();
    }

    boolean at(char c) {
      return at < text.length() && text.charAt(at) == c;
    }

    void skip(char c) throws MalformedException {
      skipSpaceAndComments();
      if (!at(c)) {
        throw new MalformedException("\"" + c + "\"", at);
      }
      at++;
    }

    String token(String what) throws MalformedException {
      skipSpaceAndComments();
      int start = at;
      while (at < text.length() && isTokenChar(text.charAt(at))) {
        at++;
      }
      if (at == start) {
        throw new MalformedException(what, at);
      }
      return text.substring(start, at);
    }

    String value() throws MalformedException {
      skipSpaceAndComments();
      if (!at('"')) {
        return unquoted();
      }
      int start = at;
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return wellFormed(value.toString(), start);
        }
        if (c == '\\' && at + 1 < text.length()) {
          c = text.charAt(++at);
        }
        if (Grammar.isControl(c) && c != '\t') {
          throw new MalformedException("no control character", at);
        }
        value.append(c);
      }
      throw new MalformedException("closing quote", at);
    }

    private static String wellFormed(String value, int start) throws MalformedException {
      if (!Grammar.isWellFormed(value)) {
        throw new MalformedException("no half of a surrogate pair", start);
      }
      return value;
    }

    /** A token, or what should have been quoted, as in the examples of RFC 3923. */
    private String unquoted() throws MalformedException {
      int start = at;
      while (at < text.length()
          && (isTokenChar(text.charAt(at)) || FORGIVEN.indexOf(text.charAt(at)) >= 0)) {
        at++;
      }
      if (at == start) {
        throw new MalformedException("value", at);
      }
      return text.substring(start, at);
    }

    private void skipSpaceAndComments() throws MalformedException {
      int depth = 0;
      for (; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '(') {
          depth++;
        } else if (c == ')' && depth > 0) {
          depth--;
        } else if (c == '\\' && depth > 0) {
          at++;
        } else if (depth == 0 && c != ' ' && c != '\t') {
          return;
        }
      }
      if (depth > 0) {
        throw new MalformedException("end of comment", text.length());
      }
      at = text.length();
    }
  }
}
