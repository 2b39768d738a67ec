package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.packet.StanzaError.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;
import org.testcontainers.containers.GenericContainer;

/**
 * A name server of other people (dnsmasq) says where the foreign domains take messages, or that
 * they take none, or nothing at all.
 */
@RequiresDocker
class ResolutionInterop {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration AFTER_DNS_REPEATS = Duration.ofSeconds(30);

  private static final Stage STAGE = new Stage();
  private static SipPeer romeo;
  private static SipPeer friar;
  private static CapuletDomain capulet;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    romeo = STAGE.enter(SipPeer.open());
    friar = STAGE.enter(SipPeer.open());
    int dead = Loopback.freePort();
    int dnsPort = Loopback.freePort();
    GenericContainer<?> dns =
        STAGE.enter(
            Containers.dns(
                dnsPort,
                List.of(
                    srv("montague.example", "sip.montague.example", romeo.address().getPort(), 0),
                    "--host-record=sip.montague.example,127.0.0.1",
                    // the first is dead, the second is not
                    srv("mantua.example", "a.mantua.example", dead, 10),
                    srv("mantua.example", "b.mantua.example", friar.address().getPort(), 20),
                    "--host-record=a.mantua.example,127.0.0.1",
                    "--host-record=b.mantua.example,127.0.0.1",
                    "--srv-host=_im._sip.convent.example", // target "."
                    "--host-record=convent.example,127.0.0.1",
                    "--server=/tomb.example/192.0.2.1"))); // nobody answers there (RFC 5737)
    dns.start();
    capulet =
        STAGE.enter(
            CapuletDomain.start(
                XmppServer.PROSODY,
                Loopback.freePort(),
                List.of(
                    "montague.example",
                    "mantua.example",
                    "convent.example",
                    "tomb.example",
                    "verona.example"),
                "127.0.0.1:" + dnsPort,
                Map.of(),
                "[peers.\"mantua.example\"]\ntransport = \"tcp\"\n"));
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @BeforeEach
  void forget() {
    romeo.reset();
    friar.reset();
    capulet.juliet().forget();
  }

  @Test
  @Requirement({"3861-3-2", "3861-3-3"})
  void theServiceRecordNamesTheHostAndThePort() throws Exception {
    capulet.juliet().send("romeo@montague.example", "found by SRV");
    assertThat(romeo.awaitRequest(SOON).bodyText()).endsWith("found by SRV");
  }

  @Test
  void theNextTargetTakesWhatADeadOneCannot() throws Exception {
    capulet.juliet().send("friar@mantua.example", "the letter");
    capulet.juliet().send("friar@mantua.example", "and another");
    assertThat(friar.awaitRequest(SOON).bodyText()).endsWith("the letter");
    assertThat(friar.awaitRequest(SOON).bodyText()).endsWith("and another");
    assertThat(friar.waiting()).isZero();
  }

  @Test
  @Requirement("2782-Format-6")
  void aTargetOfOneDotIsARefusal() throws Exception {
    StanzaError error = errorFor("nun@convent.example", SOON);
    assertThat(error.getCondition()).isEqualTo(Condition.remote_server_not_found);
    assertThat(text(error)).contains("convent.example").contains("takes no instant messages");
  }

  @Test
  void aDomainThatDoesNotExistIsNotFound() throws Exception {
    StanzaError error = errorFor("paris@verona.example", SOON);
    assertThat(error.getCondition()).isEqualTo(Condition.remote_server_not_found);
  }

  @Test
  void nameServersThatDoNotAnswerAreATimeout() throws Exception {
    StanzaError error = errorFor("tybalt@tomb.example", AFTER_DNS_REPEATS);
    assertThat(error.getCondition()).isEqualTo(Condition.remote_server_timeout);
    assertThat(text(error)).contains("dns").contains("tomb.example");
  }

  private static StanzaError errorFor(String jid, Duration atMost) throws Exception {
    capulet.juliet().send(jid, "where art thou?");
    Message error = capulet.juliet().awaitMessage(atMost);
    assertThat(error.getFrom().toString()).isEqualTo(jid);
    assertThat(error.getType()).isEqualTo(Message.Type.error);
    return error.getError();
  }

  private static String text(StanzaError error) {
    return error.getDescriptiveText().toLowerCase(Locale.ROOT);
  }

  private static String srv(String domain, String host, int port, int priority) {
    return "--srv-host=_im._sip." + domain + "," + host + "," + port + "," + priority;
  }
}
