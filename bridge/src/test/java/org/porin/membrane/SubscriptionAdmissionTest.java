package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.porin.address.PresUri;
import org.porin.membrane.Policy.Rules;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Hops;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.Transit;
import org.porin.requirement.Requirement;

class SubscriptionAdmissionTest {
  private static final PresUri JULIET = new PresUri("juliet", "capulet.example");
  private static final PresUri NURSE = new PresUri("nurse", "capulet.example");
  private static final PresUri ROMEO = new PresUri("romeo", "montague.example");
  private static final PresUri PARIS = new PresUri("paris", "verona.example");

  private long nanos;
  private final SubscriptionAdmission admission = admission(Policy.OPEN, Optional.empty());

  @Test
  void servedUsersWatchForeignOnesAndTheOtherWayRound() {
    assertThat(admission.refusalOf(Side.XMPP, JULIET, ROMEO, Hops.NEW)).isEmpty();
    assertThat(admission.refusalOf(Side.SIMPLE, ROMEO, JULIET, Hops.NEW)).isEmpty();
  }

  @Test
  @Requirement({"2779-5.1.6-1", "3859-3.4.1-2"})
  void aWatcherWhoSaysToBeServedIsForgedWhenItComesFromTheOtherSide() {
    assertThat(reason(Side.SIMPLE, JULIET, NURSE)).contains(Reason.FORGED_SOURCE);
    assertThat(reason(Side.SIMPLE, JULIET, ROMEO)).contains(Reason.FORGED_SOURCE);
  }

  @Test
  @Requirement("2779-5.1.14-1")
  void whoDoesNotSayWhoHeIsWatchesNobody() {
    PresUri anonymous = new PresUri("anonymous", "anonymous.invalid");
    assertThat(reason(Side.SIMPLE, anonymous, JULIET)).contains(Reason.DENIED);
  }

  @Test
  void betweenForeignDomainsNothingIsRelayed() {
    assertThat(reason(Side.SIMPLE, ROMEO, PARIS)).contains(Reason.RELAY);
    assertThat(reason(Side.XMPP, PARIS, ROMEO)).contains(Reason.RELAY);
    assertThat(reason(Side.XMPP, JULIET, NURSE)).contains(Reason.LOOP);
  }

  /** Decision 41: messages pass between the two of a pair, subscriptions do not. */
  @Test
  void presenceDoesNotPassATransitEither() {
    Transit pair = Transit.between(Map.of("montague.example", List.of("verona.example")));
    SubscriptionAdmission between =
        new SubscriptionAdmission(
            new MembraneSettings(
                Set.of("capulet.example"), "bridge1", pair, Policy.OPEN, Quotas.NONE, false, 8),
            () -> nanos);

    assertThat(between.refusalOf(Side.SIMPLE, ROMEO, PARIS, Hops.NEW).map(Refused::reason))
        .contains(Reason.RELAY);
    assertThat(between.refusalOf(Side.SIMPLE, PARIS, ROMEO, Hops.NEW).map(Refused::reason))
        .contains(Reason.RELAY);
  }

  @Test
  void whatHasPassedHereOrIsOutOfHopsIsALoop() {
    Hops once = admission.relayed(ROMEO, JULIET, Hops.NEW);
    assertThat(once.maxForwards()).isEqualTo(Hops.NEW.maxForwards() - 1);
    assertThat(reason(Side.SIMPLE, ROMEO, JULIET, once)).contains(Reason.LOOP);
    assertThat(reason(Side.SIMPLE, PARIS, JULIET, once)).as("other ends").isEmpty();
    assertThat(reason(Side.SIMPLE, ROMEO, JULIET, new Hops(0, List.of())))
        .contains(Reason.HOPS_EXHAUSTED);
    assertThat(reason(Side.SIMPLE, ROMEO, JULIET, new Hops(70, Collections.nCopies(16, "other"))))
        .contains(Reason.LOOP);
  }

  @Test
  void theListsOfTheOperatorHoldForWhoSubscribes() throws Exception {
    AccessList romeo = AccessList.parse(List.of("Romeo@montague.example"));
    SubscriptionAdmission denying =
        admission(new Policy(Rules.OPEN, new Rules(AccessList.NONE, romeo)), Optional.empty());

    assertThat(denying.refusalOf(Side.SIMPLE, ROMEO, JULIET).map(Refused::reason))
        .contains(Reason.DENIED);
    assertThat(denying.refusalOf(Side.SIMPLE, PARIS, JULIET)).isEmpty();
    assertThat(denying.refusalOf(Side.XMPP, JULIET, ROMEO)).isEmpty();
  }

  @Test
  void aPeerThatAsksTooFastIsToldWhenToComeBack() {
    Rate rate = new Rate(1, Duration.ofSeconds(1), 2);
    SubscriptionAdmission slow = admission(Policy.OPEN, Optional.of(rate));
    Origin peer = new Origin(Side.SIMPLE, "192.0.2.7");

    assertThat(slow.tooEarly(peer, ROMEO, JULIET)).isEmpty();
    assertThat(slow.tooEarly(peer, PARIS, JULIET)).isEmpty();
    assertThat(slow.tooEarly(peer, ROMEO, JULIET))
        .hasValueSatisfying(
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.RATE_OF_PEER);
              assertThat(refused.retryAfter()).contains(Duration.ofSeconds(1));
            });
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(slow.tooEarly(peer, ROMEO, JULIET)).isEmpty();
  }

  @Test
  void aStrangerCanAskForThePresenceOfFewOnly() {
    Optional<Rate> two = Optional.of(new Rate(2, Duration.ofHours(1), 2));
    Quotas quotas =
        new Quotas(Optional.empty(), Optional.empty(), Optional.empty(), two, Optional.empty());
    SubscriptionAdmission wary =
        new SubscriptionAdmission(
            new MembraneSettings(
                Set.of("capulet.example"), "bridge1", Transit.NONE, Policy.OPEN, quotas, false, 8),
            () -> nanos);
    Origin peer = new Origin(Side.SIMPLE, "192.0.2.7");

    assertThat(wary.tooEarly(peer, ROMEO, new PresUri("a", "capulet.example"))).isEmpty();
    assertThat(wary.tooEarly(peer, ROMEO, new PresUri("b", "capulet.example"))).isEmpty();
    assertThat(wary.tooEarly(peer, ROMEO, JULIET).map(Refused::reason))
        .contains(Reason.FIRST_CONTACTS);
    assertThat(wary.tooEarly(peer, ROMEO, new PresUri("a", "capulet.example"))).isEmpty();
  }

  private Optional<Reason> reason(Side side, PresUri watcher, PresUri target) {
    return reason(side, watcher, target, Hops.NEW);
  }

  private Optional<Reason> reason(Side side, PresUri watcher, PresUri target, Hops hops) {
    return admission.refusalOf(side, watcher, target, hops).map(Refused::reason);
  }

  private SubscriptionAdmission admission(Policy policy, Optional<Rate> peerRate) {
    return new SubscriptionAdmission(
        new MembraneSettings(
            Set.of("capulet.example"), "bridge1", policy, Optional.empty(), peerRate, 8),
        () -> nanos);
  }
}
