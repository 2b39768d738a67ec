package org.porin.profile;

/**
 * Where an operation entered.
 *
 * @param side the edge
 * @param peer who handed it over there: the component domain, or the far address of the SIP hop
 */
public record Origin(Side side, String peer) {
  /** The two edges of the membrane. */
  public enum Side {
    XMPP,
    SIMPLE
  }
}
