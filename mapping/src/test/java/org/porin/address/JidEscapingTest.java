package org.porin.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

class JidEscapingTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // the table of XEP-0106 §5.1
        "space cadet|space\\20cadet",
        "call me \"ishmael\"|call\\20me\\20\\22ishmael\\22",
        "at&t guy|at\\26t\\20guy",
        "d'artagnan|d\\27artagnan",
        "/.fanboy|\\2f.fanboy",
        "::foo::|\\3a\\3afoo\\3a\\3a",
        "<foo>|\\3cfoo\\3e",
        "user@host|user\\40host",
        "c:\\net|c\\3a\\net",
        "c:\\\\net|c\\3a\\\\net",
        "c:\\cool stuff|c\\3a\\cool\\20stuff",
        "c:\\5commas|c\\3a\\5c5commas",
        // and of its business rules
        "\\3and\\2is\\5cool|\\5c3and\\2is\\5c5cool",
        "\\2plus\\2is\\4|\\2plus\\2is\\4",
        "foo\\bar|foo\\bar",
        "foob\\41r|foob\\41r",
        "here's_a_wild_&_/cr%zy/_address|here\\27s_a_wild_\\26_\\2fcr%zy\\2f_address",
        // upper case is no escape
        "a\\2Fb|a\\2Fb"
      })
  @Requirement({"3922-3.3-4", "7247-6.2-3", "7247-6.5-1"})
  void theExamplesOfXep0106ReadBothWays(String text, String escaped) throws MalformedException {
    assertThat(JidEscaping.escape(text)).isEqualTo(escaped);
    assertThat(JidEscaping.unescape(escaped)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {" a", "a ", " "})
  void noLocalPartBeginsOrEndsWithAnEscapedSpace(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> JidEscaping.escape(text));
  }

  @Test
  void anEscapedSpaceAtAnEndIsNoEscape() {
    assertThat(JidEscaping.unescape("\\20a\\20b\\20")).isEqualTo("\\20a b\\20");
  }

  @Property
  void whatIsEscapedReadsBack(@ForAll("texts") String text) throws MalformedException {
    String escaped = JidEscaping.escape(text);
    assertThat(escaped).doesNotContainPattern("[ \"&'/:<>@]");
    assertThat(JidEscaping.unescape(escaped)).isEqualTo(text);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars(" \"&'/:<>@\\0123456789abcdefü")
        .ofMaxLength(20)
        .filter(text -> !text.startsWith(" ") && !text.endsWith(" "));
  }
}
