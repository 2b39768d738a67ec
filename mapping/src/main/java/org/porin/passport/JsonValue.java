package org.porin.passport;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A JSON value as a PASSporT may hold it (RFC 8225 §9): every number is an integer. */
public sealed interface JsonValue {
  /**
   * An object.
   *
   * @param members by name, in the order of the code points of their names
   */
  record JsonObject(Map<String, JsonValue> members) implements JsonValue {
    public JsonObject {
      Map<String, JsonValue> sorted = new TreeMap<>(CodePointOrder.INSTANCE);
      sorted.putAll(members);
      sorted.keySet().forEach(CodePointOrder::requireText);
      members = Collections.unmodifiableMap(sorted);
    }

    /** The member of that name. */
    public Optional<JsonValue> find(String name) {
      return Optional.ofNullable(members.get(name));
    }
  }

  /** An array. */
  record JsonArray(List<JsonValue> elements) implements JsonValue {
    public JsonArray {
      elements = List.copyOf(elements);
    }
  }

  /** A string, without half of a surrogate pair. */
  record JsonString(String text) implements JsonValue {
    public JsonString {
      CodePointOrder.requireText(text);
    }
  }

  /** An integer of at most 18 digits. */
  record JsonInteger(long number) implements JsonValue {
    /** The greatest, and the least with a minus sign. */
    public static final long MOST = 999_999_999_999_999_999L;

    public JsonInteger {
      if (number > MOST || number < -MOST) {
        throw new IllegalArgumentException("at most 18 digits");
      }
    }
  }

  /** The three words of JSON. */
  enum JsonLiteral implements JsonValue {
    TRUE("true"),
    FALSE("false"),
    NULL("null");

    private final String word;

    JsonLiteral(String word) {
      this.word = word;
    }

    /** As it is written: in lower case (RFC 8225 §9). */
    public String word() {
      return word;
    }
  }
}
