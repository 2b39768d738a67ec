package org.porin.msgfmt;

/** How the parts of the reader give up; never leaves this package. */
final class CpimFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final CpimReason reason;
  private final int offset;

  CpimFault(CpimReason reason, int offset) {
    super(reason.code(), null, false, false);
    this.reason = reason;
    this.offset = offset;
  }

  CpimReason reason() {
    return reason;
  }

  int offset() {
    return offset;
  }
}
