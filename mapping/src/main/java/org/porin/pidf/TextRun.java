package org.porin.pidf;

import org.jspecify.annotations.Nullable;

/** Character data that comes in pieces, where comments and the like stand in between. */
final class TextRun {
  private String first = "";
  private @Nullable StringBuilder joined;

  void add(String piece) {
    if (first.isEmpty()) {
      first = piece;
      return;
    }
    if (joined == null) {
      joined = new StringBuilder(first);
    }
    joined.append(piece);
  }

  int length() {
    return joined == null ? first.length() : joined.length();
  }

  /** All of it; the run begins anew. */
  String take() {
    String text = joined == null ? first : joined.toString();
    first = "";
    joined = null;
    return text;
  }
}
