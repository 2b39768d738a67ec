package org.porin.daemon;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Optional;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * JSON on the command line: maps, lists, text, numbers, truth values; an empty Optional is null.
 */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .registerModule(new SimpleModule().addSerializer(new OptionalWriter()));

  private Json() {}

  /** The text of a value made of maps, lists and values that are text, numbers or empty. */
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and lists are always JSON", e);
    }
  }

  /**
   * The value of a text.
   *
   * @throws MalformedException when it is no JSON; the offset counts octets
   */
  static JsonNode read(Octets octets) throws MalformedException {
    try {
      return MAPPER.readTree(octets.toArray());
    } catch (JsonProcessingException e) {
      throw new MalformedException("JSON", (int) Math.max(0, e.getLocation().getByteOffset()));
    } catch (IOException e) {
      throw new IllegalStateException("the octets are here", e);
    }
  }

  private static final class OptionalWriter extends StdSerializer<Optional<?>> {
    private static final long serialVersionUID = 1L;

    OptionalWriter() {
      super(Optional.class, true);
    }

    @Override
    public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.orElse(null), out);
    }
  }
}
