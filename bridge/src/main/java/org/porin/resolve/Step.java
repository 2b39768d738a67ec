package org.porin.resolve;

/**
 * One thing that a resolution did, for a person who asks why.
 *
 * @param kind what sort of step
 * @param text one line, with the clause that it follows
 */
public record Step(Kind kind, String text) {
  /** The sorts of steps. */
  public enum Kind {
    /** A question and what the DNS said to it. */
    ANSWER,
    /** What was decided from the answers, and by which rule. */
    CHOICE,
    /** What was passed over or refused, and why. */
    REFUSAL
  }

  @Override
  public String toString() {
    return text;
  }
}
