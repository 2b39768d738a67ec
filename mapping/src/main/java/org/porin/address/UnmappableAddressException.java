package org.porin.address;

/** A valid address that has no counterpart on the other side. Has no stack trace. */
public final class UnmappableAddressException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String text;

  /**
   * @param text why, in words for a person; never text of the peer
   */
  public UnmappableAddressException(String text) {
    super(text, null, false, false);
    this.text = text;
  }

  /** Why, in words for a person. */
  public String text() {
    return text;
  }
}
