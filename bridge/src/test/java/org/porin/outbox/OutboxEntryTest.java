package org.porin.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.outbox.OutboxEntry.State;

class OutboxEntryTest {
  private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
  private static final Instant END = NOW.plus(Duration.ofHours(4));
  private static final Duration WAIT = Duration.ofSeconds(5);

  /** Each line of the table in docs/outbox.md, as what is called. */
  private static final Map<String, BiFunction<OutboxEntry, Instant, OutboxEntry>> INPUTS =
      Map.of(
          "its turn and its time have come", OutboxEntry::turn,
          "the try delivered it", (entry, now) -> entry.ended(Ending.DELIVERED, WAIT, now),
          "nobody took it, later somebody may",
              (entry, now) -> entry.ended(Ending.NOT_TAKEN, WAIT, now),
          "somebody may have it", (entry, now) -> entry.ended(Ending.UNKNOWN, WAIT, now),
          "nobody will take it", (entry, now) -> entry.ended(Ending.REFUSED, WAIT, now),
          "its origin was told", (entry, now) -> entry.told(),
          "the process was killed and another found it",
              (entry, now) -> entry.recovered(now, Duration.ofHours(4)),
          "an operator wants it tried", OutboxEntry::hurried,
          "an operator gives it up", (entry, now) -> entry.dropped());

  private static OutboxEntry in(State state) {
    return new OutboxEntry(state, 0, 0, false, NOW, END);
  }

  static Stream<Arguments> cells() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "docs", "outbox.md"));
    int head =
        lines.indexOf(lines.stream().filter(l -> l.startsWith("| input |")).findFirst().get());
    List<String> states = cells(lines.get(head)).subList(1, State.values().length + 1);
    return lines.subList(head + 2, head + 2 + INPUTS.size()).stream()
        .map(OutboxEntryTest::cells)
        .flatMap(
            row ->
                states.stream()
                    .map(
                        state ->
                            Arguments.of(
                                row.get(0),
                                State.valueOf(state),
                                row.get(1 + states.indexOf(state)))));
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
  }

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @MethodSource("cells")
  void theTableInTheDocumentationIsTheStateMachine(String input, State state, String cell) {
    var step = Optional.ofNullable(INPUTS.get(input)).orElseThrow();
    if (cell.equals("–")) {
      assertThatThrownBy(() -> step.apply(in(state), NOW))
          .isInstanceOf(IllegalStateException.class);
      return;
    }
    String[] either = cell.split(" or ");
    assertThat(step.apply(in(state), NOW).state()).isEqualTo(State.valueOf(either[0]));
    assertThat(step.apply(in(state), END).state())
        .isEqualTo(State.valueOf(either[either.length - 1]));
  }

  @Test
  void whatWasInDoubtOnceStaysSoAndKeepsItsNames() {
    OutboxEntry doubtful =
        OutboxEntry.recorded(NOW, END).turn(NOW).ended(Ending.UNKNOWN, WAIT, NOW);
    OutboxEntry again = doubtful.turn(NOW.plus(WAIT)).ended(Ending.NOT_TAKEN, WAIT, NOW);
    assertThat(again.state()).isEqualTo(State.IN_DOUBT);
    assertThat(again.round()).isZero();
    assertThat(again.mayHaveArrived()).isTrue();
    assertThat(again.tries()).isEqualTo(2);
  }

  @Test
  void whatNobodyTookBeginsANewRound() {
    OutboxEntry entry = OutboxEntry.recorded(NOW, END).turn(NOW).ended(Ending.NOT_TAKEN, WAIT, NOW);
    assertThat(entry.round()).isEqualTo(1);
    assertThat(entry.mayHaveArrived()).isFalse();
    assertThat(entry.due()).isEqualTo(NOW.plus(WAIT));
  }

  @Test
  void noWaitGoesBeyondTheExpiry() {
    OutboxEntry entry =
        OutboxEntry.recorded(NOW, END).turn(NOW).ended(Ending.NOT_TAKEN, Duration.ofDays(1), NOW);
    assertThat(entry.due()).isEqualTo(END);
    assertThat(entry.turn(END).state()).isEqualTo(State.EXPIRED);
  }

  @Test
  void aClockThatWasSetBackKeepsAMessageForNoLongerThanAnyOther() {
    Instant before = NOW.minus(Duration.ofDays(400));
    OutboxEntry found = in(State.PARKED).recovered(before, Duration.ofHours(4));
    assertThat(found.expires()).isEqualTo(before.plus(Duration.ofHours(4)));
    assertThat(found.due()).isBeforeOrEqualTo(found.expires());
  }

  @Test
  void aClockThatWasSetForwardEndsWhatItFindsAsExpiredAndNotAsLost() {
    Instant later = NOW.plus(Duration.ofDays(400));
    assertThat(in(State.RECORDED).recovered(later, Duration.ofHours(4)).turn(later).state())
        .isEqualTo(State.EXPIRED);
  }

  @Test
  void anOperatorsHasteBringsForwardAndNeverPutsOff() {
    OutboxEntry later = new OutboxEntry(State.PARKED, 1, 1, false, NOW.plusSeconds(60), END);
    assertThat(later.hurried(NOW).due()).isEqualTo(NOW);
    assertThat(in(State.PARKED).hurried(NOW.plusSeconds(9)).due()).isEqualTo(NOW);
  }
}
