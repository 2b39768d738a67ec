package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.mapping.EndToEndMapping;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.SubscriptionMapping;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.MimeEntity;
import org.porin.profile.Leg;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.Response.Status;
import org.porin.profile.SubscriptionState.Reason;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;

/** What one input makes of an {@link Audience}; used for that input, and no more. */
final class AudienceTurn {
  /** When who has not been answered may ask the user anew. */
  static final Duration PROMPT_AGAIN = Duration.ofDays(1);

  /** How long a question is kept that nobody waits for: strangers who ask once cost no more. */
  static final Duration QUESTION_HOLDS = Duration.ofDays(7);

  private final PresUri watcher;
  private final PresUri target;
  private final AudienceRules rules;
  private final Instant now;
  private final boolean wasLive;
  private final List<Action> actions = new ArrayList<>();
  private final List<AudienceLeg> legs;
  private Grant grant;
  private Instant since;
  private Optional<String> question;
  private AudiencePresence presence;

  AudienceTurn(Audience before, Instant now) {
    watcher = before.watcher();
    target = before.target();
    rules = before.rules();
    grant = before.grant();
    since = before.since();
    question = before.question();
    presence = before.presence();
    legs = new ArrayList<>(before.legs());
    legs.replaceAll(leg -> leg.with(leg.told().at(now)));
    wasLive = isLive();
    this.now = now;
  }

  AudienceRules rules() {
    return rules;
  }

  Grant grant() {
    return grant;
  }

  AudienceStanzas stanzas() {
    return new AudienceStanzas(watcher, target, rules);
  }

  boolean isFull() {
    return legs.size() >= rules.mostLegs();
  }

  Optional<AudienceLeg> leg(String name) {
    return legs.stream().filter(leg -> leg.leg().name().equals(name)).findFirst();
  }

  void act(Action action) {
    actions.add(action);
  }

  /** The user is asked. */
  void ask(Optional<PresenceStanza> stanza) {
    question = stanza.flatMap(PresenceStanza::id);
    tell(stanza);
  }

  private void tell(Optional<PresenceStanza> stanza) {
    stanza.map(Action.Tell::new).ifPresent(actions::add);
  }

  /**
   * A subscription begins; it is durable before anybody hears of it.
   *
   * @return whether the user is to be asked
   */
  boolean begin(AudienceLeg leg) {
    boolean asks = grant == Grant.NONE || (grant == Grant.ASKED && isForgotten());
    if (asks) {
      decide(Grant.ASKED, false);
    }
    add(leg);
    actions.add(new Action.Keep(row(leg), true));
    learn();
    return asks;
  }

  /** Somebody asks once. */
  void fetched(AudienceLeg leg) {
    add(leg);
    learn();
  }

  /** A leg is as it is now. */
  void keep(AudienceLeg leg, boolean first) {
    replace(leg);
    actions.add(new Action.Keep(row(leg), first));
  }

  /** The outcome of a NOTIFY. */
  void notified(AudienceLeg leg, Outcome outcome) {
    AudienceTold told = leg.told();
    if (outcome.response().status() == Status.SUCCESS) {
      if (told.sent().orElseThrow().last()) {
        remove(leg);
      } else {
        back(leg, outcome.leg(), told.arrived());
      }
      return;
    }
    NotifyFailure.again(outcome, told.attempts())
        .ifPresentOrElse(
            wait -> back(leg, outcome.leg(), told.failed(now.plus(wait))), () -> remove(leg));
  }

  private void back(AudienceLeg leg, Leg after, AudienceTold told) {
    AudienceLeg back = leg.back(after, told);
    if (back.fetch()) {
      replace(back);
    } else {
      keep(back, false);
    }
  }

  /** The user has said yes. */
  void granted() {
    if (grant == Grant.GIVEN) {
      return;
    }
    decide(Grant.GIVEN, true);
    learn(); // a server that only confirms an older yes sends no presence with it
  }

  /** The user has said no, or the server that there is no yes. */
  void refused() {
    if (grant == Grant.ASKED || grant == Grant.GIVEN) {
      decide(Grant.REFUSED, true);
      endAll(Reason.REJECTED);
    }
  }

  /** The user wants to hear of the watcher. */
  void reconsidered() {
    if (grant == Grant.REFUSED) {
      forget();
    }
  }

  /** A stanza to the user came back: the question, or what shows that there is no such user. */
  void bounced(PresenceStanza stanza) {
    StanzaError error = stanza.error().orElseThrow();
    boolean asked = stanza.id().isEmpty() || question.isEmpty() || stanza.id().equals(question);
    boolean nobody =
        error.condition() == Condition.ITEM_NOT_FOUND || error.condition() == Condition.GONE;
    if ((grant == Grant.ASKED && asked) || (grant == Grant.GIVEN && nobody)) {
      forget(); // that is no answer of the user's
      endAll(SubscriptionMapping.toState(error).reason().orElse(Reason.REJECTED));
    }
  }

  /** The user's presence. */
  void heard(PresenceStanza stanza) {
    if (grant != Grant.GIVEN || legs.isEmpty()) {
      return;
    }
    if (EndToEndMapping.of(stanza).isEmpty()) {
      presence = presence.heard(stanza, rules.presence(), now);
      return;
    }
    try { // beside the plain presence, of which it changes nothing (decision 11)
      PresenceMapping.toSecured(stanza).ifPresent(object -> passOn(object.value()));
    } catch (UnmappableException e) {
      // an object that cannot cross is not told
    }
  }

  private void passOn(MimeEntity object) {
    legs.replaceAll(
        leg ->
            AudienceDocument.secured(object, target, watcher, leg.accept(), now)
                .map(taken -> leg.with(leg.told().with(taken)))
                .orElse(leg));
  }

  /** What the server said, and was told, may be lost. */
  void askAnew() {
    if (grant == Grant.ASKED) {
      ask(stanzas().prompt());
    } else if (grant == Grant.GIVEN && !legs.isEmpty()) {
      seek();
    }
  }

  /** What a former process has left is gone on with. */
  void takeUp() {
    if (grant == Grant.REFUSED) {
      endAll(Reason.REJECTED);
    }
    expire();
    if (grant == Grant.NONE && isLive()) {
      decide(Grant.ASKED, false);
    }
    askAnew();
  }

  /** All that follows from what is so now. */
  Step<Audience> end() {
    presence = presence.settled(now);
    expire();
    legs.replaceAll(new AudienceNotices(watcher, target, rules, grant, presence, now, actions)::on);
    if (isTold()) {
      presence = presence.told();
    }
    if (legs.isEmpty()) {
      presence = AudiencePresence.unknown(target); // of no use to anybody
    }
    if (wasLive && !isLive() && grant == Grant.GIVEN && !rules.watched().test(target, watcher)) {
      tell(stanzas().gone());
    }
    lapse();
    return grant == Grant.NONE && legs.isEmpty()
        ? Step.over(actions)
        : Step.to(
            new Audience(watcher, target, grant, since, question, legs, presence, rules), actions);
  }

  private void expire() {
    legs.replaceAll(leg -> leg.expires().isAfter(now) ? leg : leg.ending(Reason.TIMEOUT));
  }

  private void lapse() {
    if (grant == Grant.ASKED && legs.isEmpty() && !since.plus(QUESTION_HOLDS).isAfter(now)) {
      forget(); // the user's server may still have it, and a late yes is a yes
    }
  }

  private boolean isForgotten() {
    return !isLive() && !since.plus(PROMPT_AGAIN).isAfter(now);
  }

  private boolean isLive() {
    return legs.stream().anyMatch(AudienceLeg::isLive);
  }

  /** Whether all have the document that is so now. */
  private boolean isTold() {
    return presence.isKnown()
        && legs.stream()
            .filter(AudienceLeg::isLive)
            .allMatch(
                leg -> leg.told().sent().isEmpty() && leg.told().told().equals(presence.digest()));
  }

  /** What is not known of the user's presence is asked for. */
  private void learn() {
    if (grant == Grant.GIVEN && !legs.isEmpty() && !presence.isKnown() && !presence.isSought()) {
      seek();
    }
  }

  private void seek() {
    presence = presence.sought(now);
    tell(stanzas().probe());
  }

  private void decide(Grant decision, boolean first) {
    grant = decision;
    since = now;
    actions.add(new Action.Keep(grantRow(), first));
  }

  private void forget() {
    actions.add(new Action.Forget(grantRow()));
    grant = Grant.NONE;
    since = Instant.EPOCH;
  }

  /**
   * Nobody is let in any more: nothing is heard from now on. Durable, since a restart would find
   * the legs alive as soon as there is another grant.
   */
  private void endAll(Reason reason) {
    presence = AudiencePresence.unknown(target);
    for (AudienceLeg leg : List.copyOf(legs)) {
      if (leg.isLive()) {
        keep(leg.over(now).ending(reason), true);
      }
    }
  }

  private void add(AudienceLeg leg) {
    legs.removeIf(each -> each.leg().name().equals(leg.leg().name()));
    legs.add(leg);
  }

  private void remove(AudienceLeg leg) {
    legs.removeIf(each -> each.leg().name().equals(leg.leg().name()));
    if (!leg.fetch()) {
      actions.add(new Action.Forget(row(leg)));
    }
  }

  private void replace(AudienceLeg leg) {
    legs.replaceAll(each -> each.leg().name().equals(leg.leg().name()) ? leg : each);
  }

  private AudienceRow row(AudienceLeg leg) {
    return leg.row(watcher, target);
  }

  private GrantRow grantRow() {
    return new GrantRow(watcher, target, grant.word(), since);
  }
}
