package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/**
 * The whole way between real programs: Smack, Prosody, Porin, Kamailio as registrar and proxy, and
 * a SIP user agent that has registered there and reads plain text only.
 */
@RequiresDocker
class KamailioInterop {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final int TWENTY_KILOBYTES = 20_000;

  private static final Stage STAGE = new Stage();
  private static NameServer names;
  private static Network network;
  private static GenericContainer<?> kamailio;
  private static GenericContainer<?> romeo;
  private static CapuletDomain capulet;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    int sipPort = Loopback.freePort();
    names = STAGE.enter(NameServer.open());
    network = STAGE.enter(Network.newNetwork());
    kamailio = STAGE.enter(Containers.kamailio(network, sipPort));
    kamailio.start();
    romeo = STAGE.enter(Containers.userAgent(network));
    romeo.start();
    String kamailioUri = "sip:127.0.0.1:" + kamailio.getMappedPort(5060) + ";transport=tcp";
    capulet =
        STAGE.enter(
            CapuletDomain.start(
                sipPort,
                List.of("montague.example"),
                names,
                Map.of("montague.example", kamailioUri)));
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @Test
  @Requirement("2779-5.4.8-1")
  void aMessageReachesTheRegisteredUserAgent() throws Exception {
    capulet.juliet().send("romeo@montague.example", "wherefore art thou Romeo");
    Await.until(
        "the text on the screen of the user agent",
        SOON,
        () -> romeo.getLogs().contains("wherefore art thou Romeo"));
  }

  @Test
  void aMessageOfTwentyKilobytesPassesTheProxyOverTcp() throws Exception {
    String text = speech("out");
    capulet.juliet().send("romeo@montague.example", text);
    Await.until(
        "the whole text on the screen of the user agent",
        SOON,
        () -> romeo.getLogs().contains(text));
    Await.until("the whole text in Kamailio's log", SOON, () -> kamailio.getLogs().contains(text));
  }

  @Test
  void aMessageOfTwentyKilobytesComesBackThroughTheProxyOverTcp() throws Exception {
    String text = speech("in");
    ExecResult sent = romeo.execInContainer("/opt/sip-ua/send", "sip:juliet@capulet.example", text);
    assertThat(sent.getExitCode()).as(sent.getStderr()).isZero();
    assertThat(capulet.juliet().awaitMessage(SOON).getBody()).isEqualTo(text);
  }

  /**
   * About 20,000 octets of ASCII; each verse has its number, so that no part stands for another.
   */
  private static String speech(String way) {
    StringBuilder text = new StringBuilder(way);
    for (int verse = 0; text.length() < TWENTY_KILOBYTES - 12; verse++) {
      text.append(" verse ").append(verse);
    }
    return text.append(" good night").toString();
  }

  @Test
  @Requirement("2779-5.4.4-1")
  void whatTheUserAgentSendsReachesTheXmppUser() throws Exception {
    ExecResult sent =
        romeo.execInContainer(
            "/opt/sip-ua/send", "sip:juliet@capulet.example", "I take thee at thy word");
    assertThat(sent.getExitCode()).as(sent.getStderr()).isZero();

    Message received = capulet.juliet().awaitMessage(SOON);
    assertThat(received.getFrom().toString()).isEqualTo("romeo@montague.example");
    assertThat(received.getBody()).isEqualTo("I take thee at thy word");
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
}
