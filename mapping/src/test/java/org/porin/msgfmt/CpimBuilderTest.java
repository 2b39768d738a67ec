package org.porin.msgfmt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** New objects: the grammar of RFC 3862 §3 as a writer keeps it. */
class CpimBuilderTest {
  private static final MimeEntity HELLO =
      MimeEntity.of(
          List.of(new MimeHeader("Content-Type", MediaType.PLAIN_UTF_8.toString())),
          Octets.utf8("Hello."));

  @Test
  @Requirement({
    "3862-2.2-4",
    "3862-2.2-8",
    "3862-2.2-11",
    "3862-3-1",
    "3862-3.3-1",
    "3862-4.4-1",
    "3862-4.5-1",
    "3862-4.6-1",
    "2779-4.1.10-1"
  })
  void everyHeaderIsALineWithOneSpaceAndCrLf() throws MalformedException {
    CpimMessage message =
        new CpimBuilder()
            .from(new Mailbox(Optional.of("Juliet Capulet"), "im:juliet@example.com"))
            .to(Mailbox.of("im:romeo@example.net"))
            .cc(Mailbox.of("im:nurse@example.com"))
            .dateTime(Instant.parse("2005-11-23T10:00:00.5Z"))
            .subject(new Subject(Optional.empty(), "Hi!"))
            .subject(new Subject(Optional.of("cs"), "Ahoj!"))
            .namespace("imdn", "urn:ietf:params:imdn")
            .header("imdn", "Message-ID", "x9")
            .build(HELLO);

    assertThat(CpimCodec.encode(message).toUtf8())
        .isEqualTo(
            """
            From: Juliet Capulet <im:juliet@example.com>
            To: <im:romeo@example.net>
            cc: <im:nurse@example.com>
            DateTime: 2005-11-23T10:00:00.500Z
            Subject: Hi!
            Subject:;lang=cs Ahoj!
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: x9

            Content-Type: text/plain; charset=utf-8

            Hello."""
                .replace("\n", "\r\n"));
    assertThat(CpimCodec.decode(CpimCodec.encode(message), CpimLimits.DEFAULT)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "Juliet|Juliet <im:a@b.example>",
        "J. C.|J. C. <im:a@b.example>",
        "Žofie Dvořáková|Žofie Dvořáková <im:a@b.example>",
        "Capulet, Juliet|\"Capulet, Juliet\"<im:a@b.example>",
        "a  b|\"a  b\"<im:a@b.example>",
        "Juliet \"Jules\" C.|\"Juliet \\\"Jules\\\" C.\"<im:a@b.example>",
        "O'Malley|O'Malley <im:a@b.example>",
        "(O'Malley)|\"(O'Malley)\"<im:a@b.example>",
        "\\|\"\\\\\"<im:a@b.example>",
        "<im:evil@x>|\"<im:evil@x>\"<im:a@b.example>"
      })
  @Requirement({"3862-2.3.1-2", "3862-2.3.1-4", "3862-3.6-3", "3862-3.6-4"})
  void aNameOfTokensStandsAsItIsAndEveryOtherIsAString(String name, String written)
      throws MalformedException {
    Mailbox mailbox = new Mailbox(Optional.of(name), "im:a@b.example");

    assertThat(mailbox.written()).isEqualTo(written);
    assertThat(Mailbox.parse(written)).isEqualTo(mailbox);
  }

  @Test
  @Requirement("3862-3.6-3")
  void whiteSpaceBeyondAsciiIsPartOfAToken() throws MalformedException {
    Mailbox mailbox = new Mailbox(Optional.of("\u3000J\u2003"), "im:a@b.example");

    assertThat(Mailbox.parse(mailbox.written())).isEqualTo(mailbox);
  }

  @Test
  void aNameThatIsEmptyIsNone() {
    assertThat(new Mailbox(Optional.of(" "), "im:a@b.example"))
        .isEqualTo(Mailbox.of("im:a@b.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nTo: <im:evil@x>", "x\nTo: <im:evil@x>", "x\rTo: <im:evil@x>",
            "x\r\n\r\nContent-Type: x/y",
        "x\u0000", "x\u0085To: y", "x\u2028To: y", "\\r\\nTo: y"
      })
  @Requirement({"3862-2.3.1-1", "3862-2.3.1-5", "3862-2.2-4"})
  void noTextBreaksOutOfItsHeader(String text) throws MalformedException {
    CpimMessage message =
        new CpimBuilder()
            .from(new Mailbox(Optional.of(text), "im:a@example.com"))
            .to(Mailbox.of("im:b@example.net"))
            .subject(new Subject(Optional.of(text), text))
            .namespace("p", "urn:x:p")
            .header("p", "X", text)
            .build(HELLO);
    CpimMessage read = CpimCodec.decode(CpimCodec.encode(message), CpimLimits.DEFAULT);

    assertThat(read).isEqualTo(message);
    assertThat(read.headers()).hasSize(5);
    assertThat(read.to()).hasSize(1);
    assertThat(read.from().formalName()).hasValue(text);
    assertThat(read.subjects()).containsExactly(new Subject(Optional.empty(), text.strip()));
    assertThat(read.headers().get(4).value()).isEqualTo(text.strip());
  }

  @Test
  @Requirement("3862-2.2-6")
  void aSubjectIsTrimmedAndAnEmptyOneIsNone() {
    CpimBuilder builder = new CpimBuilder().subject(new Subject(Optional.empty(), " \t hi \n"));
    builder.subject(new Subject(Optional.of("en"), "  "));

    assertThat(builder.build(HELLO).headers())
        .extracting(Header::raw)
        .containsExactly("Subject: hi");
  }

  @ParameterizedTest
  @CsvSource({
    "en, true",
    "cz, true",
    "de-CH-1996, true",
    "x-klingon, true",
    "i-default, true",
    "'', false",
    "en-, false",
    "-en, false",
    "e n, false",
    "1en, false",
    "čs, false",
    "toolonglang, false",
    "en;q=1, false"
  })
  void aLanguageIsCheckedForItsSyntaxAlone(String tag, boolean wellFormed) {
    assertThat(LanguageTag.isWellFormed(tag)).isEqualTo(wellFormed);
    assertThat(
            new CpimBuilder()
                .subject(new Subject(Optional.of(tag), "x"))
                .build(HELLO)
                .subjects()
                .get(0)
                .lang())
        .isEqualTo(wellFormed ? Optional.of(tag) : Optional.empty());
  }

  @Test
  void whatTheGrammarCannotWriteIsRefused() {
    CpimBuilder builder = new CpimBuilder().namespace("p", "urn:x:p");

    assertThatIllegalArgumentException().isThrownBy(() -> builder.header("q", "X", "y"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.header("", "X", "y"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.header("p", "X:", "y"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.header("p", "X", " "));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.namespace("a.b", "urn:x:p"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.namespace("a", "no uri"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.namespace("a", "urn:x\r\nX: y"));
    assertThatIllegalArgumentException().isThrownBy(() -> Mailbox.of("im:a@b>\r\nX: y"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.dateTime(Instant.parse("+10000-01-01T00:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({"'X: y\r\nZ: w'", "'Y: X: z'", "'XX: y'", "'p.X: y'", "''", "'X: \u0007'"})
  void aHeaderCannotHoldARawLineThatIsAnother(String raw) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Header.checked(HeaderName.CORE, "", "X", List.of(), raw));
  }

  @Test
  void anEntityCannotHoldAHeaderThatIsTwo() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MimeHeader("X", "a\r\nY: b"));
    assertThatIllegalArgumentException().isThrownBy(() -> new MimeHeader("X\n", "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> new MimeHeader("", "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> MimeEntity.of(List.of(), Octets.EMPTY));
    MimeHeader type = new MimeHeader("content-type", "text/plain");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MimeEntity.of(List.of(type, type), Octets.EMPTY));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> MimeEntity.of(List.of(new MimeHeader("Content-Type", "text")), Octets.EMPTY));
    for (String value : List.of(" x", "x\t", "x\u0001", "x\r\ny", "\uD83D")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new MimeHeader("X", value));
    }
  }

  @Test
  void halfOfASurrogatePairIsNotWritten() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Header.Parameter("a", "\uD83D"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Header.checked(HeaderName.CORE, "", "X", List.of(), "X: a\uDE00b"));
    assertThat(Header.of(HeaderName.CORE, "", "X", List.of(), "a\uDE00b").raw())
        .isEqualTo("X: a\uFFFDb");
  }

  @Test
  void headersAreAddedAfterThoseOfAMessage() {
    CpimMessage first =
        new CpimBuilder()
            .from(Mailbox.of("im:a@example.com"))
            .namespace("p", "urn:x:p")
            .build(HELLO);
    CpimMessage second = CpimBuilder.after(first).header("p", "X", "y").build(first.entity());

    assertThat(second.headers().subList(0, 2)).isEqualTo(first.headers());
    assertThat(second.headers(new HeaderName("urn:x:p", "X"))).hasSize(1);
  }

  @Test
  void anotherAddressKeepsThePrefixOfItsHeader() throws MalformedException {
    CpimMessage message =
        CpimCodec.decode(
            Octets.utf8(
                String.join(
                    "\r\n",
                    "NS: c <urn:ietf:params:cpim-headers:>",
                    "c.To: A <im:a@b.example>",
                    "",
                    "Content-Type: a/b",
                    "",
                    "")),
            CpimLimits.DEFAULT);

    assertThat(message.headers().get(1).withMailbox(Mailbox.of("sip:a@b.example")).raw())
        .isEqualTo("c.To: <sip:a@b.example>");
  }
}
