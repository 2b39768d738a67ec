package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.ImUri;
import org.porin.mapping.SipContentMapping.Envelope;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MediaType;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.Subject;
import org.porin.msgfmt.Vectors;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Content of a SIP MESSAGE in the dialects of user agents (RFC 3428, 7572). */
class SipContentMappingTest {
  private static final Instant NOW = Instant.parse("2005-11-23T10:00:00Z");
  private static final ImUri ROMEO = new ImUri("romeo", "example.net");
  private static final ImUri JULIET = new ImUri("juliet", "example.com");
  private static final Envelope FROM_ROMEO =
      new Envelope(
          ROMEO, Optional.empty(), JULIET, Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  @Requirement({"3862-2.1-1", "3862-1.1-1"})
  void theStandardsDialectIsTheObjectItself() throws Exception {
    CpimMessage message = message(Optional.of("cs"), "Ahoj");
    SipContent content = SipContentMapping.toSip(message, Dialect.CPIM_IM).value();

    assertThat(content.contentType()).hasToString("message/cpim");
    assertThat(content.body()).isEqualTo(CpimCodec.encode(message));
    assertThat(content.subject()).isEmpty();
    assertThat(content.date()).hasValue(NOW);
  }

  @Test
  void someUserAgentsWantSipAddressesInTheObject() throws Exception {
    CpimMessage message =
        new CpimBuilder()
            .from(new Mailbox(Optional.of("J, C"), "im:juliet%2Fx@example.com"))
            .to(Mailbox.of("im:romeo@example.net"))
            .cc(Mailbox.of("tel:+1"))
            .subject(new Subject(Optional.empty(), "<im:a@b.example>"))
            .build(PlainText.entity("x", Optional.empty()));
    SipContent content = SipContentMapping.toSip(message, Dialect.CPIM_SIP).value();

    assertThat(content.contentType()).isEqualTo(MediaType.CPIM);
    CpimMessage written = CpimCodec.decode(content.body(), CpimLimits.DEFAULT);
    assertThat(written.from())
        .isEqualTo(new Mailbox(Optional.of("J, C"), "sip:juliet/x@example.com"));
    assertThat(written.to()).containsExactly(Mailbox.of("sip:romeo@example.net"));
    assertThat(written.cc()).isEqualTo(message.cc());
    assertThat(written.subjects()).isEqualTo(message.subjects());
    assertThat(written.entity()).isEqualTo(message.entity());
  }

  @Test
  @Requirement("7572-8-1")
  void plainTextTakesSubjectAndLanguageIntoHeaderFields() throws Exception {
    CpimMessage message =
        CpimBuilder.after(message(Optional.of("cs"), "Nic z obého\nx"))
            .subject(new Subject(Optional.empty(), "Hi!"))
            .subject(new Subject(Optional.of("cs"), "Ahoj\r\nTo: <sip:evil@x>"))
            .namespace("p", "urn:x:p")
            .build(PlainText.entity("Nic z obého\nx", Optional.of("cs")));
    Mapped<SipContent> mapped = SipContentMapping.toSip(message, Dialect.TEXT_PLAIN);

    assertThat(mapped.value().contentType()).hasToString("text/plain; charset=UTF-8");
    assertThat(mapped.value().body()).isEqualTo(Octets.utf8("Nic z obého\r\nx"));
    assertThat(mapped.value().subject()).hasValue("Ahoj To: <sip:evil@x>");
    assertThat(mapped.value().contentLanguage()).hasValue("cs");
    assertThat(mapped.value().date()).hasValue(NOW);
    assertThat(mapped.omissions())
        .containsExactly(
            new Omission("Subject in another language", "RFC 3261 §20.36"),
            new Omission("NS", "RFC 7572 §4"));
  }

  @Test
  void aSubjectForAHeaderFieldIsBounded() throws Exception {
    CpimMessage message =
        new CpimBuilder()
            .from(Mailbox.of(JULIET.toString()))
            .to(Mailbox.of(ROMEO.toString()))
            .subject(new Subject(Optional.of("en"), "x".repeat(511) + "🌹"))
            .build(PlainText.entity("x", Optional.empty()));

    assertThat(SipContentMapping.toSip(message, Dialect.TEXT_PLAIN).value().subject())
        .hasValue("x".repeat(511));
  }

  @Test
  @Requirement({"3923-8-1", "3923-8-3"})
  void aSecuredObjectGoesBareWhereMessageCpimIsNotTaken() throws Exception {
    MimeEntity signed =
        CpimCodec.decodeEntity(Vectors.octets("pairs/m29-e2e-wrap.mime"), CpimLimits.DEFAULT);
    CpimMessage message = CpimBuilder.after(message(Optional.empty(), "")).build(signed);
    SipContent content = SipContentMapping.toSip(message, Dialect.TEXT_PLAIN).value();

    assertThat(content.contentType()).isEqualTo(signed.contentType());
    assertThat(content.body()).isEqualTo(signed.body());
    MimeEntity encoded =
        CpimCodec.decodeEntity(
            Octets.utf8(
                "Content-Type: application/pkcs7-mime\r\n"
                    + "Content-Transfer-Encoding: base64\r\n\r\nMIIB"),
            CpimLimits.DEFAULT);
    CpimMessage other = CpimBuilder.after(message).build(encoded);
    assertThat(reasonOf(() -> SipContentMapping.toSip(other, Dialect.TEXT_PLAIN)))
        .isEqualTo(Reason.UNSUPPORTED_CONTENT);
  }

  @Test
  void whatIsNoTextIsRefusedAsPlainText() throws Exception {
    CpimMessage image =
        CpimCodec.decode(
            Octets.utf8(
                "From: <im:a@b.example>\r\n"
                    + "To: <im:c@d.example>\r\n\r\n"
                    + "Content-Type: image/png\r\n\r\n"),
            CpimLimits.DEFAULT);

    assertThat(SipContentMapping.toSip(image, Dialect.CPIM_IM).value().body())
        .isEqualTo(CpimCodec.encode(image));
    assertThat(reasonOf(() -> SipContentMapping.toSip(image, Dialect.TEXT_PLAIN)))
        .isEqualTo(Reason.UNSUPPORTED_CONTENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "im:romeo@example.net",
        "sip:romeo@example.net",
        "sips:romeo@EXAMPLE.net",
        "sip:rome%6F@example.net:5070;transport=tcp"
      })
  @Requirement({"3862-2.2-2", "3862-4.1-1"})
  void anObjectThatArrivesStaysAsItIs(String uri) throws Exception {
    Octets body = object(uri);
    CpimMessage message = SipContentMapping.toCpim(MediaType.CPIM, body, FROM_ROMEO, NOW).value();

    assertThat(CpimCodec.encode(message)).isEqualTo(body);
    assertThat(InstantMessageMapping.senderOf(message)).hasValue(ROMEO);
  }

  @ParameterizedTest
  @CsvSource({
    "im:paris@example.net, FORGED_SOURCE",
    "sip:romeo@evil.example, FORGED_SOURCE",
    "im:ROMEO@example.net, FORGED_SOURCE",
    "tel:+1, INVALID_ADDRESS"
  })
  void aFromThatDiffersFromTheRequestIsRefused(String uri, Reason reason) {
    assertThat(
            reasonOf(() -> SipContentMapping.toCpim(MediaType.CPIM, object(uri), FROM_ROMEO, NOW)))
        .isEqualTo(reason);
  }

  @Test
  void anObjectWithoutSenderOrThatIsNoneIsRefused() {
    Octets anonymous = Octets.utf8("To: <im:a@b.example>\r\n\r\nContent-Type: a/b\r\n\r\n");
    assertThat(reasonOf(() -> SipContentMapping.toCpim(MediaType.CPIM, anonymous, FROM_ROMEO, NOW)))
        .isEqualTo(Reason.INVALID_ADDRESS);
    assertThatThrownBy(
            () -> SipContentMapping.toCpim(MediaType.CPIM, Octets.utf8("hello"), FROM_ROMEO, NOW))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  @Requirement({"7572-7-1", "7572-8-1", "3862-4.4-1"})
  void plainTextBecomesAnObjectThatSaysWhatTheHeaderFieldsSay() throws Exception {
    Instant sent = NOW.minusSeconds(60);
    CpimMessage message =
        SipContentMapping.toCpim(
                MediaType.parse("text/plain"),
                Octets.utf8("Nic z obého\nx"),
                new Envelope(
                    ROMEO,
                    Optional.of("Romeo \"R\"\r\nX: y"),
                    JULIET,
                    Optional.of("Ahoj"),
                    Optional.of("cs"),
                    Optional.of(sent)),
                NOW)
            .value();

    assertThat(CpimCodec.encode(message).toUtf8())
        .isEqualTo(
            """
            From: "Romeo \\"R\\" X: y"<im:romeo@example.net>
            To: <im:juliet@example.com>
            DateTime: 2005-11-23T09:59:00.000Z
            Subject: Ahoj

            Content-Type: text/plain; charset=utf-8
            Content-Language: cs

            Nic z obého
            x\
            """
                .replace("\n", "\r\n"));
    assertThat(CpimApplication.check(message)).isEmpty();
  }

  @Test
  void withoutDateTheTimeOfArrivalCounts() throws Exception {
    assertThat(
            SipContentMapping.toCpim(
                    MediaType.parse("text/plain;charset=us-ascii"),
                    Octets.utf8("x"),
                    FROM_ROMEO,
                    NOW)
                .value()
                .dateTime())
        .hasValue(NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "image/png",
        "text/plain;charset=iso-8859-2",
        "application/im-iscomposing+xml",
        "text/plain;charset=us-ascii"
      })
  @Requirement("7572-7-3")
  void otherContentIsRefused(String type) {
    assertThat(
            reasonOf(
                () ->
                    SipContentMapping.toCpim(
                        MediaType.parse(type), Octets.utf8("café"), FROM_ROMEO, NOW)))
        .isEqualTo(Reason.UNSUPPORTED_CONTENT);
  }

  @Test
  @Requirement("7572-7-1")
  void latin1IsReadAndBecomesUtf8() throws Exception {
    Octets latin = Octets.copyOf(new byte[] {'c', 'a', 'f', (byte) 0xE9});
    CpimMessage message =
        SipContentMapping.toCpim(
                MediaType.parse("text/plain;charset=ISO-8859-1"), latin, FROM_ROMEO, NOW)
            .value();
    assertThat(message.entity().octets().toUtf8())
        .isEqualTo("Content-Type: text/plain; charset=utf-8\r\n\r\ncafé");
  }

  @Test
  void textThatIsNoUtf8IsRefused() {
    Octets latin = Octets.copyOf(new byte[] {'c', 'a', 'f', (byte) 0xE9});
    assertThat(
            reasonOf(
                () ->
                    SipContentMapping.toCpim(
                        MediaType.parse("text/plain"), latin, FROM_ROMEO, NOW)))
        .isEqualTo(Reason.UNSUPPORTED_CONTENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "base64|Y2Fmw6k=",
        "BASE64|Y2Fm\\r\\nw6k=\\r\\n",
        "quoted-printable|caf=C3=A9",
        "8bit|café",
        "Binary|café"
      })
  void aTransferEncodingOfTheBodyIsUndone(String encoding, String body) throws Exception {
    CpimMessage message =
        SipContentMapping.toCpim(
                MediaType.parse("text/plain"),
                Octets.utf8(body.translateEscapes()),
                fromRomeoIn(encoding),
                NOW)
            .value();
    assertThat(message.entity().octets().toUtf8())
        .isEqualTo("Content-Type: text/plain; charset=utf-8\r\n\r\ncafé");
  }

  @Test
  void anObjectIsReadBehindItsTransferEncoding() throws Exception {
    Octets object = object(ROMEO.toString());
    Octets body = Octets.copyOf(Base64.getMimeEncoder().encode(object.toArray()));
    CpimMessage message =
        SipContentMapping.toCpim(MediaType.CPIM, body, fromRomeoIn("base64"), NOW).value();
    assertThat(CpimCodec.encode(message)).isEqualTo(object);
  }

  @Test
  void aSecuredObjectKeepsItsTransferEncoding() throws Exception {
    CpimMessage message =
        SipContentMapping.toCpim(
                MediaType.parse("application/pkcs7-mime"),
                Octets.utf8("MIIB"),
                fromRomeoIn("base64"),
                NOW)
            .value();
    assertThat(message.entity().octets().toUtf8())
        .isEqualTo(
            "Content-Type: application/pkcs7-mime\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\nMIIB");
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, x-uuencode",
    "text/plain, 'base64, base64'",
    "message/cpim, gzip",
    "multipart/mixed;boundary=b, base64" // RFC 2045 §6.4
  })
  void anEncodingThatIsNotKnownIsRefused(String type, String encoding) {
    assertThat(
            reasonOf(
                () ->
                    SipContentMapping.toCpim(
                        MediaType.parse(type), Octets.utf8("x"), fromRomeoIn(encoding), NOW)))
        .isEqualTo(Reason.UNSUPPORTED_CONTENT);
  }

  @Test
  void anEncodingThatIsBrokenIsMalformed() {
    assertThatThrownBy(
            () ->
                SipContentMapping.toCpim(
                    MediaType.PLAIN_UTF_8, Octets.utf8("=4"), fromRomeoIn("quoted-printable"), NOW))
        .isInstanceOf(MalformedException.class);
  }

  private static Envelope fromRomeoIn(String transferEncoding) {
    return new Envelope(
        ROMEO,
        Optional.empty(),
        JULIET,
        Optional.empty(),
        Optional.empty(),
        Optional.of(transferEncoding),
        Optional.empty());
  }

  @Test
  void whatA415OffersIsTaken() throws Exception {
    for (String accepted : SipContentMapping.TAKEN) {
      boolean parts = accepted.equals("multipart/*");
      String type = parts ? "multipart/alternative;boundary=b" : accepted;
      String text = parts ? "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n" : "x";
      Octets body = type.equals("message/cpim") ? object(ROMEO.toString()) : Octets.utf8(text);
      assertThat(
              SipContentMapping.toCpim(MediaType.parse(type), body, FROM_ROMEO, NOW).value().to())
          .isNotEmpty();
    }
  }

  private interface Mapping {
    Object map() throws MalformedException, UnmappableException;
  }

  private static Reason reasonOf(Mapping mapping) {
    try {
      mapping.map();
    } catch (UnmappableException e) {
      return e.reason();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("was carried");
  }

  private static Octets object(String from) {
    return Octets.utf8(
        String.join(
            "\r\n",
            "From: Romeo <" + from + ">",
            "To: <im:juliet@example.com>",
            "",
            "Content-Type: text/plain; charset=utf-8",
            "",
            "x"));
  }

  private static CpimMessage message(Optional<String> lang, String text) {
    return new CpimBuilder()
        .from(Mailbox.of(JULIET.toString()))
        .to(Mailbox.of(ROMEO.toString()))
        .dateTime(NOW)
        .build(PlainText.entity(text, lang));
  }
}
