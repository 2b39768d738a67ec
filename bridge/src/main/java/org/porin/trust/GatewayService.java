package org.porin.trust;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.porin.profile.Assertion;
import org.porin.profile.Carried.Proof;
import org.porin.sip.SipRequest;
import org.porin.trust.AuthenticationService.Signing;

/**
 * Says of a request of others that it passed here (TRUST 3). Called on an event loop, which it must
 * not block; what it returns completes once, on any thread, and never exceptionally.
 */
public interface GatewayService {
  /**
   * Adds a gateway token to a request as it will leave, behind the tokens that it has.
   *
   * @return the request with one Identity more; unchanged where there is no key for this gateway
   */
  CompletionStage<Signing> pass(SipRequest request, Arrival arrival);

  /**
   * How a request came here.
   *
   * @param proof what the hop before showed of itself
   * @param assertion who vouches for its source, verified here; empty where nobody does
   */
  record Arrival(Proof proof, Optional<Assertion> assertion) {}
}
