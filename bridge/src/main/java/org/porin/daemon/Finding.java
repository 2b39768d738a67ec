package org.porin.daemon;

/**
 * What a check found.
 *
 * @param text what was tried, and how it ended
 * @param remedy what to do; empty where there is nothing to do
 */
record Finding(Verdict verdict, String text, String remedy) {
  enum Verdict {
    RIGHT,
    /** Not wrong by itself, but perhaps not meant. */
    NOTE,
    WRONG
  }

  static Finding right(String text) {
    return new Finding(Verdict.RIGHT, text, "");
  }

  static Finding note(String text, String remedy) {
    return new Finding(Verdict.NOTE, text, remedy);
  }

  static Finding wrong(String text, String remedy) {
    return new Finding(Verdict.WRONG, text, remedy);
  }

  @Override
  public String toString() {
    String mark =
        verdict == Verdict.RIGHT ? "ok    " : verdict == Verdict.NOTE ? "note  " : "wrong ";
    return mark + text + (remedy.isEmpty() ? "" : System.lineSeparator() + "      -> " + remedy);
  }
}
