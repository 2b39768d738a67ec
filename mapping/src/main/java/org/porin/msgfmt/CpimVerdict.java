package org.porin.msgfmt;

/** What a reader says of octets that claim to be a Message/CPIM object. */
public sealed interface CpimVerdict {
  /** They are one. */
  record Valid(CpimMessage message) implements CpimVerdict {}

  /**
   * They are none.
   *
   * @param offset where the fault is, in octets from 0
   */
  record Invalid(CpimReason reason, int offset) implements CpimVerdict {}
}
