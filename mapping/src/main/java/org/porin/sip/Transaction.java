package org.porin.sip;

import java.util.List;

/** One half of a request and its response (RFC 3261 §17). */
sealed interface Transaction<F extends SipFlow> permits ClientTransaction, ServerTransaction {
  TransactionKey key();

  /** Whether it is to be forgotten. */
  boolean isTerminated();

  /** One of its timers has fired. */
  void timerDue(
      TimerLanes.Timer<Transaction<F>> timer, long nowNanos, List<TransactionAction<F>> out);

  /** What it sent could not be sent. */
  void transportFailed(List<TransactionAction<F>> out);
}
