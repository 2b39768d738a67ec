package org.porin.presence;

import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.porin.presence.PresenceStore.Change;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Leg;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.Response;
import org.porin.profile.TransId;
import org.porin.stanza.PresenceStanza;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives state machines of one kind their inputs, one at a time, and does what they want done, in
 * its order. What follows a row that is to be durable first waits for the store, and with it
 * everything else of that state machine; others go on. One thread.
 */
final class Course<M> {
  private static final Logger LOG = LoggerFactory.getLogger(Course.class);
  private static final Refused UNKEPT =
      new Refused(
          Reason.INTERNAL,
          "the gateway cannot keep subscriptions now",
          Optional.of(WriteBehind.AGAIN.multipliedBy(6)));

  private final Kind<M> kind;
  private final Table<M> table = new Table<>(this);
  private final Surroundings around;

  Course(Kind<M> kind, Surroundings around) {
    this.kind = kind;
    this.around = around;
  }

  /** Those that there are. */
  Table<M> table() {
    return table;
  }

  Kind<M> kind() {
    return kind;
  }

  /** Gives an input, now or when what came before is done. */
  void give(Held<M> held, Task<M> task) {
    if (held.takeRestored()) {
      give(held, Task.own(kind::restarted)); // its first input, whatever comes
    }
    if (!held.busy()) {
      run(held, task);
    } else if (!held.queue(task)) {
      task.asker().refuse(Refusals.congested());
      around.lost(held);
    }
  }

  private void run(Held<M> held, Task<M> task) {
    Optional<M> before = held.machine();
    Step<M> step;
    try {
      step = task.input().on(before, around.now());
    } catch (RuntimeException e) { // ours: that one input ends
      LOG.error("presence: a fault of the gateway; one input is lost", e);
      task.asker().refuse(new Refused(Reason.INTERNAL, "a fault inside the bridge"));
      settle(held);
      return;
    }
    become(held, step.after());
    proceed(held, task, before, step.actions().iterator());
  }

  private void proceed(Held<M> held, Task<M> task, Optional<M> before, Iterator<Action> actions) {
    while (actions.hasNext()) {
      Action action = actions.next();
      if (action instanceof Action.Keep keep && keep.first()) {
        held.busy(true);
        around
            .rows()
            .first(
                new Change.Put(keep.row()),
                around.now(),
                durable -> kept(held, task, before, keep, durable, actions));
        return;
      }
      perform(held, task, action);
    }
    task.asker().done();
    around.log().changed(held, kind);
    settle(held);
  }

  private void kept(
      Held<M> held,
      Task<M> task,
      Optional<M> before,
      Action.Keep keep,
      boolean durable,
      Iterator<Action> actions) {
    held.busy(false);
    if (durable) {
      proceed(held, task, before, actions);
    } else if (task.asker().standing() == Asker.Standing.ASKED) {
      become(held, before);
      task.asker().refuse(UNKEPT);
      settle(held);
    } else { // what is so already is told, and is kept when the store can
      around.rows().later(new Change.Put(keep.row()), around.now());
      proceed(held, task, before, actions);
    }
  }

  private void become(Held<M> held, Optional<M> after) {
    held.become(after);
    table.index(held, after.map(kind::legs).orElse(Set.of()));
  }

  /** Sets its time; takes it away where nothing is left; and gives it what waits. */
  private void settle(Held<M> held) {
    Optional<Instant> due = held.machine().flatMap(kind::due);
    if (due.isPresent()) {
      around.wheel().set(held, due.get());
    } else {
      around.wheel().clear(held);
    }
    Optional<Task<M>> next = held.next();
    if (next.isPresent()) {
      run(held, next.get());
    } else if (held.machine().isEmpty()) {
      table.remove(held);
    }
  }

  private void perform(Held<M> held, Task<M> task, Action action) {
    if (action instanceof Action.Tell tell) {
      tell(held, tell.stanza());
    } else if (action instanceof Action.Ask ask) {
      around.counts().asked();
      outcome(
          held,
          ask.leg(),
          ask.operation().transId(),
          () -> around.carrier().subscribe(ask.operation(), ask.leg(), ask.hops()));
    } else if (action instanceof Action.Notify notify) {
      around.counts().notified();
      outcome(
          held,
          notify.leg(),
          notify.notification().transId(),
          () -> around.carrier().notify(notify.notification(), notify.leg(), notify.hops()));
    } else if (action instanceof Action.Answer answer) {
      task.asker().answer(answer.response(), answer.leg(), answer.duration());
    } else if (action instanceof Action.Keep keep) {
      around.rows().later(new Change.Put(keep.row()), around.now());
    } else {
      around.rows().later(new Change.Drop(((Action.Forget) action).row()), around.now());
    }
  }

  /** With how far it has come (OPEN a 1); what is lost on a link that is open is told again. */
  private void tell(Held<M> held, PresenceStanza stanza) {
    boolean told;
    try {
      told = around.stream().send(around.marked(stanza, held.pair()));
    } catch (RuntimeException e) {
      LOG.error("presence: the edge to XMPP failed", e);
      told = false;
    }
    around.counts().told(told);
    if (!told && stanza.from().filter(around.stream()::isOpen).isPresent()) {
      around.lost(held);
    }
  }

  /** An edge that breaks its promise never to fail still gives an outcome. */
  private void outcome(
      Held<M> held, Leg leg, TransId transId, Supplier<CompletionStage<Outcome>> operation) {
    try {
      operation
          .get()
          .whenComplete(
              (outcome, fault) -> {
                if (fault != null) {
                  LOG.error("presence: the SIP side failed without an outcome", fault);
                }
                came(held, leg, fault == null ? outcome : fault(leg, transId));
              });
    } catch (RuntimeException e) {
      LOG.error("presence: the SIP side failed", e);
      came(held, leg, fault(leg, transId));
    }
  }

  private void came(Held<M> held, Leg leg, Outcome outcome) {
    around
        .mailbox()
        .post(
            () -> {
              around.counts().outcome(kind, outcome);
              SubscriptionLog.outcome(held, outcome, around.now());
              give(held, Task.own((m, now) -> kind.outcome(m, leg.name(), outcome, now)));
            });
  }

  private static Outcome fault(Leg leg, TransId transId) {
    Refused refused = new Refused(Reason.INTERNAL, "a fault inside the bridge");
    return new Outcome(
        Response.failure(transId, refused), leg, Optional.empty(), Optional.empty(), false);
  }

  /** Its time has come. */
  void time(Held<M> held) {
    give(held, Task.own(kind::time));
  }

  /**
   * Its turn has come to be resynchronised.
   *
   * @param wanted by the user
   */
  void resync(Held<M> held, boolean wanted) {
    if (!around.admits(held.pair(), kind.isOutward())) {
      end(held); // the operator's lists are not those of a former process
    } else if (held.takeRestored()) {
      give(held, Task.own(kind::restarted));
    } else if (wanted) {
      give(held, Task.own(kind::wanted));
    } else {
      give(held, Task.own(kind::opened));
    }
  }

  /** What a former process has left. */
  Held<M> restore(Pair pair, M machine) {
    Held<M> held = table.place(pair);
    held.restore(machine);
    table.index(held, kind.legs(machine));
    around.log().restored(held, kind);
    return held;
  }

  /** There may be none any more. */
  void end(Held<M> held) {
    held.takeRestored(); // it is not begun any more
    give(held, Task.own(kind::ended));
  }
}
