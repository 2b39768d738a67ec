package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.profile.Leg;
import org.porin.profile.PresenceService.Arrival;
import org.porin.profile.SubscriptId;
import org.porin.profile.SubscriptionState.Reason;

/**
 * One subscription of a watcher to a user: a dialog usage (RFC 6665 §4.2), or the short one of a
 * fetch (§4.4.3).
 *
 * @param expires when it ends unless it is refreshed
 * @param accept content types that the watcher takes, as it last said
 * @param fetch whether it asks once; then it has ended from the beginning, and is in no row
 * @param ended why it is to end; what is left to do is to say so
 * @param crossing a SUBSCRIBE that came while a NOTIFY was under way: what the carrier knows of it
 *     is not in the leg that comes back with the outcome of that
 */
record AudienceLeg(
    SubscriptId id,
    Leg leg,
    Instant expires,
    List<String> accept,
    boolean fetch,
    Optional<Reason> ended,
    AudienceTold told,
    Optional<Arrival> crossing) {
  AudienceLeg {
    accept = List.copyOf(accept);
  }

  /** One that begins. */
  static AudienceLeg beginning(SubscriptId id, Leg leg, Instant expires, List<String> accept) {
    return new AudienceLeg(
        id,
        leg,
        expires,
        accept,
        false,
        Optional.empty(),
        AudienceTold.BEGINNING,
        Optional.empty());
  }

  /** One that asks once. */
  static AudienceLeg fetch(SubscriptId id, Leg leg, Instant now, List<String> accept) {
    return new AudienceLeg(
        id,
        leg,
        now,
        accept,
        true,
        Optional.of(Reason.TIMEOUT),
        AudienceTold.BEGINNING,
        Optional.empty());
  }

  /** One that a former process has left. */
  static AudienceLeg restored(AudienceRow row, Instant now) {
    return new AudienceLeg(
        row.subscriptId(),
        row.leg(),
        row.expires(),
        row.accept(),
        false,
        Optional.empty(),
        AudienceTold.restored(row.told(), now),
        Optional.empty());
  }

  AudienceRow row(PresUri watcher, PresUri target) {
    return new AudienceRow(watcher, target, id, leg, expires, accept, told.told());
  }

  /** Whether it goes on. */
  boolean isLive() {
    return ended.isEmpty();
  }

  /** How long it lasts still, in whole seconds, never longer than it does. */
  Duration left(Instant now) {
    Duration left = Duration.between(now, expires);
    return left.isNegative() ? Duration.ZERO : Duration.ofSeconds(left.toSeconds());
  }

  /** A SUBSCRIBE came on it, whatever becomes of that. */
  AudienceLeg met(Leg after, Arrival arrival) {
    Optional<Arrival> met = told.sent().isPresent() ? Optional.of(arrival) : Optional.empty();
    return new AudienceLeg(id, after, expires, accept, fetch, ended, told, met);
  }

  /** It lasts until then, and the SUBSCRIBE waits for its NOTIFY. */
  AudienceLeg refreshed(Instant until, List<String> types) {
    return new AudienceLeg(id, leg, until, types, fetch, ended, told.asked(), crossing);
  }

  /** It is to end; the first reason stays. */
  AudienceLeg ending(Reason reason) {
    Optional<Reason> why = ended.or(() -> Optional.of(reason));
    return new AudienceLeg(id, leg, expires, accept, fetch, why, told, crossing);
  }

  /** It has no time left, which its row can say. */
  AudienceLeg over(Instant now) {
    return new AudienceLeg(id, leg, now, accept, fetch, ended, told, crossing);
  }

  /** Its watcher ends it, and waits for the last NOTIFY. */
  AudienceLeg cancelled(Instant now) {
    return over(now).with(told.asked()).ending(Reason.TIMEOUT);
  }

  AudienceLeg with(AudienceTold after) {
    return after == told
        ? this
        : new AudienceLeg(id, leg, expires, accept, fetch, ended, after, crossing);
  }

  /** The NOTIFY that was under way has an outcome. */
  AudienceLeg back(Leg after, AudienceTold what) {
    Leg now = crossing.flatMap(arrival -> arrival.on(after)).orElse(after);
    return new AudienceLeg(id, now, expires, accept, fetch, ended, what, Optional.empty());
  }

  /** When something is to be told on it; empty while there is nothing, or a NOTIFY is under way. */
  Optional<Instant> tellAt(Grant grant, AudiencePresence presence) {
    if (told.sent().isPresent()) {
      return Optional.empty();
    }
    if (ended.isPresent()) {
      boolean waits = fetch && grant == Grant.GIVEN && presence.isSought();
      return waits ? presence.settles() : Optional.of(told.notBefore());
    }
    if (isAnswered(grant)) {
      return isNews(presence) && grant == Grant.GIVEN
          ? Optional.of(told.newsAt())
          : Optional.empty();
    }
    return Optional.of(told.notBefore());
  }

  /** Whether the watcher knows how the subscription stands. */
  boolean isAnswered(Grant grant) {
    return !told.owed() && (grant != Grant.GIVEN || told.isActive());
  }

  private boolean isNews(AudiencePresence presence) {
    return told.secured().isPresent()
        || (presence.isKnown() && !presence.digest().equals(told.told()));
  }
}
