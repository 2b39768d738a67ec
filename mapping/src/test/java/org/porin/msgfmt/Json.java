package org.porin.msgfmt;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON of the vectors as Java values. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** The elements of an array; none if it is not there. */
  public static List<JsonNode> elements(@Nullable JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    if (array != null) {
      array.forEach(elements::add);
    }
    return elements;
  }

  /** An array. */
  public static List<Object> list(JsonNode array) {
    return MAPPER.convertValue(array, new TypeReference<List<Object>>() {});
  }

  /** An object. */
  public static Map<String, Object> map(JsonNode object) {
    return MAPPER.convertValue(object, new TypeReference<Map<String, Object>>() {});
  }

  /** A text; empty for null or nothing. */
  public static Optional<String> text(@Nullable JsonNode value) {
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value.asText());
  }
}
