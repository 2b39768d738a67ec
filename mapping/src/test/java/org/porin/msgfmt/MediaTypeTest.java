package org.porin.msgfmt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.msgfmt.MediaType.Parameter;
import org.porin.wire.MalformedException;

/** RFC 2045 §5.1. */
class MediaTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "text/plain|text/plain",
        "Text/PLAIN;CharSet=\"UTF-8\"|text/plain; CharSet=UTF-8",
        "text/plain ; charset = us-ascii (Plain (text))|text/plain; charset=us-ascii",
        "text/plain;|text/plain",
        "text/plain;;a=b|text/plain; a=b",
        "a/b; c=\"d;e \\\"f\\\"\"|a/b; c=\"d;e \\\"f\\\"\"",
        "(x)a(\\))/b|a/b",
        "a/b; c=\"\"|a/b; c=\"\"",
        "a/b; c=\" d\t\"|a/b; c=\" d\t\"",
        "a/b; c=\"\uD83D\uDE00\"|a/b; c=\"\uD83D\uDE00\""
      })
  void aTypeIsReadAndWritten(String text, String written) throws MalformedException {
    MediaType type = MediaType.parse(text);

    assertThat(type).hasToString(written);
    assertThat(MediaType.parse(written)).isEqualTo(type);
  }

  @Test
  void theCharsetComparesWithoutCase() throws MalformedException {
    assertThat(MediaType.parse("text/plain; CHARSET=Utf-8").charset()).hasValue("utf-8");
    assertThat(MediaType.parse("text/plain").charset()).isEmpty();
    assertThat(MediaType.parse("TEXT/Plain").is("text", "plain")).isTrue();
    assertThat(MediaType.parse("TEXT/Plain").essence()).isEqualTo("text/plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "text/",
        "/plain",
        "text plain",
        "text/plain charset=x",
        "text/plain; charset",
        "text/plain; charset=",
        "text/plain; =x",
        "text/plain; a=\"b",
        "text/plain (",
        "é/b",
        "a/b; c=\"\u0001\"",
        "a/b; c=\"\uD83D\"",
        "a/b; c=\"\uDE00\uD83D\""
      })
  void whatIsNoTypeIsRefused(String text) {
    assertThatThrownBy(() -> MediaType.parse(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void noLineBreakGetsIntoAType() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Parameter("a", "b\r\nX: y"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Parameter("a\n", "b"));
    assertThatIllegalArgumentException().isThrownBy(() -> new MediaType("a\n", "b", List.of()));
  }
}
