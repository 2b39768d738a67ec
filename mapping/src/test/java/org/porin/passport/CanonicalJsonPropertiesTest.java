package org.porin.passport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.porin.passport.JsonValue.JsonArray;
import org.porin.passport.JsonValue.JsonInteger;
import org.porin.passport.JsonValue.JsonLiteral;
import org.porin.passport.JsonValue.JsonObject;
import org.porin.passport.JsonValue.JsonString;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Canonical JSON is stable: one value has one text, and only that text is read as the value. */
class CanonicalJsonPropertiesTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @Property(edgeCases = EdgeCasesMode.NONE)
  @Requirement({"8225-9-1", "8225-9-2", "8225-9-4", "8225-9-5", "8225-9-7"})
  void whatIsWrittenIsReadAsItWas(@ForAll("objects") JsonObject object) throws MalformedException {
    String text = CanonicalJson.encode(object);

    assertThat(CanonicalJson.decode(Octets.utf8(text))).isEqualTo(object);
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  @Requirement({"8225-9-1", "8225-9-2", "8225-9-3", "8225-9-4", "8225-9-5", "8225-9-6"})
  void whatIsReadIsWrittenAsItWas(@ForAll("pieces") List<String> pieces) {
    String text = "{" + String.join("", pieces) + "}";
    try {
      JsonObject object = CanonicalJson.decode(Octets.utf8(text));
      assertThat(CanonicalJson.encode(object)).isEqualTo(text);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, text.length());
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aTextWithACharacterWrongIsRefusedOrIsAnotherValue(
      @ForAll("objects") JsonObject object, @ForAll int at, @ForAll char wrong) {
    StringBuilder changed = new StringBuilder(CanonicalJson.encode(object));
    changed.setCharAt(Math.floorMod(at, changed.length()), wrong);
    Octets octets = Octets.utf8(changed.toString());
    try {
      JsonObject other = CanonicalJson.decode(octets);
      assertThat(Octets.utf8(CanonicalJson.encode(other))).isEqualTo(octets);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, octets.length());
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  @Requirement({"8225-9-2", "8225-9-7"})
  void namesAreInTheOrderOfTheirCodePoints(@ForAll("objects") JsonObject object) {
    List<String> names = new ArrayList<>(object.members().keySet());

    assertThat(names).isSortedAccordingTo(CanonicalJsonPropertiesTest::byCodePoint);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void jacksonReadsTheSame(@ForAll("objects") JsonObject object) throws JsonProcessingException {
    assertThat(JACKSON.readTree(CanonicalJson.encode(object))).isEqualTo(jackson(object));
  }

  private static int byCodePoint(String left, String right) {
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    return Arrays.compare(a, b);
  }

  private static JsonNode jackson(JsonValue value) {
    if (value instanceof JsonObject object) {
      var node = JACKSON.createObjectNode();
      object.members().forEach((name, member) -> node.set(name, jackson(member)));
      return node;
    }
    if (value instanceof JsonArray array) {
      var node = JACKSON.createArrayNode();
      array.elements().forEach(element -> node.add(jackson(element)));
      return node;
    }
    if (value instanceof JsonString string) {
      return JACKSON.getNodeFactory().textNode(string.text());
    }
    if (value instanceof JsonInteger integer) {
      long number = integer.number();
      return number == (int) number
          ? JACKSON.getNodeFactory().numberNode((int) number)
          : JACKSON.getNodeFactory().numberNode(number);
    }
    return value == JsonLiteral.NULL
        ? JACKSON.nullNode()
        : JACKSON.getNodeFactory().booleanNode(value == JsonLiteral.TRUE);
  }

  @Provide
  Arbitrary<JsonObject> objects() {
    return object(values(2));
  }

  private static Arbitrary<JsonValue> values(int depth) {
    Arbitrary<JsonValue> leaf =
        Arbitraries.oneOf(
            texts().map(JsonString::new),
            Arbitraries.longs().between(-JsonInteger.MOST, JsonInteger.MOST).map(JsonInteger::new),
            Arbitraries.of(JsonLiteral.values()));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<JsonValue> below = values(depth - 1);
    return Arbitraries.oneOf(leaf, below.list().ofMaxSize(3).map(JsonArray::new), object(below));
  }

  private static Arbitrary<JsonObject> object(Arbitrary<JsonValue> values) {
    return Arbitraries.maps(texts(), values)
        .ofMaxSize(4)
        .map((Map<String, JsonValue> members) -> new JsonObject(members));
  }

  /** Of every plane, and of every character that is escaped. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(0, 0x7F),
            Arbitraries.of((int) '"', (int) '\\', 0, 8, 9, 10, 12, 13, 0x1F, 0x7F, 0x2028),
            Arbitraries.integers().between(0x80, 0x10FFFF).filter(c -> c < 0xD800 || c > 0xDFFF))
        .list()
        .ofMaxSize(6)
        .map(
            points -> {
              StringBuilder text = new StringBuilder();
              points.forEach(text::appendCodePoint);
              return text.toString();
            });
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            "\"a\":",
            "\"b\":",
            "\"\":",
            "\"\u00e9\":",
            "\"\\n\":",
            "1",
            "-7",
            "0",
            "00",
            "1.0",
            "true",
            "null",
            "Null",
            "\"x\"",
            "\"\\u0001\"",
            "\"\\u0041\"",
            "{",
            "}",
            "{}",
            "[",
            "]",
            "[]",
            ",",
            ",",
            ":",
            " ",
            "\"",
            "\\")
        .list()
        .ofMaxSize(7);
  }
}
