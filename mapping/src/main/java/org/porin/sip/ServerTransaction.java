package org.porin.sip;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.porin.sip.TransactionAction.Cause;
import org.porin.sip.TransactionAction.Reason;
import org.porin.wire.MalformedException;

/**
 * A peer's half of a request that is not INVITE (RFC 3261 §17.2.2, figure 8). Each input goes to
 * one method, and what is to be done is appended to {@code out}.
 *
 * <p>The standard lets a user answer never; here 64*T1 after the request the transaction ends,
 * since the client has then given up (timer F) and the room is needed.
 */
final class ServerTransaction<F extends SipFlow> implements Transaction<F> {
  enum State {
    TRYING,
    PROCEEDING,
    COMPLETED,
    TERMINATED
  }

  private final TransactionKey.ServerKey key;
  private final @Nullable MergeKey mergeKey;
  private final String requestUri;

  /** As text: read when another request is to be compared with it, which is seldom. */
  private final String topVia;

  private final F flow;
  private final SipTimers times;
  private final TimerLanes<Transaction<F>> lanes;

  /** The end of waiting for the user, then timer J: never both. */
  private final TimerLanes.Timer<Transaction<F>> timer = new TimerLanes.Timer<>(this);

  private @Nullable SipResponse lastResponse;
  private State state = State.TRYING;

  /**
   * @param mergeKey null for a request that cannot be merged: one inside a dialog
   * @param request that begins it, with its source noted
   */
  ServerTransaction(
      TransactionKey.ServerKey key,
      @Nullable MergeKey mergeKey,
      SipRequest request,
      F flow,
      SipTimers times,
      TimerLanes<Transaction<F>> lanes) {
    this.key = key;
    this.mergeKey = mergeKey;
    this.requestUri = request.requestUri();
    this.topVia = request.headers().first("Via").orElse("");
    this.flow = flow;
    this.times = times;
    this.lanes = lanes;
  }

  /** What merged requests have in common (§8.2.2.2). */
  record MergeKey(String fromTag, String callId, CSeq cseq) {
    /** Null inside a dialog, where requests are not merged. */
    static @Nullable MergeKey of(SipRequest request) {
      return request.to().tag().isPresent()
          ? null
          : new MergeKey(request.from().tag().orElse(""), request.callId(), request.cseq());
    }
  }

  @Override
  public TransactionKey.ServerKey key() {
    return key;
  }

  @Nullable MergeKey mergeKey() {
    return mergeKey;
  }

  /** Whether a merged request is for the same recipient, and comes from the same address. */
  boolean isRepeatedBy(SipRequest merged) {
    return requestUri.equals(merged.requestUri())
        && source(topVia).equals(source(merged.headers().first("Via").orElse("")));
  }

  private static String source(String via) {
    try {
      return Via.parse(via).answerHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    } catch (MalformedException e) {
      throw new IllegalStateException("its transaction key was read of it", e);
    }
  }

  @Override
  public boolean isTerminated() {
    return state == State.TERMINATED;
  }

  void start(SipRequest request, long nowNanos, List<TransactionAction<F>> out) {
    lanes.set(timer, times.transaction().toNanos(), nowNanos);
    out.add(new TransactionAction.DeliverRequest<>(key, request, flow));
  }

  void requestRepeated(List<TransactionAction<F>> out) {
    if (lastResponse == null) { // TRYING
      out.add(new TransactionAction.Ignored<>(Reason.REPEATED_REQUEST));
    } else {
      out.add(new TransactionAction.Transmit<>(key, lastResponse, flow));
    }
  }

  void answer(SipResponse response, long nowNanos, List<TransactionAction<F>> out) {
    if (state == State.COMPLETED) {
      out.add(new TransactionAction.Ignored<>(Reason.LATE_ANSWER));
      return;
    }
    lastResponse = response;
    out.add(new TransactionAction.Transmit<>(key, response, flow));
    if (!response.isFinal()) {
      state = State.PROCEEDING;
    } else if (flow.isReliable()) { // timer J is zero
      terminate();
    } else {
      state = State.COMPLETED;
      lanes.set(timer, times.transaction().toNanos(), nowNanos);
    }
  }

  @Override
  public void timerDue(
      TimerLanes.Timer<Transaction<F>> due, long nowNanos, List<TransactionAction<F>> out) {
    if (state != State.COMPLETED) {
      out.add(new TransactionAction.TimedOut<>(key));
    }
    terminate();
  }

  @Override
  public void transportFailed(List<TransactionAction<F>> out) {
    out.add(new TransactionAction.Failed<>(key, Cause.TRANSPORT)); // §17.2.4
    terminate();
  }

  private void terminate() {
    state = State.TERMINATED;
    lanes.cancel(timer);
  }
}
