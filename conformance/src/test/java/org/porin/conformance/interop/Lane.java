package org.porin.conformance.interop;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.porin.conformance.load.Book;
import org.porin.conformance.load.Mark;

/** The order of the messages of one pair of users. */
final class Lane {
  private Lane() {}

  /**
   * Which of the lost were overtaken by a newer message of their lane that arrived, both entered
   * before {@code nanos}.
   *
   * @param enteredNanos when each was sent, or answered
   */
  static Set<Mark> overtaken(Set<Mark> lost, Map<Mark, Long> enteredNanos, long nanos, Book book) {
    Set<Mark> arrivedBefore =
        enteredNanos.entrySet().stream()
            .filter(entered -> entered.getValue() - nanos < 0)
            .map(Map.Entry::getKey)
            .filter(book::hasArrived)
            .collect(Collectors.toSet());
    return lost.stream()
        .filter(mark -> enteredNanos.getOrDefault(mark, nanos) - nanos < 0)
        .filter(mark -> arrivedBefore.stream().anyMatch(newer -> isNewer(newer, mark)))
        .collect(Collectors.toSet());
  }

  private static boolean isNewer(Mark one, Mark other) {
    return one.lane() == other.lane() && one.number() > other.number();
  }
}
