package org.porin.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

class ImUriTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "im:fred@example.com, fred, example.com, im:fred@example.com",
        "IM:Fred@Example.COM., Fred, example.com, im:Fred@example.com",
        "im:f%72ed@example.com, fred, example.com, im:fred@example.com",
        "im:o'malley@example.net, o'malley, example.net, im:o%27malley@example.net",
        "im:a%2fb@example.com, a/b, example.com, im:a%2Fb@example.com",
        "im:%c5%beofie@example.net, žofie, example.net, im:%C5%BEofie@example.net",
        "im:who%3F@example.com, who?, example.com, im:who%3F@example.com",
        "im:who?@example.com, who?, example.com, im:who%3F@example.com",
        "im:mary%2Dann@example.com, mary-ann, example.com, im:mary-ann@example.com",
        "im:%2541@example.com, %41, example.com, im:%2541@example.com",
        "im:a%40b@example.com, a@b, example.com, im:a%40b@example.com",
        "im:fred@example.com?subject=x%0d%0a&y=@, fred, example.com, im:fred@example.com",
        "im:a@xn--mnchen-3ya.example, a, xn--mnchen-3ya.example, im:a@xn--mnchen-3ya.example"
      })
  @Requirement({
    "3860-3.2-1",
    "3860-A.2-1",
    "3922-3.3-1",
    "3922-3.3-2",
    "3922-3.3-3",
    "3922-3.2-4",
    "3922-3.2-5",
    "3922-3.2-6"
  })
  void anInstantInboxIsReadAndWritten(String text, String localPart, String domain, String wire)
      throws MalformedException {
    ImUri uri = ImUri.parse(text);
    assertThat(uri.localPart()).isEqualTo(localPart);
    assertThat(uri.domain()).isEqualTo(domain);
    assertThat(uri).hasToString(wire);
    assertThat(ImUri.parse(wire)).isEqualTo(uri);
  }

  @ParameterizedTest(name = "\"{0}\" at {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, 0",
        "fred@example.com, 0",
        "pres:fred@example.com, 0",
        "im:, 3",
        "im:?subject=x, 13",
        "im:fred, 7",
        "im:@example.com, 3",
        "im:fred@, 8",
        "im:fred@?x=y, 8",
        "im:a@b@example.com, 6",
        "im:fred@example.com:5060, 19",
        "im:fred@example.com/x, 19",
        "im:fr ed@example.com, 5",
        "im:<fred@example.com>, 3",
        "im:fred@example.com>, 19",
        "im:\"fred\"@example.com, 3",
        "im:fr\\ed@example.com, 5",
        "im:žofie@example.com, 3",
        "im:fred@münchen.example, 9",
        "im:%@example.com, 4",
        "im:a%ff@example.com, 4",
        "im:fred@exa%6Dple.com, 11"
      })
  @Requirement("3860-A.2-1")
  void whatNamesNoInstantInboxIsRefused(String text, int offset) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> ImUri.parse(text))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
  }

  @ParameterizedTest
  @CsvSource({
    "im:fred@localhost",
    "im:fred@192.0.2.1",
    "im:fred@[::1]",
    "im:fred@example.1",
    "im:fred@-.com"
  })
  @Requirement("3861-3-1")
  void onlyFullyQualifiedDomainNamesMayStandInAnImUri(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> ImUri.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "im:a%0d%0aVia:x@example.com",
    "im:a%00@example.com",
    "im:a%7F@example.com",
    "im:a%C2%85@example.com",
    "im:a%E2%80%A8@example.com"
  })
  void noControlCharacterHidesBehindAnEscape(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> ImUri.parse(text));
  }

  @Test
  void noLineBreakGetsInUnescaped() {
    for (String text :
        new String[] {
          "im:a@example.com\r\nVia: x", "im:a@example.com?x\r\n", "im:a\n@example.com", "im:\ta@b.c"
        }) {
      assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> ImUri.parse(text));
    }
  }

  @Test
  void theConstructorRefusesWhatParsingRefuses() {
    for (String local : new String[] {"", "a\r\n", "\ud800", "\ude00a", "a".repeat(1_024)}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new ImUri(local, "example.com"));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new ImUri("a", "b@example.com"));
    assertThat(new ImUri("a", "München.example").domain()).isEqualTo("xn--mnchen-3ya.example");
  }

  @Property
  void whatWasWrittenReadsBackAndIsSafeInAHeader(@ForAll @StringLength(min = 1, max = 30) String s)
      throws MalformedException {
    ImUri uri;
    try {
      uri = new ImUri(s, "example.com");
    } catch (IllegalArgumentException e) {
      assertThat(s).matches("(?s).*[\\p{Cc}\\p{Cs}\u2028\u2029].*");
      return;
    }
    assertThat(uri.toString()).matches("im:[A-Za-z0-9.!$*_~+=%-]+@example\\.com");
    assertThat(ImUri.parse(uri.toString())).isEqualTo(uri);
  }

  @Property
  void nothingButMalformedIsEverThrown(@ForAll String any) {
    for (String text : new String[] {any, "im:" + any, "im:a@" + any, "im:" + any + "@a.b"}) {
      try {
        assertThat(ImUri.parse(text).localPart()).isNotEmpty();
      } catch (MalformedException e) {
        assertThat(e.offset()).isBetween(0, text.length());
      }
    }
  }
}
