package org.porin.presence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.porin.requirement.Requirement;

/**
 * Whatever watchers, user, peer, link and process do, in whatever order: nobody is told without a
 * subscription or without a yes, nobody is asked after an answer, nothing is told faster than the
 * pace, and when all is quiet both sides agree. What is asserted stands in {@link AudienceWorld}
 * and {@link AudiencePhone}.
 */
class AudienceModelTest {
  private static final List<String> RESOURCES = List.of("balcony", "chamber", "garden");
  private static final List<String> SHOWS = List.of("away", "chat", "dnd", "xa");
  private static final int[] SECONDS = {60, 600, 3_600, 7_200};

  /** What may happen. */
  enum Kind {
    SUBSCRIBE,
    FETCH,
    REFRESH,
    CANCEL,
    VANISH,
    ARRIVE,
    FAIL,
    DOUBT,
    TIME_OUT,
    APPROVE,
    REFUSE,
    BOUNCE,
    SEEK,
    ONLINE,
    OFFLINE,
    DELIVER,
    LINK_FAILS,
    LINK_OPENS,
    SHORT,
    LONG,
    CRASH,
    CUT
  }

  /** One thing that happens; which of several is meant, the numbers say. */
  record Move(Kind kind, int which, int how) {}

  @Property(tries = 4_000)
  @Requirement({
    "2779-3.2.3-1",
    "2779-3.2.5-1",
    "2779-5.1.16-1",
    "3856-6.10-1",
    "3859-3.4.2-1",
    "6665-4.2.1.2-1"
  })
  void bothSidesAgreeAndNobodyIsToldTooMuch(@ForAll("moves") List<Move> moves) {
    AudienceWorld world = new AudienceWorld();
    moves.forEach(move -> make(move, world));
    world.settles();
    world.ends();
  }

  @Provide
  Arbitrary<List<Move>> moves() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(6, Kind.SUBSCRIBE),
            Tuple.of(2, Kind.FETCH),
            Tuple.of(4, Kind.REFRESH),
            Tuple.of(2, Kind.CANCEL),
            Tuple.of(1, Kind.VANISH),
            Tuple.of(16, Kind.ARRIVE),
            Tuple.of(2, Kind.FAIL),
            Tuple.of(2, Kind.DOUBT),
            Tuple.of(1, Kind.TIME_OUT),
            Tuple.of(8, Kind.APPROVE),
            Tuple.of(2, Kind.REFUSE),
            Tuple.of(1, Kind.BOUNCE),
            Tuple.of(1, Kind.SEEK),
            Tuple.of(10, Kind.ONLINE),
            Tuple.of(6, Kind.OFFLINE),
            Tuple.of(20, Kind.DELIVER),
            Tuple.of(2, Kind.LINK_FAILS),
            Tuple.of(3, Kind.LINK_OPENS),
            Tuple.of(16, Kind.SHORT),
            Tuple.of(2, Kind.LONG),
            Tuple.of(2, Kind.CRASH),
            Tuple.of(2, Kind.CUT));
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 11);
    return Combinators.combine(kinds, numbers, numbers)
        .as(Move::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(80);
  }

  private static void make(Move move, AudienceWorld world) {
    AudienceServer server = world.server;
    String resource = RESOURCES.get(move.which() % RESOURCES.size());
    switch (move.kind()) {
      case SUBSCRIBE -> world.subscribes(SECONDS[move.how() % SECONDS.length]);
      case FETCH -> world.subscribes(0);
      case REFRESH ->
          phone(move, world)
              .ifPresent(each -> world.refreshes(each, SECONDS[move.how() % SECONDS.length]));
      case CANCEL -> phone(move, world).ifPresent(each -> world.refreshes(each, 0));
      case VANISH -> phone(move, world).ifPresent(each -> each.alive = false);
      case ARRIVE -> outcome(move, world, 0);
      case FAIL -> outcome(move, world, 1);
      case DOUBT -> outcome(move, world, 2);
      case TIME_OUT -> outcome(move, world, 3);
      case APPROVE -> server.approves();
      case REFUSE -> server.refuses();
      case BOUNCE -> server.bounces();
      case SEEK -> server.seeks();
      case ONLINE -> server.shows(resource, SHOWS.get(move.how() % SHOWS.size()));
      case OFFLINE -> server.leaves(resource);
      case DELIVER -> {
        for (int i = 0; i <= move.how(); i++) {
          world.delivers();
        }
      }
      case LINK_FAILS -> server.linkFails();
      case LINK_OPENS -> world.linkOpens();
      case SHORT -> world.pass(Duration.ofMillis(100L << move.how() / 2));
      case LONG -> world.pass(Duration.ofSeconds(1L << move.how()));
      case CRASH -> world.crash(move.how());
      case CUT -> world.cutAfter(move.which() % 5, move.how());
      default -> throw new IllegalArgumentException(move.kind().name());
    }
    server.silent = move.which() % 2 == 0;
  }

  private static void outcome(Move move, AudienceWorld world, int kind) {
    world.phones.values().stream()
        .filter(each -> each.underWay.isPresent())
        .skip(move.which() % 3)
        .findFirst()
        .ifPresent(each -> world.outcome(each, kind));
  }

  private static Optional<AudiencePhone> phone(Move move, AudienceWorld world) {
    List<AudiencePhone> all =
        world.phones.values().stream().filter(each -> each.alive && !each.over).toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(move.which() % all.size()));
  }
}
