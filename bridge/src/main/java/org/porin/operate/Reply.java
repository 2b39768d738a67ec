package org.porin.operate;

/**
 * What a page answers.
 *
 * @param status of HTTP
 * @param contentType with its charset
 */
public record Reply(int status, String contentType, String body) {
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  /** A line for a person. */
  public static Reply text(int status, String line) {
    return new Reply(status, PLAIN, line + "\n");
  }

  /** A JSON text. */
  public static Reply json(int status, String text) {
    return new Reply(status, JSON, text + "\n");
  }
}
