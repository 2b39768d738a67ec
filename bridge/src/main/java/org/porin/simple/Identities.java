package org.porin.simple;

import java.util.Optional;
import java.util.Set;
import org.porin.passport.Attestation;
import org.porin.trust.AuthenticationService;
import org.porin.trust.GatewayService;
import org.porin.trust.VerificationService;

/**
 * Who says for this edge who speaks (RFC 8224 §4).
 *
 * @param signing signs what goes out; empty where nothing is signed
 * @param verification verifies what comes in; empty where nothing is, and then nothing that is said
 *     about the source of an operation is believed
 */
public record Identities(Optional<Signing> signing, Optional<VerificationService> verification) {
  /** Nothing is signed, and nothing verified. */
  public static final Identities NONE = new Identities(Optional.empty(), Optional.empty());

  /**
   * How requests are signed.
   *
   * @param users what the local server is known to have made sure of, of its users. What this
   *     bridge says by itself is never surer than {@link Attestation#B} (TRUST 8).
   * @param enclosing the same for peers that want the object signed as well
   * @param gateway says of what is passed on that it was here; empty where nothing says it
   * @param visitors the XMPP domains whose users come by s2s: for them the gateway alone speaks
   */
  public record Signing(
      AuthenticationService service,
      Attestation users,
      AuthenticationService enclosing,
      Optional<GatewayService> gateway,
      Set<String> visitors) {
    public Signing {
      visitors = Set.copyOf(visitors);
    }

    /** Signs requests alone. */
    public Signing(AuthenticationService service, Attestation users) {
      this(service, users, service, Optional.empty(), Set.of());
    }

    Attestation attestation(boolean isOfUser) {
      return isOfUser ? users : users.lower(Attestation.B);
    }
  }
}
