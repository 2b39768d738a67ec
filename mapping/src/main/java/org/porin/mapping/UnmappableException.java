package org.porin.mapping;

import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;

/** Well formed, but without a place on the other side. Cheap: it has no stack trace. */
public final class UnmappableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String text;

  /**
   * @param text the cause in words, for the sender
   */
  public UnmappableException(Reason reason, String text) {
    super(reason + ": " + text, null, false, false);
    this.reason = reason;
    this.text = text;
  }

  /** The kind of cause. */
  public Reason reason() {
    return reason;
  }

  /** The cause in words, for the sender. */
  public String text() {
    return text;
  }

  /** The failure of the operation. */
  public Failure failure() {
    return new Refused(reason, text);
  }
}
