package org.porin.conformance.catalogue;

/**
 * One row of {@code requirements.tsv}.
 *
 * @param id specification, section and number, for example {@code 3922-4.1.6-1}
 * @param level how binding it is
 * @param party who has to obey it: bridge, mapping, operator…
 * @param direction which way of the translation it is about, {@code -} for neither
 * @param requirement what it asks for, in our words
 * @param note a remark, empty for none
 */
public record Row(
    String id, Level level, String party, String direction, String requirement, String note) {

  private static final int COLUMNS = 6;

  /**
   * Reads one line of the file.
   *
   * @throws IllegalArgumentException if it does not have six columns or a known level
   */
  static Row parse(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("not " + COLUMNS + " columns: " + line);
    }
    return new Row(
        columns[0], Level.valueOf(columns[1]), columns[2], columns[3], columns[4], columns[5]);
  }

  /** The document that the row is from, as people name it: {@code RFC 3922}, {@code XEP-0114}. */
  public String specification() {
    return id.startsWith("XEP") ? xep() : "RFC " + id.substring(0, id.indexOf('-'));
  }

  private String xep() {
    String number = id.substring("XEP".length()).replaceFirst("^-", "");
    int end = number.indexOf('-');
    return "XEP-" + (end < 0 ? number : number.substring(0, end));
  }
}
