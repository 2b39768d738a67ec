package org.porin.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.passport.JsonValue.JsonArray;
import org.porin.passport.JsonValue.JsonInteger;
import org.porin.passport.JsonValue.JsonLiteral;
import org.porin.passport.JsonValue.JsonObject;
import org.porin.passport.JsonValue.JsonString;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class CanonicalJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":[]}",
        "{\"a\":[{}],\"b\":{\"c\":[1,\"2\",true,false,null]}}",
        "{\"a\":0,\"b\":-1,\"c\":999999999999999999,\"d\":-999999999999999999}",
        "{\"a\":\"\",\"b\":\"/ \u007f \u00e9 \u2028 \ud83d\ude00\"}",
        "{\"a\":\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\"}",
        "{\"\":1,\"\\t\":2,\" \":3,\"A\":4,\"a\":5,\"aa\":6,\"b\":7}",
      })
  @Requirement({"8225-9-1", "8225-9-3", "8225-9-4", "8225-9-7"})
  void canonicalTextIsReadAndWrittenAsItWas(String text) throws MalformedException {
    assertThat(CanonicalJson.encode(decode(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ }",
        "{\"a\" :1}",
        "{\"a\": 1}",
        "{\"a\":1, \"b\":2}",
        "{\"a\":[1, 2]}",
        "{\"a\":[ ]}",
        "{\"a\":1}\n",
        " {}",
        "{\n}",
        "\ufeff{}",
      })
  @Requirement({"8225-9-1", "8225-9-5"})
  void whiteSpaceIsRefusedAtEveryDepth(String text) {
    assertRefused(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"True", "TRUE", "False", "NULL", "nil", "tru", "nul"})
  @Requirement("8225-9-3")
  void aLiteralIsInLowerCase(String literal) {
    assertRefused("{\"a\":" + literal + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "1.5",
        "1e3",
        "1E3",
        "1e-3",
        "01",
        "00",
        "-0",
        "-01",
        "+1",
        "-",
        ".5",
        "1.",
        "0x10",
        "NaN",
        "Infinity",
        "1000000000000000000",
        "-1000000000000000000",
        "\u0661",
      })
  @Requirement("8225-9-4")
  void aNumberIsAnIntegerInItsOneSpelling(String number) {
    assertRefused("{\"a\":" + number + "}");
    assertRefused("{\"a\":[{\"b\":" + number + "}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\/",
        "\\u0041",
        "\\u00e9",
        "\\u000a",
        "\\u000A",
        "\\u001F",
        "\\u0022",
        "\\u005c",
        "\\ud83d\\ude00",
        "\\ud83d",
        "\\x41",
        "\\'",
        "\\u00",
        "\\",
        "\t",
        "\u0000",
        "\n",
      })
  @Requirement("8225-9-7")
  void whatNeedsNoEscapeHasNoneAndWhatNeedsOneHasTheShortest(String piece) {
    assertRefused("{\"a\":\"x" + piece + "y\"}");
    assertRefused("{\"x" + piece + "y\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\":1,\"a\":2}",
        "{\"a\":{\"c\":1,\"b\":2}}",
        "{\"a\":[{\"c\":1,\"b\":2}]}",
        "{\"aa\":1,\"a\":2}",
        "{\"a\":1,\"B\":2}",
        "{\"\ud83d\ude00\":1,\"\uff21\":2}",
      })
  @Requirement({"8225-9-2", "8225-9-5"})
  void namesOutOfOrderAreRefusedAtEveryDepth(String text) {
    assertRefused(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":[{\"b\":{},\"b\":{}}]}",
        "{\"\":1,\"\":1}",
      })
  @Requirement({"8225-9-6", "8225-9-5"})
  void noMemberComesTwiceAtAnyDepth(String text) {
    assertRefused(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "\"a\"",
        "null",
        "{",
        "}",
        "{]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\":[1,]}",
        "{\"a\":[,]}",
        "{\"a\":[1",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1}{}",
        "{\"a\":1}}",
        "{\"a",
        "{\"a\":\"b",
        "{\"a\":\"b}",
        "{1:2}",
        "{null:1}",
        "{\"a\":{}",
        "{\"a\":1;\"b\":2}",
      })
  void whatIsNoObjectIsRefused(String text) {
    assertRefused(text);
  }

  @Test
  @Requirement("8225-9-2")
  void namesAreOrderedByCodePointAndNotByUtf16() {
    JsonObject object =
        new JsonObject(
            Map.of(
                "\ud83d\ude00", new JsonInteger(4), // U+1F600, in UTF-16 before U+FF21
                "\uff21", new JsonInteger(3),
                "z", new JsonInteger(2),
                "Z", new JsonInteger(1)));

    assertThat(CanonicalJson.encode(object))
        .isEqualTo("{\"Z\":1,\"z\":2,\"\uff21\":3,\"\ud83d\ude00\":4}");
  }

  @Test
  @Requirement("8588-8-1")
  void theClaimsOfRfc8588AreInItsOrder() {
    JsonValue any = JsonLiteral.NULL;

    assertThat(
            CanonicalJson.encode(
                new JsonObject(
                    Map.of("origid", any, "orig", any, "iat", any, "dest", any, "attest", any))))
        .isEqualTo("{\"attest\":null,\"dest\":null,\"iat\":null,\"orig\":null,\"origid\":null}");
  }

  @Test
  void octetsThatAreNotUtf8AreRefused() {
    for (byte[] wrong :
        List.of(
            new byte[] {(byte) 0xC0, (byte) 0xAF}, // an overlong "/"
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0xBD}, // half of a surrogate pair
            new byte[] {(byte) 0xF8},
            new byte[] {(byte) 0xE9})) {
      byte[] text = new byte[wrong.length + 8];
      System.arraycopy(Octets.utf8("{\"a\":\"").toArray(), 0, text, 0, 6);
      System.arraycopy(wrong, 0, text, 6, wrong.length);
      System.arraycopy(Octets.utf8("\"}").toArray(), 0, text, 6 + wrong.length, 2);

      assertThatThrownBy(() -> CanonicalJson.decode(Octets.copyOf(text)))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("UTF-8");
    }
  }

  @ParameterizedTest
  @CsvSource({"7, true", "8, false"})
  void depthIsBounded(int arrays, boolean read) {
    String text = "{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";

    assertThat(isRead(text)).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({"256, true", "257, false"})
  void theNumberOfValuesIsBounded(int values, boolean read) {
    String array =
        IntStream.range(1, values).mapToObj(i -> "1").collect(Collectors.joining(",", "[", "]"));

    assertThat(isRead("{\"a\":" + array + "}")).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({"8192, true", "8193, false"})
  void theLengthIsBounded(int octets, boolean read) {
    assertThat(isRead("{\"a\":\"" + "x".repeat(octets - 8) + "\"}")).isEqualTo(read);
  }

  @Test
  void aFaultIsNamedWithItsPlace() {
    assertThatThrownBy(() -> decode("{\"a\":1,\"a\":2}"))
        .hasMessage("expected a name that comes after the one before at offset 7");
    assertThatThrownBy(() -> decode("{\"a\":1.5}")).hasMessage("expected an integer at offset 5");
  }

  @Test
  void whatCannotBeWrittenCannotBeMade() {
    assertThatThrownBy(() -> new JsonString("\ud83d")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new JsonString("\ude00\ud83d"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new JsonObject(Map.of("\ude00", JsonLiteral.TRUE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new JsonInteger(1_000_000_000_000_000_000L))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aValueDoesNotChangeWithWhatItWasMadeOf() {
    List<JsonValue> elements = new java.util.ArrayList<>(List.of(new JsonInteger(1)));
    JsonArray array = new JsonArray(elements);
    elements.clear();

    assertThat(array.elements()).hasSize(1);
    assertThatThrownBy(() -> new JsonObject(Map.of()).members().put("a", array))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static JsonObject decode(String text) throws MalformedException {
    return CanonicalJson.decode(Octets.utf8(text));
  }

  private static boolean isRead(String text) {
    try {
      decode(text);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> decode(text))
        .isInstanceOfSatisfying(
            MalformedException.class, e -> assertThat(e.offset()).isBetween(0, text.length()));
  }
}
