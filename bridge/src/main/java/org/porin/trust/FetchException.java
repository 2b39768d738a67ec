package org.porin.trust;

/** A certificate that could not be fetched, and why, in words that no stranger chose. */
final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final CredentialFault fault;

  private FetchException(CredentialFault fault, String why) {
    super(why);
    this.fault = fault;
  }

  /** The far end did not give it. */
  static FetchException theirs(CredentialFault fault, String why) {
    return new FetchException(fault, why);
  }

  /** This bridge had no room to ask: that says nothing of the far end. */
  static FetchException ours(String why) {
    return new FetchException(CredentialFault.BUSY, why);
  }

  boolean isOurs() {
    return fault == CredentialFault.BUSY;
  }

  CredentialFault fault() {
    return fault;
  }

  /** Why. */
  String why() {
    return String.valueOf(getMessage());
  }
}
