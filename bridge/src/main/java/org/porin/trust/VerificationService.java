package org.porin.trust;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Refused;
import org.porin.sip.SipRequest;

/**
 * Finds out who speaks, and whether that is enough for the operator (RFC 8224 §4.2, §6.2, TRUST 6).
 * Called on an event loop, which it must not block; what it returns completes once, on any thread,
 * and never exceptionally.
 *
 * <p>Replays are not its concern: a repeat of an accepted request has its remembered answer first
 * (OPEN b), and only whoever knows repeats can tell the two apart.
 */
public interface VerificationService {
  /** Verifies a request that has passed the grammar. */
  CompletionStage<Verdict> verify(SipRequest request, Hop hop);

  /**
   * Who handed a request over.
   *
   * @param address the far address as text, without port
   * @param certified the domains that its certificate is for, where it showed one that is believed
   */
  record Hop(String address, Optional<SipDomains> certified) {}

  /**
   * What to do with a request.
   *
   * @param assertion who vouches for it; empty where nobody does, or where what was said is ignored
   * @param refusal why it is not taken; then there is no assertion
   */
  record Verdict(Optional<Assertion> assertion, Optional<Refused> refusal) {
    public Verdict {
      if (assertion.isPresent() && refusal.isPresent()) {
        throw new IllegalArgumentException("what is refused vouches for nothing");
      }
    }
  }
}
