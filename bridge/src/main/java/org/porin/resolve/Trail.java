package org.porin.resolve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Record;

/**
 * What one resolution has done so far, and how long that stays true. Written by one stage of the
 * resolution at a time.
 */
final class Trail {
  /** No result is kept for less: a TTL of 0 must not turn every message into five questions. */
  static final Duration FLOOR = Duration.ofSeconds(5);

  /** No result is kept for more, whatever a zone says. */
  static final Duration CEILING = Duration.ofDays(1);

  /** How long it is believed that something is not there (OPEN j). */
  static final Duration NEGATIVE = Duration.ofSeconds(60);

  /** So many records of an answer are written down, since steps are kept with the result. */
  private static final int MAX_RECORDS = 16;

  private final List<Step> steps = new ArrayList<>();
  private Duration lifetime = CEILING;

  /** Notes an answer; what is in doubt is asked again soon. */
  void answer(Question question, Answer answer) {
    String said;
    if (answer instanceof Answer.Found found) {
      limit(found.lifetime());
      List<String> data =
          found.records().stream().limit(MAX_RECORDS).map(Record::rdataToString).sorted().toList();
      int more = found.records().size() - data.size();
      said =
          String.join(" | ", data)
              + (more > 0 ? " | and " + more + " more" : "")
              + " (TTL "
              + found.lifetime().toSeconds()
              + " s)";
    } else if (answer instanceof Answer.Absent absent) {
      said = absent.nameExists() ? "none of this type (NODATA)" : "no such name (NXDOMAIN)";
    } else {
      limit(FLOOR);
      said = "in doubt: " + ((Answer.InDoubt) answer).why();
    }
    steps.add(new Step(Step.Kind.ANSWER, question + " -> " + said));
  }

  void choice(String text) {
    steps.add(new Step(Step.Kind.CHOICE, text));
  }

  void refusal(String text) {
    steps.add(new Step(Step.Kind.REFUSAL, text));
  }

  /** The result rests on something that holds no longer than this. */
  void limit(Duration most) {
    if (most.compareTo(lifetime) < 0) {
      lifetime = most;
    }
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** How long the result may be used, from {@link #FLOOR} to {@link #CEILING}. */
  Duration lifetime() {
    return lifetime.compareTo(FLOOR) < 0 ? FLOOR : lifetime;
  }
}
