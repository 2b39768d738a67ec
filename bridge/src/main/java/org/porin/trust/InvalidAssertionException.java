package org.porin.trust;

/**
 * What vouches for a request does not pass a step of TRUST 6. Cheap: it has no stack trace, since
 * its cause is on the wire and not in our code.
 */
final class InvalidAssertionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int step;
  private final AssertionFault fault;

  /**
   * @param step of TRUST 6, from 1
   * @param text what was wrong, for a person; nothing secret, and no text of the peer
   */
  InvalidAssertionException(int step, AssertionFault fault, String text) {
    super(text, null, false, false);
    this.step = step;
    this.fault = fault;
  }

  int step() {
    return step;
  }

  AssertionFault fault() {
    return fault;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
