package org.porin.profile;

import java.util.Optional;

/**
 * Where an operation entered.
 *
 * @param side the edge
 * @param peer who handed it over there: the component domain, or the far address of the SIP hop
 * @param assertion who vouches for the source, verified; empty where nobody does. Of what comes
 *     from the XMPP side there is none: the server of the domain itself handed it over.
 */
public record Origin(Side side, String peer, Optional<Assertion> assertion) {
  /** The peer of what an operator sends in the name of a user. */
  public static final String OPERATOR = "operator";

  /** One for which nobody vouches. */
  public Origin(Side side, String peer) {
    this(side, peer, Optional.empty());
  }

  /** The two edges of the membrane. */
  public enum Side {
    XMPP,
    SIMPLE
  }
}
