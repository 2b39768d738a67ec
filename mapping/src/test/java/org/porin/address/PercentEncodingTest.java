package org.porin.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

class PercentEncodingTest {
  @Test
  @Requirement({"3922-3.2-4", "7247-6.2-2"})
  void aLocalPartLeavesOnlyTheSetOfOpenPointM() {
    StringBuilder ascii = new StringBuilder();
    for (char c = '!'; c <= '~'; c++) {
      ascii.append(c);
    }
    assertThat(PercentEncoding.IM_LOCAL_PART.encode(ascii.toString()))
        .isEqualTo(
            "!%22%23$%25%26%27%28%29*+%2C-.%2F0123456789%3A%3B%3C=%3E%3F%40"
                + "ABCDEFGHIJKLMNOPQRSTUVWXYZ%5B%5C%5D%5E_%60abcdefghijklmnopqrstuvwxyz%7B%7C%7D~");
  }

  @Test
  @Requirement("7247-6.2-2")
  void aSipUserHasEverythingEscapedThatItsGrammarLacks() {
    assertThat(PercentEncoding.SIP_USER.encode("m&m #%[\\]^`{|}ü"))
        .isEqualTo("m&m%20%23%25%5B%5C%5D%5E%60%7B%7C%7D%C3%BC");
  }

  @Test
  void escapesAreReadOnceAndInEitherCase() throws MalformedException {
    assertThat(PercentEncoding.decode("%c3%BC%2541")).isEqualTo("ü%41");
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "a%, 2",
    "a%4, 2",
    "a%4g, 2",
    "%%41, 1",
    "a%٤١, 2",
    "ab%C3, 2",
    "%C0%80, 0",
    "%ED%A0%80, 0",
    "%F5%80%80%80, 0",
    "%FF, 0"
  })
  @Requirement("3922-3.3-3")
  void brokenEscapesAndOctetsThatAreNotUtf8AreRefused(String text, int offset) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> PercentEncoding.decode(text))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
  }

  @Property
  void whatEveryPartEncodesReadsBackAndIsUriText(
      @ForAll @StringLength(max = 40) String any, @ForAll PercentEncoding part)
      throws MalformedException {
    String text =
        any.codePoints()
            .filter(c -> c < 0xD800 || c > 0xDFFF)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    String encoded = part.encode(text);
    UriText.checkCharacters(encoded, 0);
    assertThat(PercentEncoding.decode(encoded)).isEqualTo(text);
  }
}
