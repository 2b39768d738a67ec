package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.impl.JidCreate;
import org.porin.conformance.interop.SipCaller.Outgoing;
import org.porin.requirement.Requirement;

/**
 * Juliet, with Smack on Prosody, and Romeo, a SIP peer of the tests that is found by SRV, write to
 * each other. What Porin puts on the wire is looked at octet by octet.
 */
@RequiresDocker
class MessageInterop {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String JULIET = "juliet@capulet.example";
  private static final String ROMEO = "romeo@montague.example";
  private static final Pattern DATE_TIME = Pattern.compile("DateTime: ([0-9-]{10}T[0-9:.]+Z)\r\n");

  private static final Stage STAGE = new Stage();
  private static NameServer names;
  private static SipPeer romeo;
  private static CapuletDomain capulet;
  private static SipCaller caller;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    names = STAGE.enter(NameServer.open());
    romeo = STAGE.enter(SipPeer.open());
    names.instantMessages("montague.example", romeo.address());
    capulet =
        STAGE.enter(
            CapuletDomain.start(
                XmppServer.PROSODY,
                Loopback.freePort(),
                List.of("montague.example"),
                names.address(),
                Map.of()));
    caller = new SipCaller(capulet.porin().sip());
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @BeforeEach
  void forget() {
    romeo.reset();
    capulet.juliet().forget();
  }

  @Test
  @Requirement({
    "2779-4.1.1-1",
    "2779-4.1.2-1",
    "2779-4.1.5-1",
    "3861-3-2",
    "3861-3-3",
    "3862-2.1-1",
    "3862-2.2-8",
    "3862-2.4-2",
    "3922-4.1-1",
    "3922-4.1.1-1",
    "3922-4.1.1-2",
    "3922-4.1.2-2",
    "3922-4.1.7-1",
    "3922-4.1.9-1",
    "3428-4-2",
    "3860-3.3-1"
  })
  void aMessageLeavesAsMessageCpimWithImAddressesAndUtf8() throws Exception {
    String words = "Art thou not Romeo, and a Montague? ♥ 🗡\nNeither, fair maid.";
    Instant before = Instant.now().minusSeconds(1);

    capulet.juliet().send(ROMEO, words);

    SipWire request = romeo.awaitRequest(SOON);
    assertThat(request.startLine())
        .matches("MESSAGE sip:romeo@montague\\.example(;[^ ]*)? SIP/2.0");
    assertThat(request.header("Content-Type")).hasValue("message/cpim");
    assertThat(request.headers("Contact")).isEmpty();
    assertThat(request.header("From").orElseThrow()).contains("sip:juliet@capulet.example");
    String body = request.bodyText();
    Matcher dateTime = DATE_TIME.matcher(body);
    assertThat(dateTime.find()).as(body).isTrue();
    assertThat(Instant.parse(dateTime.group(1))).isBetween(before, Instant.now().plusSeconds(1));
    assertThat(body) // the language is that of Smack's stream, stamped by Prosody
        .isEqualTo(
            "From: <im:juliet@capulet.example>\r\n"
                + "To: <im:romeo@montague.example>\r\n"
                + dateTime.group()
                + "\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Language: en\r\n"
                + "\r\n"
                + "Art thou not Romeo, and a Montague? ♥ 🗡\r\nNeither, fair maid.");
  }

  @Test
  @Requirement({"3922-4.1.6-1", "3922-4.1.6-2", "2779-4.1.6-1"})
  void aSubjectInTwoLanguagesBecomesTwoSubjectHeaders() throws Exception {
    capulet
        .juliet()
        .send(
            capulet
                .juliet()
                .to(ROMEO)
                .setLanguage("en")
                .addSubject("en", "The orchard")
                .addSubject("fr", "Le verger")
                .setBody("By yonder blessed moon"));

    assertThat(romeo.awaitRequest(SOON).bodyText().split("\r\n"))
        .contains("Subject:;lang=en The orchard", "Subject:;lang=fr Le verger");
  }

  @Test
  @Requirement({"3922-3.2-4", "3922-3.3-3", "2779-5.4.4-1"})
  void unicodeLocalPartsCrossBothWays() throws Exception {
    try (XmppUser julia = capulet.logIn("júlia")) {
      julia.send("ромео@montague.example", "a letter");

      SipWire request = romeo.awaitRequest(SOON);
      assertThat(request.bodyText())
          .startsWith(
              """
              From: <im:j%C3%BAlia@capulet.example>\r
              To: <im:%D1%80%D0%BE%D0%BC%D0%B5%D0%BE@montague.example>\r
              """);

      SipWire answer =
          caller.overTcp(
              Outgoing.cpim(
                  "%D1%80%D0%BE%D0%BC%D0%B5%D0%BE@montague.example",
                  "j%C3%BAlia@capulet.example", "an answer"));
      assertThat(answer.status()).isEqualTo(202);
      Message received = julia.awaitMessage(SOON);
      assertThat(received.getFrom().toString()).isEqualTo("ромео@montague.example");
      assertThat(received.getBody()).isEqualTo("an answer");
    }
  }

  @Test
  @Requirement({
    "2779-4.2.1-1",
    "3428-7-2",
    "3428-7-3",
    "3922-4.2.1-1",
    "3922-4.2.1-2",
    "3922-4.2.5-1",
    "3922-4.2.5-2",
    "3922-4.2.9-1"
  })
  void aReplyAsMessageCpimArrives() throws Exception {
    SipWire answer =
        caller.overTcp(
            Outgoing.cpim(
                ROMEO,
                JULIET,
                "I take thee at thy word:\r\nцелую ♥",
                "DateTime: 2026-02-14T21:00:00Z",
                "Subject: The orchard",
                "Subject:;lang=fr Le verger"));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers("Contact")).isEmpty();
    Message received = capulet.juliet().awaitMessage(SOON);
    assertThat(received.getFrom().toString()).isEqualTo(ROMEO);
    assertThat(received.getBody()).isEqualTo("I take thee at thy word:\nцелую ♥");
    assertThat(received.getSubject("fr")).isEqualTo("Le verger");
  }

  @Test
  @Requirement({"2779-2.4.3-1", "2779-2.5.4-1", "3428-7-5", "7572-7-1", "3860-3.3-2"})
  void aReplyAsPlainTextArrives() throws Exception {
    SipWire answer =
        caller.overUdp(Outgoing.text(ROMEO, JULIET, "Call me but love ♥", "Subject: Baptism"));

    assertThat(answer.status()).isEqualTo(202);
    Message received = capulet.juliet().awaitMessage(SOON);
    assertThat(received.getFrom().toString()).isEqualTo(ROMEO);
    assertThat(received.getSubject()).isEqualTo("Baptism");
    assertThat(received.getBody()).isEqualTo("Call me but love ♥");
  }

  @Test
  @Requirement("3428-8-1")
  void aMessageOfTwentyKilobytesGoesOverTcp() throws Exception {
    String words = "parting is such sweet sorrow ".repeat(700); // 20,300 octets
    capulet.juliet().send(ROMEO, words);

    SipWire request = romeo.awaitRequest(SOON);
    assertThat(request.transport()).isEqualTo("TCP");
    assertThat(request.bodyText()).endsWith("\r\n\r\n" + words);

    SipWire answer = caller.overTcp(Outgoing.cpim(ROMEO, JULIET, words.strip()));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(capulet.juliet().awaitMessage(SOON).getBody()).isEqualTo(words.strip());
  }

  @Test
  void aUserAgentThatWantsSipAddressesGetsThemFromTheSecondTryOn() throws Exception {
    romeo.answer( // as Linphone does
        request ->
            request.bodyText().startsWith("From: <im:")
                ? SipPeer.Answer.of("488 Not Acceptable Here")
                : SipPeer.Answer.of("200 OK"));
    String mercutio = "mercutio@montague.example";

    capulet.juliet().send(mercutio, "first");
    assertThat(romeo.awaitRequest(SOON).bodyText()).startsWith("From: <im:");
    assertThat(romeo.awaitRequest(SOON).bodyText())
        .startsWith("From: <sip:juliet@capulet.example>\r\nTo: <sip:mercutio@montague.example>")
        .endsWith("first");
  }

  @Test
  void aUserAgentThatReadsPlainTextOnlyGetsThat() throws Exception {
    romeo.answer(
        request ->
            request.header("Content-Type").orElse("").startsWith("text/plain")
                ? SipPeer.Answer.of("200 OK")
                : SipPeer.Answer.of("415 Unsupported Media Type", "Accept: text/plain"));

    capulet.juliet().send("benvolio@montague.example", "grüß dich");

    SipWire request = romeo.awaitRequest(SOON);
    while (!request.header("Content-Type").orElse("").startsWith("text/plain")) {
      request = romeo.awaitRequest(SOON);
    }
    assertThat(request.bodyText()).isEqualTo("grüß dich");
  }

  @Test
  @Requirement({
    "2779-2.5.1-1",
    "2779-5.4.7-1",
    "2779-5.4.9-1",
    "3860-3.3-3",
    "3860-4-2",
    "3428-11-1"
  })
  void aSignedObjectCrossesBothWaysWithItsExactOctets() throws Exception {
    String object =
        """
        Content-Type: multipart/signed; boundary=next; micalg=sha-256;
         protocol="application/pkcs7-signature"

        --next
        Content-Type: Message/CPIM

        From: <im:juliet@capulet.example>
        To: <im:romeo@montague.example>

        Content-Type: text/plain; charset=utf-8

        O gentle  Romeo \t
        --next
        Content-Type: application/pkcs7-signature
        Content-Transfer-Encoding: base64

        MIIB
        --next--
        """;
    StandardExtensionElement e2e =
        StandardExtensionElement.builder("e2e", "urn:ietf:params:xml:ns:xmpp-e2e")
            .setText(object)
            .build();

    capulet.juliet().send(capulet.juliet().to(ROMEO).setBody("signed").addExtension(e2e));

    String exact = object.replace("\n", "\r\n");
    String sent = romeo.awaitRequest(SOON).bodyText();
    assertThat(sent).endsWith("\r\n\r\n" + exact);

    String headers =
        """
        From: <im:romeo@montague.example>\r
        To: <im:juliet@capulet.example>\r
        \r
        """;
    SipWire answer =
        caller.overTcp(new Outgoing(ROMEO, JULIET, "message/cpim", headers + exact, List.of()));
    assertThat(answer.status()).isEqualTo(202);
    Message received = capulet.juliet().awaitMessage(SOON);
    StandardExtensionElement back =
        (StandardExtensionElement)
            received.getExtensionElement("e2e", "urn:ietf:params:xml:ns:xmpp-e2e");
    assertThat(back.getText()).isEqualTo(object);
  }

  @Test
  @Requirement("2779-5.4.2-1")
  void aRepeatFromSipIsAnsweredAlikeAndDeliveredOnce() throws Exception {
    byte[] request = SipCaller.request(Outgoing.cpim(ROMEO, JULIET, "but once"), "TCP", 5060);
    SipWire first = caller.overTcp(request);
    SipWire second =
        caller.overTcp(request); // of a sender that lost the connection, and with it us
    assertThat(first.status()).isEqualTo(202);
    assertThat(second.status()).isEqualTo(202);
    caller.overTcp(Outgoing.cpim(ROMEO, JULIET, "the next"));
    assertThat(capulet.juliet().awaitMessage(SOON).getBody()).isEqualTo("but once");
    assertThat(capulet.juliet().awaitMessage(SOON).getBody()).isEqualTo("the next");
  }

  @Test
  @Requirement("2779-5.4.2-1")
  void aRepeatFromXmppIsDeliveredOnce() throws Exception {
    MessageBuilder message = StanzaBuilder.buildMessage("repeated").ofType(Message.Type.chat);
    message.to(JidCreate.from(ROMEO)).setBody("but once");
    capulet.juliet().send(message);
    capulet.juliet().send(message);
    capulet.juliet().send(ROMEO, "the next");
    assertThat(romeo.awaitRequest(SOON).bodyText()).endsWith("but once");
    assertThat(romeo.awaitRequest(SOON).bodyText()).endsWith("the next");
  }
}
