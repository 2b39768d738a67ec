package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.Container.ExecResult;

/**
 * The whole way between real programs: Smack, an XMPP server, Porin, Kamailio as registrar and
 * proxy, and a SIP user agent that has registered there and reads plain text only. A suite for each
 * XMPP server extends it; both have the same Kamailio.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KamailioCases {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final int SIXTY_KILOBYTES = 60_000;

  private final Stage stage = new Stage();
  private final XmppServer server;
  private MontagueDomain montague;
  private CapuletDomain capulet;

  KamailioCases(XmppServer server) {
    this.server = server;
  }

  @BeforeAll
  void raiseTheCurtain() throws Exception {
    NameServer names = stage.enter(NameServer.open());
    montague = MontagueDomain.started();
    capulet =
        stage.enter(
            CapuletDomain.start(
                server,
                montague.bridgePort(),
                List.of("montague.example"),
                names.address(),
                Map.of("montague.example", montague.uri())));
  }

  @AfterAll
  void dropTheCurtain() throws Exception {
    stage.close();
  }

  @BeforeEach
  void forget() {
    capulet.juliet().forget();
  }

  @Test
  @Requirement("2779-5.4.8-1")
  void aMessageReachesTheRegisteredUserAgent() throws Exception {
    String text = "wherefore art thou Romeo, by " + server;
    capulet.juliet().send("romeo@montague.example", text);
    Await.until(
        "the text on the screen of the user agent",
        SOON,
        () -> montague.romeo().getLogs().contains(text));
  }

  @Test
  void aMessageOfSixtyKilobytesPassesTheProxyOverTcp() throws Exception {
    String text = speech("out");
    capulet.juliet().send("romeo@montague.example", text);
    Await.until(
        "the whole text on the screen of the user agent",
        SOON,
        () -> montague.romeo().getLogs().contains(text));
    Await.until(
        "the whole text in Kamailio's log",
        SOON,
        () -> montague.kamailio().getLogs().contains(text));
  }

  @Test
  void aMessageOfSixtyKilobytesComesBackThroughTheProxyOverTcp() throws Exception {
    String text = speech("in");
    ExecResult sent =
        montague.romeo().execInContainer("/opt/sip-ua/send", "sip:juliet@capulet.example", text);
    assertThat(sent.getExitCode()).as(sent.getStderr()).isZero();
    assertThat(capulet.juliet().awaitMessage(SOON).getBody()).isEqualTo(text);
  }

  /**
   * About 60,000 octets of ASCII; each verse has its number, so that no part stands for another.
   */
  private String speech(String way) {
    StringBuilder text = new StringBuilder(way + " by " + server);
    for (int verse = 0; text.length() < SIXTY_KILOBYTES - 12; verse++) {
      text.append(" verse ").append(verse);
    }
    return text.append(" good night").toString();
  }

  @Test
  @Requirement({"2779-5.4.4-1", "2779-5.4.5-1"})
  void whatTheUserAgentSendsReachesTheXmppUser() throws Exception {
    ExecResult sent =
        montague
            .romeo()
            .execInContainer(
                "/opt/sip-ua/send", "sip:juliet@capulet.example", "I take thee at thy word");
    assertThat(sent.getExitCode()).as(sent.getStderr()).isZero();

    Message received = capulet.juliet().awaitMessage(SOON);
    assertThat(received.getFrom().toString()).isEqualTo("romeo@montague.example");
    assertThat(received.getBody()).isEqualTo("I take thee at thy word");
    assertThat(received.toXML().toString()).doesNotContain(Containers.address(montague.romeo()));
  }

  @Test
  @Requirement({"2779-5.4.1-1", "7247-7.2-11"})
  void aUserThatTheRegistrarDoesNotKnowComesBackAsAnError() throws Exception {
    capulet.juliet().send("paris@montague.example", "come not near");
    Message error = capulet.juliet().awaitMessage(SOON);
    assertThat(error.getError().getCondition()).isEqualTo(StanzaError.Condition.item_not_found);
  }

  @Test
  @Requirement("7247-7.2-27")
  void aUserThatIsNotRegisteredComesBackAsAnError() throws Exception {
    capulet.juliet().send("mercutio@montague.example", "art thou there");
    Message error = capulet.juliet().awaitMessage(SOON);
    assertThat(error.getError().getCondition())
        .isEqualTo(StanzaError.Condition.recipient_unavailable);
  }

  @Test
  @Requirement("7247-7.1-20")
  void anXmppUserWhoDoesNotExistIsRefusedToTheUserAgent() throws Exception {
    String text = "alas, by " + server;
    ExecResult sent =
        montague.romeo().execInContainer("/opt/sip-ua/send", "sip:rosaline@capulet.example", text);
    assertThat(sent.getExitCode()).as(sent.getStderr()).isZero();
    Await.until(
        "Porin's refusal in Kamailio's log",
        SOON,
        () -> {
          String log = montague.kamailio().getLogs();
          int request = log.indexOf(text);
          return request >= 0 && log.indexOf("answered MESSAGE with 40", request) > request;
        });
  }
}
