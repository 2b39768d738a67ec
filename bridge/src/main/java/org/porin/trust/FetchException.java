package org.porin.trust;

/** A certificate that could not be fetched, and why, in words that no stranger chose. */
final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean ours;

  private FetchException(String why, boolean ours) {
    super(why);
    this.ours = ours;
  }

  /** The far end did not give it. */
  static FetchException theirs(String why) {
    return new FetchException(why, false);
  }

  /** This bridge had no room to ask: that says nothing of the far end. */
  static FetchException ours(String why) {
    return new FetchException(why, true);
  }

  boolean isOurs() {
    return ours;
  }

  /** Why. */
  String why() {
    return String.valueOf(getMessage());
  }
}
