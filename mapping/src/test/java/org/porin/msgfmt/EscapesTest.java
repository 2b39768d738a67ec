package org.porin.msgfmt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.requirement.Requirement;

/** RFC 3862 §2.3. */
class EscapesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a\\\\b|a\\b",
        "\\\"\\'|\"'",
        "\\u0041\\u00fC|A\u00fc",
        "\\q|q",
        "\\u12|u12",
        "\\u00zz|u00zz",
        "\\u\uFF11\uFF11\uFF11\uFF11|u\uFF11\uFF11\uFF11\uFF11",
        "\\U0041|U0041",
        "\\f|f",
        "end\\|end",
        "\\\\\\|\\",
        "\\ud83d\\ude00|\uD83D\uDE00",
        "\\ud83d|\uFFFD",
        "\\ude00\\ud83d|\uFFFD\uFFFD",
        "\uD83D\uDE00|\uD83D\uDE00"
      })
  @Requirement({
    "3862-2.3-2",
    "3862-2.3-3",
    "3862-2.3.1-7",
    "3862-2.3.1-8",
    "3862-2.3.1-9",
    "3862-2.3.1-10",
    "3862-3.6-5"
  })
  void everyBackslashBeginsAnEscape(String value, String text) {
    assertThat(Escapes.decode(value)).isEqualTo(text);
  }

  @Test
  @Requirement({"3862-2.3-3", "3862-2.3.1-7"})
  void theShortEscapesAreFourControls() {
    assertThat(Escapes.decode("\\b\\t\\n\\r")).isEqualTo("\b\t\n\r");
  }

  @Test
  @Requirement({"3862-2.3-1", "3862-2.3.1-1", "3862-2.3.1-5"})
  void everyControlCharacterIsWrittenAsAnEscape() {
    for (char c = 0; c < 0x20; c++) {
      String expected =
          switch (c) {
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> String.format("\\u%04x", (int) c);
          };
      assertThat(Escapes.encode(String.valueOf(c))).isEqualTo(expected);
      assertThat(Escapes.quote(String.valueOf(c))).isEqualTo('"' + expected + '"');
    }
    assertThat(Escapes.encode("\u007F\\")).isEqualTo("\\u007f\\\\");
  }

  @Test
  @Requirement({"3862-2.3.1-2", "3862-2.3.1-3", "3862-2.3.1-6"})
  void everyOtherCharacterStandsAsItIs() {
    String text = "\"'é\u0080\u2028\uFFFF\uD83D\uDE00~ ";

    assertThat(Escapes.encode(text)).isEqualTo(text);
    // Delimited by double quotes, so a single quote in it needs no escape, and must have none.
    assertThat(Escapes.quote(text)).isEqualTo("\"\\" + text + "\"");
  }

  @Test
  void halfACharacterIsReplacedSinceItIsNoUtf8() {
    assertThat(Escapes.encode("\uD83D")).isEqualTo("\uFFFD");
    assertThat(Escapes.quote("\uDE00")).isEqualTo("\"\uFFFD\"");
  }
}
