package org.porin.pidf;

/** How the parts of the reader give up; never leaves this package. */
final class PidfFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final PidfReason reason;
  private final int offset;

  /**
   * @param offset in octets of the document, or in chars of its text before {@link PidfCodec} knows
   */
  PidfFault(PidfReason reason, int offset) {
    super(reason.code(), null, false, false);
    this.reason = reason;
    this.offset = offset;
  }

  PidfReason reason() {
    return reason;
  }

  int offset() {
    return offset;
  }
}
