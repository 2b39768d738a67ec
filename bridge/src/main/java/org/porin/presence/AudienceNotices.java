package org.porin.presence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.mapping.Availability;
import org.porin.mapping.UserPresence;
import org.porin.msgfmt.MimeEntity;
import org.porin.presence.AudienceTold.Sent;
import org.porin.profile.Notification;
import org.porin.profile.SubscriptionState;
import org.porin.profile.SubscriptionState.Reason;
import org.porin.profile.SubscriptionState.State;

/**
 * The NOTIFYs that are due at one moment (RFC 6665 §4.2.2). One has no document where there is
 * nothing to tell, or nothing is known: what the watcher had before then stays (RFC 3856 §6.8).
 *
 * @param actions where they go
 */
record AudienceNotices(
    PresUri watcher,
    PresUri target,
    AudienceRules rules,
    Grant grant,
    AudiencePresence presence,
    Instant now,
    List<Action> actions) {

  /** The leg when what is due on it goes out. */
  AudienceLeg on(AudienceLeg leg) {
    if (leg.tellAt(grant, presence).filter(at -> !at.isAfter(now)).isEmpty()) {
      return leg;
    }
    if (leg.ended().isPresent()) {
      return last(leg, leg.ended().get());
    }
    if (leg.isAnswered(grant)) {
      return news(leg);
    }
    return grant == Grant.GIVEN ? active(leg) : pending(leg);
  }

  /**
   * The end. Who fetches is told what is so; who had been told is told closed (RFC 8048 §5.3.3);
   * who is refused is told nothing more (RFC 3922 §6.5).
   */
  private AudienceLeg last(AudienceLeg leg, Reason reason) {
    boolean tells = grant == Grant.GIVEN && reason == Reason.TIMEOUT;
    UserPresence user = leg.fetch() ? presence.user() : closed();
    Optional<MimeEntity> document =
        tells && !user.isEmpty() ? Optional.of(document(leg, user)) : Optional.empty();
    Sent sent = new Sent(leg.told().told(), leg.told().owed(), false, Optional.empty(), true);
    return out(leg, SubscriptionState.terminated(reason), document, sent, false);
  }

  private UserPresence closed() {
    return presence.user().with("", Availability.UNAVAILABLE, now);
  }

  private AudienceLeg pending(AudienceLeg leg) {
    Sent sent = new Sent(AudienceTold.PENDING, true, false, Optional.empty(), false);
    return out(leg, state(State.PENDING, leg), Optional.empty(), sent, false);
  }

  private AudienceLeg active(AudienceLeg leg) {
    boolean known = presence.isKnown();
    String had = leg.told().isActive() ? leg.told().told() : AudienceTold.ACTIVE;
    Sent sent = new Sent(known ? presence.digest() : had, true, known, Optional.empty(), false);
    Optional<MimeEntity> document =
        known ? Optional.of(document(leg, presence.user())) : Optional.empty();
    return out(leg, state(State.ACTIVE, leg), document, sent, false);
  }

  private AudienceLeg news(AudienceLeg leg) {
    Optional<MimeEntity> secured = leg.told().secured();
    Sent sent =
        secured.isPresent()
            ? new Sent(leg.told().told(), false, false, secured, false)
            : new Sent(presence.digest(), false, true, Optional.empty(), false);
    MimeEntity document = secured.orElseGet(() -> document(leg, presence.user()));
    return out(leg, state(State.ACTIVE, leg), Optional.of(document), sent, true);
  }

  private AudienceLeg out(
      AudienceLeg leg,
      SubscriptionState state,
      Optional<MimeEntity> document,
      Sent sent,
      boolean news) {
    actions.add(
        new Action.Notify(
            new Notification(watcher, target, state, document, rules.transIds().get()),
            leg.leg(),
            rules.trail().born(target, watcher)));
    return leg.with(leg.told().sending(sent, news, now));
  }

  private MimeEntity document(AudienceLeg leg, UserPresence user) {
    return AudienceDocument.of(user, watcher, leg.accept(), now);
  }

  private SubscriptionState state(State state, AudienceLeg leg) {
    return SubscriptionState.of(state, leg.left(now));
  }
}
