package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.porin.msgfmt.MimeEntity;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.Leg;
import org.porin.profile.PresenceCarrier.Outcome;

/** A notifier of RFC 6665 with one presentity and one watcher, and the network before it. */
final class WatchNotifier {
  static final String IN_DIALOG = "d";

  /** What the presentity thinks of the watcher. */
  enum Policy {
    ALLOW,
    PENDING,
    REJECT,
    NOBODY
  }

  record Notify(String leg, String state, Optional<MimeEntity> document) {}

  Policy policy = Policy.ALLOW;
  boolean down;
  final Map<String, String> tuples = new TreeMap<>(Map.of("phone", ""));

  private final Map<String, Instant> dialogs = new HashMap<>();
  private final Deque<Notify> notifies = new ArrayDeque<>();
  private long stamps;

  boolean allows() {
    return policy == Policy.ALLOW;
  }

  boolean refuses() {
    return policy == Policy.REJECT;
  }

  int dialogs() {
    return dialogs.size();
  }

  Outcome asked(Action.Ask ask, Instant now) {
    Leg leg = ask.leg();
    if (down) {
      return failure(leg, new Refused(Reason.PEER_TIMEOUT, "no answer"), false);
    }
    boolean inDialog = leg.state().equals(IN_DIALOG);
    if (inDialog && !dialogs.containsKey(leg.name())) {
      return failure(leg, answer(481), true);
    }
    long seconds = ask.operation().duration().toSeconds();
    if (seconds == 0 && inDialog) {
      dialogs.remove(leg.name());
      notifies.add(new Notify(leg.name(), "terminated;reason=timeout", document(now)));
      return success(leg, 0);
    }
    if (policy == Policy.REJECT || policy == Policy.NOBODY) {
      dialogs.remove(leg.name());
      return failure(leg, answer(policy == Policy.REJECT ? 403 : 404), false);
    }
    if (seconds == 0) {
      notifies.add(new Notify(leg.name(), "terminated;reason=timeout", document(now)));
      return success(leg, 0);
    }
    dialogs.put(leg.name(), now.plusSeconds(seconds));
    notifies(leg.name(), now);
    return success(leg, seconds);
  }

  private static Failure answer(int status) {
    return new SipAnswer(status, "no", Optional.empty());
  }

  private static Outcome success(Leg leg, long seconds) {
    return WatchTable.success(
        new Leg(leg.name(), IN_DIALOG), Optional.of(Duration.ofSeconds(seconds)));
  }

  private static Outcome failure(Leg leg, Failure failure, boolean lost) {
    return WatchTable.failure(leg, failure, Optional.empty(), Optional.empty(), lost);
  }

  private Optional<MimeEntity> document(Instant now) {
    if (!allows()) {
      return Optional.empty();
    }
    String stamp = now.plusMillis(++stamps % 1_000).toString();
    String[] all =
        tuples.isEmpty()
            ? new String[] {"phone closed"}
            : tuples.entrySet().stream()
                .map(each -> (each.getKey() + " open " + each.getValue()).strip())
                .toArray(String[]::new);
    return Optional.of(Presences.pidf("pres:romeo@example.net", Optional.of(stamp), all));
  }

  private void notifies(String leg, Instant now) {
    long left = Math.max(0, Duration.between(now, dialogs.get(leg)).toSeconds());
    String state = allows() ? "active" : "pending";
    notifies.add(new Notify(leg, state + ";expires=" + left, document(now)));
  }

  void changes(String tuple, Optional<String> show, Instant now) {
    show.ifPresentOrElse(it -> tuples.put(tuple, it), () -> tuples.remove(tuple));
    if (allows()) {
      dialogs.keySet().forEach(leg -> notifies(leg, now));
    }
  }

  void decides(Policy next, Instant now) {
    policy = next;
    switch (next) {
      case REJECT -> ends("rejected");
      case NOBODY -> ends("noresource");
      default -> dialogs.keySet().forEach(leg -> notifies(leg, now));
    }
  }

  void ends(String reason) {
    dialogs.keySet().forEach(leg -> notifies.add(terminated(leg, reason)));
    dialogs.clear();
  }

  private static Notify terminated(String leg, String reason) {
    return new Notify(leg, "terminated;reason=" + reason, Optional.empty());
  }

  /** It forgets everything; what was on its way is lost too. */
  void restarts() {
    dialogs.clear();
    notifies.clear();
  }

  /** Nobody has answered the next NOTIFY: its subscription ends (RFC 6665 §4.2.2). */
  void loses() {
    next().ifPresent(notify -> refused(notify.leg()));
  }

  void refused(String leg) {
    dialogs.remove(leg);
  }

  void passed(Instant now) {
    for (Iterator<Map.Entry<String, Instant>> all = dialogs.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<String, Instant> dialog = all.next();
      if (!dialog.getValue().isAfter(now)) {
        all.remove();
        notifies.add(terminated(dialog.getKey(), "timeout"));
      }
    }
  }

  boolean hasNext() {
    return !notifies.isEmpty();
  }

  Optional<Notify> next() {
    return Optional.ofNullable(notifies.poll());
  }
}
