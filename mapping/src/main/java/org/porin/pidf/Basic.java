package org.porin.pidf;

import java.util.Optional;

/** Whether what a tuple stands for takes messages (RFC 3863 §4.1.4). */
public enum Basic {
  /** Ready to take them. */
  OPEN("open"),
  /** Unable to take them. */
  CLOSED("closed");

  private final String wire;

  Basic(String wire) {
    this.wire = wire;
  }

  /** The text of {@code <basic/>}. */
  public String wire() {
    return wire;
  }

  /** Reads that text: in lower case, nothing around it; empty for any other. */
  public static Optional<Basic> of(String text) {
    return switch (text) {
      case "open" -> Optional.of(OPEN);
      case "closed" -> Optional.of(CLOSED);
      default -> Optional.empty();
    };
  }
}
