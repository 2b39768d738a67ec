package org.porin.simple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.mapping.SipHeaderMapping;
import org.porin.profile.MessageOperation;
import org.porin.profile.Sending;
import org.porin.sip.CSeq;

/**
 * What tells the requests of one message from all others, and one of them from the next: the same
 * Call-ID and tag for each attempt, and CSeq counted from 1, or on within a thread.
 */
final class CallNumbers {
  private final Optional<String> thread;
  private final String callId;
  private final String fromTag;
  private final Optional<Sending> sending;
  private final CallSequence calls;
  private final Instant now;
  private final List<Integer> numbers = new ArrayList<>(2);

  /**
   * @param sending names that a repeat has too (OPEN b); empty where none will come
   */
  CallNumbers(
      MessageOperation operation,
      Optional<Sending> sending,
      Tokens tokens,
      CallSequence calls,
      Instant now) {
    this.sending = sending;
    this.thread = operation.conversation().thread().map(SipHeaderMapping::callId);
    // the log names it by the correlation id, unless it is the thread's
    this.callId =
        thread.orElseGet(
            () ->
                sending.map(Sending::roundToken).orElseGet(tokens::next)
                    + "."
                    + operation.correlationId());
    this.fromTag = sending.map(Sending::roundToken).orElseGet(tokens::next);
    this.calls = calls;
    this.now = now;
  }

  String callId() {
    return callId;
  }

  String fromTag() {
    return fromTag;
  }

  /** See {@link Draft#cseq}. */
  CSeq cseq(int attempt) {
    if (thread.isEmpty()) {
      return new CSeq(attempt, "MESSAGE");
    }
    if (sending.isPresent()) {
      int step = Math.min(attempt, Sending.SEQUENCE_STEP) - 1; // behind that lies the next message
      return new CSeq(sending.get().sequence() + step, "MESSAGE");
    }
    while (numbers.size() < attempt) {
      numbers.add(calls.next(callId, now));
    }
    return new CSeq(numbers.get(attempt - 1), "MESSAGE");
  }
}
