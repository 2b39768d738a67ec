package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.presence.WatchMoment.Asked;
import org.porin.presence.WatchMoment.Waits;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.MessageOperation;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.Response;
import org.porin.profile.SubscriptId;
import org.porin.profile.TransId;
import org.porin.stanza.PresenceStanza;

/**
 * A {@link Watch} while it takes one input. The order of what is to be done does not depend on that
 * of the calls, and makes a crash between any two harmless: the answer, which waits for nobody; the
 * row, where it must be durable first; the stanzas; the Ask; the row, where it may come later.
 */
final class WatchTurn {
  final WatchRules rules;
  final PresUri watcher;
  final PresUri target;
  final Instant now;
  final WatchTelling telling;

  SubscriptId subscriptId;
  WatchPhase phase;
  boolean approved;
  Optional<Leg> leg;
  Instant due;
  Instant expires;
  int attempts;
  Told told;
  Asked asked;
  Waits waits;
  boolean fresh;
  boolean doubt;
  Duration wish;
  Optional<String> stanzaId;
  Instant sign;

  private final Watch before;
  private final List<Action> stanzas = new ArrayList<>();
  private Optional<Action> answer = Optional.empty();
  private Optional<Action> ask = Optional.empty();
  private boolean durable;
  private boolean decided;

  WatchTurn(Watch before, Instant now) {
    this.before = before;
    this.now = now.truncatedTo(ChronoUnit.MILLIS); // as stores keep it
    rules = before.rules();
    watcher = before.watcher();
    target = before.target();
    subscriptId = before.subscriptId();
    phase = before.phase();
    approved = before.approved();
    leg = before.leg();
    due = before.next();
    expires = before.expires();
    attempts = before.attempts();
    told = before.told();
    asked = before.moment().asked();
    waits = before.moment().waits();
    fresh = before.moment().fresh();
    doubt = before.moment().doubt();
    wish = before.moment().wish();
    stanzaId = before.moment().stanzaId();
    sign = before.moment().sign();
    telling = new WatchTelling(this);
  }

  /** The watch as it is now. */
  Watch after() {
    return new Watch(
        rules,
        watcher,
        target,
        subscriptId,
        phase,
        approved,
        leg,
        due,
        expires,
        attempts,
        told,
        new WatchMoment(asked, waits, fresh, doubt, wish, stanzaId, sign));
  }

  Step<Watch> step() {
    Watch after = after();
    WatchRow first = durable ? untold() : after.row();
    boolean keeps = isKept(after) && !(isKept(before) && before.row().equals(after.row()));
    List<Action> actions = new ArrayList<>();
    answer.ifPresent(actions::add);
    if (decided && isKept(before) && before.phase() != WatchPhase.REFUSED) {
      actions.add(new Action.Keep(refused(), true));
    }
    if (keeps && durable) {
      actions.add(new Action.Keep(first, true));
    }
    actions.addAll(stanzas);
    ask.ifPresent(actions::add);
    if (keeps && !(durable && first.equals(after.row()))) {
      actions.add(new Action.Keep(after.row(), false));
    }
    if (isKept(before) && !isKept(after)) {
      actions.add(new Action.Forget(before.row()));
    }
    return phase == WatchPhase.NONE ? Step.over(actions) : Step.to(after, actions);
  }

  /** The row as long as nothing of what goes with it was told: what was seen is still seen. */
  private WatchRow untold() {
    Told now = told;
    told = now.over(before.told());
    WatchRow row = after().row();
    told = now;
    return row;
  }

  /** The row from which a restart would tell the end once more, and not go on watching. */
  private WatchRow refused() {
    WatchTurn turn = new WatchTurn(before, now);
    turn.rest(WatchPhase.REFUSED);
    return turn.after().row();
  }

  /** A question that was not answered yet leaves nothing to clean up after a crash. */
  private static boolean isKept(Watch watch) {
    return watch.phase() != WatchPhase.NONE && watch.phase() != WatchPhase.FETCHING;
  }

  /** While the link is down nothing is told, whoever wants it. */
  void tell(PresenceStanza stanza) {
    if (telling.reaches()) {
      stanzas.add(new Action.Tell(stanza));
    }
  }

  /** The row is to be durable before anything is told or asked. */
  void durably() {
    durable = true;
  }

  void answer(Response response, Leg on) {
    answer = Optional.of(new Action.Answer(response, Optional.of(on), Optional.empty()));
  }

  /** Whether the watcher knew of the grant before this input. */
  boolean wasApproved() {
    return before.approved();
  }

  boolean isAsking() {
    return asked != Asked.NOTHING;
  }

  /** Asks for a subscription on a new leg, on behalf of the bridge. */
  void subscribe() {
    subscribe(rules.transId(), bornHere());
  }

  /** The same on behalf of the user. */
  void subscribe(TransId transId, Hops hops) {
    newLeg();
    phase = WatchPhase.SEEKING;
    ask(Asked.FIRST, wish, transId, hops);
  }

  /** Asks for the presence once, under a SubscriptID of its own (RFC 3859 §3.4.3). */
  void fetch(TransId transId) {
    subscriptId = rules.subscriptId();
    newLeg();
    phase = WatchPhase.FETCHING;
    ask(Asked.FETCH, Duration.ZERO, transId, bornHere());
  }

  void refresh() {
    ask(Asked.REFRESH, wish, rules.transId(), bornHere());
  }

  void cancel() {
    ask(Asked.CANCEL, Duration.ZERO, rules.transId(), bornHere());
  }

  private void newLeg() {
    leg = Optional.of(rules.legs().apply(watcher, target));
    expires = now;
    fresh = true;
  }

  void ask(Asked what, Duration duration, TransId transId, Hops hops) {
    if (isAsking()) {
      throw new IllegalStateException("one Ask at a time");
    }
    asked = what;
    await(Waits.NOTICE, WatchRules.NEVER); // its outcome comes first
    Subscribe operation = new Subscribe(watcher, target, duration, subscriptId, transId);
    ask = Optional.of(new Action.Ask(operation, leg.orElseThrow(), hops));
  }

  Hops bornHere() {
    return new Hops(
        MessageOperation.INITIAL_MAX_FORWARDS, List.of(rules.marks().apply(watcher, target)));
  }

  void await(Waits what, Instant until) {
    waits = what;
    due = until;
  }

  /** The subscription stands; it is looked after well before it ends. */
  void settle() {
    Duration left = Duration.between(now, expires);
    await(Waits.NOTHING, now.plus(WatchTimes.untilRefresh(left, rules.jitter().getAsDouble())));
  }

  /**
   * The subscription is gone, and the next try is at once (RFC 6665 §4.1.3: deactivated, timeout).
   * The watcher hears of it only when that fails. One that failed before waits nevertheless.
   */
  void again() {
    if (attempts > 0) {
      later(Duration.ZERO);
      return;
    }
    attempts = 1;
    anew();
  }

  /** The subscription is gone, and another one is asked for at once. */
  void anew() {
    seek(now);
    if (!isAsking()) {
      subscribe();
    }
  }

  /** The subscription is gone or was not had, and the next try comes later. */
  void later(Duration retryAfter) {
    attempts = Math.min(attempts + 1, Integer.MAX_VALUE - 1);
    telling.gone();
    double jitter = rules.jitter().getAsDouble();
    seek(now.plus(WatchTimes.untilRetry(attempts, retryAfter, jitter)));
  }

  private void seek(Instant when) {
    leg = Optional.empty();
    expires = now;
    phase = WatchPhase.SEEKING;
    await(Waits.NOTHING, when);
  }

  /** Not refreshed any more, or not tried any more, until the watcher shows itself. */
  void lapse() {
    telling.gone();
    rest(WatchPhase.LAPSED);
  }

  /** There is no subscription, and nothing is due. */
  void rest(WatchPhase where) {
    leg = Optional.empty();
    expires = now;
    attempts = 0;
    phase = where;
    await(Waits.NOTHING, WatchRules.NEVER);
  }

  /** Refused for good: the watcher holds nothing any more (RFC 3922 §6.1, RFC 8048 §5.2.2). */
  void refuse() {
    if (!telling.reaches()) {
      owe();
      return;
    }
    telling.gone();
    telling.type("unsubscribed");
    close();
  }

  /** All is over and the watcher told so: a crash from now on must not bring it back. */
  void close() {
    decided = true;
    end();
  }

  /** It is over, and the watcher is to hear of it when its link is open. */
  private void owe() {
    rest(phase == WatchPhase.FETCHED ? phase : WatchPhase.REFUSED);
    durably(); // a crash must not bring it back
  }

  /** Nothing is left, but for an Ask whose outcome is outstanding, and what is to be told yet. */
  void end() {
    telling.gone();
    if (told.isAvailable()) {
      owe();
      return;
    }
    rest(isAsking() ? WatchPhase.ENDING : WatchPhase.NONE);
    approved = false;
  }
}
