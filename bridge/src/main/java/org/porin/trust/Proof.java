package org.porin.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the far end of a TLS connection has proven.
 *
 * @param domains it is, each by the rule that holds for that domain (RFC 5922 §7.1)
 * @param until this is so, if nothing changes that is believed
 * @param doubt why some or all that its certificate names is not proven
 */
public record Proof(SipDomains domains, Instant until, Optional<String> doubt) {
  /** Of who shows no certificate. */
  public static final Proof NONE =
      new Proof(new SipDomains(List.of()), Instant.MAX, Optional.empty());

  /** Whether this says something of an instant. */
  public boolean holdsAt(Instant now) {
    return now.isBefore(until);
  }
}
