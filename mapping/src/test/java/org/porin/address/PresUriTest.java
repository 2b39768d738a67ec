package org.porin.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

class PresUriTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "pres:fred@example.com, fred, example.com, pres:fred@example.com",
        "PRES:Fred@Example.COM., Fred, example.com, pres:Fred@example.com",
        "pres:o%27malley@example.net, o'malley, example.net, pres:o%27malley@example.net",
        "pres:%c5%beofie@example.net, žofie, example.net, pres:%C5%BEofie@example.net",
        "pres:fred@example.com?subject=x&y=@, fred, example.com, pres:fred@example.com"
      })
  @Requirement({"3859-3.2-1", "3859-A.2-1", "3859-A.2-2", "3859-A.2-3", "3922-3.2-6"})
  void aPresentityIsReadAndWritten(String text, String localPart, String domain, String wire)
      throws MalformedException {
    PresUri uri = PresUri.parse(text);
    assertThat(uri.localPart()).isEqualTo(localPart);
    assertThat(uri.domain()).isEqualTo(domain);
    assertThat(uri).hasToString(wire);
    assertThat(PresUri.parse(wire)).isEqualTo(uri);
  }

  @ParameterizedTest(name = "\"{0}\" at {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, 0",
        "im:fred@example.com, 0",
        "pres:, 5",
        "pres:?subject=x, 15",
        "pres:@example.com, 5",
        "pres:fred@localhost, 10",
        "pres:fred@example.com:5060, 21",
        "pres:Fred <fred@example.com>, 9",
        "pres:Fred%20%3Cfred@example.com>, 31"
      })
  @Requirement({"3859-A.2-1", "3859-A.2-2", "3861-3-1"})
  void whatNamesNobodyIsRefused(String text, int offset) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> PresUri.parse(text))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
  }

  @Test
  void theConstructorRefusesWhatParsingRefuses() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PresUri("", "example.com"));
    assertThatIllegalArgumentException().isThrownBy(() -> new PresUri("a", "b@example.com"));
    assertThat(new PresUri("a", "München.example").domain()).isEqualTo("xn--mnchen-3ya.example");
  }
}
