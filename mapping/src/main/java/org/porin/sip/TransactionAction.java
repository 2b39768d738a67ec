package org.porin.sip;

/**
 * What transactions ask their owner to do, in order.
 *
 * @param <F> the transport's own kind of flow
 */
public sealed interface TransactionAction<F extends SipFlow> {
  /** Calls the case for this kind. */
  <R> R choose(Cases<F, R> cases);

  /** One method for each kind of action. */
  interface Cases<F extends SipFlow, R> {
    R transmit(Transmit<F> action);

    R deliverRequest(DeliverRequest<F> action);

    R deliverResponse(DeliverResponse<F> action);

    R timedOut(TimedOut<F> action);

    R failed(Failed<F> action);

    R ignored(Ignored<F> action);
  }

  /**
   * Send this; what cannot be sent is told by {@link SipTransactions#transportFailed}.
   *
   * @param key the transaction that sends it; there may be none left of that name
   */
  record Transmit<F extends SipFlow>(TransactionKey key, SipMessage message, F flow)
      implements TransactionAction<F> {
    @Override
    public <R> R choose(Cases<F, R> cases) {
      return cases.transmit(this);
    }
  }

  /** A new request; it is to be answered by {@link SipTransactions#answer} under this key. */
  record DeliverRequest<F extends SipFlow>(TransactionKey.ServerKey key, SipRequest request, F flow)
      implements TransactionAction<F> {
    @Override
    public <R> R choose(Cases<F, R> cases) {
      return cases.deliverRequest(this);
    }
  }

  /** A response to our request: any number of provisional ones, and one final. */
  record DeliverResponse<F extends SipFlow>(TransactionKey.ClientKey key, SipResponse response)
      implements TransactionAction<F> {
    @Override
    public <R> R choose(Cases<F, R> cases) {
      return cases.deliverResponse(this);
    }
  }

  /**
   * Over without a final response: of a client, the peer gave none within timer F; of a server, its
   * user gave none in that time, so nobody waits for it any more.
   */
  record TimedOut<F extends SipFlow>(TransactionKey key) implements TransactionAction<F> {
    @Override
    public <R> R choose(Cases<F, R> cases) {
      return cases.timedOut(this);
    }
  }

  /** Over without a final response, for a cause on this side. */
  record Failed<F extends SipFlow>(TransactionKey key, Cause cause)
      implements TransactionAction<F> {
    @Override
    public <R> R choose(Cases<F, R> cases) {
      return cases.failed(this);
    }
  }

  /** Nothing is to be done but to count it. */
  record Ignored<F extends SipFlow>(Reason reason) implements TransactionAction<F> {
    @Override
    public <R> R choose(Cases<F, R> cases) {
      return cases.ignored(this);
    }
  }

  /** Why a transaction failed. */
  enum Cause {
    /** The transport could not send (RFC 3261 §17.1.4, §17.2.4). */
    TRANSPORT,
    /** There are as many client transactions as allowed; nothing was sent. */
    FULL
  }

  /** Why an input has no effect. */
  enum Reason {
    /** A repeated request whose answer is still to come (§17.2.2). */
    REPEATED_REQUEST,
    /** A response behind the final one (§17.1.2.2). */
    REPEATED_RESPONSE,
    /**
     * A response that matches no request of ours (§17.1.3, §18.1.2), or not us alone (§8.1.3.3).
     */
    STRAY_RESPONSE,
    /** ACK belongs to INVITE, which has no transactions here. */
    STRAY_ACK,
    /** An answer behind the final one, or to a transaction that is over (§17.2.2). */
    LATE_ANSWER
  }
}
