package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.mapping.UnmappableException;
import org.porin.presence.WatchMoment.Asked;
import org.porin.presence.WatchMoment.Waits;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.SubscriptId;
import org.porin.stanza.PresenceStanza;
import org.porin.wire.MalformedException;

/**
 * An XMPP user watches a presentity on the other side (RFC 3922 §6.1 and §6.4, RFC 8048 §5.2, RFC
 * 6665 §4.1). What lasts is what the presentity granted; subscriptions of the other side come and
 * go under it (RFC 8048 §5.1). A value: each input gives another one, and what is to be done.
 *
 * <p>Whoever keeps it gives it each stanza of the pair, each outcome of an Ask, each NOTIFY on its
 * leg, and the time when that is {@link #due}. One Ask is outstanding at the most, and as long as
 * one is, the watch is not over: an outcome never belongs to another one.
 *
 * @param subscriptId whichever legs it has; a new request of the user has another
 * @param phase how far it has come
 * @param approved whether the watcher was told {@code subscribed}
 * @param leg of the subscription or question that there is
 * @param next when something is to be done, or as soon as no outcome is outstanding any more
 * @param expires when the subscription ends unless it is refreshed
 * @param attempts tries that failed, one after the other
 * @param told what the watcher was last told
 * @param moment what is not kept over a restart
 */
record Watch(
    WatchRules rules,
    PresUri watcher,
    PresUri target,
    SubscriptId subscriptId,
    WatchPhase phase,
    boolean approved,
    Optional<Leg> leg,
    Instant next,
    Instant expires,
    int attempts,
    Told told,
    WatchMoment moment) {
  /** The id of the stanzas by which a watcher is probed, which a server should repeat. */
  static final String PROBE_ID = "still-there";

  private static final SubscriptId UNNAMED = new SubscriptId("-");

  /**
   * A pair that has none: takes the stanza by which one begins.
   *
   * @throws UnmappableException when XMPP has no address for one of the two
   */
  static Watch none(PresUri watcher, PresUri target, WatchRules rules) throws UnmappableException {
    rules.presence().toJid(watcher);
    rules.presence().toJid(target);
    WatchMoment moment = moment(rules, Instant.EPOCH, false);
    return new Watch(
        rules,
        watcher,
        target,
        UNNAMED,
        WatchPhase.NONE,
        false,
        Optional.empty(),
        WatchRules.NEVER,
        WatchRules.NEVER,
        0,
        Told.NOTHING,
        moment);
  }

  /**
   * The watch of a row, when the bridge has started. It does nothing before it is due, which is
   * soon.
   *
   * @param spread over which all that were kept are to come back, evenly
   * @throws MalformedException when the row is not one of this version
   * @throws UnmappableException when XMPP has no address for one of the two any more
   */
  static Watch restarted(WatchRow row, WatchRules rules, Instant now, Duration spread)
      throws MalformedException, UnmappableException {
    WatchPhase phase =
        WatchPhase.of(row.phase())
            .orElseThrow(() -> new MalformedException("a phase of a watch", 0));
    Watch none = none(row.watcher(), row.target(), rules);
    Watch kept =
        new Watch(
            rules,
            none.watcher,
            none.target,
            row.subscriptId(),
            phase,
            row.approved(),
            row.leg(),
            row.due(),
            row.expires(),
            Math.max(0, row.attempts()),
            Told.parse(row.told()),
            moment(rules, now, true));
    return WatchTimers.restarted(new WatchTurn(kept, now), spread);
  }

  private static WatchMoment moment(WatchRules rules, Instant sign, boolean doubt) {
    return new WatchMoment(
        Asked.NOTHING,
        Waits.NOTHING,
        false,
        doubt,
        rules.times().duration(),
        Optional.empty(),
        sign);
  }

  /** When it is to be given the time; while an outcome is outstanding it waits for that alone. */
  Instant due() {
    return moment.asked() == Asked.NOTHING ? next : WatchRules.NEVER;
  }

  /** The row that keeps it. */
  WatchRow row() {
    return new WatchRow(
        watcher,
        target,
        subscriptId,
        phase.word(),
        approved,
        leg,
        next,
        expires,
        attempts,
        told.text());
  }

  /**
   * A stanza of the watcher to the presentity, of any type. Those that manage the subscription of
   * the other direction change nothing here.
   */
  Step<Watch> stanza(PresenceStanza stanza, Instant now) {
    WatchTurn turn = new WatchTurn(this, now);
    WatchStanzas.take(turn, stanza);
    return turn.step();
  }

  /** What became of the Ask. */
  Step<Watch> outcome(Outcome outcome, Instant now) {
    WatchTurn turn = new WatchTurn(this, now);
    WatchOutcomes.take(turn, outcome);
    return turn.step();
  }

  /**
   * A notify operation on the leg; there is an Answer in what is to be done.
   *
   * @param after the leg after it
   */
  Step<Watch> notification(Notification notification, Leg after, Instant now) {
    WatchTurn turn = new WatchTurn(this, now);
    WatchNotices.take(turn, notification, after);
    return turn.step();
  }

  /** The time; before it is due nothing happens. */
  Step<Watch> time(Instant now) {
    WatchTurn turn = new WatchTurn(this, now);
    WatchTimers.time(turn);
    return turn.step();
  }

  /** The link by which its stanzas go is open again. */
  Step<Watch> opened(Instant now) {
    WatchTurn turn = new WatchTurn(this, now);
    WatchTimers.opened(turn);
    return turn.step();
  }

  /** The user wants all of it anew: what the other side says, and what the watcher is told. */
  Step<Watch> resync(Instant now) {
    WatchTurn turn = new WatchTurn(this, now);
    WatchTimers.resync(turn);
    return turn.step();
  }

  /**
   * Whether an answer to its probe is outstanding. An {@code unsubscribed} of the watcher is then
   * that answer, unless the presentity was let in by the watcher (RFC 6121 §4.3.2).
   */
  boolean probes() {
    return moment.waits() == Waits.ANSWER;
  }
}
