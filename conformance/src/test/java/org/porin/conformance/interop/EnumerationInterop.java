package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.porin.conformance.interop.SipCaller.Outgoing;

/**
 * Whether a stranger can find out by SIP which accounts a real server has. Juliet is there, the
 * nurse and Tybalt have accounts and are not, and nobody is called nobody. Servers do tell, and
 * what they tell reaches the sender, unless the operator conceals it.
 */
@RequiresDocker
class EnumerationInterop {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String ROMEO = "romeo@montague.example";

  /** Juliet is not among them: her client answers by itself that she lets nobody in. */
  private static final List<String> WATCHED = List.of("nurse", "tybalt", "nobody");

  /** Header fields that differ from answer to answer, whatever it is. */
  private static final List<String> OF_ITS_OWN = List.of("via", "from", "to", "call-id", "cseq");

  @ParameterizedTest
  @EnumSource(XmppServer.class)
  void whereItIsConcealedAStrangerHearsTheSameOfAll(XmppServer server) throws Exception {
    try (Stage stage = new Stage()) {
      CapuletDomain capulet = capulet(stage, server, "[policy]\nconceal = true\n");
      SipCaller caller = new SipCaller(capulet.porin().sip());
      String juliets = answerTo(caller, "juliet");
      assertThat(juliets).startsWith("SIP/2.0 202 ");
      assertThat(answerTo(caller, "nurse")).isEqualTo(juliets);
      assertThat(answerTo(caller, "nobody")).isEqualTo(juliets);
      assertThat(capulet.juliet().awaitMessage(SOON).getBody()).isEqualTo("is anybody there?");
    }
  }

  @ParameterizedTest
  @EnumSource(XmppServer.class)
  void whereItIsNotASenderHearsThatNothingWasDelivered(XmppServer server) throws Exception {
    try (Stage stage = new Stage()) {
      CapuletDomain capulet = capulet(stage, server, "");
      SipCaller caller = new SipCaller(capulet.porin().sip());
      assertThat(answerTo(caller, "juliet")).startsWith("SIP/2.0 202 ");
      assertThat(answerTo(caller, "nobody")).startsWith("SIP/2.0 4");
    }
  }

  @ParameterizedTest
  @EnumSource(XmppServer.class)
  void whoAsksForPresenceHearsTheSameOfAll(XmppServer server) throws Exception {
    try (Stage stage = new Stage()) {
      CapuletDomain capulet = capulet(stage, server, "");
      SipCaller caller = new SipCaller(capulet.porin().sip());
      for (int seconds : List.of(3_600, 0)) {
        List<SipWatcher> watchers = new ArrayList<>();
        List<String> heard = new ArrayList<>();
        for (String user : WATCHED) {
          SipWatcher watcher = stage.enter(SipWatcher.of(caller, ROMEO, user + "@capulet.example"));
          watchers.add(watcher);
          SipWire answer = watcher.subscribe(seconds);
          SipWire notify = watcher.awaitNotify(SOON);
          heard.add(
              answer.startLine()
                  + " | "
                  + notify.header("Subscription-State").orElse("").replaceAll("[0-9]+", "n")
                  + " | "
                  + notify.bodyText().replace(user, "user").replaceAll("[0-9:.TZ-]{10,}", "t"));
        }
        answerTo(caller, "juliet"); // behind which the server has answered all of that
        assertThat(heard).as("with Expires " + seconds).allMatch(heard.get(0)::equals);
        assertThat(watchers.stream().map(SipWatcher::waiting)).as("more than that").containsOnly(0);
      }
    }
  }

  private static CapuletDomain capulet(Stage stage, XmppServer server, String tables)
      throws Exception {
    NameServer names = stage.enter(NameServer.open());
    return stage.enter(
        CapuletDomain.start(
            server,
            Loopback.freePort(),
            List.of("montague.example"),
            names.address(),
            Map.of(),
            tables));
  }

  /** All that is said of a user, and no word of which. */
  private static String answerTo(SipCaller caller, String user) throws Exception {
    SipWire answer =
        caller.overTcp(Outgoing.text(ROMEO, user + "@capulet.example", "is anybody there?"));
    StringBuilder said = new StringBuilder();
    for (String line : answer.head().strip().split("\r\n")) {
      String name = line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
      if (!OF_ITS_OWN.contains(name)) {
        said.append(line).append('\n');
      }
    }
    return said.append(answer.bodyText()).toString();
  }
}
