package org.porin.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.mapping.HopHeaders;
import org.porin.mapping.TransactionIds;
import org.porin.mapping.UnmappableException;
import org.porin.presence.WatchMoment.Waits;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Hops;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.TransId;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaError;

/** What a watch makes of the stanzas of its watcher (RFC 6121 §3 and §4). */
final class WatchStanzas {
  private static final int MAX_TRACE = 16; // OPEN a 2: a longer one is a loop

  private WatchStanzas() {}

  static void take(WatchTurn turn, PresenceStanza stanza) {
    switch (stanza.type().orElse("")) {
      case "subscribe" -> subscribe(turn, stanza);
      case "unsubscribe" -> unsubscribe(turn);
      case "probe" -> probe(turn, stanza);
      case "" -> present(turn);
      case "unavailable" -> unavailable(turn, stanza);
      case "unsubscribed" -> answered(turn);
      case "error" -> failed(turn, stanza);
      default -> {} // subscribed: the other direction
    }
  }

  /** RFC 3922 §6.1; a second one is answered with what is so (RFC 6121 §3.1.3 rule 2, OPEN k). */
  private static void subscribe(WatchTurn turn, PresenceStanza stanza) {
    TransId transId = TransactionIds.of(stanza, turn.rules.random());
    HopHeaders hops = HopHeaders.of(stanza);
    Optional<Failure> loop = loop(turn, hops);
    if (loop.isPresent()) {
      turn.stanzaId = stanza.id();
      refused(turn, loop.get(), transId);
      return;
    }
    switch (turn.phase) {
      case NONE, REFUSED, ENDING, FETCHING, FETCHED ->
          begin(turn, stanza, transId, onward(turn, hops));
      default -> {
        if (turn.approved) {
          turn.telling.type("subscribed");
          known(turn);
        }
        present(turn);
      }
    }
  }

  private static void begin(WatchTurn turn, PresenceStanza stanza, TransId transId, Hops hops) {
    turn.telling.gone(); // what a single question found is not what a subscription tells
    turn.rest(WatchPhase.SEEKING);
    turn.approved = false;
    turn.doubt = false;
    turn.subscriptId = turn.rules.subscriptId();
    turn.stanzaId = stanza.id();
    turn.sign = turn.now;
    turn.due = turn.now;
    turn.durably(); // no server sends it again: it must not be lost
    if (!turn.isAsking()) {
      turn.subscribe(transId, hops);
    }
  }

  /** RFC 3922 §6.4: nothing is told from now on but that all of it is over. */
  private static void unsubscribe(WatchTurn turn) {
    if (turn.phase == WatchPhase.NONE || turn.phase == WatchPhase.ENDING) {
      return; // RFC 6121 §3.3.3: silently ignored
    }
    boolean reached = turn.leg.isPresent() && turn.phase != WatchPhase.FETCHING;
    if (!reached) {
      turn.refuse(); // nobody else needs to hear of it
      return;
    }
    turn.telling.gone();
    turn.phase = WatchPhase.ENDING;
    turn.approved = false;
    turn.durably(); // the presentity must not believe for ever that it is watched
    turn.await(Waits.NOTHING, WatchRules.NEVER);
    if (!turn.isAsking()) {
      turn.cancel();
    }
  }

  /** RFC 6121 §4.3.2; without a subscription it is a question to the other side. */
  private static void probe(WatchTurn turn, PresenceStanza stanza) {
    switch (turn.phase) {
      case NONE -> {
        turn.sign = turn.now;
        turn.fetch(TransactionIds.of(stanza, turn.rules.random()));
      }
      case REFUSED -> turn.refuse();
      case ENDING, FETCHING -> {} // what is on its way answers it
      case FETCHED -> turn.telling.known();
      default -> {
        known(turn);
        present(turn);
      }
    }
  }

  /** What is so, or, where what is known may be old, what the refresh brings that is due now. */
  private static void known(WatchTurn turn) {
    if (turn.doubt && turn.phase.isLive()) {
      turn.due = turn.waits == Waits.NOTHING && !turn.isAsking() ? turn.now : turn.due;
      return;
    }
    WatchTimers.forget(turn);
    turn.telling.known();
  }

  /** The watcher is there, or its server speaks for it. */
  private static void present(WatchTurn turn) {
    turn.sign = turn.now;
    if (turn.phase == WatchPhase.LAPSED && !turn.isAsking()) {
      turn.subscribe(); // RFC 8048 §5.2.2
    } else if (turn.waits == Waits.ANSWER || turn.waits == Waits.END) {
      turn.refresh();
    }
  }

  /** From the bare address, or as the answer to our probe: no resource is there (§4.3.2 rule 3). */
  private static void unavailable(WatchTurn turn, PresenceStanza stanza) {
    boolean answer = stanza.id().filter(Watch.PROBE_ID::equals).isPresent();
    boolean bare = stanza.from().filter(from -> !from.isFull()).isPresent();
    if (turn.waits == Waits.ANSWER && (answer || bare)) {
      absent(turn);
    }
  }

  /** An answer that says nothing of the watcher (§4.3.2 rule 1): the server is there. */
  private static void answered(WatchTurn turn) {
    if (turn.waits == Waits.ANSWER) {
      turn.refresh();
    }
  }

  private static void failed(WatchTurn turn, PresenceStanza stanza) {
    if (turn.waits != Waits.ANSWER) {
      return;
    }
    StanzaError.Condition condition = stanza.error().orElseThrow().condition();
    switch (condition) {
      case ITEM_NOT_FOUND, GONE, REDIRECT, JID_MALFORMED -> turn.await(Waits.END, turn.expires);
      default -> turn.refresh();
    }
  }

  /** A request that nobody has decided is kept open for a watcher who is away. */
  private static void absent(WatchTurn turn) {
    if (turn.phase == WatchPhase.PENDING) {
      turn.refresh();
    } else {
      turn.await(Waits.END, turn.expires);
    }
  }

  private static Optional<Failure> loop(WatchTurn turn, HopHeaders hops) {
    if (hops.maxForwards() == 0) {
      return Optional.of(
          new Refused(
              Reason.HOPS_EXHAUSTED, "the request for a subscription has used up its hops"));
    }
    boolean own = hops.trace().contains(turn.rules.marks().apply(turn.watcher, turn.target));
    return own || hops.trace().size() > MAX_TRACE
        ? Optional.of(new Refused(Reason.LOOP, "the request for a subscription runs in a circle"))
        : Optional.empty();
  }

  private static Hops onward(WatchTurn turn, HopHeaders hops) {
    List<String> trace = new ArrayList<>(hops.trace());
    trace.add(turn.rules.marks().apply(turn.watcher, turn.target));
    return new Hops(hops.maxForwards() - 1, trace);
  }

  private static PresenceStanza under(Optional<String> id, PresenceStanza error) {
    return new PresenceStanza(
        error.from(), error.to(), id, error.type(), error.lang(), error.children());
  }

  /** Tells the watcher why its request came to nothing, under the id of that. */
  static void refused(WatchTurn turn, Failure failure, TransId transId) {
    Subscribe asked =
        new Subscribe(turn.watcher, turn.target, turn.wish, turn.subscriptId, transId);
    try {
      turn.rules
          .subscriptions()
          .toStanza(failure, asked)
          .map(error -> under(turn.stanzaId, error))
          .ifPresent(turn::tell);
    } catch (UnmappableException e) {
      throw new IllegalStateException("both addresses were mapped before", e);
    }
  }
}
