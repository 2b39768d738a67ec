package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.ImUri;
import org.porin.mapping.SipContentMapping.Envelope;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MediaType;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** A SIP request with a multipart body: the best part of it becomes the message. */
class MultipartContentTest {
  private static final Instant NOON = Instant.parse("2005-11-23T12:00:00Z");
  private static final ImUri JULIET = new ImUri("juliet", "example.com");
  private static final Envelope FROM_ROMEO =
      new Envelope(
          new ImUri("romeo", "example.net"),
          Optional.empty(),
          JULIET,
          Optional.empty(),
          Optional.of("en"),
          Optional.empty());
  private static final String HTML = "--b\nContent-Type: text/html\n\n<p>x</p>\n";
  private static final String TEXT = "--b\nContent-Type: text/plain; charset=utf-8\n\nx\n";
  private static final String OTHER = "--b\n\ny\n";
  private static final String END = "--b--\n";

  @Test
  @Requirement("7572-7-3")
  void ofAlternativesTheLastThatCanBeCarriedIsTaken() throws Exception {
    Mapped<CpimMessage> mapped = mapped("multipart/alternative", OTHER + TEXT + HTML + END);
    assertThat(text(mapped)).isEqualTo("x");
    assertThat(mapped.omissions())
        .containsExactly(
            new Omission("part of type text/plain", "RFC 2046 §5.1.4"),
            new Omission("part of type text/html", "RFC 2046 §5.1.4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixed", "related", "x-unknown"})
  void ofPartsInARowTheFirstThatCanBeCarriedIsTaken(String subtype) throws Exception {
    Mapped<CpimMessage> mapped = mapped("multipart/" + subtype, HTML + TEXT + OTHER + END);
    assertThat(text(mapped)).isEqualTo("x");
    String clause = "RFC 2046 §5.1." + (subtype.equals("mixed") ? "3" : "7");
    assertThat(mapped.omissions())
        .containsExactly(
            new Omission("part of type text/html", clause),
            new Omission("part of type text/plain", clause));
  }

  @Test
  void whatIsNestedIsLookedInto() throws Exception {
    String inner = "--c\nContent-Type: text/html\n\nh\n--c\n\nx\n--c--\n";
    Mapped<CpimMessage> mapped =
        mapped(
            "multipart/mixed",
            "--b\nContent-Type: multipart/alternative; boundary=c\n\n" + inner + OTHER + END);
    assertThat(text(mapped)).isEqualTo("x");
    assertThat(mapped.omissions())
        .containsExactly(
            new Omission("part of type text/html", "RFC 2046 §5.1.4"),
            new Omission("part of type text/plain", "RFC 2046 §5.1.3"));
  }

  @Test
  void noDeeperThanFourLevels() throws Exception {
    assertThat(text(mapped("multipart/mixed", nested(4)))).isEqualTo("deep");
    assertThat(reasonOf("multipart/mixed", nested(5))).isEqualTo(Reason.UNSUPPORTED_CONTENT);
  }

  @Test
  @Requirement("7572-8-1")
  void aPartHasItsOwnTransferEncodingCharsetAndLanguage() throws Exception {
    Mapped<CpimMessage> mapped =
        mapped(
            "multipart/mixed",
            "--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Language: fr\n"
                + "Content-Transfer-Encoding: quoted-printable\n\ncaf=E9=\n!\n"
                + END);
    assertThat(text(mapped)).isEqualTo("café!");
    assertThat(mapped.value().entity().header("Content-Language")).hasValue("fr");
    assertThat(mapped("multipart/mixed", TEXT + END).value().entity().header("Content-Language"))
        .hasValue("en");
  }

  @Test
  void aMessageCpimInsideIsTheMessage() throws Exception {
    String object =
        "--b\nContent-Type: message/cpim\n\nFrom: <im:%s@example.net>\n"
            + "To: <im:juliet@example.com>\nSubject: s\n\nContent-Type: text/plain\n\nz\n";
    CpimMessage message = mapped("multipart/mixed", object.formatted("romeo") + TEXT + END).value();
    assertThat(message.subjects()).extracting(subject -> subject.text()).containsExactly("s");
    assertThat(reasonOf("multipart/mixed", object.formatted("paris") + TEXT + END))
        .isEqualTo(Reason.FORGED_SOURCE);
  }

  @Test
  @Requirement({"3923-8-2", "3923-8-3"})
  void aSecuredPartCrossesAsItIs() throws Exception {
    String signed =
        "Content-Type: multipart/signed; boundary=c; protocol=\"application/pkcs7-signature\"\n\n"
            + "--c\n\nx\n--c\nContent-Type: application/pkcs7-signature\n\nMIIB\n--c--\n";
    CpimMessage message = mapped("multipart/mixed", HTML + "--b\n" + signed + "\n" + END).value();
    assertThat(message.entity().octets().toUtf8()).isEqualTo(signed.replace("\n", "\r\n"));
  }

  @Test
  void anAttachmentIsNoMessageButAPartOfAnUnknownEncodingIsNoneEither() throws Exception {
    String attached = "--b\nContent-Disposition: attachment; filename=x\n\nfile\n";
    String odd = "--b\nContent-Transfer-Encoding: x-odd\n\nodd\n";
    String bad = "--b\nContent-Transfer-Encoding: base64\n\nA\n";
    assertThat(text(mapped("multipart/mixed", attached + odd + bad + TEXT + END))).isEqualTo("x");
    assertThat(reasonOf("multipart/mixed", attached + odd + bad + END))
        .isEqualTo(Reason.UNSUPPORTED_CONTENT);
  }

  @Test
  @Requirement("3922-4.2.9-3")
  void whereNoPartCanBeCarriedTheMessageIsRefused() {
    assertThat(reasonOf("multipart/alternative", HTML + END)).isEqualTo(Reason.UNSUPPORTED_CONTENT);
  }

  /** RFC 3261 §20.11. */
  @Test
  void aPartThatItsSenderRequiresIsNotLeftOut() throws Exception {
    String required = "--b\nContent-Type: a/b\nContent-Disposition: session; Handling=required\n\n";
    assertThat(reasonOf("multipart/mixed", TEXT + required + END))
        .isEqualTo(Reason.UNSUPPORTED_CONTENT);
    String optional = required.replace("required", "optional");
    assertThat(text(mapped("multipart/mixed", TEXT + optional + END))).isEqualTo("x");
    assertThat(text(mapped("multipart/alternative", TEXT + required + END))).isEqualTo("x");
  }

  @Test
  void aMultipartThatIsNoneIsMalformed() {
    assertThatThrownBy(() -> mapped("multipart/mixed", "x")).isInstanceOf(MalformedException.class);
    assertThatThrownBy(
            () ->
                SipContentMapping.toCpim(
                    MediaType.parse("multipart/mixed"), Octets.utf8("x"), FROM_ROMEO, NOON))
        .isInstanceOf(MalformedException.class);
  }

  @Property(tries = 1_000)
  void whateverComesIsCarriedRefusedOrMalformed(@ForAll("pieces") List<String> pieces) {
    try {
      Mapped<CpimMessage> mapped =
          mapped(
              "multipart/" + (pieces.size() % 2 == 0 ? "mixed" : "alternative"),
              String.join("", pieces));
      assertThat(
              new InstantMessageMapping(PresenceOf.ADDRESSES)
                  .toStanza(mapped.value(), JULIET)
                  .value()
                  .bodies())
          .hasSize(1);
    } catch (MalformedException | UnmappableException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.of(
            TEXT,
            HTML,
            OTHER,
            END,
            "--b\n",
            "\n",
            "x",
            "Content-Type: ",
            "text/plain\n",
            "multipart/mixed; boundary=b\n",
            "multipart/mixed; boundary=c\n",
            "--c\n",
            "--c--\n",
            "Content-Transfer-Encoding: base64\n",
            "eA==")
        .list()
        .ofMaxSize(12);
  }

  private static String nested(int levels) {
    String body = "--b" + levels + "\n\ndeep\n--b" + levels + "--\n";
    for (int level = levels - 1; level > 0; level--) {
      String boundary = level == 1 ? "b" : "b" + level;
      body =
          "--"
              + boundary
              + "\nContent-Type: multipart/mixed; boundary=b"
              + (level + 1)
              + "\n\n"
              + body
              + "--"
              + boundary
              + "--\n";
    }
    return body;
  }

  private static String text(Mapped<CpimMessage> mapped) throws Exception {
    return PlainText.text(mapped.value().entity());
  }

  private static Mapped<CpimMessage> mapped(String type, String body)
      throws MalformedException, UnmappableException {
    return SipContentMapping.toCpim(
        MediaType.parse(type + "; boundary=b"),
        Octets.utf8(body.replace("\n", "\r\n")),
        FROM_ROMEO,
        NOON);
  }

  private static Reason reasonOf(String type, String body) {
    try {
      mapped(type, body);
    } catch (UnmappableException e) {
      return e.reason();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("was carried");
  }
}
