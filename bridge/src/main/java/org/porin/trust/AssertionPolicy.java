package org.porin.trust;

import java.util.Set;
import org.porin.passport.Attestation;

/**
 * What the operator wants to know of who speaks for a domain (TRUST 6 step 14). Domains are in
 * lower case and A-labels.
 *
 * @param demand whether somebody must vouch
 * @param least what is verified must be at least this sure
 * @param signers domains that may sign for this one, besides itself
 * @param gateways whose word on the way, and on users of this domain that sign nothing, is believed
 * @param unsigned what is taken although nobody vouches for it; nothing where the demand is {@link
 *     Demand#REQUIRE}
 * @param pins of which one must be in the path of the domain's certificate; empty where the anchors
 *     alone decide
 */
public record AssertionPolicy(
    Demand demand,
    Attestation least,
    Set<String> signers,
    Set<String> gateways,
    Set<Operation> unsigned,
    Set<KeyPin> pins) {
  /** Verifies what is signed and takes the rest, which says then that nobody vouches for it. */
  public static final AssertionPolicy DEFAULT =
      new AssertionPolicy(
          Demand.PREFER,
          Attestation.C,
          Set.of(),
          Set.of(),
          Set.of(Operation.MESSAGE, Operation.SUBSCRIBE, Operation.NOTIFY),
          Set.of());

  public AssertionPolicy {
    signers = Set.copyOf(signers);
    gateways = Set.copyOf(gateways);
    unsigned = demand == Demand.REQUIRE ? Set.of() : Set.copyOf(unsigned);
    pins = Set.copyOf(pins);
  }

  /** Whether somebody must vouch. */
  public enum Demand {
    /** Nothing is taken for which nobody vouches. */
    REQUIRE,
    /**
     * What is signed must be right. Without a signature, or with a certificate that is not to be
     * had or not believed, nobody vouches, and {@link AssertionPolicy#unsigned} decides.
     */
    PREFER,
    /** Signatures are not looked at; nobody vouches for anything. */
    IGNORE
  }

  /** What a request asks for, by its method. */
  public enum Operation {
    MESSAGE,
    SUBSCRIBE,
    NOTIFY
  }
}
