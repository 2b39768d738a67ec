package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.presence.Presences.pidf;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

/** After a restart or a lost link the watcher sees what is so again. */
class WatchRestartTest {
  private final WatchTable table = new WatchTable();

  @Test
  @Requirement("3859-3.4-1")
  void aSubscriptionOutlivesTheProcess() {
    table.active("phone open");
    table.now = table.now.plusSeconds(60);
    table.restarts();
    String id = table.watch.subscriptId().value();

    assertThat(table.due()).contains("probe");
    assertThat(table.juliet("")).contains("ask 3600 on leg1");
    assertThat(table.watch.subscriptId().value()).isEqualTo(id);
    table.granted(3600);
    assertThat(table.notified("active", pidf("desk open")))
        .as("what the watcher was told before may have been lost")
        .containsExactly("200", "KEEP active", "subscribed", "+desk", "-phone", "keep active");
    assertThat(table.notified("active", pidf("desk open"))).containsExactly("200");
  }

  @Test
  @Requirement({"3859-3.4-1", "2779-3.2.4-1"})
  void whatWasMissedIsAskedForThoughTheServerIsSilentOfTheUser() {
    table.active("phone open");
    table.restarts();
    assertThat(table.due()).contains("probe");
    Instant probed = table.now;

    assertThat(table.due()).contains("ask 3600 on leg1");
    assertThat(table.now).isEqualTo(probed.plus(WatchTimes.SILENCE_IN_DOUBT));
    table.granted(3600);
    table.notified("active", pidf("desk open"));
    assertThat(table.due()).contains("probe");
    probed = table.now;
    table.due();
    assertThat(table.now).as("without a doubt").isEqualTo(probed.plus(WatchTimes.SILENCE));
  }

  @Test
  void restartsAreSpread() throws Exception {
    table.active("phone open");
    table.jitter = 0.5;
    Watch after =
        Watch.restarted(table.watch.row(), table.rules, table.now, Duration.ofSeconds(90));
    assertThat(after.due()).isEqualTo(table.now.plusSeconds(45));
  }

  @Test
  void whatEndedMeanwhileIsHadAgainOrGone() {
    table.active("phone open");
    table.now = table.now.plus(Duration.ofHours(2));
    table.restarts();

    assertThat(table.due()).startsWith("ask 3600 on leg2");
    assertThat(table.failed(503)).containsExactly("-phone", "keep seeking");
  }

  @Test
  void aLegOfARowIsNotTrustedFurtherThanItsFirstRefusal() {
    table.active("phone open");
    table.restarts();
    table.due();
    table.juliet("");

    assertThat(table.failed(500)).startsWith("ask 3600 on leg2");
  }

  @Test
  void aRequestWhoseOutcomeWasLostIsAskedAnew() {
    table.juliet("subscribe");
    table.restarts();
    assertThat(table.due()).startsWith("ask 3600 on leg2");
  }

  @Test
  void whatWasToEndEnds() {
    table.active("phone open");
    table.juliet("unsubscribe");
    table.restarts(table.kept(true));

    assertThat(table.due()).containsExactly("-phone", "ask 0 on leg1", "keep ending");
    assertThat(table.failed(481)).containsExactly("unsubscribed", "forget");
  }

  @Test
  void whatIsOwedOfAnEndIsToldBeforeIt() {
    table.active("phone open");
    table.juliet("unsubscribe");
    table.restarts(table.kept(true));
    table.open = false;
    table.due();
    table.open = true;

    assertThat(table.failed(481)).containsExactly("-phone", "unsubscribed", "forget");
  }

  @Test
  void whatWasFoundByASingleQuestionIsGone() {
    table.juliet("probe");
    table.notified("terminated;reason=timeout", pidf("phone open"));
    table.restarts();
    assertThat(table.due()).containsExactly("-phone", "forget");
  }

  @Test
  void aProbeBeforeAllIsKnownAgainWaitsForTheRefresh() {
    table.active("phone open");
    table.restarts();
    table.watch = withDue(table.watch, Duration.ofSeconds(80));

    assertThat(table.juliet("probe")).doesNotContain("+phone", "-");
    assertThat(table.watch.due()).isEqualTo(table.now);
  }

  private static Watch withDue(Watch watch, Duration time) {
    return new Watch(
        watch.rules(),
        watch.watcher(),
        watch.target(),
        watch.subscriptId(),
        watch.phase(),
        watch.approved(),
        watch.leg(),
        WatchTable.NOON.plus(time),
        watch.expires(),
        watch.attempts(),
        watch.told(),
        watch.moment());
  }

  @Test
  void aRowThatIsNotOursIsRefused() {
    table.active("phone open");
    WatchRow row = table.watch.row();
    assertThatThrownBy(() -> restarted(row, "none", row.told()))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> restarted(row, "active", "1\tx"))
        .isInstanceOf(MalformedException.class);
  }

  private Watch restarted(WatchRow row, String phase, String told) throws Exception {
    return Watch.restarted(
        new WatchRow(
            row.watcher(),
            row.target(),
            row.subscriptId(),
            phase,
            row.approved(),
            row.leg(),
            row.due(),
            row.expires(),
            row.attempts(),
            told),
        table.rules,
        table.now,
        Duration.ZERO);
  }

  @Test
  void whatIsNewIsDurableBeforeItIsTold() {
    table.active("phone open");
    assertThat(table.notified("active", pidf("phone closed")))
        .containsExactly("200", "-phone", "keep active");
    assertThat(table.notified("active", pidf("phone open")))
        .as("a crash between the two would leave a ghost")
        .containsExactly("200", "KEEP active", "+phone");
  }

  @Test
  void anOpenLinkIsToldAgainWhatIsSo() {
    table.active("phone open away", "desk closed");
    assertThat(table.opened()).containsExactly("subscribed", "-desk", "+phone:away");
  }

  @Test
  void whatCouldNotBeToldIsToldWhenTheLinkIsOpen() {
    table.active("phone open");
    table.open = false;
    assertThat(table.notified("active", pidf("desk open"))).containsExactly("200");
    table.open = true;
    table.opened();
    assertThat(table.due()).contains("probe");
    table.juliet("");
    table.granted(3600);

    assertThat(table.notified("active", pidf("desk open")))
        .containsExactly("200", "KEEP active", "subscribed", "+desk", "-phone", "keep active");
  }

  @Test
  void aGrantThatCouldNotBeToldIsToldLater() {
    table.juliet("subscribe");
    table.granted(3600);
    table.open = false;
    assertThat(table.notified("active", pidf("phone open"))).doesNotContain("subscribed");
    table.open = true;
    assertThat(table.notified("active", pidf("phone open")))
        .containsExactly("200", "KEEP active", "subscribed", "+phone");
  }

  @Test
  void aGrantWithoutDocumentIsToldWhenTheLinkIsOpen() {
    table.juliet("subscribe");
    table.granted(3600);
    table.open = false;
    table.notified("active");
    table.open = true;
    assertThat(table.opened()).containsExactly("subscribed", "keep active");
    assertThat(table.notified("active")).containsExactly("200");
  }

  @Test
  void aDeathThatCouldNotBeToldLeavesNoGhost() {
    table.active("phone open");
    table.open = false;
    assertThat(table.notified("terminated;reason=probation"))
        .containsExactly("200", "keep seeking");
    table.open = true;
    assertThat(table.opened()).contains("-phone");
  }

  @Test
  void aRefusalThatCouldNotBeToldIsToldLater() {
    table.active("phone open");
    table.open = false;
    assertThat(table.notified("terminated;reason=rejected")).containsExactly("200", "KEEP refused");
    table.restarts();
    assertThat(table.due()).containsExactly("KEEP refused");
    table.open = true;
    assertThat(table.opened()).containsExactly("-phone", "unsubscribed", "forget");
  }

  @Test
  void aRequestThatCameToNothingWhileTheLinkWasDownIsAnsweredLater() {
    table.juliet("subscribe");
    table.open = false;
    assertThat(table.failed(404)).containsExactly("KEEP refused");
    table.restarts();
    table.open = true;
    assertThat(table.opened()).containsExactly("unsubscribed", "forget");
  }

  @Test
  void whoAsksAnewBeforeItHeardOfARefusalIsNotRefusedForThat() {
    table.active("phone open");
    table.open = false;
    table.notified("terminated;reason=rejected");
    table.open = true;
    assertThat(table.juliet("subscribe"))
        .containsExactly("KEEP seeking", "-phone", "ask 3600 on leg2", "keep seeking");
  }

  @Test
  void theUserMayHaveAllOfItAnew() {
    table.active("phone open");
    assertThat(table.took(table.watch.resync(table.now))).contains("ask 3600 on leg1");
    table.granted(3600);
    assertThat(table.notified("active", pidf("phone open")))
        .containsExactly("200", "subscribed", "+phone", "keep active");
  }

  @Test
  void securedPresenceCrossesAndLeavesNoGhost() {
    table.active();
    assertThat(table.notified("active", encrypted())).containsExactly("200", "KEEP active", "+");
    assertThat(table.notified("terminated;reason=rejected")).contains("-", "unsubscribed");
  }

  @Test
  void presenceInMessageCpimIsTheSame() {
    table.juliet("subscribe");
    table.granted(3600);
    String pidf =
        "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:romeo@example.net'>"
            + "<tuple id='phone'><status><basic>open</basic></status></tuple></presence>";
    String cpim =
        "From: <im:romeo@example.net>\r\nTo: <im:juliet@example.com>\r\n\r\n"
            + "Content-Type: application/pidf+xml\r\n\r\n"
            + pidf;
    assertThat(table.notified("active", Presences.entity("message/cpim", cpim)))
        .contains("200", "+phone");
    assertThat(table.notified("active", Presences.entity("message/cpim", "From: x")))
        .first()
        .asString()
        .startsWith("refuse");
  }

  private static org.porin.msgfmt.MimeEntity encrypted() {
    return Presences.entity(
        "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
        "MIIBHgYJKoZIhvcNAQcD");
  }

  @Test
  void theRowOfAWatchIsTheWatch() throws Exception {
    table.active("phone open");
    Watch after = Watch.restarted(table.watch.row(), table.rules, table.now, Duration.ZERO);
    assertThat(after.row().told()).isEqualTo(table.watch.row().told());
    assertThat(after.leg()).isEqualTo(Optional.of(table.leg()));
    assertThat(after.expires()).isEqualTo(table.watch.expires());
    assertThat(after.approved()).isTrue();
  }
}
