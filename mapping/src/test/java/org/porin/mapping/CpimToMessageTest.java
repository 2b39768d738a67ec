package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.stanza.LangText;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** RFC 3922 §4.2: a Message/CPIM becomes a stanza. */
class CpimToMessageTest {
  private static final ImUri JULIET = new ImUri("juliet", "example.com");
  private static final String PLAIN = "Content-Type: text/plain; charset=utf-8\n\n";

  private final InstantMessageMapping mapping =
      new InstantMessageMapping(
          new AddressMapping(
              Set.of("example.com"), Set.of("example.net"), Optional.of("cpim.example.com")));

  @Test
  @Requirement({
    "3922-4.2.1-1",
    "3922-4.2.1-2",
    "3922-4.2.2-1",
    "3922-4.2.2-2",
    "3922-4.2.3-1",
    "3922-4.2.4-1",
    "3922-4.2.6-1",
    "3922-4.2.9-1",
    "3922-4.2.10-1",
    "7572-5-3",
    "7572-7-1"
  })
  void aMessageIsItsAddressesAndItsTextAndTheRestIsNamed() throws Exception {
    Mapped<MessageStanza> mapped =
        mapping.toStanza(
            cpim(
                """
                From: Romeo Montague <im:romeo@example.net>
                To: Juliet <im:juliet@example.com>
                To: <im:paris@elsewhere.example>
                cc: <im:nurse@example.com>
                DateTime: 2005-11-23T10:00:00.000Z
                NS: f <urn:example:f>
                f.Colour: red
                X-Mood: happy
                Require: Subject

                Content-Type: text/plain; charset=utf-8
                Content-ID: <1@example.net>

                Neither, fair saint.\
                """),
            JULIET);

    MessageStanza stanza = mapped.value();
    assertThat(stanza.from()).hasValue(MessageOf.jid("romeo@example.net"));
    assertThat(stanza.to()).hasValue(MessageOf.jid("juliet@example.com"));
    assertThat(stanza.bodies()).containsExactly(LangText.of("Neither, fair saint."));
    assertThat(stanza.type()).isEqualTo(MessageType.NORMAL);
    assertThat(stanza.subjects()).isEmpty();
    assertThat(stanza.extensions()).isEmpty();
    assertThat(stanza.id()).hasValue("1@example.net");
    assertThat(stanza.thread()).isEmpty();
    assertThat(mapped.omissions())
        .containsExactly(
            new Omission("Formal-name of From", "RFC 3922 §4.2.1"),
            new Omission("Formal-name of To", "RFC 3922 §4.2.2"),
            new Omission("To of someone else", "RFC 3922 §4.2.2"),
            new Omission("cc", "RFC 3922 §4.2.3"),
            new Omission("DateTime", "RFC 3922 §4.2.4"),
            new Omission("NS", "RFC 3922 §4.2.6"),
            new Omission("{urn:example:f}Colour", "RFC 3922 §4.2.6"),
            new Omission("X-Mood", "RFC 3862 §2.2"),
            new Omission("Require", "RFC 3922 §4.2.7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1@example.net", "<>", "<a b@c>", "<a@b", "<a>b>", "<é@b>"})
  @Requirement("3922-4.2.8-1")
  void aContentIdThatIsNoneIsLeftOut(String id) throws Exception {
    Mapped<MessageStanza> mapped =
        mapping.toStanza(
            message(
                "From: <im:romeo@example.net>",
                "Content-ID: " + id + "\nContent-Type: text/plain; charset=utf-8\n\nx"),
            JULIET);

    assertThat(mapped.value().id()).isEmpty();
    assertThat(mapped.omissions()).contains(new Omission("Content-ID", "RFC 3922 §4.2.8"));
  }

  @Test
  void aForeignDomainWithoutLinkIsProxied() throws Exception {
    assertThat(
            mapping
                .toStanza(message("From: <im:mercutio@verona.example>", PLAIN + "x"), JULIET)
                .value()
                .from())
        .hasValue(MessageOf.jid("mercutio\\40verona.example@cpim.example.com"));
  }

  @Test
  void aSipFormOfAnAddressIsTheSameInbox() throws Exception {
    for (String uri : List.of("sip:romeo@example.net;transport=tcp", "sips:romeo@Example.NET")) {
      assertThat(
              mapping.toStanza(message("From: <" + uri + ">", PLAIN + "x"), JULIET).value().from())
          .hasValue(MessageOf.jid("romeo@example.net"));
    }
  }

  @Test
  @Requirement({"3922-4.2.5-1", "3922-4.2.5-2", "3862-3.3-2", "2779-4.1.6-1"})
  void aSubjectKeepsItsLanguageAndIDefaultIsNone() throws Exception {
    MessageStanza stanza =
        mapping
            .toStanza(
                message(
                    """
                    From: <im:romeo@example.net>
                    Subject:;lang=cz Ahoj!
                    Subject:;lang=i-default Hi!
                    Subject: Hi again!
                    Subject:;lang=cz Ahoj znovu!
                    Subject:;lang="c z" x\
                    """,
                    PLAIN + "x"),
                JULIET)
            .value();

    assertThat(stanza.subjects())
        .containsExactly(new LangText(Optional.of("cz"), "Ahoj!"), LangText.of("Hi!"));
  }

  @Test
  @Requirement("7572-8-1")
  void theLanguageOfTheTextIsThatOfTheStanza() throws Exception {
    String czech = "Content-Language: cs\n" + PLAIN + "Nic z obého";
    MessageStanza stanza = mapping.toStanza(message(czech), JULIET).value();

    assertThat(stanza.lang()).hasValue("cs");
    assertThat(stanza.bodies()).containsExactly(new LangText(Optional.of("cs"), "Nic z obého"));

    MessageStanza withSubject =
        mapping
            .toStanza(message("From: <im:romeo@example.net>\nSubject: Hi!", czech), JULIET)
            .value();
    assertThat(withSubject.lang()).as("the subject must not inherit it").isEmpty();
    assertThat(withSubject.bodies().get(0).lang()).hasValue("cs");

    String several = "Content-Language: cs, en\n" + PLAIN + "x";
    assertThat(mapping.toStanza(message(several), JULIET).value().lang()).isEmpty();
  }

  @Test
  @Requirement({"3862-2.3.1-11", "3922-4.2.9-1"})
  void whatXmlForbidsIsReplacedAndLinesEndInLf() throws Exception {
    MessageStanza stanza =
        mapping
            .toStanza(
                message(
                    "From: <im:romeo@example.net>\nSubject: a\\u0007\\r\\nb\\uFFFE",
                    PLAIN + "a\r\nb\rc\nd\u0000\u000B\uFFFF\u0085 🌹\t"),
                JULIET)
            .value();

    assertThat(stanza.subjects().get(0).text()).isEqualTo("a\uFFFD\nb\uFFFD");
    assertThat(stanza.bodies().get(0).text()).isEqualTo("a\nb\nc\nd\uFFFD\uFFFD\uFFFD\u0085 🌹\t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain|plain|plain",
        "text/plain; charset=US-ASCII|plain|plain",
        "TEXT/PLAIN; Charset=\"UTF-8\"|café|café",
        "text/plain; charset=utf-8; format=flowed|x|x"
      })
  @Requirement({"3922-4.2.9-4", "2045-5.2-1"})
  void usAsciiAndUtf8AreRead(String type, String body, String text) throws Exception {
    assertThat(textOf("Content-Type: " + type + "\n\n" + body)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain\n\ncafé",
        "Content-Type: text/plain; charset=us-ascii\n\ncafé",
        "Content-Type: text/plain; charset=iso-8859-1\n\nx",
        "Content-Type: text/plain; charset=utf-16\n\nx",
        "Content-Type: text/html; charset=utf-8\n\nx",
        "Content-Type: image/png\n\nx",
        "Content-Type: multipart/mixed; boundary=b\n\n--b--",
        "Content-Type: message/cpim\n\nx",
        "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n=x",
        "Content-Type: text/plain\nContent-Transfer-Encoding: x-none\n\nx",
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n/w=="
      })
  @Requirement({"3922-4.2.9-3", "3922-4.2.9-5", "2045-5.2-1", "2045-6-1"})
  void otherContentIsRefusedAndNeverABody(String entity) throws Exception {
    assertThat(reasonFor(message(entity))).isEqualTo(Reason.UNSUPPORTED_CONTENT);
  }

  @Test
  @Requirement("2045-6-1")
  void aTransferEncodingIsUndone() throws Exception {
    String base64 = "Content-Transfer-Encoding: Base64\n" + PLAIN + "Y2Fmw6k=";
    String quoted = "Content-Transfer-Encoding: quoted-printable\n" + PLAIN + "caf=C3=A9=\n!";

    assertThat(textOf(base64)).isEqualTo("café");
    assertThat(textOf(quoted)).isEqualTo("café!");
  }

  @ParameterizedTest
  @CsvSource({
    "To: <im:juliet@example.com>, INVALID_ADDRESS",
    "'From: <im:a@b.example>\nFrom: <im:c@d.example>', INVALID_ADDRESS",
    "From: nobody, INVALID_ADDRESS",
    "From: <tel:+1>, INVALID_ADDRESS",
    "From: <pres:romeo@example.net>, INVALID_ADDRESS",
    "From: <im:nobody>, INVALID_ADDRESS",
    "From: <sip:example.net>, INVALID_ADDRESS",
    "'From: <im:romeo@example.net>\nRequire: X', UNSUPPORTED_REQUIRE"
  })
  @Requirement({"3862-3.5-1", "3862-6-1"})
  void whatBreaksTheApplicationsRulesIsRefused(String headers, Reason reason) throws Exception {
    assertThat(reasonFor(message(headers, PLAIN + "x"))).isEqualTo(reason);
  }

  @Test
  void aDestinationThatXmppCannotNameIsRefused() throws Exception {
    CpimMessage message = message(PLAIN + "x");
    try {
      mapping.toStanza(message, new ImUri("juliet", "cpim.example.com"));
      throw new AssertionError("was carried");
    } catch (UnmappableException e) {
      assertThat(e.reason()).isEqualTo(Reason.INVALID_ADDRESS);
    }
  }

  @Test
  void theSenderIsKnownWhicheverSchemeItHas() throws Exception {
    ImUri romeo = new ImUri("romeo", "example.net");

    assertThat(InstantMessageMapping.senderOf(message(PLAIN))).hasValue(romeo);
    assertThat(InstantMessageMapping.senderOf(message("From: <sip:romeo@example.net>", PLAIN)))
        .hasValue(romeo);
    assertThat(InstantMessageMapping.senderOf(message("From: <tel:+1>", PLAIN))).isEmpty();
    assertThat(InstantMessageMapping.senderOf(message("cc: <im:a@b.example>", PLAIN))).isEmpty();
  }

  private String textOf(String entity) throws UnmappableException, MalformedException {
    return mapping.toStanza(message(entity), JULIET).value().bodies().get(0).text();
  }

  private Reason reasonFor(CpimMessage message) {
    try {
      mapping.toStanza(message, JULIET);
    } catch (UnmappableException e) {
      return e.reason();
    }
    throw new AssertionError("was carried");
  }

  private static CpimMessage message(String entity) throws MalformedException {
    return message("From: <im:romeo@example.net>", entity);
  }

  private static CpimMessage message(String headers, String entity) throws MalformedException {
    int blank = entity.indexOf("\n\n") + 2;
    String object =
        crLf(headers + "\nTo: <im:juliet@example.com>\n\n" + entity.substring(0, blank))
            + entity.substring(blank);
    return CpimCodec.decode(Octets.utf8(object), CpimLimits.DEFAULT);
  }

  private static CpimMessage cpim(String object) throws MalformedException {
    return CpimCodec.decode(Octets.utf8(crLf(object)), CpimLimits.DEFAULT);
  }

  private static String crLf(String text) {
    return text.replace("\n", "\r\n");
  }
}
