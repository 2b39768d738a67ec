package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.porin.mapping.UnmappableException;
import org.porin.profile.Leg;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.stanza.PresenceStanza;
import org.porin.wire.MalformedException;

/**
 * A watch between a small XMPP server and a small notifier, with a store that loses what it was not
 * given time to write. What must never happen fails at once.
 */
final class WatchWorld {
  /** What the user's roster says of the contact. */
  enum Roster {
    NONE,
    ASKED,
    SUBSCRIBED
  }

  /** How the server answers a probe of the contact. */
  enum Server {
    LETS_IN,
    STRANGER,
    SILENT
  }

  Instant now = WatchTable.NOON;
  Roster roster = Roster.NONE;
  Server server = Server.LETS_IN;
  boolean online = true;
  boolean open = true;
  final Map<String, String> view = new TreeMap<>();
  final WatchNotifier notifier = new WatchNotifier();
  Optional<WatchRow> durable = Optional.empty();
  boolean written;
  Optional<Integer> crashAt = Optional.empty();

  private final WatchRules rules;
  private final Deque<PresenceStanza> toBridge = new ArrayDeque<>();
  private Optional<WatchRow> inMemory = Optional.empty();
  private Optional<Action.Ask> asking = Optional.empty();
  private Optional<Watch> watch = Optional.empty();
  private boolean mayHear;
  private boolean asksAgain;
  private boolean mayHaveMissed;
  private boolean everAllowed;
  private int legs;
  private int randoms;
  private int steps;

  WatchWorld() {
    rules =
        new WatchRules(
            Presences.MAPPING,
            Presences.SUBSCRIPTIONS,
            WatchTimes.DEFAULT,
            (watcher, target) -> new Leg("leg" + ++legs, ""),
            (watcher, target) -> "mark",
            target -> open,
            this::random,
            () -> (randoms++ % 10) / 10.0);
  }

  private byte[] random() {
    byte[] octets = new byte[16];
    octets[14] = (byte) (++randoms >> 8);
    octets[15] = (byte) randoms;
    return octets;
  }

  // The user and the server

  void subscribe() {
    if (open) {
      roster = roster == Roster.NONE ? Roster.ASKED : roster;
      mayHear = true;
      asksAgain = true;
      sends("", "subscribe");
      asksAgain = false;
    }
  }

  void unsubscribe() {
    if (open) {
      roster = Roster.NONE;
      mayHear = false;
      sends("", "unsubscribe");
    }
  }

  void asks() {
    if (open) {
      mayHear = true;
      sends("", "probe");
    }
  }

  void comes() {
    online = true;
    if (open && server == Server.LETS_IN) {
      sends("balcony", "");
    }
    if (open && roster == Roster.SUBSCRIBED) {
      sends("", "probe");
    }
  }

  void leaves() {
    online = false;
    if (open && server == Server.LETS_IN) {
      sends("balcony", "unavailable");
    }
  }

  private void sends(String resource, String type) {
    toBridge.add(Presences.juliet(resource, type));
    hear();
  }

  private void hear() {
    while (!toBridge.isEmpty()) {
      PresenceStanza stanza = toBridge.remove();
      took(current().stanza(stanza, now));
    }
  }

  private void told(PresenceStanza stanza) {
    assertThat(open).as("nothing is told while the link is down").isTrue();
    String resource = stanza.from().orElseThrow().resource();
    switch (stanza.type().orElse("")) {
      case "" -> {
        assertThat(mayHear).as("who has given up, or was refused, hears nothing more").isTrue();
        assertThat(everAllowed).as("nothing is told that was not granted").isTrue();
        view.put(resource, stanza.show().orElse(""));
      }
      case "unavailable" -> view.remove(resource);
      case "subscribed" -> {
        assertThat(everAllowed).isTrue();
        assertThat(roster != Roster.SUBSCRIBED || asksAgain || mayHaveMissed)
            .as("subscribed is told once")
            .isTrue();
        mayHaveMissed &= asksAgain;
        asksAgain = false;
        roster = roster == Roster.ASKED ? Roster.SUBSCRIBED : roster;
      }
      case "unsubscribed", "error" -> {
        assertThat(view).as("who is refused sees nobody").isEmpty();
        roster = Roster.NONE;
        mayHear = false;
      }
      case "probe" -> probed(stanza);
      default -> throw new AssertionError(stanza);
    }
  }

  private void probed(PresenceStanza probe) {
    String id = probe.id().orElseThrow();
    switch (server) {
      case SILENT -> {}
      case STRANGER -> toBridge.add(Presences.juliet("", "unsubscribed").withId(id));
      case LETS_IN ->
          toBridge.add(
              online
                  ? Presences.juliet("balcony", "")
                  : Presences.juliet("", "unavailable").withId(id));
    }
  }

  // The bridge

  private Watch current() {
    try {
      return watch.isPresent() ? watch.get() : Watch.none(Presences.JULIET, Presences.ROMEO, rules);
    } catch (UnmappableException e) {
      throw new IllegalStateException(e);
    }
  }

  private void took(Step<Watch> step) {
    assertThat(++steps).as("it does not spin").isLessThan(20_000);
    watch = step.after();
    everAllowed |= notifier.allows();
    int done = 0;
    for (Action action : step.actions()) {
      if (crashAt.isPresent() && ++done > crashAt.get()) {
        crashes(false);
        return;
      }
      does(action);
    }
    if (watch.isEmpty() && open) {
      assertThat(view).as("no ghost when nothing is left").isEmpty();
    }
    if (watch.isEmpty()) {
      assertThat(asking).as("an Ask belongs to a watch").isEmpty();
    }
  }

  private void does(Action action) {
    if (action instanceof Action.Tell tell) {
      told(tell.stanza());
    } else if (action instanceof Action.Ask ask) {
      assertThat(asking).as("one Ask at a time").isEmpty();
      asking = Optional.of(ask);
    } else if (action instanceof Action.Keep keep) {
      inMemory = Optional.of((WatchRow) keep.row());
      durable = keep.first() ? inMemory : durable;
      written = keep.first();
    } else if (action instanceof Action.Forget) {
      inMemory = Optional.empty();
      written = false;
    }
  }

  void writes() {
    durable = inMemory;
  }

  /** The process is killed, and another one reads the store. */
  void crashes(boolean askArrives) {
    crashAt = Optional.empty();
    toBridge.clear();
    if (askArrives) {
      asking.ifPresent(ask -> notifier.asked(ask, now));
    }
    asking = Optional.empty();
    mayHaveMissed = true;
    inMemory = durable;
    try {
      watch =
          durable.isPresent()
              ? Optional.of(Watch.restarted(durable.get(), rules, now, Duration.ofSeconds(60)))
              : Optional.empty();
    } catch (MalformedException | UnmappableException e) {
      throw new AssertionError(e);
    }
    opens();
  }

  void closes() {
    open = false;
  }

  void opens() {
    open = true;
    mayHaveMissed = true;
    if (watch.isPresent()) {
      took(watch.get().opened(now));
      hear();
    }
  }

  // The notifier and the network

  void answers() {
    if (asking.isPresent()) {
      Action.Ask ask = asking.get();
      asking = Optional.empty();
      Outcome outcome = notifier.asked(ask, now);
      took(current().outcome(outcome, now));
      hear();
    }
  }

  void delivers() {
    notifier.next().ifPresent(this::delivers);
  }

  private void delivers(WatchNotifier.Notify notify) {
    boolean ours = current().leg().filter(leg -> leg.name().equals(notify.leg())).isPresent();
    if (!ours) {
      notifier.refused(notify.leg());
      return;
    }
    Leg after = new Leg(notify.leg(), WatchNotifier.IN_DIALOG);
    took(
        current()
            .notification(WatchTable.notification(notify.state(), notify.document()), after, now));
    hear();
  }

  /** Time goes on; what is under way has its outcome meanwhile, as all transactions do. */
  void passes(Duration time) {
    Instant end = now.plus(time);
    if (time.compareTo(Duration.ofSeconds(32)) > 0) {
      drains();
    }
    while (watch.isPresent() && !watch.get().due().isAfter(end)) {
      now = watch.get().due().isAfter(now) ? watch.get().due() : now;
      notifier.passed(now);
      took(watch.get().time(now));
      hear();
      if (asking.isPresent() && Duration.between(now, end).toSeconds() > 32) {
        drains();
      }
    }
    now = end;
    notifier.passed(now);
  }

  void drains() {
    do {
      answers();
      while (notifier.hasNext()) {
        delivers();
      }
    } while (asking.isPresent());
  }

  /** Everything works, the user is there, and time enough passes. */
  void comesToRest() {
    crashAt = Optional.empty();
    notifier.down = false;
    server = Server.LETS_IN;
    if (!open) {
      opens();
    }
    if (roster == Roster.ASKED) {
      subscribe(); // what was lost on the way to a process that was killed
    }
    comes();
    timePasses();
    writes();
  }

  /** Ten hours, and all that is under way arrives. */
  void timePasses() {
    for (int minutes = 0; minutes < 600; minutes += 5) {
      drains();
      passes(Duration.ofMinutes(5));
    }
    drains();
  }

  /** Nobody is there to see it. */
  void lapsed() {
    assertThat(view).isEmpty();
    if (notifier.allows()) {
      assertThat(notifier.dialogs()).isZero();
    }
  }

  void agrees() {
    Map<String, String> none = new HashMap<>();
    boolean watches = roster != Roster.NONE;
    if (watches && notifier.allows()) {
      assertThat(roster).isEqualTo(Roster.SUBSCRIBED);
      assertThat(view).as("what is seen is what is so").isEqualTo(notifier.tuples);
      assertThat(notifier.dialogs()).isEqualTo(1);
    } else {
      assertThat(view).as("no ghost").isEqualTo(none);
    }
    if (notifier.refuses()) {
      assertThat(roster).isEqualTo(Roster.NONE);
    }
    if (roster == Roster.NONE) {
      assertThat(watch).as("nothing is left").isEmpty();
      assertThat(durable).isEmpty();
      assertThat(notifier.dialogs()).as("nobody is watched").isZero();
    }
  }

  List<String> state() {
    return List.of(roster.name(), view.toString(), watch.map(w -> w.phase().name()).orElse("-"));
  }
}
