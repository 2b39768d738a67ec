package org.porin.presence;

import static org.porin.presence.Presences.JULIET;
import static org.porin.presence.Presences.ROMEO;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.MimeEntity;
import org.porin.profile.Failure;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.Response;
import org.porin.profile.SubscriptionState;
import org.porin.profile.TransId;
import org.porin.stanza.PresenceStanza;
import org.porin.wire.MalformedException;

/** One watch on a table: each input answers with what is to be done, in few words. */
final class WatchTable {
  static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  static final Duration HOUR = Duration.ofHours(1);

  Instant now = NOON;
  double jitter;
  boolean open = true;
  Watch watch;
  boolean over = true;
  List<Action> actions = List.of();
  final WatchRules rules;
  private int legs;
  private int randoms;

  WatchTable() {
    this(WatchTimes.DEFAULT);
  }

  WatchTable(WatchTimes times) {
    rules =
        new WatchRules(
            Presences.MAPPING,
            Presences.SUBSCRIPTIONS,
            times,
            (watcher, target) -> new Leg("leg" + ++legs, ""),
            (watcher, target) -> "mark",
            target -> open,
            this::random,
            () -> jitter);
    watch = none();
  }

  private byte[] random() {
    byte[] octets = new byte[16];
    octets[15] = (byte) ++randoms;
    return octets;
  }

  private Watch none() {
    try {
      return Watch.none(JULIET, ROMEO, rules);
    } catch (UnmappableException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> took(Step<Watch> step) {
    over = step.after().isEmpty();
    watch = step.after().orElseGet(this::none);
    actions = step.actions();
    return Presences.words(actions);
  }

  List<String> juliet(String type) {
    return stanza(Presences.juliet("", type));
  }

  List<String> stanza(PresenceStanza stanza) {
    return took(watch.stanza(stanza, now));
  }

  List<String> granted(long seconds) {
    return took(watch.outcome(success(leg(), Optional.of(Duration.ofSeconds(seconds))), now));
  }

  List<String> failed(int status) {
    return failed(new SipAnswer(status, "no", Optional.empty()), Optional.empty());
  }

  List<String> failed(Failure failure, Optional<Duration> retryAfter) {
    return took(watch.outcome(failure(leg(), failure, Optional.empty(), retryAfter, false), now));
  }

  List<String> tooBrief(long seconds) {
    SipAnswer answer = new SipAnswer(423, "Interval Too Brief", Optional.empty());
    Optional<Duration> least = Optional.of(Duration.ofSeconds(seconds));
    return took(watch.outcome(failure(leg(), answer, least, Optional.empty(), false), now));
  }

  static Outcome success(Leg leg, Optional<Duration> duration) {
    return new Outcome(Response.success(new TransId("t")), leg, duration, Optional.empty(), false);
  }

  static Outcome failure(
      Leg leg,
      Failure failure,
      Optional<Duration> least,
      Optional<Duration> retryAfter,
      boolean legLost) {
    return new Outcome(
        Response.failure(new TransId("t"), failure), leg, least, retryAfter, legLost);
  }

  Leg leg() {
    return watch.leg().orElseThrow();
  }

  /** A NOTIFY with that Subscription-State. */
  List<String> notified(String state) {
    return notified(state, Optional.empty());
  }

  List<String> notified(String state, MimeEntity document) {
    return notified(state, Optional.of(document));
  }

  private List<String> notified(String state, Optional<MimeEntity> document) {
    return took(watch.notification(notification(state, document), leg(), now));
  }

  static Notification notification(String state, Optional<MimeEntity> document) {
    try {
      return new Notification(
          JULIET, ROMEO, SubscriptionState.parse(state), document, new TransId("n"));
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** It becomes due, and is given the time. */
  List<String> due() {
    now = watch.due();
    return took(watch.time(now));
  }

  List<String> after(Duration time) {
    now = now.plus(time);
    return took(watch.time(now));
  }

  List<String> opened() {
    return took(watch.opened(now));
  }

  /** The row that the last input had kept; durable first, or at any time. */
  WatchRow kept(boolean first) {
    return actions.stream()
        .filter(action -> action instanceof Action.Keep keep && keep.first() == first)
        .map(action -> (WatchRow) ((Action.Keep) action).row())
        .findFirst()
        .orElseThrow();
  }

  /** The process is gone, and another one finds the row. */
  void restarts() {
    restarts(watch.row());
  }

  void restarts(WatchRow row) {
    try {
      watch = Watch.restarted(row, rules, now, Duration.ZERO);
      over = false;
      actions = new ArrayList<>();
    } catch (MalformedException | UnmappableException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Juliet has subscribed, Romeo has let her, and has told this. */
  WatchTable active(String... tuples) {
    juliet("subscribe");
    granted(3600);
    notified("active;expires=3600", Presences.pidf(tuples));
    return this;
  }
}
