package org.porin.outbox;

import java.util.HashMap;
import java.util.Map;
import org.porin.membrane.Outcome;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;

/**
 * How messages ended that depended on one peer, or on any that is not counted apart. A lane has it
 * from its making, so that no message looks for it. Not safe for several threads.
 */
final class PeerCounts {
  private final Map<Outcome, Long> ended = new HashMap<>();
  private final long[] delivered = new long[Status.values().length]; // without a look-up for each

  void ended(Response response) {
    if (response.failure().isEmpty()) {
      delivered[response.status().ordinal()]++;
    } else {
      ended.merge(Outcome.of(response), 1L, Long::sum);
    }
  }

  Map<Outcome, Long> ended() {
    Map<Outcome, Long> all = new HashMap<>(ended);
    for (Status status : Status.values()) {
      if (delivered[status.ordinal()] > 0) {
        all.put(new Outcome(status, "none"), delivered[status.ordinal()]);
      }
    }
    return all;
  }
}
