package org.porin.msgfmt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.msgfmt.CpimVerdict.Invalid;
import org.porin.msgfmt.CpimVerdict.Valid;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Rules of RFC 3862 that the vectors do not show, or not with their offsets. */
class CpimCodecTest {
  private static final String ADDRESSES = "From: <im:a@example.com>\r\nTo: <im:b@example.net>\r\n";
  private static final String ENTITY = "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello.";

  @ParameterizedTest
  @CsvSource({
    "'Subject: x', valid, 0",
    "'Subject: x ', trailing-whitespace, 0",
    "' Subject: x', leading-whitespace, 0",
    "'\tSubject: x', leading-whitespace, 0",
    "'Subject:  x', extra-space, 9",
    "'Subject:x', no-space-after-colon, 8",
    "'Subject:', no-space-after-colon, 8",
    "'Subject', bad-header-syntax, 7",
    "'Subject x: y', bad-header-name, 7",
    "': y', bad-header-name, 0",
    "'.x: y', bad-header-name, 0",
    "'a..x: y', bad-header-name, 2",
    "'a.b.x: y', bad-header-name, 3",
    "'é: y', bad-header-name, 0",
    "'Subject;lang=fr: x', bad-header-name, 7",
    "'Subject:;lang=fr x', valid, 0",
    "'Subject:;lang=fr;a=\"b;c d\" x', valid, 0",
    "'Subject:;lang= x', bad-header-syntax, 8",
    "'Subject:;lang x', bad-header-syntax, 8",
    "'Subject:;a=\"b x', bad-header-syntax, 8",
    "'Subject:;lang=fr', no-space-after-colon, 16",
    "'é: x\u0001', control-char, 5",
    "'X: é\u007F', control-char, 5",
    "'p.X: y', undeclared-prefix, 0",
    "'NS: p <relative>', bad-header-syntax, 4",
    "'NS: p <urn:x#fragment>', bad-header-syntax, 4",
    "'NS: p urn:x', bad-header-syntax, 4",
    "'NS: p <urn:x> y', bad-header-syntax, 4",
    "'NS: p.q <urn:x>', bad-header-syntax, 4",
    "'Require: a b', bad-header-syntax, 9",
    "'Require: a, b', valid, 0",
    "'Require: ,', bad-header-syntax, 9"
  })
  @Requirement({
    "3862-2.2-6", "3862-2.2-9", "3862-2.2-10", "3862-2.2-11", "3862-2.3-1", "3862-3.1-1",
    "3862-3.2-1", "3862-3.4-3", "3862-3.4-4", "3862-3.6-1", "3862-3.6-2", "3862-4.6-1",
    "3862-4.7-1", "3862-3.5-2"
  })
  void aHeaderIsTakenOrRefusedAtAnOffset(String line, String code, int offset) {
    CpimVerdict verdict = verdict(line + "\r\n" + ENTITY);

    if (code.equals("valid")) {
      assertThat(verdict).isInstanceOf(Valid.class);
    } else {
      assertThat(verdict).isInstanceOf(Invalid.class);
      assertThat(((Invalid) verdict).reason().code()).isEqualTo(code);
      assertThat(((Invalid) verdict).offset()).isEqualTo(offset);
    }
  }

  @Test
  @Requirement("3862-2.2-7")
  void anOffsetCountsOctetsOfTheWholeObject() throws MalformedException {
    byte[] object = (ADDRESSES + "Subject: éé?" + "\r\n" + ENTITY).getBytes(StandardCharsets.UTF_8);
    int bad = ADDRESSES.length() + "Subject: ".length() + 4;
    object[bad] = (byte) 0xC0; // never part of UTF-8

    assertThat(CpimCodec.verdict(Octets.copyOf(object), CpimLimits.DEFAULT))
        .isEqualTo(new Invalid(CpimReason.BAD_UTF8, bad));
    object[bad] = '?';
    assertThat(CpimCodec.decode(Octets.copyOf(object), CpimLimits.DEFAULT).subjects())
        .containsExactly(new Subject(Optional.empty(), "éé?"));
  }

  @Test
  @Requirement("3862-3.6-6")
  void onlyTheRestrictedFormOfUtf8IsTaken() {
    byte[] surrogate = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
    byte[] overlong = {(byte) 0xE0, (byte) 0x80, (byte) 0x80};
    byte[] fiveOctets = {(byte) 0xF8, (byte) 0x88, (byte) 0x80, (byte) 0x80, (byte) 0x80};
    for (byte[] sequence : List.of(surrogate, overlong, fiveOctets)) {
      byte[] object = ("X: ........\r\n" + ENTITY).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(sequence, 0, object, 4, sequence.length);
      assertThat(CpimCodec.verdict(Octets.copyOf(object), CpimLimits.DEFAULT))
          .isEqualTo(new Invalid(CpimReason.BAD_UTF8, 4));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: a\nY: b\r\n", "X: a\rY: b\r\n", "X: a\r\r\n", "X: a\n\r"})
  @Requirement({"3862-2.2-3", "3862-2.2-4", "3862-2.2-8"})
  void aLineEndsInCrLfAndNothingElse(String lines) {
    assertThat(verdict(lines + ENTITY)).isEqualTo(new Invalid(CpimReason.BAD_LINE_ENDING, 4));
  }

  @Test
  @Requirement("3862-2.2-8")
  void aBareCrIsRefusedByTheTolerantReaderToo() {
    assertThat(lenient("X: a\rY: b\r\n" + ENTITY)).isInstanceOf(Invalid.class);
  }

  @Test
  void allLinesMayEndInLfForATolerantReader() {
    String object = (ADDRESSES + ENTITY).replace("\r\n", "\n");

    assertThat(lenient(object)).isInstanceOf(Valid.class);
    CpimMessage message = ((Valid) lenient(object)).message();
    assertThat(message.entity().body()).isEqualTo(Octets.utf8("Hello."));
    assertThat(CpimCodec.encode(message).length()).isEqualTo(object.length() + 3);
  }

  @Test
  void whiteSpaceAtTheEndOfALineIsNotForATolerantReader() throws MalformedException {
    Octets object =
        Octets.utf8(
            "From: <im:a@example.com> \r\nTo: <im:b@example.net>\t\r\nX: y \t\r\n" + ENTITY);
    CpimMessage message = CpimCodec.decodeLenient(object, CpimLimits.DEFAULT);

    assertThat(CpimApplication.check(message)).isEmpty();
    assertThat(message.core("X")).extracting(Header::value).containsExactly("y");
    assertThat(CpimCodec.decode(CpimCodec.encode(message), CpimLimits.DEFAULT)).isEqualTo(message);
  }

  @Test
  @Requirement("5438-7.1.1.3-2")
  void theBlankLineThatExamplesOfRfc5438LackIsSupplied() throws MalformedException {
    Octets object =
        Octets.utf8(
            ADDRESSES + "content-type: text/plain;\r\n charset=utf-8\r\n\r\nHello\r\n\r\n.");

    assertThatThrownBy(() -> CpimCodec.decode(object, CpimLimits.DEFAULT))
        .isInstanceOf(MalformedException.class);
    CpimMessage message = CpimCodec.decodeLenient(object, CpimLimits.DEFAULT);
    assertThat(message.headers()).hasSize(2);
    assertThat(message.entity().body()).isEqualTo(Octets.utf8("Hello\r\n\r\n."));
    assertThat(CpimCodec.decode(CpimCodec.encode(message), CpimLimits.DEFAULT)).isEqualTo(message);
  }

  @Test
  @Requirement("3862-2.2-14")
  void aContentHeaderAmongMessageHeadersIsJustUnknownWhereTheRestParses()
      throws MalformedException {
    Octets object = Octets.utf8(ADDRESSES + "Content-Foo: 1\r\n" + ENTITY);

    assertThat(CpimCodec.decodeLenient(object, CpimLimits.DEFAULT).headers()).hasSize(3);
  }

  @Test
  @Requirement({"3862-3.4-2", "3862-3.4-5", "3862-3.4-6", "3862-4-1"})
  void aNewDefaultNamespaceTakesItsNamesFromTheOld() throws MalformedException {
    CpimMessage message =
        decode(
            "NS: c <urn:ietf:params:cpim-headers:>\r\n"
                + ADDRESSES
                + "NS: <urn:x:other>\r\n"
                + "Subject: not a core Subject\r\n"
                + "From: not a core From\r\n"
                + "c.Subject: a core Subject\r\n"
                + "c.NS: <urn:ietf:params:cpim-headers:>\r\n"
                + "Subject:;lang=la ave\r\n"
                + ENTITY);

    assertThat(CpimApplication.check(message)).isEmpty();
    assertThat(message.subjects())
        .containsExactly(
            new Subject(Optional.empty(), "a core Subject"), new Subject(Optional.of("la"), "ave"));
    assertThat(message.headers(new HeaderName("urn:x:other", "Subject"))).hasSize(1);
  }

  @Test
  @Requirement({"3862-3.4-1", "3862-3.5-1", "3862-3.5-2"})
  void aRequiredNameIsResolvedWhereItStands() throws MalformedException {
    CpimMessage message =
        decode(
            ADDRESSES
                + "NS: p <urn:x:one>\r\n"
                + "Require: p.Feature,Subject\r\n"
                + "NS: p <urn:x:two>\r\n"
                + "Require: p.Feature, q.Feature\r\n"
                + ENTITY);

    assertThat(message.required())
        .containsExactly(
            new HeaderName("urn:x:one", "Feature"),
            HeaderName.core("Subject"),
            new HeaderName("urn:x:two", "Feature"),
            new HeaderName("", "Feature"));
    assertThat(CpimApplication.check(message)).hasValue(ApplicationFault.UNSUPPORTED_REQUIRE);
    assertThat(
            CpimApplication.check(
                decode(ADDRESSES + "NS: p <urn:x:one>\r\nRequire: p.Feature\r\n" + ENTITY),
                Set.of(new HeaderName("urn:x:one", "Feature"))))
        .isEmpty();
  }

  @Test
  @Requirement({"3862-2.2-13", "3862-4-2", "3862-3-1"})
  void namesAreComparedWithCase() throws MalformedException {
    CpimMessage message =
        decode(
            ADDRESSES
                + "datetime: 2005-11-23T10:00:00Z\r\nCC: <im:c@example.com>\r\nsubject: x\r\n"
                + ENTITY);

    assertThat(message.dateTime()).isEmpty();
    assertThat(message.cc()).isEmpty();
    assertThat(message.subjects()).isEmpty();
  }

  @Test
  @Requirement({"3862-2-2", "3862-2.4-1", "3862-2.4-3"})
  void theEntityHasMimesOwnRules() throws MalformedException {
    CpimMessage message =
        decode(
            ADDRESSES
                + "\r\ncontent-TYPE : multipart/mixed;\r\n\tboundary=\"a b\"\r\n"
                + "Content-ID: <1@example.com>\r\n\r\none\n\r\n\r\ntwo\u0000");

    assertThat(message.entity().contentType().parameter("Boundary")).hasValue("a b");
    assertThat(message.entity().header("content-id")).hasValue("<1@example.com>");
    assertThat(message.entity().body()).isEqualTo(Octets.utf8("one\n\r\n\r\ntwo\u0000"));
  }

  @ParameterizedTest
  @CsvSource({
    "'Content-Type: text/plain', bad-mime",
    "'Content-Type: text/plain\r\n', bad-mime",
    "'Content-Type: text/plain\nX: y\r\n\r\n', bad-mime",
    "' Content-Type: text/plain\r\n\r\n', bad-mime",
    "'Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\n', bad-mime",
    "'Content-Type: text/plain\r\nno colon\r\n\r\n', bad-mime",
    "'Content-Type: text/plain\r\nX: a\u0001b\r\n\r\n', bad-mime",
    "'Content-Type: text/plain\r\nX Y: z\r\n\r\n', bad-mime",
    "'Content Type: text/plain\r\n\r\n', missing-content-type",
    "'Content-Type\u2003: text/plain\r\n\r\n', missing-content-type",
    "'Content-Type: text/plain\r\nX: a\u001C\r\n\r\n', bad-mime",
    "'Content-Type: text/plain\r\nX: a\r\n \u001Fb\r\n\r\n', bad-mime",
    "'X: y\r\n\r\n', missing-content-type",
    "'\r\nHello.', missing-content-type",
    "'', bad-mime"
  })
  @Requirement("3862-2.4-2")
  void anEntityWithoutOneContentTypeIsRefused(String entity, String code) {
    CpimVerdict verdict = verdict(ADDRESSES + "\r\n" + entity);

    assertThat(((Invalid) verdict).reason().code()).isEqualTo(code);
    assertThat(((Invalid) verdict).offset()).isGreaterThanOrEqualTo(ADDRESSES.length() + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "text/plain; charset", "text/plain charset=utf-8", ""})
  @Requirement({"3862-2.4-2", "3862-2.4-3"})
  void aContentTypeThatCannotBeReadMakesTheContentOctetsOfUnknownType(String type)
      throws MalformedException {
    String object = ADDRESSES + "\r\nContent-Type: " + type + "\r\n\r\nHello.";
    MimeEntity entity = decode(object).entity();

    assertThat(entity.contentType()).isEqualTo(MediaType.OCTET_STREAM);
    assertThat(entity.header("Content-Type")).hasValue(type);
    assertThat(CpimCodec.encode(decode(object))).isEqualTo(Octets.utf8(object));
  }

  @Test
  @Requirement("3862-2.2-5")
  void whatOnePeerMayCostIsBoundedAndALineAsSuchIsNot() {
    Octets object = Octets.utf8(ADDRESSES + "X: " + "y".repeat(100_000) + "\r\n" + ENTITY);
    assertThat(CpimCodec.verdict(object, CpimLimits.DEFAULT)).isInstanceOf(Valid.class);

    assertThat(CpimCodec.verdict(object, new CpimLimits(1_000, 10, 1_000)))
        .isEqualTo(new Invalid(CpimReason.TOO_LARGE, 1_000));
    assertThat(CpimCodec.verdict(object, new CpimLimits(200_000, 10, 1_000)))
        .isEqualTo(new Invalid(CpimReason.LINE_TOO_LONG, ADDRESSES.length() + 1_000));
    assertThat(CpimCodec.verdict(object, new CpimLimits(200_000, 2, 200_000)))
        .isEqualTo(new Invalid(CpimReason.TOO_MANY_HEADERS, ADDRESSES.length()));
    Octets folded = Octets.utf8("\r\nContent-Type: text/plain;\r\n" + " a=b;\r\n".repeat(500));
    assertThat(CpimCodec.verdict(folded, new CpimLimits(200_000, 10, 1_000)))
        .isInstanceOfSatisfying(
            Invalid.class, bad -> assertThat(bad.reason()).isEqualTo(CpimReason.LINE_TOO_LONG));
  }

  @Test
  void eachLimitIsTheLastThatIsTaken() {
    String line = "X: ééé";
    Octets object = Octets.utf8("\r\nContent-Type: text/plain\r\n" + line + "\r\n\r\n");
    Octets folded =
        Octets.utf8("\r\nContent-Type: text/plain\r\nX:" + "\r\n éé".repeat(9) + "\r\n\r\n");
    int unfolded = "X:".length() + 9 * "\r\n éé".getBytes(UTF_8).length;

    assertTaken(object, new CpimLimits(object.length(), 2, 24));
    assertRefused(object, new CpimLimits(object.length() - 1, 2, 24), CpimReason.TOO_LARGE);
    assertRefused(object, new CpimLimits(object.length(), 1, 24), CpimReason.TOO_MANY_HEADERS);
    assertRefused(object, new CpimLimits(object.length(), 2, 23), CpimReason.LINE_TOO_LONG);
    assertTaken(folded, new CpimLimits(folded.length(), 2, unfolded));
    assertRefused(
        folded, new CpimLimits(folded.length(), 2, unfolded - 1), CpimReason.LINE_TOO_LONG);
  }

  private static void assertTaken(Octets object, CpimLimits limits) {
    assertThat(CpimCodec.verdict(object, limits)).isInstanceOf(Valid.class);
  }

  private static void assertRefused(Octets object, CpimLimits limits, CpimReason reason) {
    assertThat(CpimCodec.verdict(object, limits))
        .isInstanceOfSatisfying(
            Invalid.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  @Test
  @Requirement("3862-2.2-12")
  void headersOfOneNameKeepTheirOrder() throws MalformedException {
    CpimMessage message = decode(ADDRESSES + "X: 2\r\nTo: <im:c@example.com>\r\nX: 1\r\n" + ENTITY);

    assertThat(message.core("X")).extracting(Header::value).containsExactly("2", "1");
    assertThat(message.to())
        .extracting(Mailbox::uri)
        .containsExactly("im:b@example.net", "im:c@example.com");
  }

  @Test
  void twoTimesAreNoTime() throws MalformedException {
    String time = "DateTime: 2005-11-23T10:00:00Z\r\n";

    assertThat(decode(ADDRESSES + time + ENTITY).dateTime()).isPresent();
    assertThat(decode(ADDRESSES + time + time + ENTITY).dateTime()).isEmpty();
    assertThat(decode(ADDRESSES + "DateTime: today\r\n" + ENTITY).dateTime()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'<im:a@b.example>', '', im:a@b.example",
    "'A <im:a@b.example>', A, im:a@b.example",
    "'A. B-é <im:a@b.example>', 'A. B-é', im:a@b.example",
    "'\"\"<im:a@b.example>', '', im:a@b.example",
    "'\"<x> \\\"\\\\\" <im:a@b.example>', '<x> \"\\', im:a@b.example",
    "'<im:žofie@b.example>', '', im:žofie@b.example",
    "'<im:a#\"\\{b@b.example>', '', 'im:a#\"\\{b@b.example'"
  })
  @Requirement({"3862-3.6-3", "3862-3.6-4", "3862-4.1-1", "3862-4.2-1", "3862-4.3-1"})
  void anAddressHasAnOptionalNameAndAUri(String value, String name, String uri)
      throws MalformedException {
    Mailbox mailbox = Mailbox.parse(value);

    assertThat(mailbox.formalName().orElse("")).isEqualTo(name);
    assertThat(mailbox.uri()).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "im:a@b.example",
        "A<im:a@b.example>",
        "A  <im:a@b.example>",
        "\"A <im:a@b.example>",
        "\"A\"  <im:a@b.example>",
        "<im:a@b.example> ",
        "<im:a@b.example>x",
        "A, B <im:a@b.example>",
        "<im:a@b.example",
        "<a@b.example>",
        "<>",
        "<:x>",
        "<1m:x>",
        "<im:a b>",
        "<im:a\u00A0b>",
        "<im:a\u2028b>",
        "<im:a\u007Fb>",
        "<im:a>b>"
      })
  void whatIsNoAddressIsRefused(String value) {
    assertThatThrownBy(() -> Mailbox.parse(value)).isInstanceOf(MalformedException.class);
  }

  @Test
  void aFaultOfTheUriIsToldFromAFaultOfTheAddress() throws MalformedException {
    CpimMessage noUri = decode("From: <a@b>\r\nTo: <im:b@example.net>\r\n" + ENTITY);
    CpimMessage noAddress = decode(ADDRESSES + "cc: nobody\r\n" + ENTITY);
    CpimMessage noRecipient = decode("From: <im:a@example.com>\r\n" + ENTITY);

    assertThat(CpimApplication.check(noUri)).hasValue(ApplicationFault.BAD_URI);
    assertThat(CpimApplication.check(noAddress)).hasValue(ApplicationFault.BAD_ADDRESS);
    assertThat(CpimApplication.check(noRecipient)).hasValue(ApplicationFault.MISSING_TO);
    assertThatThrownBy(noAddress::cc).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> decode(ENTITY).from()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theAddressOfTheSenderIsJudgedFirstAndACopyLast() throws MalformedException {
    String copy = "cc: nobody\r\n";

    assertThat(CpimApplication.check(decode(copy + "From: <a>\r\nTo: <im:b@c>\r\n" + ENTITY)))
        .hasValue(ApplicationFault.BAD_URI);
    assertThat(CpimApplication.check(decode(copy + "From: <im:b@c>\r\nTo: <b>\r\n" + ENTITY)))
        .hasValue(ApplicationFault.BAD_URI);
    assertThat(CpimApplication.check(decode(copy + ADDRESSES + ENTITY)))
        .hasValue(ApplicationFault.BAD_ADDRESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<>", "<im:a b@c.example>", "<im:a@b.example> <im:c@d.example>"})
  void bracketsAroundAnythingButOneUriAreAFaultOfTheAddress(String value)
      throws MalformedException {
    CpimMessage message = decode(ADDRESSES + "cc: " + value + "\r\n" + ENTITY);

    assertThat(CpimApplication.check(message)).hasValue(ApplicationFault.BAD_ADDRESS);
  }

  @ParameterizedTest
  @CsvSource({
    "'Bad name: x\r\nX: y\n', bad-line-ending, 17",
    "'Bad name: x\r\nX: a\rb\r\n', bad-line-ending, 17",
    "'Bad name: x\r\nX: \u0001\r\n', bad-header-name, 3"
  })
  void linesThatAreNoneGoBeforeAFaultInOne(String lines, String code, int offset) {
    Invalid invalid = (Invalid) verdict(ADDRESSES + lines + ENTITY);

    assertThat(invalid.reason().code()).isEqualTo(code);
    assertThat(invalid.offset()).isEqualTo(ADDRESSES.length() + offset);
  }

  @Test
  void aBlockThatIsCutOffOrNotUtf8GoesBeforeAFaultInOneLine() {
    String cut = ADDRESSES + "Bad name: x\r\nX: a\rb\r\n";
    assertThat(verdict(cut)).isEqualTo(new Invalid(CpimReason.MISSING_SEPARATOR, cut.length()));
    assertThat(verdict(ADDRESSES + "Bad name: x\r\nX: y\n"))
        .isEqualTo(new Invalid(CpimReason.BAD_LINE_ENDING, ADDRESSES.length() + 17));

    byte[] octets = (ADDRESSES + "Bad name: x\r\nX: ?\r\n" + ENTITY).getBytes(UTF_8);
    int at = ADDRESSES.length() + 16;
    octets[at] = (byte) 0xFF;
    assertThat(CpimCodec.verdict(Octets.copyOf(octets), CpimLimits.DEFAULT))
        .isEqualTo(new Invalid(CpimReason.BAD_UTF8, at));
  }

  @Test
  @Requirement("3862-2.4-3")
  void unfoldingAFieldLosesNothingButTheLineEnds() throws MalformedException {
    CpimMessage message =
        decode(ADDRESSES + "\r\nContent-Type: text/plain\r\nX: a \r\n\t b \r\n c \r\n\r\n");

    assertThat(message.entity().header("X")).hasValue("a  b  c");
  }

  private static CpimMessage decode(String object) throws MalformedException {
    return CpimCodec.decode(Octets.utf8(object), CpimLimits.DEFAULT);
  }

  private static CpimVerdict verdict(String object) {
    return CpimCodec.verdict(Octets.utf8(object), CpimLimits.DEFAULT);
  }

  private static CpimVerdict lenient(String object) {
    return CpimCodec.lenientVerdict(Octets.utf8(object), CpimLimits.DEFAULT);
  }
}
