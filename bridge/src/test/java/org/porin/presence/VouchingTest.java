package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.presence.Scene.JULIET;
import static org.porin.presence.Scene.ROMEO;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.porin.address.PresUri;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService.Answer;
import org.porin.profile.PresenceService.Arrival;
import org.porin.profile.SubscriptId;
import org.porin.profile.SubscriptionState;
import org.porin.profile.TransId;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.wire.MalformedException;

/** Who vouches for presence, and for whoever asks for it (TRUST 5). */
class VouchingTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final PresUri MERCUTIO = new PresUri("mercutio", "montague.example");
  private static final PresUri PARIS = new PresUri("paris", "verona.example");

  private final Scene scene = new Scene();

  /** An operation for which somebody vouches, or nobody. */
  private record Signed(Arrivals arrival, Optional<Assertion> assertion) implements Arrival {
    @Override
    public Origin origin() {
      return new Origin(Side.SIMPLE, "192.0.2.7", assertion);
    }

    @Override
    public Hops hops() {
      return arrival.hops();
    }

    @Override
    public List<String> accept() {
      return arrival.accept();
    }

    @Override
    public Optional<Leg> opened() {
      return arrival.opened();
    }

    @Override
    public String legName() {
      return arrival.legName();
    }

    @Override
    public Optional<Leg> on(Leg before) {
      return arrival.on(before);
    }
  }

  @Test
  void verifiedPresenceSaysWhoVouchesForIt() {
    watch(scene);
    notify(scene, 2, ROMEO, token("t1"), "ID-garden:open");

    assertThat(told(scene))
        .isNotEmpty()
        .allSatisfy(
            stanza ->
                assertThat(stanza)
                    .contains("<assertion xmlns='urn:uuid:5b0c9c4e-7f0a-4f6e-9d53-2a7c1e8f4d10'")
                    .contains("attest='A' signer='montague.example' iat='1763859600'"));
  }

  @Test
  void aVerifiedRequestSaysWhoVouchesForItAndTheProbeBesideItDoesNot() {
    subscribe(scene, Arrivals.opening("in-1"), ROMEO, token("t1"));
    List<String> told = told(scene);

    assertThat(told)
        .filteredOn(stanza -> stanza.contains("type='subscribe'"))
        .singleElement()
        .asString()
        .contains("<assertion ");
    assertThat(told)
        .filteredOn(stanza -> stanza.contains("type='probe'"))
        .allSatisfy(stanza -> assertThat(stanza).doesNotContain("<assertion "));
  }

  @Test
  void presenceOfSomebodyElseIsRefusedThoughItIsSignedAndNobodyIsToldOfIt() {
    watch(scene);

    assertThat(reason(notify(scene, 2, MERCUTIO, token("t1"), "ID-garden:open")))
        .contains(Reason.IDENTITY_INVALID);
    assertThat(told(scene)).isEmpty();
    assertThat(reason(notify(scene, 2, ROMEO, token("t2"), "ID-garden:open"))).isEmpty();
  }

  /** Else the policy for one domain could be got round by the name of another. */
  @Test
  void unsignedPresenceComesFromTheDomainThatWasAsked() {
    watch(scene);

    assertThat(reason(notify(scene, 2, PARIS, Optional.empty(), "ID-garden:open")))
        .contains(Reason.IDENTITY_INVALID);
    assertThat(told(scene)).isEmpty();
    assertThat(reason(notify(scene, 2, MERCUTIO, Optional.empty(), "ID-garden:open"))).isEmpty();
  }

  @Test
  void aSignatureThatComesAgainWithAnotherNotificationIsRefused() {
    watch(scene);
    notify(scene, 2, ROMEO, token("t1"), "ID-garden:open");
    told(scene);
    notify(scene, 3, ROMEO, token("t2"), "ID-garden:closed");
    told(scene);

    assertThat(reason(notify(scene, 4, ROMEO, token("t1"), "ID-garden:open")))
        .contains(Reason.IDENTITY_REPLAYED);
    assertThat(told(scene)).isEmpty();
  }

  @Test
  void aRepeatOnItsLegIsNoReplay() {
    watch(scene);
    notify(scene, 2, ROMEO, token("t1"), "ID-garden:open");

    assertThat(reason(notify(scene, 2, ROMEO, token("t1"), "ID-garden:open")))
        .as("which the edge answers by 200 where it was heard before")
        .contains(Reason.NO_SUBSCRIPTION);
  }

  @Test
  void aRefreshByAnotherOrByAnOldSignatureIsRefused() {
    subscribe(scene, Arrivals.opening("in-1"), ROMEO, token("t1"));

    assertThat(reason(subscribe(scene, Arrivals.on("in-1", 2), MERCUTIO, token("t2"))))
        .contains(Reason.IDENTITY_INVALID);
    assertThat(reason(subscribe(scene, Arrivals.on("in-1", 2), ROMEO, token("t1"))))
        .contains(Reason.IDENTITY_REPLAYED);
    assertThat(reason(subscribe(scene, Arrivals.on("in-1", 2), ROMEO, token("t3")))).isEmpty();
  }

  @Test
  void whatWasRefusedMayComeAgainAsItWas() {
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "unsubscribed");
    Answer tooShort =
        subscribe(scene, Arrivals.opening("in-1"), ROMEO, token("t1"), Duration.ofSeconds(1));
    assertThat(reason(tooShort)).contains(Reason.DURATION_TOO_SHORT);

    assertThat(reason(subscribe(scene, Arrivals.opening("in-2"), ROMEO, token("t1")))).isEmpty();
  }

  /** Whatever comes, and in whatever order: who is not verified is not shown as one who is. */
  @Property(tries = 200)
  void nothingThatIsNotVerifiedIsToldWithTheElement(
      @ForAll List<Boolean> signed, @ForAll List<Boolean> open) {
    Scene world = new Scene();
    watch(world);
    int number = 2;
    for (int i = 0; i < Math.min(signed.size(), open.size()); i++) {
      told(world);
      Optional<Assertion> assertion = signed.get(i) ? token("t" + i) : Optional.empty();
      notify(world, number++, ROMEO, assertion, "ID-garden:" + (open.get(i) ? "open" : "closed"));
      boolean verified = assertion.isPresent();
      assertThat(told(world))
          .allSatisfy(stanza -> assertThat(stanza.contains("<assertion ")).isEqualTo(verified));
      world.pass(Duration.ofSeconds(6));
      world.stanza("juliet@capulet.example", "romeo@montague.example", "probe");
      assertThat(told(world))
          .as("told again from memory")
          .allSatisfy(stanza -> assertThat(stanza).doesNotContain("<assertion "));
    }
  }

  private static void watch(Scene scene) {
    scene.stanza("juliet@capulet.example", "romeo@montague.example", "subscribe");
    scene.carrier.answer();
    scene.turn();
    told(scene);
  }

  private static Optional<Assertion> token(String name) {
    return Optional.of(
        new Assertion(
            Attestation.A, "montague.example", Instant.ofEpochSecond(1_763_859_600), name));
  }

  private static Answer notify(
      Scene scene, int number, PresUri source, Optional<Assertion> assertion, String... tuples) {
    try {
      CompletableFuture<Answer> answer =
          scene
              .service
              .notify(
                  new Notification(
                      JULIET,
                      source,
                      SubscriptionState.parse("active"),
                      Optional.of(Scene.document(tuples)),
                      new TransId("n" + number)),
                  new Signed(Arrivals.on("out-1", number), assertion))
              .toCompletableFuture();
      scene.turn();
      return answer.join();
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Answer subscribe(
      Scene scene, Arrivals arrival, PresUri watcher, Optional<Assertion> assertion) {
    return subscribe(scene, arrival, watcher, assertion, HOUR);
  }

  private static Answer subscribe(
      Scene scene,
      Arrivals arrival,
      PresUri watcher,
      Optional<Assertion> assertion,
      Duration duration) {
    CompletableFuture<Answer> answer =
        scene
            .service
            .subscribe(
                new Subscribe(
                    watcher,
                    JULIET,
                    duration,
                    new SubscriptId("s" + arrival.number()),
                    new TransId("u" + arrival.number())),
                new Signed(arrival, assertion))
            .toCompletableFuture();
    scene.turn();
    return answer.join();
  }

  private static Optional<Reason> reason(Answer answer) {
    return answer.response().failure().map(failure -> ((Refused) failure).reason());
  }

  private static List<String> told(Scene scene) {
    List<String> told =
        scene.stream.sent.stream()
            .map(stanza -> StanzaCodec.encode((PresenceStanza) stanza))
            .toList();
    scene.stream.sent.clear();
    return told;
  }
}
