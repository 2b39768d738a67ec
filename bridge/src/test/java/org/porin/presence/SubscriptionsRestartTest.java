package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.presence.Scene.JULIET;
import static org.porin.presence.Scene.ROMEO;
import static org.porin.presence.SubscriptionsTest.reason;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.address.PresUri;
import org.porin.membrane.AccessList;
import org.porin.membrane.Policy;
import org.porin.membrane.Policy.Rules;
import org.porin.presence.PresenceStore.Change;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Leg;
import org.porin.profile.SubscriptId;
import org.porin.profile.SubscriptionState.State;
import org.porin.requirement.Requirement;

/** What a process makes of what a former one has left. */
class SubscriptionsRestartTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  @Requirement({"3859-3.4-1", "2779-5.2.2-1"})
  void subscriptionsGoOnUnderTheirLegsAfterARestart() {
    Scene before = new Scene();
    before.carrier.answer();
    before.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    before.notify("out-1", 2, "active;expires=3600", "garden:open");
    before.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1"));
    before.stanza("juliet@capulet.example", "romeo@montague.example", "subscribed");
    before.pass(Duration.ofSeconds(8));

    Scene after = before.restarted();
    after.carrier.answer();
    after.pass(Duration.ofSeconds(1));
    assertThat(after.stream.take())
        .contains("probe romeo@montague.example juliet@capulet.example")
        .as("who has answered is not asked again")
        .noneMatch(each -> each.startsWith("subscribe "));
    assertThat(reason(after.notify("out-1", 3, "active;expires=3600", "street:open"))).isEmpty();
    assertThat(reason(after.subscribe(ROMEO, JULIET, HOUR, Arrivals.on("in-1", 2)))).isEmpty();
    assertThat(after.stream.take())
        .as("what was told before is known")
        .contains("unavailable romeo@montague.example/garden juliet@capulet.example");
    assertThat(after.carrier.notifications).allMatch(each -> each.state().state() == State.ACTIVE);
  }

  @Test
  @Requirement({"3859-3.4-1", "2779-5.2.2-1"})
  void whatABridgeLeavesThatDiesGoesOnWhereAnotherRuns() throws Exception {
    Scene dead = new Scene();
    dead.carrier.answer();
    dead.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    dead.notify("out-1", 2, "active;expires=3600", "garden:open");
    dead.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1"));
    dead.stanza("juliet@capulet.example", "romeo@montague.example", "subscribed");
    dead.pass(Duration.ofSeconds(8));

    Scene heir = new Scene();
    heir.carrier.answer();
    assertThat(reason(heir.notify("out-1", 3, "active;expires=3600", "street:open")))
        .contains(Reason.NO_SUBSCRIPTION);
    heir.service.read(dead.store::load).run();
    heir.service.opened("montague.example"); // the link comes to it as well
    heir.pass(Duration.ofSeconds(1));
    assertThat(heir.stream.take())
        .contains("probe romeo@montague.example juliet@capulet.example")
        .as("who has answered is not asked again")
        .noneMatch(each -> each.startsWith("subscribe "));
    assertThat(reason(heir.notify("out-1", 3, "active;expires=3600", "street:open"))).isEmpty();
    assertThat(reason(heir.subscribe(ROMEO, JULIET, HOUR, Arrivals.on("in-1", 2)))).isEmpty();
    assertThat(heir.stream.take())
        .as("what was told before is known")
        .contains("unavailable romeo@montague.example/garden juliet@capulet.example");
  }

  @Test
  @Requirement("2779-2.2.4-1")
  void aStartAsksNoMoreInASecondThanThePaceAllows() {
    SlowStore store = new SlowStore();
    for (int i = 0; i < 5_000; i++) {
      store.save(List.of(new Change.Put(watch(i))));
    }
    Scene scene = new Scene(store, Scene.SETTINGS, Policy.OPEN);
    assertThat(scene.service.status().totals().outward()).containsEntry("active", 5_000L);
    int most = 0;
    int all = 0;
    for (int tenth = 0; tenth < 50; tenth++) {
      scene.pass(Duration.ofMillis(100));
      int sent = scene.stream.take().size();
      most = Math.max(most, sent);
      all += sent;
    }

    assertThat(most).isLessThanOrEqualTo(101);
    assertThat(all).isEqualTo(5_000);
  }

  @Test
  void whatAUserAnswersToOneDoesNotHurryTheOthers() {
    SlowStore store = new SlowStore();
    for (int i = 0; i < 3; i++) {
      store.save(List.of(new Change.Put(watch(i))));
    }
    Scene scene = new Scene(store, Scene.SETTINGS, Policy.OPEN);
    for (int i = 0; i < 3; i++) {
      scene.stanza("juliet@capulet.example/balcony", "u" + i + "@montague.example", "");
    }
    assertThat(scene.stream.take()).isEmpty();

    scene.pass(Duration.ofSeconds(1));
    assertThat(scene.stream.take()).hasSize(3);
  }

  @Test
  void aLinkThatComesBackMakesBothSidesAgreeAgain() {
    Scene scene = new Scene();
    scene.carrier.answer();
    scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1"));
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribed");
    scene.pass(Duration.ofSeconds(8));
    scene.stream.closed.add("montague.example");
    scene.stream.take();
    scene.stream.closed.clear();
    scene.service.opened("verona.example");
    scene.pass(Duration.ofSeconds(1));
    assertThat(scene.stream.take()).as("the link of others").isEmpty();

    scene.service.opened("montague.example");
    scene.pass(Duration.ofSeconds(1));
    assertThat(scene.stream.take())
        .containsExactly("probe romeo@montague.example juliet@capulet.example");
  }

  @Test
  void whomTheOperatorNoLongerLetsPassIsEndedAtTheNextStart() throws Exception {
    Scene before = new Scene();
    before.carrier.answer();
    before.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1"));
    before.stanza("juliet@capulet.example", "romeo@montague.example", "subscribed");
    before.pass(Duration.ofSeconds(8));
    before.service.close(Duration.ZERO);

    AccessList denied = AccessList.parse(List.of("montague.example"));
    Policy policy = new Policy(Rules.OPEN, new Rules(AccessList.NONE, denied));
    Scene after = new Scene(before.store, Scene.SETTINGS, policy);
    after.carrier.answer();
    after.pass(Duration.ofSeconds(2));

    assertThat(after.carrier.notifications)
        .singleElement()
        .satisfies(each -> assertThat(each.state()).hasToString("terminated;reason=rejected"));
    assertThat(after.stream.take())
        .containsExactly("unsubscribe romeo@montague.example juliet@capulet.example");
    assertThat(after.store.rows).isEmpty();
  }

  @Test
  void aRowThatCannotBeReadIsLeftAndTheOthersAreTakenUp() {
    SlowStore store = new SlowStore();
    WatchRow fine = watch(1);
    store.save(List.of(new Change.Put(fine)));
    store.save(
        List.of(
            new Change.Put(
                new WatchRow(
                    JULIET,
                    ROMEO,
                    new SubscriptId("s"),
                    "of a later version",
                    true,
                    Optional.empty(),
                    Noon.START,
                    Noon.START,
                    0,
                    ""))));
    Scene scene = new Scene(store, Scene.SETTINGS, Policy.OPEN);
    scene.pass(Duration.ofSeconds(1));

    assertThat(scene.service.status().totals().outward()).containsEntry("active", 1L);
    assertThat(store.rows).hasSize(2);
  }

  @Test
  void whatComesForASubscriptionBeforeItsTurnIsTakenNevertheless() {
    SlowStore store = new SlowStore();
    store.save(List.of(new Change.Put(watch(1))));
    Scene scene = new Scene(store, Scene.SETTINGS, Policy.OPEN);

    assertThat(reason(scene.notify("leg-1", 2, "terminated;reason=noresource"))).isEmpty();
    assertThat(reason(scene.notify("leg-1", 3, "active"))).contains(Reason.NO_SUBSCRIPTION);
  }

  private static WatchRow watch(int i) {
    Instant expires = Noon.START.plusSeconds(1_800);
    return new WatchRow(
        JULIET,
        new PresUri("u" + i, "montague.example"),
        new SubscriptId("s" + i),
        "active",
        true,
        Optional.of(new Leg("leg-" + i, "1")),
        Noon.START.plusSeconds(600),
        expires,
        0,
        "");
  }
}
