package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.porin.conformance.interop.SipCaller.Outgoing;
import org.porin.jainsip.JainSipPeer;
import org.porin.requirement.Requirement;

/**
 * Juliet, with Smack on a real server, and Romeo, whose user agent is built on JAIN SIP and found
 * by SRV, write to each other. A suite for each server extends it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JainSipCases {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String JULIET = "juliet@capulet.example";
  private static final String ROMEO = "romeo@montague.example";
  private static final String ROMEO_CYRILLIC = "%D1%80%D0%BE%D0%BC%D0%B5%D0%BE@montague.example";
  private static final String JULIA = "j%C3%BAlia@capulet.example";

  private final Stage stage = new Stage();
  private final XmppServer server;
  private JainSipPeer romeo;
  private CapuletDomain capulet;

  JainSipCases(XmppServer server) {
    this.server = server;
  }

  @BeforeAll
  void raiseTheCurtain() throws Exception {
    NameServer names = stage.enter(NameServer.open());
    romeo = stage.enter(JainSipPeer.open("tcp", "udp"));
    names.instantMessages("montague.example", romeo.address());
    capulet =
        stage.enter(
            CapuletDomain.start(
                server,
                Loopback.freePort(),
                List.of("montague.example"),
                names.address(),
                Map.of()));
  }

  @AfterAll
  void dropTheCurtain() throws Exception {
    stage.close();
  }

  @BeforeEach
  void forget() {
    romeo.reset();
    capulet.juliet().forget();
  }

  @Test
  @Requirement({"3428-4-2", "3922-4.1.6-1", "3860-3.3-1"})
  void aMessageWithSubjectsInTwoLanguagesArrives() throws Exception {
    capulet
        .juliet()
        .send(
            capulet
                .juliet()
                .to(ROMEO)
                .setLanguage("en")
                .addSubject("en", "The orchard")
                .addSubject("fr", "Le verger")
                .setBody("What's in a name? ♥"));

    Request request = romeo.awaitRequest(SOON);
    assertThat(JainSipPeer.contentType(request)).isEqualTo("message/cpim");
    assertThat(request.getHeader(ContactHeader.NAME)).isNull();
    assertThat(JainSipPeer.body(request).split("\r\n"))
        .contains("Subject:;lang=en The orchard", "Subject:;lang=fr Le verger")
        .endsWith("What's in a name? ♥");
    assertThat(((FromHeader) request.getHeader(FromHeader.NAME)).getAddress().getURI().toString())
        .startsWith("sip:" + JULIET);
    assertThat(((ToHeader) request.getHeader(ToHeader.NAME)).getAddress().getURI().toString())
        .startsWith("sip:" + ROMEO);
  }

  @Test
  @Requirement({"3428-7-2", "3428-7-3", "3922-4.2.5-2", "3860-3.4.1-6", "2779-4.2.1-1"})
  void anAnswerWithSubjectsInTwoLanguagesArrives() throws Exception {
    Response answer =
        send(
            Outgoing.cpim(
                ROMEO,
                JULIET,
                "Call me but love ♥",
                "Subject: The balcony",
                "Subject:;lang=fr Le balcon"));

    assertThat(answer.getStatusCode()).isEqualTo(Response.ACCEPTED);
    assertThat(answer.getHeader(ContactHeader.NAME)).isNull();
    assertThat(answer.getRawContent()).isNullOrEmpty();
    Message received = capulet.juliet().awaitMessage(SOON);
    assertThat(received.getFrom().toString()).isEqualTo(ROMEO);
    assertThat(received.getBody()).isEqualTo("Call me but love ♥");
    assertThat(received.getSubject("fr")).isEqualTo("Le balcon");
  }

  @Test
  @Requirement({"3922-3.2-4", "3922-3.3-3"})
  void addressesBeyondAsciiCrossBothWays() throws Exception {
    try (XmppUser julia = capulet.logIn("júlia")) {
      julia.send("ромео@montague.example", "a letter");
      Request request = romeo.awaitRequest(SOON);
      assertThat(request.getRequestURI().toString()).startsWith("sip:" + ROMEO_CYRILLIC);
      assertThat(JainSipPeer.body(request))
          .startsWith("From: <im:" + JULIA + ">\r\nTo: <im:" + ROMEO_CYRILLIC + ">\r\n");

      Response answer = send(Outgoing.cpim(ROMEO_CYRILLIC, JULIA, "an answer"));
      assertThat(answer.getStatusCode()).isEqualTo(Response.ACCEPTED);
      Message received = julia.awaitMessage(SOON);
      assertThat(received.getFrom().toString()).isEqualTo("ромео@montague.example");
      assertThat(received.getBody()).isEqualTo("an answer");
    }
  }

  @Test
  @Requirement("3428-8-1")
  void sixtyThousandOctetsCrossBothWaysOverTcp() throws Exception {
    String words = "parting is such sweet sorrow ".repeat(2_069).strip(); // 60,000 octets
    capulet.juliet().send(ROMEO, words);
    Request request = romeo.awaitRequest(SOON);
    assertThat(((ViaHeader) request.getHeader(ViaHeader.NAME)).getTransport())
        .isEqualToIgnoringCase("TCP");
    assertThat(JainSipPeer.body(request)).endsWith("\r\n\r\n" + words);

    Response answer = send(Outgoing.cpim(ROMEO, JULIET, words));
    assertThat(answer.getStatusCode()).isEqualTo(Response.ACCEPTED);
    assertThat(capulet.juliet().awaitMessage(SOON).getBody()).isEqualTo(words);
  }

  @Test
  @Requirement({"3860-3.4.1-5", "3860-3.4.1-7", "7247-7.2-11", "2779-4.2.1-1"})
  void whatTheUserAgentRefusesComesBackWithItsCause() throws Exception {
    romeo.answer(request -> Response.NOT_FOUND);
    assertThat(errorFor("paris@montague.example")).isEqualTo(Condition.item_not_found);
    romeo.answer(request -> Response.FORBIDDEN);
    assertThat(errorFor("tybalt@montague.example")).isEqualTo(Condition.forbidden);
    romeo.answer(request -> Response.TEMPORARILY_UNAVAILABLE);
    assertThat(errorFor("mercutio@montague.example")).isEqualTo(Condition.recipient_unavailable);
  }

  @Test
  @Requirement("3860-3.4.1-3")
  void whatTheBridgeRefusesIsAnsweredWithItsCause() throws Exception {
    Response forged = send(Outgoing.cpim("nurse@capulet.example", JULIET, "it is I"));
    assertThat(forged.getStatusCode()).isEqualTo(Response.FORBIDDEN);
    Response relayed = send(Outgoing.cpim(ROMEO, "paris@verona.example", "a duel"));
    assertThat(relayed.getStatusCode()).isEqualTo(Response.FORBIDDEN);
    Response unread =
        send(new Outgoing(ROMEO, JULIET, "application/octet-stream", "01", List.of()));
    assertThat(unread.getStatusCode()).isEqualTo(Response.UNSUPPORTED_MEDIA_TYPE);
    assertThat(unread.getHeader("Accept")).isNotNull();
  }

  /** 488 to the standard's addresses, 415 to Message/CPIM at all, as different phones do. */
  @Test
  void everyDialectIsTriedOnceAndTheLastIsRemembered() throws Exception {
    romeo.answer(
        request -> {
          if (JainSipPeer.contentType(request).equals("text/plain")) {
            return Response.OK;
          }
          return JainSipPeer.body(request).startsWith("From: <im:")
              ? Response.NOT_ACCEPTABLE_HERE
              : Response.UNSUPPORTED_MEDIA_TYPE;
        });
    capulet.juliet().send("benvolio@montague.example", "the first");
    List<String> tried = new ArrayList<>();
    do {
      Request request = romeo.awaitRequest(SOON);
      tried.add(
          JainSipPeer.contentType(request)
              + (JainSipPeer.body(request).startsWith("From: <im:") ? " im" : ""));
    } while (!tried.get(tried.size() - 1).equals("text/plain"));
    assertThat(tried).containsExactly("message/cpim im", "message/cpim", "text/plain");

    capulet.juliet().send("benvolio@montague.example", "the second");
    Request request = romeo.awaitRequest(SOON);
    assertThat(JainSipPeer.contentType(request)).isEqualTo("text/plain");
    assertThat(JainSipPeer.body(request)).isEqualTo("the second");
    assertThat(romeo.waiting()).isZero();
  }

  private Response send(Outgoing message) throws Exception {
    return romeo.send(capulet.porin().sip(), "tcp", message.forJainSip());
  }

  private Condition errorFor(String jid) throws Exception {
    capulet.juliet().send(jid, "where art thou?");
    Message error = capulet.juliet().awaitMessage(SOON);
    assertThat(error.getFrom().toString()).isEqualTo(jid);
    assertThat(error.getType()).isEqualTo(Message.Type.error);
    return error.getError().getCondition();
  }
}
