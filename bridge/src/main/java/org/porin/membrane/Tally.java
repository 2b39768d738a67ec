package org.porin.membrane;

import java.util.Map;
import org.porin.profile.Response.Status;

/**
 * What came in by one side, and how it ended. It balances at every moment: received is what ended
 * and what is open.
 *
 * @param received operations, repeats and refused ones among them
 * @param ended of these, by how
 * @param repeats of these, those that were known as repeats and got the answer of the first
 * @param waits of those that ended, how long they took
 */
public record Tally(long received, Map<Outcome, Long> ended, long repeats, Waits waits) {
  public Tally {
    ended = Map.copyOf(ended);
  }

  /** Those that ended with a status, whatever the cause. */
  public long ended(Status status) {
    return ended.entrySet().stream()
        .filter(each -> each.getKey().status() == status)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Those without an outcome as yet. */
  public long open() {
    return received - ended.values().stream().mapToLong(Long::longValue).sum();
  }

  /** One line for the log. */
  @Override
  public String toString() {
    return "%d received, %d delivered, %d handed on, %d failed, %d open"
        .formatted(
            received,
            ended(Status.SUCCESS),
            ended(Status.INDETERMINANT),
            ended(Status.FAILURE),
            open());
  }
}
