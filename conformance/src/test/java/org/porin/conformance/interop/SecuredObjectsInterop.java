package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.conformance.interop.SipCaller.Outgoing;
import org.porin.jainsip.JainSipPeer;
import org.porin.requirement.Requirement;

/**
 * What {@code openssl cms} signs and encrypts for Juliet, with Smack on Prosody, and for Romeo, on
 * JAIN SIP, crosses octet by octet and verifies and decrypts at the far side (RFC 3923 §8). What is
 * encrypted for XMPP clients alone cannot, and its sender hears why.
 */
@RequiresDocker
class SecuredObjectsInterop {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String JULIET = "juliet@capulet.example";
  private static final String ROMEO = "romeo@montague.example";

  private static final Stage STAGE = new Stage();
  private static SmimeTool smime;
  private static JainSipPeer romeo;
  private static CapuletDomain capulet;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    smime = STAGE.enter(SmimeTool.start());
    smime.enroll("juliet", JULIET);
    smime.enroll("romeo", ROMEO);
    NameServer names = STAGE.enter(NameServer.open());
    romeo = STAGE.enter(JainSipPeer.open("tcp", "udp"));
    names.instantMessages("montague.example", romeo.address());
    capulet =
        STAGE.enter(
            CapuletDomain.start(
                XmppServer.PROSODY,
                Loopback.freePort(),
                List.of("montague.example"),
                names.address(),
                Map.of()));
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
    "3923-2-1",
    "3923-3.1-1",
    "3923-8-1",
    "3923-8-3",
    "2779-2.5.1-1",
    "2779-5.4.3-1",
    "2779-5.4.7-1",
    "2779-5.4.9-1",
    "3860-4-2",
    "3862-1.1-1"
  })
  void whatJulietSignsVerifiesWithRomeo() throws Exception {
    String content = content(JULIET, ROMEO);
    String object = smime.sign(content, "juliet");

    sendE2e(object);

    String arrived = romeosObject();
    assertThat(arrived).isEqualTo(object);
    assertThat(smime.verify(arrived)).isEqualTo(content);
    assertThat(smime.verifies(arrived.replace("gentle", "gentler"))).as("another text").isFalse();
  }

  @Test
  @Requirement({"3923-8-1", "3923-8-3", "2779-2.5.3-1", "3860-4-2"})
  void whatJulietEncryptsRomeoCanDecrypt() throws Exception {
    String content = content(JULIET, ROMEO);
    String object = smime.encrypt(content, "romeo");
    assertThat(object).doesNotContain("gentle");

    sendE2e(object);

    String arrived = romeosObject();
    assertThat(arrived).isEqualTo(object);
    assertThat(smime.decrypt(arrived, "romeo")).isEqualTo(content);
  }

  @Test
  @Requirement({"3923-6.5-1", "3923-8-1", "2779-2.5.3-1"})
  void whatJulietSignsAndThenEncryptsIsBothForRomeo() throws Exception {
    String content = content(JULIET, ROMEO);

    sendE2e(smime.encrypt(smime.sign(content, "juliet"), "romeo"));

    assertThat(smime.verify(smime.decrypt(romeosObject(), "romeo"))).isEqualTo(content);
  }

  @Test
  @Requirement({
    "3923-2-1",
    "3923-8-2",
    "3923-8-3",
    "2779-2.5.1-1",
    "2779-5.4.7-1",
    "2779-5.4.9-1",
    "3428-11-1"
  })
  void whatRomeoSignsVerifiesWithJuliet() throws Exception {
    String content = content(ROMEO, JULIET);
    String object = smime.sign(content, "romeo");

    assertThat(send("message/cpim", content(ROMEO, JULIET, object))).isEqualTo(Response.ACCEPTED);

    String arrived = julietsObject();
    assertThat(arrived).isEqualTo(object);
    assertThat(smime.verify(arrived)).isEqualTo(content);
  }

  @Test
  @Requirement({"3923-8-2", "3923-8-3", "2779-2.5.3-1"})
  void whatRomeoEncryptsJulietCanDecrypt() throws Exception {
    String content = content(ROMEO, JULIET);
    String object = smime.encrypt(content, "juliet");

    assertThat(send("message/cpim", content(ROMEO, JULIET, object))).isEqualTo(Response.ACCEPTED);

    String arrived = julietsObject();
    assertThat(arrived).isEqualTo(object);
    assertThat(smime.decrypt(arrived, "juliet")).isEqualTo(content);
  }

  /** As SIP has S/MIME, the object's own type on the request (RFC 3261 §23). */
  @Test
  @Requirement({"3923-8-2", "2779-5.4.9-1"})
  void whatComesEncryptedWithoutMessageCpimAroundItCanBeDecrypted() throws Exception {
    String content = content(ROMEO, JULIET);
    String object = smime.encrypt(content, "juliet");
    String base64 = object.substring(object.indexOf("\r\n\r\n") + 4);

    SipWire answer =
        new SipCaller(capulet.porin().sip())
            .overTcp(
                new Outgoing(
                    ROMEO,
                    JULIET,
                    "application/pkcs7-mime;smime-type=enveloped-data;name=\"smime.p7m\"",
                    base64,
                    List.of("MIME-Version: 1.0", "Content-Transfer-Encoding: base64")));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(smime.decrypt(julietsObject(), "juliet")).isEqualTo(content);
  }

  /** RFC 3923 §7. Its sender has had a 202 by then, and hears by a text (RFC 5438 §8.2). */
  @Test
  @Requirement("3923-7-1")
  void ofWhatJulietCannotDecryptItsSenderHears() throws Exception {
    String object = smime.encrypt(content(ROMEO, JULIET), "romeo");
    assertThat(send("message/cpim", content(ROMEO, JULIET, object))).isEqualTo(Response.ACCEPTED);
    Message received = capulet.juliet().awaitMessage(SOON);

    capulet
        .juliet()
        .send(
            StanzaBuilder.buildMessage(received.getStanzaId())
                .to(received.getFrom())
                .ofType(Message.Type.error)
                .setError(StanzaError.getBuilder(Condition.not_acceptable).build()));

    assertThat(JainSipPeer.body(romeo.awaitRequest(SOON)))
        .contains("a message of yours to juliet@capulet.example", "(not-acceptable)");
  }

  @Test
  @Requirement("3923-6.4-1")
  void aBinaryObjectIsRefusedSinceNoStanzaCouldHoldIt() throws Exception {
    SipWire answer =
        new SipCaller(capulet.porin().sip())
            .overTcp(
                new Outgoing(
                    ROMEO,
                    JULIET,
                    "application/pkcs7-mime",
                    "0\u0001\u0000\u0006",
                    List.of("Content-Transfer-Encoding: binary")));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.header("Warning").orElse("")).contains("secured object");
  }

  @ParameterizedTest(name = "{2} by {0}")
  @CsvSource({
    "eu.siacs.conversations.axolotl, encrypted, OMEMO",
    "urn:xmpp:omemo:1, encrypted, OMEMO",
    "urn:xmpp:omemo:2, encrypted, OMEMO",
    "urn:xmpp:openpgp:0, openpgp, OpenPGP",
    "jabber:x:encrypted, x, OpenPGP",
    "urn:xmpp:eme:0, encryption, end-to-end encryption"
  })
  @Requirement({"2779-5.4.1-1", "2779-5.4.8-1"})
  void whatOnlyXmppClientsCanDecryptComesBackWithItsCause(
      String namespace, String name, String method) throws Exception {
    StandardExtensionElement secret =
        StandardExtensionElement.builder(name, namespace)
            .addElement(StandardExtensionElement.builder("payload", namespace).build())
            .build();
    capulet
        .juliet()
        .send(capulet.juliet().to(ROMEO).setBody("I sent you a secret").addExtension(secret));

    StanzaError error = capulet.juliet().awaitMessage(SOON).getError();
    assertThat(error.getCondition()).isEqualTo(Condition.not_acceptable);
    assertThat(error.getType()).isEqualTo(StanzaError.Type.MODIFY);
    assertThat(error.getDescriptiveText())
        .isEqualTo("messages encrypted with " + method + " cannot be read in this domain");
    capulet.juliet().send(ROMEO, "the next");
    assertThat(JainSipPeer.body(romeo.awaitRequest(SOON))).endsWith("the next");
    assertThat(romeo.waiting()).isZero();
  }

  /** Something to be kept: blanks at an end, more than ASCII, and what XML would mistake. */
  private static String content(String from, String to) {
    String text =
        "Content-Type: text/plain; charset=utf-8\r\n\r\n"
            + "O gentle  Romeo \t\r\n\r\n♥ ]]> &amp; <e2e/> \uD83D\uDDE1\r\n";
    return "Content-Type: Message/CPIM\r\n\r\n" + content(from, to, text);
  }

  private static String content(String from, String to, String entity) {
    return "From: <im:%s>\r\nTo: <im:%s>\r\nDateTime: 2026-02-14T21:00:00Z\r\n\r\n%s"
        .formatted(from, to, entity);
  }

  private static void sendE2e(String object) throws Exception {
    SecuredObject e2e = SecuredObject.of(object);
    capulet.juliet().send(capulet.juliet().to(ROMEO).setBody("secured").addExtension(e2e));
  }

  private static int send(String contentType, String body) throws Exception {
    return romeo
        .send(
            capulet.porin().sip(),
            "tcp",
            new JainSipPeer.Outgoing(ROMEO, JULIET, contentType, body))
        .getStatusCode();
  }

  /** The object as Romeo's user agent has it: what is in the Message/CPIM that came. */
  private static String romeosObject() throws Exception {
    Request request = romeo.awaitRequest(SOON);
    assertThat(JainSipPeer.contentType(request)).isEqualToIgnoringCase("message/cpim");
    String body = new String(request.getRawContent(), StandardCharsets.UTF_8);
    return body.substring(body.indexOf("\r\n\r\n") + 4);
  }

  /** The object as Juliet's client has it: each line ends in CR LF again, which S/MIME wants. */
  private static String julietsObject() throws Exception {
    Message message = capulet.juliet().awaitMessage(SOON);
    assertThat(message.getBody()).isNull();
    StandardExtensionElement e2e =
        (StandardExtensionElement) message.getExtensionElement("e2e", SecuredObject.NAMESPACE);
    return e2e.getText().replace("\n", "\r\n");
  }
}
