package org.porin.daemon;

/**
 * A text that must not be seen: it prints as dots, wherever its holder is printed.
 *
 * @param value not empty
 */
public record Secret(String value) {
  public Secret {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a secret is not empty");
    }
  }

  @Override
  public String toString() {
    return "…";
  }
}
