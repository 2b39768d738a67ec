package org.porin.profile;

/**
 * One carrier's half of a subscription: for SIP a dialog (RFC 6665 §4.1.2.4). Whoever keeps the
 * subscription keeps this with it, over restarts too, and gives it back with each operation; the
 * carrier itself keeps nothing. A value: each operation gives another one.
 *
 * @param name tells it from all other legs of this carrier, and never changes; for SIP the Call-ID
 *     and the local tag (OPEN b)
 * @param state what the carrier has to know; opaque to everybody else
 */
public record Leg(String name, String state) {
  /** The most chars that either part may have. */
  public static final int MAX_CHARS = 16_384;

  public Leg {
    if (name.isEmpty() || name.length() > MAX_CHARS || state.length() > MAX_CHARS) {
      throw new IllegalArgumentException("a leg has a name, and at most " + MAX_CHARS + " chars");
    }
  }
}
