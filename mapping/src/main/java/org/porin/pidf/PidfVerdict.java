package org.porin.pidf;

/** What the reader says of octets that claim to be a PIDF document. */
public sealed interface PidfVerdict {
  /** They are one. */
  record Valid(PidfDocument document) implements PidfVerdict {}

  /**
   * They are none.
   *
   * @param offset where the fault is, in octets from 0
   */
  record Invalid(PidfReason reason, int offset) implements PidfVerdict {}
}
