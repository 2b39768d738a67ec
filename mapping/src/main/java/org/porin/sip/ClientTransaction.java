package org.porin.sip;

import java.util.List;
import org.porin.sip.TransactionAction.Cause;
import org.porin.sip.TransactionAction.Reason;

/**
 * Our half of a request that is not INVITE (RFC 3261 §17.1.2.2, figure 6). Each input goes to one
 * method, and what is to be done is appended to {@code out}.
 */
final class ClientTransaction<F extends SipFlow> implements Transaction<F> {
  enum State {
    TRYING,
    PROCEEDING,
    COMPLETED,
    TERMINATED
  }

  private final TransactionKey.ClientKey key;
  private final String sentBy;
  private final SipRequest request;
  private final F flow;
  private final SipTimers times;
  private final TimerLanes<Transaction<F>> lanes;
  private final TimerLanes.Timer<Transaction<F>> timerE = new TimerLanes.Timer<>(this);

  /** Timer F, and K once it is completed: never both. */
  private final TimerLanes.Timer<Transaction<F>> timerFOrK = new TimerLanes.Timer<>(this);

  private long intervalNanos;
  private State state = State.TRYING;

  ClientTransaction(
      TransactionKey.ClientKey key,
      String sentBy,
      SipRequest request,
      F flow,
      SipTimers times,
      TimerLanes<Transaction<F>> lanes) {
    this.key = key;
    this.sentBy = sentBy;
    this.request = request;
    this.flow = flow;
    this.times = times;
    this.lanes = lanes;
    this.intervalNanos = times.t1().toNanos();
  }

  @Override
  public TransactionKey.ClientKey key() {
    return key;
  }

  @Override
  public boolean isTerminated() {
    return state == State.TERMINATED;
  }

  /** Whether a response came back with the sent-by that we had given (§18.1.2). */
  boolean isSentBy(String other) {
    return sentBy.equals(other);
  }

  void start(long nowNanos, List<TransactionAction<F>> out) {
    lanes.set(timerFOrK, times.transaction().toNanos(), nowNanos);
    if (!flow.isReliable()) {
      lanes.set(timerE, intervalNanos, nowNanos);
    }
    out.add(new TransactionAction.Transmit<>(key, request, flow));
  }

  void responseReceived(SipResponse response, long nowNanos, List<TransactionAction<F>> out) {
    if (state == State.COMPLETED) {
      out.add(new TransactionAction.Ignored<>(Reason.REPEATED_RESPONSE));
      return;
    }
    out.add(new TransactionAction.DeliverResponse<>(key, response));
    if (response.isFinal()) {
      complete(nowNanos);
    } else {
      state = State.PROCEEDING; // timer E keeps running, and from its next firing on at T2
    }
  }

  @Override
  public void timerDue(
      TimerLanes.Timer<Transaction<F>> timer, long nowNanos, List<TransactionAction<F>> out) {
    if (timer == timerE) {
      long t2 = times.t2().toNanos();
      intervalNanos = state == State.TRYING ? Math.min(2 * intervalNanos, t2) : t2;
      lanes.set(timerE, intervalNanos, nowNanos);
      out.add(new TransactionAction.Transmit<>(key, request, flow));
      return;
    }
    if (state != State.COMPLETED) { // timer F
      out.add(new TransactionAction.TimedOut<>(key));
    }
    terminate();
  }

  @Override
  public void transportFailed(List<TransactionAction<F>> out) {
    if (state != State.COMPLETED) { // §17.1.4; behind the final response it changes nothing
      out.add(new TransactionAction.Failed<>(key, Cause.TRANSPORT));
      terminate();
    }
  }

  private void complete(long nowNanos) {
    lanes.cancel(timerE);
    if (flow.isReliable()) { // timer K is zero
      terminate();
    } else {
      state = State.COMPLETED;
      lanes.set(timerFOrK, times.t4().toNanos(), nowNanos);
    }
  }

  private void terminate() {
    state = State.TERMINATED;
    lanes.cancel(timerE);
    lanes.cancel(timerFOrK);
  }
}
