package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.component.CommandFixture.ADDRESS;
import static org.porin.component.CommandFixture.FORM;
import static org.porin.component.CommandFixture.JULIET;
import static org.porin.component.CommandFixture.assertError;
import static org.porin.component.CommandFixture.command;
import static org.porin.component.CommandFixture.iq;
import static org.porin.component.CommandFixture.session;
import static org.porin.component.ScriptedServer.attribute;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.component.LinkFixture.RecordingPresence;
import org.porin.component.ScriptedServer.Peer;
import org.porin.stanza.IqStanza;

/** The protocol of the commands, and its errors (XEP-0050). */
@Timeout(60)
class CommandsTest {
  private final CommandFixture gateway = new CommandFixture();

  @Test
  void theCommandsAreListed() { // XEP-0050 §2.2
    String answer =
        gateway.ask(
            iq(
                "get",
                "<query xmlns='http://jabber.org/protocol/disco#items'"
                    + " node='http://jabber.org/protocol/commands'/>"));
    for (Command command : Command.values()) {
      assertThat(answer)
          .contains("<item jid='cpim.capulet.example' node='" + command.node() + "' name='");
    }
  }

  @ParameterizedTest
  @EnumSource(Command.class)
  void eachCommandSaysWhatItIs(Command command) { // XEP-0050 §2.2
    String query = "<query xmlns='http://jabber.org/protocol/disco#%s' node='%s'/>";
    assertThat(gateway.ask(iq("get", query.formatted("info", command.node()))))
        .contains("category='automation' type='command-node'")
        .contains("<feature var='http://jabber.org/protocol/commands'/>")
        .contains("<feature var='jabber:x:data'/>");
    assertThat(gateway.ask(iq("get", query.formatted("items", command.node()))))
        .doesNotContain("<item");
    assertThat(
            gateway.ask(iq("get", query.formatted("info", "http://jabber.org/protocol/commands"))))
        .contains("category='automation' type='command-list'");
  }

  @Test
  void anAnswerMayComeLater() {
    gateway.directory.resync = new CompletableFuture<>();
    gateway.commands.answer(iq("set", command("node='resync'", "")), gateway.link);
    assertThat(gateway.link.answers).isEmpty();
    gateway.directory.resync.complete(1);
    assertThat(gateway.link.answers).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<x xmlns='jabber:x:data' type='submit'/>",
        "<x xmlns='jabber:x:data' type='submit'><field var='other'><value>a@b.example</value>"
            + "</field></x>",
        "<x xmlns='jabber:x:data' type='submit'><field var='address'><value>a@b.example</value>"
            + "<value>c@d.example</value></field></x>",
        "<x xmlns='urn:other' type='submit'><field var='address'><value>a@b.example</value>"
            + "</field></x>"
      })
  void aFormThatIsNotFilledInIsABadPayload(String form) { // XEP-0050 §4.4
    assertError(
        gateway.submit("block", session(gateway.execute("block")), "complete", form),
        "modify",
        "bad-request",
        "bad-payload");
  }

  @Test
  void aFormThatIsCancelledCountsAsSubmitted() { // XEP-0050 §3.5
    String form = FORM.formatted(ADDRESS.formatted("romeo@montague.example"));
    gateway.submit(
        "block", session(gateway.execute("block")), "execute", form.replace("submit", "cancel"));
    assertThat(gateway.blocks()).hasSize(1);
  }

  @Test
  void aCommandIsCancelled() { // XEP-0050 §2.4.3: MUST
    assertThat(gateway.submit("block", session(gateway.execute("block")), "cancel", ""))
        .contains("type='result'", "status='canceled'");
    assertThat(gateway.blocks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "fly, malformed-action",
    "'', malformed-action",
    "next, bad-action",
    "prev, bad-action"
  })
  void anActionThatThereIsNotIsRefused(String action, String specific) { // XEP-0050 §4.4
    assertError(
        gateway.submit("block", session(gateway.execute("block")), action, ""),
        "modify",
        "bad-request",
        specific);
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete", "next", "prev", "cancel"})
  void aCommandBeginsWithItsExecution(String action) {
    assertError(
        gateway.ask(iq("set", command("node='block' action='" + action + "'", ""))),
        "modify",
        "bad-request",
        "bad-action");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "block:978307200:",
        "unblock:978307200:abcdefghijklmnopqrstuvwxyz",
        "block:99999999999:abcdefghijklmnopqrstuvwxyz",
        "block:978307200:abcdefghijklmnopqrstuvwxy&gt;"
      })
  void aSessionThatNeverWasIsRefused(String session) { // XEP-0050 §4.4
    assertError(
        gateway.submit("block", session, "complete", FORM.formatted("")),
        "modify",
        "bad-request",
        "bad-sessionid");
  }

  @Test
  void aFormIsGoodForHalfAnHour() { // XEP-0050 §4.4
    String session = session(gateway.execute("block"));
    gateway.clock.now = gateway.clock.now.plus(CommandSessions.LIFETIME);
    assertThat(gateway.submit("block", session, "cancel", "")).contains("canceled");
    gateway.clock.now = gateway.clock.now.plus(Duration.ofSeconds(1));
    assertError(
        gateway.submit("block", session, "cancel", ""), "cancel", "not-allowed", "session-expired");
  }

  @Test
  void aCommandWithoutFormIsOverAtOnce() { // XEP-0050 §4.4
    assertError(
        gateway.submit("resync", session(gateway.execute("resync")), "execute", ""),
        "cancel",
        "not-allowed",
        "session-expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"node='reboot'", "node=''", ""})
  void aCommandThatThereIsNotIsNotFound(String node) { // XEP-0050 §4.4
    assertError(gateway.ask(iq("set", command(node, ""))), "cancel", "item-not-found", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"paris@verona.example/x", "capulet.example"})
  void whoIsNoUserOfAServedDomainIsForbidden(String from) { // XEP-0050 §2.2, §4.4
    assertError(
        gateway.ask(iq("set", from, command("node='contacts'", ""))), "auth", "forbidden", "");
    String query = "<query xmlns='http://jabber.org/protocol/disco#info' node='contacts'/>";
    assertError(gateway.ask(iq("get", from, query)), "auth", "forbidden", "");
  }

  @Test
  void otherRequestsAreNotForTheCommands() {
    assertThat(Commands.areAsked(iq("get", command("node='block'", "")))).isFalse();
    assertThat(
            Commands.areAsked(
                iq("get", "<query xmlns='http://jabber.org/protocol/disco#info' node='n'/>")))
        .isFalse();
    assertThat(
            Commands.areAsked(iq("get", "<query xmlns='http://jabber.org/protocol/disco#items'/>")))
        .isFalse();
  }

  @Test
  void moreThanTheDirectoryAnswersIsRefused() {
    gateway.directory.resync = new CompletableFuture<>();
    IqStanza request = iq("set", command("node='resync'", ""));
    for (int i = 0; i < Commands.MAX_UNDER_WAY; i++) {
      gateway.commands.answer(request, gateway.link);
    }
    assertError(gateway.ask(request), "wait", "resource-constraint", "");
    gateway.link.answers.clear();
    gateway.directory.resync.complete(0);
    assertThat(gateway.link.answers).hasSize(Commands.MAX_UNDER_WAY);
    assertThat(gateway.execute("contacts")).contains("type='result'");
  }

  @Test
  void aFaultOfTheDirectoryIsAnswered() {
    gateway.directory.resync = CompletableFuture.failedFuture(new IllegalStateException("a fault"));
    assertError(gateway.execute("resync"), "cancel", "internal-server-error", "");
  }

  @Test
  void theCommandsAreThereOverALink() throws Exception {
    var presence = new RecordingPresence();
    try (var fixture = new LinkFixture(presence);
        Peer peer = fixture.open()) {
      String from = "from='juliet@capulet.example/balcony' to='montague.example'";
      peer.send(
          "<iq type='get' id='i1' "
              + from
              + "><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
      assertThat(peer.expect("</iq>"))
          .contains("var='http://jabber.org/protocol/commands'", "var='jabber:x:data'");
      peer.send("<iq type='set' id='i2' " + from + ">" + command("node='block'", "") + "</iq>");
      String form = peer.expect("</iq>");
      assertThat(attribute(form, "id")).isEqualTo("i2");
      peer.send(
          "<iq type='set' id='i3' "
              + from
              + ">"
              + command(
                  "node='block' action='complete' sessionid='" + session(form) + "'",
                  FORM.formatted(ADDRESS.formatted("romeo@montague.example")))
              + "</iq>");
      assertThat(peer.expect("</iq>")).contains("Blocked.");
      assertThat(presence.directory.blocks(JULIET).toCompletableFuture().join().entries())
          .hasSize(1);
    }
  }

  @Test
  void whereNobodyKeepsSubscriptionsThereAreNone() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(
          "<iq type='set' id='i2' from='juliet@capulet.example/b' to='montague.example'>"
              + command("node='contacts'", "")
              + "</iq>");
      assertThat(peer.expect("</iq>")).contains("<service-unavailable");
    }
  }
}
