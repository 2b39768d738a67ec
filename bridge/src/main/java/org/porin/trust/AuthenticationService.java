package org.porin.trust;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.porin.passport.Attestation;
import org.porin.profile.Failure.Refused;
import org.porin.sip.SipRequest;

/**
 * Says who speaks, for the domains whose keys this bridge has (RFC 8224 §4.1, §6.1). Called on an
 * event loop, which it must not block; what it returns completes once, on any thread, and never
 * exceptionally.
 */
public interface AuthenticationService {
  /**
   * Signs a request as it will leave: its method, From, To, and body are final, and it is sent at
   * once, since a signature holds for a minute.
   *
   * @param attestation what the local server is known to have made sure of
   * @return the request with Date and Identity; unchanged where there is no key for the domain of
   *     its From, for a gateway never speaks for another (§6.1 step 1)
   */
  CompletionStage<Signing> sign(SipRequest request, Attestation attestation);

  /**
   * A request to be sent, or why it cannot be signed though it should.
   *
   * @param request as given where it failed
   */
  record Signing(SipRequest request, Optional<Refused> failure) {}
}
