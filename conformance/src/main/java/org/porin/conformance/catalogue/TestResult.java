package org.porin.conformance.catalogue;

import java.util.Locale;

/**
 * What one test did, for one id that it names.
 *
 * @param id the row that it names, {@code -} for a test that names none
 * @param outcome what it ended in
 * @param test class and method, {@code org.porin.SomeTest#aSentence}, or the class alone where all
 *     of it was skipped or its set-up failed
 * @param reason why it failed or was skipped, empty if it passed
 */
public record TestResult(String id, Outcome outcome, String test, String reason) {
  /** Stands in place of an id in the results of tests that name none. */
  public static final String NO_ID = "-";

  private static final int COLUMNS = 4;

  /** How a test ends. */
  public enum Outcome {
    /** It held. */
    PASSED,
    /** It was not run. */
    SKIPPED,
    /** It did not hold, or could not be run to its end. */
    FAILED
  }

  /**
   * Reads a line that the requirement listener wrote.
   *
   * @throws IllegalArgumentException if it has another form
   */
  static TestResult parse(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("not " + COLUMNS + " columns: " + line);
    }
    Outcome outcome = Outcome.valueOf(columns[1].toUpperCase(Locale.ROOT));
    return new TestResult(columns[0], outcome, columns[2], columns[3]);
  }

  /** Whether it names a row. */
  public boolean namesRow() {
    return !id.equals(NO_ID);
  }

  /** The class of the test, without its package. */
  public String simpleClassName() {
    int method = test.indexOf('#');
    String type = method < 0 ? test : test.substring(0, method);
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
