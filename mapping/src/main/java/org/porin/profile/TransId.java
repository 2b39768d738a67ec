package org.porin.profile;

/**
 * Correlates an operation with its response (RFC 3860 §3.1); repeated exactly in the response.
 *
 * @param value 1 to 256 chars; RFC 3860 asks for 40, and more is answered as it came (OPEN b)
 */
public record TransId(String value) {
  /** The most that is accepted from a peer, in chars. */
  public static final int MAX_CHARS = 256;

  public TransId {
    if (value.isEmpty() || value.length() > MAX_CHARS) {
      throw new IllegalArgumentException("a TransID has 1 to " + MAX_CHARS + " chars");
    }
  }
}
