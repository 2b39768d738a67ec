package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.presence.Scene.JULIET;
import static org.porin.presence.Scene.ROMEO;
import static org.porin.presence.SubscriptionsTest.reason;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.porin.address.Jid;
import org.porin.profile.ContactDirectory.Change;
import org.porin.profile.ContactDirectory.Contact;
import org.porin.profile.ContactDirectory.Watched;
import org.porin.profile.ContactDirectory.Watching;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;

class ContactsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Jid USER = Scene.jid("juliet@capulet.example");
  private static final Jid CONTACT = Scene.jid("romeo@montague.example");

  private final Scene scene = new Scene();

  @Test
  @Requirement({"2779-5.1.10-1", "2779-5.1.11-1"})
  void aUserSeesTheStateOfBothSubscriptions() {
    both();

    assertThat(done(scene.service.contacts().contacts(USER)).entries())
        .containsExactly(new Contact(CONTACT, Watching.ACTIVE, Watched.ACCEPTED, 1));
    assertThat(done(scene.service.contacts().contacts(Scene.jid("nurse@capulet.example"))).total())
        .isZero();
  }

  @Test
  @Requirement({"2779-5.1.13-1", "2779-2.3.5-1"})
  void whoIsBlockedHearsNothingAndIsNotHeard() {
    both();
    assertThat(done(scene.service.contacts().block(USER, CONTACT))).isEqualTo(Change.DONE);

    assertThat(scene.carrier.notifications.get(scene.carrier.notifications.size() - 1).state())
        .hasToString("terminated;reason=rejected");
    assertThat(scene.carrier.subscribes.get(scene.carrier.subscribes.size() - 1).duration())
        .isZero();
    assertThat(scene.stream.take())
        .contains(
            "unavailable romeo@montague.example/garden juliet@capulet.example",
            "unsubscribed romeo@montague.example juliet@capulet.example",
            "unsubscribe romeo@montague.example juliet@capulet.example");
    assertThat(reason(scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-2"))))
        .contains(Reason.DENIED);
    assertThat(done(scene.service.contacts().block(USER, CONTACT))).isEqualTo(Change.UNCHANGED);

    Scene after = scene.restarted();
    assertThat(after.service.contacts().blocks(USER)).isNotNull();
    assertThat(reason(after.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-3"))))
        .contains(Reason.DENIED);
  }

  @Test
  void whoIsNotBlockedAnyMoreMayAskAndTheUserIsAsked() {
    both();
    done(scene.service.contacts().block(USER, Scene.jid("montague.example")));
    assertThat(done(scene.service.contacts().blocks(USER)).entries())
        .isEqualTo(List.of(Scene.jid("montague.example")));
    assertThat(reason(scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-2"))))
        .contains(Reason.DENIED);
    done(scene.service.contacts().unblock(USER, Scene.jid("montague.example")));
    scene.stream.take();

    assertThat(reason(scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-3")))).isEmpty();
    assertThat(scene.stream.take())
        .containsExactly("subscribe romeo@montague.example juliet@capulet.example");
  }

  @Test
  void aBlockThatCannotBeKeptIsNone() {
    scene.store.failing = true;
    assertThat(done(scene.service.contacts().block(USER, CONTACT))).isEqualTo(Change.FAILED);

    scene.store.failing = false;
    assertThat(done(scene.service.contacts().blocks(USER)).total()).isZero();
  }

  @Test
  void whatAUserWantsAnewIsAskedOfBothSides() {
    both();
    scene.stream.take();
    int before = scene.carrier.subscribes.size();
    assertThat(done(scene.service.contacts().resync(USER))).isEqualTo(1);
    scene.pass(Duration.ofSeconds(1));

    assertThat(scene.carrier.subscribes).hasSize(before + 1);
    assertThat(scene.stream.take()).contains("probe romeo@montague.example juliet@capulet.example");
  }

  /** Juliet and Romeo watch one another. */
  private void both() {
    scene.carrier.answer();
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    scene.notify("out-1", 2, "active;expires=3600", "garden:open");
    scene.subscribe(ROMEO, JULIET, HOUR, Arrivals.opening("in-1"));
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribed");
    scene.stanza("juliet@capulet.example/balcony", "romeo@montague.example", "");
    scene.pass(Duration.ofSeconds(8));
  }

  private <T> T done(CompletionStage<T> stage) {
    scene.turn();
    return stage.toCompletableFuture().join();
  }
}
