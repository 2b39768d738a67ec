package org.porin.resolve;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Record;

/** What the DNS said to one question. */
sealed interface Answer {
  /**
   * There are such records.
   *
   * @param records at least one, all of the type asked for
   * @param lifetime the least TTL among them
   * @param aliased whether the name asked for is an alias of theirs
   */
  record Found(List<Record> records, Duration lifetime, boolean aliased) implements Answer {}

  /**
   * There are none.
   *
   * @param nameExists NODATA, as opposed to NXDOMAIN
   */
  record Absent(boolean nameExists) implements Answer {}

  /** There is no telling: SERVFAIL, no answer in time, or nonsense. */
  record InDoubt(String why) implements Answer {}
}
