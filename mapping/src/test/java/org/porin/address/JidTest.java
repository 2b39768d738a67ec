package org.porin.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

class JidTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        // RFC 7622 §3.5
        "juliet@example.com, juliet, example.com, ``",
        "juliet@example.com/foo, juliet, example.com, foo",
        "juliet@example.com/foo bar, juliet, example.com, foo bar",
        "juliet@example.com/foo@bar, juliet, example.com, foo@bar",
        "foo\\20bar@example.com, foo\\20bar, example.com, ``",
        "fussball@example.com, fussball, example.com, ``",
        "fußball@example.com, fußball, example.com, ``",
        "π@example.com, π, example.com, ``",
        "Σ@example.com/foo, σ, example.com, foo",
        "ς@example.com/foo, ς, example.com, foo",
        "king@example.com/♚, king, example.com, ♚",
        "example.com, ``, example.com, ``",
        "example.com/foobar, ``, example.com, foobar",
        "a.example.com/b@example.net, ``, a.example.com, b@example.net",
        // letters, dots, other forms of one address
        "Juliet@Capulet.Example./Balcony, juliet, capulet.example, Balcony",
        "juliet@xn--mnchen-3ya.example, juliet, münchen.example, ``",
        "juliet@192.0.2.1, juliet, 192.0.2.1, ``",
        "juliet@[2001:DB8:0:0::1]/r, juliet, [2001:db8::1], r",
        "#%{}|^`[]\\()*+;=?$!~@example.com, #%{}|^`[]\\()*+;=?$!~, example.com, ``",
        "a@b/c/d@e, a, b, c/d@e"
      },
      delimiter = ',',
      maxCharsPerColumn = 100,
      ignoreLeadingAndTrailingWhitespace = true)
  @Requirement("3922-3.2-2")
  void anAddressIsSplitAndHeldInItsCanonicalForm(
      String text, String localPart, String domain, String resource) throws MalformedException {
    Jid jid = Jid.parse(text);
    assertThat(jid).isEqualTo(new Jid(localPart, domain, resource));
    assertThat(jid.localPart()).isEqualTo(localPart);
    assertThat(jid.domain()).isEqualTo(domain);
    assertThat(jid.resource()).isEqualTo(resource);
    assertThat(Jid.parse(jid.toString())).isEqualTo(jid);
  }

  @ParameterizedTest(name = "\"{0}\" at {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, 0",
        "@example.com, 0",
        "@, 0",
        "/foo, 0",
        "juliet@, 7",
        "juliet@/foo, 7",
        "juliet@example.com/, 19",
        "\"juliet\"@example.com, 0",
        "jul&et@example.com, 3",
        "o'malley@example.com, 1",
        "a:b@example.com, 1",
        "a<b@example.com, 1",
        "a>b@example.com, 1",
        "a@b@example.com, 3",
        "foo bar@example.com, 3",
        "henryⅣ@example.com, 0",
        "♚@example.com, 0",
        "a\uFF20b@example.com, 1",
        "juliet@exa mple.com, 10",
        "juliet@[::1, 7",
        "juliet@[fe80::1%eth0], 7",
        "juliet@1.2.3, 7"
      })
  void whatRfc7622ForbidsIsRefused(String text, int offset) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Jid.parse(text))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\n@example.com",
        "a@example.com\r\nVia: x",
        "a@example.com/r\r\nVia: x",
        "a\tb@example.com",
        "a@example.com/\u0085",
        "a@example.com/\u2028",
        "a@example.com/\ud800",
        "a@example.com/x\u0000",
        "a@example.com\u0000",
        "\u0000@example.com",
        "a@example.com/\uFFFE"
      })
  void nothingThatCouldBreakALineGetsIn(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Jid.parse(text));
  }

  @Test
  @Requirement("7622-3.4-1")
  void eachPartHas1To1023OctetsOfUtf8() throws MalformedException {
    String ascii = "a".repeat(1_023);
    String twoOctets = "ü".repeat(511);
    assertThat(Jid.parse(ascii + "@example.com/" + ascii).localPart()).isEqualTo(ascii);
    assertThat(Jid.parse(twoOctets + "@example.com/" + twoOctets).resource()).isEqualTo(twoOctets);
    for (String text :
        new String[] {
          ascii + "a@example.com",
          "a@example.com/" + ascii + "a",
          twoOctets + "ü@example.com",
          "a@example.com/" + "\uD83D\uDE00".repeat(256),
          "a@" + ascii + "a"
        }) {
      assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Jid.parse(text));
    }
  }

  @Test
  void aBareAddressIsItsOwnBareAddress() throws MalformedException {
    Jid full = Jid.parse("juliet@capulet.example/balcony");
    assertThat(full.isFull()).isTrue();
    assertThat(full.bare()).hasToString("juliet@capulet.example");
    Jid bare = full.bare();
    assertThat(bare.bare()).isSameAs(bare);
    assertThat(bare.isFull()).isFalse();
    assertThat(full.bare().withResource("balcony")).isEqualTo(full);
  }

  @Test
  void theConstructorRefusesWhatParsingRefuses() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Jid("a@b", "example.com", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Jid("a", "", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Jid("a", "example.com", "\r\n"));
  }

  @Property
  void whatWasReadIsWrittenAndReadAsTheSame(@ForAll("addresses") String text) {
    Jid jid;
    try {
      jid = Jid.parse(text);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, text.length());
      return;
    }
    assertThat(jid.toString()).doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u2028\u2029]");
    assertThat(jid.localPart()).doesNotContainPattern("[\"&'/:<>@\\s]");
    try {
      assertThat(Jid.parse(jid.toString())).isEqualTo(jid);
    } catch (MalformedException e) {
      throw new AssertionError(jid + " does not read back", e);
    }
  }

  @Provide
  Arbitrary<String> addresses() {
    Arbitrary<String> odd =
        Arbitraries.strings()
            .withChars("aZ09-. \\25c@/:<>\"&'\r\n\u0000")
            .withChars('ß', 'Σ', 'ς', 'İ', '\u00b7', '\u0301', '\u0345', '\u0375', '\u05f3')
            .withChars('א', 'ا', '\u0660', '\u06f0', '\u200c', '\u200d', '\u30fb', 'ａ', '＠', '／')
            .withChars('\ud83d', '\ude00', '\u1100', '\uac00', '\uff9e')
            .ofMaxLength(10);
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(10);
    Arbitrary<String> part = Arbitraries.oneOf(odd, any);
    return Combinators.combine(part, part, part)
        .as((local, domain, resource) -> local + "@" + domain + "a.example/" + resource);
  }
}
