package org.porin.wire;

/**
 * A peer's octets are not what the grammar wants. The only exception that a decoder throws, and
 * cheap: it has no stack trace, since its cause is on the wire and not in our code.
 */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final int offset;

  /**
   * @param expected what the grammar wanted, in words of the standard; never text of the peer
   * @param offset where it was wanted: octets from the start of the input on octet input, chars on
   *     text input; not negative
   */
  public MalformedException(String expected, int offset) {
    super("expected " + expected + " at offset " + offset, null, false, false);
    this.expected = expected;
    this.offset = offset;
  }

  /** What the grammar wanted. */
  public String expected() {
    return expected;
  }

  /** Where it was wanted, counted from 0. */
  public int offset() {
    return offset;
  }

  /** The same fault seen from an enclosing input in which this one began at {@code base}. */
  public MalformedException within(int base) {
    return new MalformedException(expected, base + offset);
  }
}
