package org.porin.passport;

import java.util.Arrays;
import java.util.Map;
import org.porin.passport.JsonValue.JsonArray;
import org.porin.passport.JsonValue.JsonInteger;
import org.porin.passport.JsonValue.JsonLiteral;
import org.porin.passport.JsonValue.JsonObject;
import org.porin.passport.JsonValue.JsonString;

/** Writes {@link CanonicalJson}. */
final class JsonWriter {
  /** How each char up to the backslash is escaped; empty for one that stands for itself. */
  static final String[] ESCAPES = escapes();

  private JsonWriter() {}

  static void append(StringBuilder out, JsonValue value) {
    if (value instanceof JsonObject object) {
      object(out, object);
    } else if (value instanceof JsonArray array) {
      array(out, array);
    } else if (value instanceof JsonString string) {
      string(out, string.text());
    } else if (value instanceof JsonInteger integer) {
      out.append(integer.number());
    } else {
      out.append(((JsonLiteral) value).word());
    }
  }

  private static void object(StringBuilder out, JsonObject object) {
    char separator = '{';
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      string(out.append(separator), member.getKey());
      append(out.append(':'), member.getValue());
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  private static void array(StringBuilder out, JsonArray array) {
    char separator = '[';
    for (JsonValue element : array.elements()) {
      append(out.append(separator), element);
      separator = ',';
    }
    out.append(separator == '[' ? "[]" : "]");
  }

  private static void string(StringBuilder out, String text) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ESCAPES.length && !ESCAPES[c].isEmpty()) {
        out.append(text, written, i).append(ESCAPES[c]);
        written = i + 1;
      }
    }
    out.append(text, written, text.length()).append('"');
  }

  private static String[] escapes() {
    String[] escapes = new String['\\' + 1];
    Arrays.fill(escapes, "");
    for (char c = 0; c < ' '; c++) {
      escapes[c] = String.format("\\u%04x", (int) c);
    }
    escapes['\b'] = "\\b";
    escapes['\f'] = "\\f";
    escapes['\n'] = "\\n";
    escapes['\r'] = "\\r";
    escapes['\t'] = "\\t";
    escapes['"'] = "\\\"";
    escapes['\\'] = "\\\\";
    return escapes;
  }
}
