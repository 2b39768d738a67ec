package org.porin.profile;

import java.util.concurrent.CompletionStage;

/**
 * The operations of RFC 3860. The membrane offers them to the edges, and each edge to the membrane,
 * so that two bridges, or an edge and a list, can be joined back to back.
 */
public interface CommonProfile {
  /**
   * Carries one message. Called on a reading thread, which it must not block.
   *
   * @return completes once with the outcome, on any thread; never exceptionally, since every
   *     failure is a {@link Response} that names its cause
   */
  CompletionStage<Response> message(MessageOperation operation);

  /**
   * Carries one message under names that it keeps from try to try. Who gives a message no name that
   * a repeat could have needs not override this.
   */
  default CompletionStage<Response> message(MessageOperation operation, Sending sending) {
    return message(operation);
  }

  /**
   * Carries one message as {@link #message(MessageOperation)} does, and says apart when it is
   * recorded. Who records in the background overrides this; everybody else has taken the operation
   * when the call returns.
   */
  default Acceptance accept(MessageOperation operation) {
    return Acceptance.atOnce(message(operation));
  }
}
