package org.porin.profile;

/**
 * Tells a subscription from others of the same watcher and target (RFC 3859 §3.1). Whoever first
 * issues the subscribe operation makes it, of 128 random bits (OPEN b).
 *
 * @param value 1 to 256 chars
 */
public record SubscriptId(String value) {
  /** The most that is accepted from a peer, in chars. */
  public static final int MAX_CHARS = 256;

  public SubscriptId {
    if (value.isEmpty() || value.length() > MAX_CHARS) {
      throw new IllegalArgumentException("a SubscriptID has 1 to " + MAX_CHARS + " chars");
    }
  }
}
