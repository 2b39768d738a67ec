package org.porin.passport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.porin.passport.JsonValue.JsonArray;
import org.porin.passport.JsonValue.JsonInteger;
import org.porin.passport.JsonValue.JsonLiteral;
import org.porin.passport.JsonValue.JsonObject;
import org.porin.passport.JsonValue.JsonString;
import org.porin.wire.MalformedException;

/** Reads one text of {@link CanonicalJson} from left to right. */
final class JsonReader {
  private static final int MAX_DIGITS = 18;

  private final String text;
  private int at;
  private int values;

  JsonReader(String text) {
    this.text = text;
  }

  /** The object that the whole text is. */
  JsonObject object() throws MalformedException {
    JsonObject object = object(1);
    if (at < text.length()) {
      throw expected("the end of the object");
    }
    return object;
  }

  private JsonValue value(int depth) throws MalformedException {
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new JsonString(string());
      case 't' -> literal(JsonLiteral.TRUE);
      case 'f' -> literal(JsonLiteral.FALSE);
      case 'n' -> literal(JsonLiteral.NULL);
      default -> integer();
    };
  }

  private JsonObject object(int depth) throws MalformedException {
    open('{', depth);
    Map<String, JsonValue> members = new HashMap<>();
    if (trySkip('}')) {
      return new JsonObject(members);
    }
    String before = member(members, depth);
    while (trySkip(',')) {
      int start = at;
      String name = member(members, depth);
      if (CodePointOrder.INSTANCE.compare(before, name) >= 0) {
        throw new MalformedException("a name that comes after the one before", start);
      }
      before = name;
    }
    skip('}', "',' or '}'");
    return new JsonObject(members);
  }

  private String member(Map<String, JsonValue> members, int depth) throws MalformedException {
    String name = string();
    skip(':', "':'");
    members.put(name, counted(depth));
    return name;
  }

  private JsonArray array(int depth) throws MalformedException {
    open('[', depth);
    List<JsonValue> elements = new ArrayList<>(1);
    if (trySkip(']')) {
      return new JsonArray(elements);
    }
    do {
      elements.add(counted(depth));
    } while (trySkip(','));
    skip(']', "',' or ']'");
    return new JsonArray(elements);
  }

  private JsonValue counted(int depth) throws MalformedException {
    if (++values > CanonicalJson.MAX_VALUES) {
      throw expected("at most " + CanonicalJson.MAX_VALUES + " values");
    }
    return value(depth + 1);
  }

  private void open(char bracket, int depth) throws MalformedException {
    if (depth > CanonicalJson.MAX_DEPTH) {
      throw expected("a depth of at most " + CanonicalJson.MAX_DEPTH);
    }
    skip(bracket, "'" + bracket + "'");
  }

  private String string() throws MalformedException {
    skip('"', "'\"'");
    int start = at;
    while (at < text.length() && isPlain(text.charAt(at))) {
      at++;
    }
    if (peek() != '\\') {
      String plain = text.substring(start, at);
      skip('"', "a character or '\"'");
      return plain;
    }
    StringBuilder value = new StringBuilder().append(text, start, at);
    while (!trySkip('"')) {
      value.append(peek() == '\\' ? escape() : plain());
    }
    return value.toString();
  }

  private static boolean isPlain(char c) {
    return c != '"' && c != '\\' && c >= ' ';
  }

  private char plain() throws MalformedException {
    if (at == text.length() || !isPlain(text.charAt(at))) {
      throw expected("a character or '\"'");
    }
    return text.charAt(at++);
  }

  /** An escape as {@link JsonWriter} writes it: of a character that needs one, the shortest. */
  private char escape() throws MalformedException {
    char c = escaped();
    String escape = c < JsonWriter.ESCAPES.length ? JsonWriter.ESCAPES[c] : "";
    if (escape.isEmpty() || !text.startsWith(escape, at)) {
      throw expected("the escape of a character that needs one");
    }
    at += escape.length();
    return c;
  }

  /** Of which character the escape is that begins here, if it is one. */
  private char escaped() {
    char letter = at + 1 < text.length() ? text.charAt(at + 1) : 0;
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> control();
      default -> letter;
    };
  }

  /** The control of a {@code \\u} with four digits; a space, which is never escaped, for others. */
  private char control() {
    int last = at + 5;
    if (last >= text.length()) {
      return ' ';
    }
    int sixteens = text.charAt(last - 1) - '0';
    return sixteens == 0 || sixteens == 1
        ? (char) (16 * sixteens + Math.max(0, Character.digit(text.charAt(last), 16)))
        : ' ';
  }

  private JsonInteger integer() throws MalformedException {
    int start = at;
    boolean negative = trySkip('-');
    int first = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    int digits = at - first;
    boolean padded = digits > 1 && text.charAt(first) == '0';
    boolean zero = digits == 1 && text.charAt(first) == '0';
    if (digits == 0 || digits > MAX_DIGITS || padded || (negative && zero)) {
      throw new MalformedException(digits == 0 ? "a JSON value" : "an integer", start);
    }
    if (peek() == '.' || peek() == 'e' || peek() == 'E') {
      throw new MalformedException("an integer", start);
    }
    return new JsonInteger(Long.parseLong(text, start, at, 10));
  }

  private JsonLiteral literal(JsonLiteral literal) throws MalformedException {
    if (!text.startsWith(literal.word(), at)) {
      throw expected("a JSON value");
    }
    at += literal.word().length();
    return literal;
  }

  /** The next char, or NUL at the end, which may stand nowhere. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean trySkip(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void skip(char c, String what) throws MalformedException {
    if (!trySkip(c)) {
      throw expected(what);
    }
  }

  private MalformedException expected(String what) {
    return new MalformedException(what, at);
  }
}
