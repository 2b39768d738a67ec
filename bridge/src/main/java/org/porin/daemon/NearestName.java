package org.porin.daemon;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody who mistyped a name most likely meant. */
final class NearestName {
  private NearestName() {}

  /**
   * The name that needs the fewest changes; empty when even that one is another word altogether.
   */
  static Optional<String> of(String typed, Collection<String> names) {
    String lastPart = lastPart(typed);
    Optional<String> elsewhere =
        names.stream().filter(name -> lastPart(name).equals(lastPart)).findFirst();
    return names.stream()
        .min(Comparator.comparingInt(name -> distance(typed, name)))
        .filter(name -> distance(typed, name) <= Math.max(2, typed.length() / 4))
        .or(() -> elsewhere);
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Insertions, deletions and replacements from one text to the other (Levenshtein). */
  static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int i = 0; i <= to.length(); i++) {
      above[i] = i;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
