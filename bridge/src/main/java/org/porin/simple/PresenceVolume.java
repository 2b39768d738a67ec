package org.porin.simple;

/**
 * Requests of one method of presence in one direction, by how they ended. Repeats count as one.
 *
 * @param taken answered 2xx
 * @param refused answered otherwise
 * @param unanswered not sent, or without an answer
 */
public record PresenceVolume(long taken, long refused, long unanswered) {
  /** Which requests. */
  public enum Kind {
    SUBSCRIBE_IN,
    SUBSCRIBE_OUT,
    NOTIFY_IN,
    NOTIFY_OUT;

    static Kind in(String method) {
      return method.equals("NOTIFY") ? NOTIFY_IN : SUBSCRIBE_IN;
    }

    static Kind out(String method) {
      return method.equals("NOTIFY") ? NOTIFY_OUT : SUBSCRIBE_OUT;
    }
  }
}
