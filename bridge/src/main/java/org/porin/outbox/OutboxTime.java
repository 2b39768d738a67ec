package org.porin.outbox;

import java.time.Instant;

/** Time as an outbox sees it. */
public interface OutboxTime {
  /** Now; it never goes back while the process lives, whatever becomes of the system's clock. */
  Instant now();

  /** Has work done at a time, or soon after; at once where that is over, but not by the caller. */
  void at(Instant due, Runnable work);
}
