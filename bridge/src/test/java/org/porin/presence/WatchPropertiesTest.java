package org.porin.presence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.porin.requirement.Requirement;

/** Whatever happens in whatever order: no ghosts, no second approval, and in the end agreement. */
class WatchPropertiesTest {
  /** What may happen; the number of a move chooses among its variants. */
  enum Move {
    SUBSCRIBE,
    UNSUBSCRIBE,
    ASK,
    COME,
    LEAVE,
    ANSWER,
    DELIVER,
    LOSE,
    CHANGE,
    DECIDE,
    END,
    NOTIFIER_RESTARTS,
    NOTIFIER_DOWN,
    PASS,
    LINK,
    CRASH,
    CRASH_AMID,
    WRITE,
    SERVER
  }

  private static final String[] REASONS = {"deactivated", "probation", "giveup", "timeout", "odd"};
  private static final String[] TUPLES = {"phone", "desk"};
  private static final String[] SHOWS = {"", "away", "dnd"};

  @Property(tries = 3_000)
  @Requirement({"3859-3.4.2-1", "2779-3.2.5-1", "2779-5.2.2-1"})
  void bothSidesAgreeInTheEnd(@ForAll("moves") List<Tuple2<Move, Integer>> moves) {
    WatchWorld world = new WatchWorld();
    world.subscribe();
    for (Tuple2<Move, Integer> move : moves) {
      happens(world, move.get1(), move.get2());
    }
    world.comesToRest();
    world.agrees();
  }

  @Property(tries = 500)
  void whoIsAwayIsNotWatchedForLong(@ForAll("moves") List<Tuple2<Move, Integer>> moves) {
    WatchWorld world = new WatchWorld();
    world.subscribe();
    for (Tuple2<Move, Integer> move : moves) {
      happens(world, move.get1(), move.get2());
    }
    world.comesToRest();
    world.leaves();
    world.timePasses();
    world.lapsed();
  }

  private static void happens(WatchWorld world, Move move, int n) {
    WatchNotifier notifier = world.notifier;
    switch (move) {
      case SUBSCRIBE -> world.subscribe();
      case UNSUBSCRIBE -> world.unsubscribe();
      case ASK -> world.asks();
      case COME -> world.comes();
      case LEAVE -> world.leaves();
      case ANSWER -> world.answers();
      case DELIVER -> world.delivers();
      case LOSE -> notifier.loses();
      case CHANGE -> {
        Optional<String> show = n % 3 == 0 ? Optional.empty() : Optional.of(SHOWS[n % 3]);
        notifier.changes(TUPLES[n % 2], show, world.now);
      }
      case DECIDE -> notifier.decides(WatchNotifier.Policy.values()[n % 4], world.now);
      case END -> notifier.ends(REASONS[n % 5]);
      case NOTIFIER_RESTARTS -> notifier.restarts();
      case NOTIFIER_DOWN -> notifier.down = n % 2 == 0;
      case PASS -> world.passes(Duration.ofSeconds(List.of(1L, 20L, 40L, 1800L, 3700L).get(n % 5)));
      case LINK -> {
        if (world.open) {
          world.closes();
        } else {
          world.opens();
        }
      }
      case CRASH -> {
        if (n % 2 == 0) {
          world.writes();
        }
        world.crashes(n % 3 == 0);
      }
      case CRASH_AMID -> world.crashAt = Optional.of(1 + n % 3);
      case WRITE -> world.writes();
      case SERVER -> world.server = WatchWorld.Server.values()[n % 3];
    }
  }

  @Provide
  Arbitrary<List<Tuple2<Move, Integer>>> moves() {
    Arbitrary<Move> move =
        Arbitraries.frequency(
            Tuple.of(3, Move.SUBSCRIBE),
            Tuple.of(2, Move.UNSUBSCRIBE),
            Tuple.of(2, Move.ASK),
            Tuple.of(3, Move.COME),
            Tuple.of(2, Move.LEAVE),
            Tuple.of(12, Move.ANSWER),
            Tuple.of(14, Move.DELIVER),
            Tuple.of(2, Move.LOSE),
            Tuple.of(6, Move.CHANGE),
            Tuple.of(4, Move.DECIDE),
            Tuple.of(3, Move.END),
            Tuple.of(1, Move.NOTIFIER_RESTARTS),
            Tuple.of(2, Move.NOTIFIER_DOWN),
            Tuple.of(9, Move.PASS),
            Tuple.of(4, Move.LINK),
            Tuple.of(2, Move.CRASH),
            Tuple.of(2, Move.CRASH_AMID),
            Tuple.of(3, Move.WRITE),
            Tuple.of(2, Move.SERVER));
    return Arbitraries.integers()
        .between(0, 59)
        .flatMap(n -> move.map(it -> Tuple.of(it, n)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }
}
