package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.conformance.interop.SipCaller.Outgoing;
import org.porin.requirement.Requirement;

/** What cannot be delivered comes back to its sender, on either side, and names the cause. */
@RequiresDocker
class ErrorInterop {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration AFTER_RETRIES = Duration.ofSeconds(45); // Timer F is 32 s
  private static final String ROMEO = "romeo@montague.example";

  private static final Stage STAGE = new Stage();
  private static NameServer names;
  private static SipPeer romeo;
  private static CapuletDomain capulet;
  private static SipCaller caller;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    names = STAGE.enter(NameServer.open());
    romeo = STAGE.enter(SipPeer.open());
    names
        .instantMessages("montague.example", romeo.address())
        .instantMessages("mantua.example", Loopback.at(Loopback.freePort()))
        .silent("padua.example")
        .failing("venice.example");
    capulet =
        STAGE.enter(
            CapuletDomain.start(
                XmppServer.PROSODY,
                Loopback.freePort(),
                List.of(
                    "montague.example",
                    "mantua.example",
                    "padua.example",
                    "venice.example",
                    "verona.example"),
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
  @Requirement({"2779-5.4.1-1", "3860-3.4.1-2"})
  void aDomainThatDoesNotExist() throws Exception {
    StanzaError error = errorFor("paris@verona.example", SOON);
    assertThat(error.getCondition()).isEqualTo(Condition.remote_server_not_found);
    assertThat(text(error)).contains("verona.example");
  }

  @Test
  @Requirement({"2779-5.4.1-1", "3860-3.4.1-2"})
  void aDomainWithoutServiceRecord() throws Exception {
    StanzaError error = errorFor("lucentio@padua.example", SOON);
    assertThat(error.getCondition()).isEqualTo(Condition.remote_server_not_found);
    assertThat(text(error)).contains("padua.example").contains("srv");
  }

  @Test
  @Requirement({"2779-5.4.1-1", "3860-3.4.1-2"})
  void aDomainWhoseNameServersFail() throws Exception {
    StanzaError error = errorFor("antonio@venice.example", SOON);
    assertThat(error.getCondition()).isEqualTo(Condition.remote_server_timeout);
    assertThat(text(error)).contains("dns").contains("venice.example");
  }

  @Test
  @Requirement("2779-5.4.1-1")
  void aPeerThatIsDown() throws Exception {
    StanzaError error = errorFor("apothecary@mantua.example", AFTER_RETRIES);
    assertThat(error.getCondition()).isEqualTo(Condition.remote_server_timeout);
    assertThat(text(error)).contains("mantua.example");
  }

  @Test
  @Requirement({"2779-4.2.1-1", "2779-5.4.1-1", "3860-3.4.1-5", "7247-7.2-11"})
  void aSipUserThatIsNotFound() throws Exception {
    romeo.answer(request -> SipPeer.Answer.of("404 Not Found"));
    StanzaError error = errorFor(ROMEO, SOON);
    assertThat(error.getCondition()).isEqualTo(Condition.item_not_found);
    assertThat(text(error)).contains("404");
  }

  @Test
  @Requirement({"2779-5.4.10-1", "2779-2.3.5-1"})
  void aSipUserWhoWantsNoMessages() throws Exception {
    romeo.answer(request -> SipPeer.Answer.of("403 Forbidden"));
    StanzaError error = errorFor("sampson@montague.example", SOON);
    assertThat(error.getCondition()).isEqualTo(Condition.forbidden);
    assertThat(text(error)).contains("403");
    romeo.awaitRequest(SOON);
    assertThat(romeo.waiting()).as("other ways that were tried").isZero();
  }

  @Test
  @Requirement({"2779-5.4.8-1", "7247-7.2-19"})
  void aUserAgentThatTakesNoneOfOurContentTypes() throws Exception {
    romeo.answer(
        request -> SipPeer.Answer.of("415 Unsupported Media Type", "Accept: application/sdp"));
    StanzaError error = errorFor("peter@montague.example", SOON);
    assertThat(error.getCondition()).isEqualTo(Condition.not_acceptable);
    assertThat(text(error)).contains("415");
  }

  @Test
  @Requirement("7247-7.2-35")
  void aUserAgentThatFindsNothingAcceptable() throws Exception {
    romeo.answer(request -> SipPeer.Answer.of("488 Not Acceptable Here"));
    StanzaError error = errorFor("tybalt@montague.example", SOON);
    assertThat(error.getCondition()).isEqualTo(Condition.not_acceptable);
    assertThat(text(error)).contains("488");
  }

  @Test
  void aStanzaThatIsNestedTooDeeply() throws Exception {
    StandardExtensionElement.Builder doll = StandardExtensionElement.builder("doll", "urn:x-doll");
    for (int i = 0; i < 299; i++) {
      doll = StandardExtensionElement.builder("doll", "urn:x-doll").addElement(doll.build());
    }
    capulet.juliet().send(capulet.juliet().to(ROMEO).setBody("deep").addExtension(doll.build()));
    StanzaError error = capulet.juliet().awaitMessage(SOON).getError();
    assertThat(error.getCondition()).isEqualTo(Condition.policy_violation);
    capulet.juliet().send(ROMEO, "shallow"); // and the link is as it was
    assertThat(romeo.awaitRequest(SOON).toString()).contains("shallow");
  }

  @Test
  @Requirement({"2779-4.2.1-1", "2779-5.4.1-1", "7247-7.1-20"})
  void anXmppUserThatDoesNotExist() throws Exception {
    SipWire answer = caller.overTcp(Outgoing.cpim(ROMEO, "rosaline@capulet.example", "oh"));
    assertThat(answer.status()).isEqualTo(403); // Prosody says <service-unavailable/>
    assertThat(answer.toString()).contains("service-unavailable");
  }

  @Test
  @Requirement("3860-3.4.1-3")
  void aSipSenderThatClaimsAnAddressOfOurs() throws Exception {
    SipWire answer =
        caller.overTcp(Outgoing.cpim("nurse@capulet.example", "juliet@capulet.example", "it is I"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.toString()).contains("capulet.example do not send from this side");
  }

  @Test
  void aCpimSenderThatIsNotTheSipSender() throws Exception {
    Outgoing honest = Outgoing.cpim("tybalt@montague.example", "juliet@capulet.example", "romeo");
    Outgoing forged =
        new Outgoing(ROMEO, honest.to(), honest.contentType(), honest.body(), List.of());
    assertThat(caller.overTcp(forged).status()).isEqualTo(403);
  }

  @Test
  @Requirement("3860-3.4.1-3")
  void aMessageFromOneForeignDomainToAnother() throws Exception {
    SipWire answer = caller.overTcp(Outgoing.cpim(ROMEO, "paris@verona.example", "a duel"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.toString()).containsIgnoringCase("relay");
  }

  private static StanzaError errorFor(String jid, Duration atMost) throws Exception {
    capulet.juliet().send(capulet.juliet().to(jid).setBody("where art thou?"));
    Message error = capulet.juliet().awaitMessage(atMost);
    assertThat(error.getType()).isEqualTo(Message.Type.error);
    assertThat(error.getFrom().toString()).isEqualTo(jid);
    return error.getError();
  }

  private static String text(StanzaError error) {
    return error.getDescriptiveText().toLowerCase(Locale.ROOT);
  }
}
