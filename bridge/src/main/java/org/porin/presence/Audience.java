package org.porin.presence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService.Arrival;
import org.porin.stanza.PresenceStanza;

/**
 * A foreign watcher and an XMPP user: what the user has said to the watcher, which does not end,
 * and the watcher's subscriptions, which do (RFC 8048 §5.1, §5.3). Several of them are one to the
 * user (OPEN k). A value: each input gives another one, and what is to be done.
 *
 * <p>It begins with {@link #of}, and may be forgotten when a step leaves nothing of it. The caller
 * admits what comes in, gives each outcome of a {@link Action.Notify} once, and gives time when
 * {@link #due} is over.
 *
 * @param since when the grant became so
 * @param question the id of the stanza by which the user was last asked; empty where nobody knows
 * @param legs in the order in which they began
 */
record Audience(
    PresUri watcher,
    PresUri target,
    Grant grant,
    Instant since,
    Optional<String> question,
    List<AudienceLeg> legs,
    AudiencePresence presence,
    AudienceRules rules) {
  Audience {
    legs = List.copyOf(legs);
  }

  /** Of a watcher who has never asked. */
  static Audience of(PresUri watcher, PresUri target, AudienceRules rules) {
    return new Audience(
        watcher,
        target,
        Grant.NONE,
        Instant.EPOCH,
        Optional.empty(),
        List.of(),
        AudiencePresence.unknown(target),
        rules);
  }

  /**
   * As a former process has left it; {@link #restarted} is its first input.
   *
   * @param rows of this pair, in any order
   */
  static Audience restored(
      PresUri watcher,
      PresUri target,
      Optional<GrantRow> granted,
      List<AudienceRow> rows,
      AudienceRules rules,
      Instant now) {
    List<AudienceLeg> legs = new ArrayList<>();
    rows.forEach(row -> legs.add(AudienceLeg.restored(row, now)));
    return new Audience(
        watcher,
        target,
        granted.map(row -> Grant.of(row.decision())).orElse(Grant.NONE),
        granted.map(GrantRow::since).orElse(Instant.EPOCH),
        Optional.empty(),
        legs,
        AudiencePresence.unknown(target),
        rules);
  }

  /** When time is to be given to it next; empty while nothing depends on time. */
  Optional<Instant> due() {
    List<Instant> times = new ArrayList<>();
    presence.settles().ifPresent(times::add);
    for (AudienceLeg leg : legs) {
      leg.tellAt(grant, presence).ifPresent(times::add);
      if (leg.isLive()) {
        times.add(leg.expires());
      }
    }
    if (grant == Grant.ASKED && legs.isEmpty()) {
      times.add(since.plus(AudienceTurn.QUESTION_HOLDS));
    }
    return times.stream().min(Instant::compareTo);
  }

  /**
   * A subscribe operation of the watcher: the first of a leg, one that asks once, a refresh, or an
   * end. It is answered in the same step, and never waits for the user (RFC 6665 §4.2.1.1).
   */
  Step<Audience> subscribe(Subscribe operation, Arrival arrival, Instant now) {
    AudienceTurn turn = new AudienceTurn(this, now);
    new AudienceArrival(turn, operation, arrival, now).answer();
    return turn.end();
  }

  /** Whether an operation is the next one on a leg that there is. */
  boolean isNext(Arrival arrival) {
    return legs.stream()
        .filter(AudienceLeg::isLive)
        .filter(each -> each.leg().name().equals(arrival.legName()))
        .anyMatch(each -> arrival.on(each.leg()).isPresent());
  }

  /** What became of the NOTIFY that was under way on a leg. */
  Step<Audience> notified(String legName, Outcome outcome, Instant now) {
    AudienceTurn turn = new AudienceTurn(this, now);
    turn.leg(legName)
        .filter(leg -> leg.told().sent().isPresent())
        .ifPresent(leg -> turn.notified(leg, outcome));
    return turn.end();
  }

  /**
   * A stanza of the user or of the user's server to the watcher, of any type. Presence counts only
   * where it is granted and subscribed to (RFC 2779 §5.3.2); to ask for the watcher's own presence
   * takes a refusal back, so that the watcher may ask again.
   */
  Step<Audience> stanza(PresenceStanza stanza, Instant now) {
    AudienceTurn turn = new AudienceTurn(this, now);
    switch (stanza.type().orElse("")) {
      case "", "unavailable" -> turn.heard(stanza);
      case "subscribed" -> turn.granted();
      case "unsubscribed" -> turn.refused();
      case "subscribe" -> turn.reconsidered();
      case "error" -> turn.bounced(stanza);
      default -> {} // probe and unsubscribe are of what the user watches
    }
    return turn.end();
  }

  /** Time has passed. */
  Step<Audience> time(Instant now) {
    return new AudienceTurn(this, now).end();
  }

  /**
   * The link to the user's server is open again: what it had to say meanwhile, and what it was told
   * last, may be lost. To be given when stanzas can go out at once.
   */
  Step<Audience> opened(Instant now) {
    AudienceTurn turn = new AudienceTurn(this, now);
    turn.askAnew();
    return turn.end();
  }

  /** The process has begun, and the link is open, or will be and says so then. */
  Step<Audience> restarted(Instant now) {
    AudienceTurn turn = new AudienceTurn(this, now);
    turn.takeUp();
    return turn.end();
  }
}
