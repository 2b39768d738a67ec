package org.porin.conformance.load;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a book says at the end.
 *
 * @param sent messages that were to be sent
 * @param arrived messages that arrived, each counted once
 * @param missing messages that neither arrived nor came back as an error: the lost ones
 * @param repeated arrivals of what had arrived before
 * @param reordered arrivals behind a newer message of the same source and destination
 * @param refusals how many senders read which error
 * @param seconds from the first sending to the last arrival or error
 */
public record Totals(
    int sent,
    int arrived,
    List<Mark> missing,
    int repeated,
    int reordered,
    Map<String, Integer> refusals,
    double seconds) {
  /** Copies the collections. */
  public Totals {
    missing = List.copyOf(missing);
    refusals = Map.copyOf(refusals);
  }

  /** Whether every message arrived once and in order. */
  public boolean isPerfect() {
    return arrived == sent && repeated == 0 && reordered == 0 && refusals.isEmpty();
  }

  /** Arrivals a second. */
  public double rate() {
    return seconds > 0 ? arrived / seconds : 0;
  }

  @Override
  public String toString() {
    String text =
        String.format(
            Locale.ROOT,
            "%d sent, %d arrived, %d lost%s, %d repeated, %d reordered in %.2f s: %.0f a second",
            sent,
            arrived,
            missing.size(),
            missing.isEmpty() ? "" : " from " + missing.get(0),
            repeated,
            reordered,
            seconds,
            rate());
    return refusals.isEmpty() ? text : text + "; refused: " + refusals;
  }
}
