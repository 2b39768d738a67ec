package org.porin.membrane;

import java.time.Duration;

/**
 * How fast somebody may send: a token bucket.
 *
 * @param messages that may be sent in each {@code period}, in the long run; at least 1
 * @param period at least 1 ns for each message
 * @param burst that may be sent at once after a rest; at least 1
 */
public record Rate(int messages, Duration period, int burst) {
  public Rate {
    if (messages < 1 || burst < 1 || period.toNanos() < messages) {
      throw new IllegalArgumentException("a rate lets something pass");
    }
  }

  /** From one token to the next. */
  long intervalNanos() {
    return period.toNanos() / messages;
  }

  /** As a person says it. */
  @Override
  public String toString() {
    return messages + (messages == 1 ? " message" : " messages") + " " + time();
  }

  private String time() {
    return switch ((int) Math.min(Integer.MAX_VALUE, period.toSeconds())) {
      case 1 -> "a second";
      case 60 -> "a minute";
      case 3_600 -> "an hour";
      default -> "in " + period.toSeconds() + " s";
    };
  }
}
