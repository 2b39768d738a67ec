package org.porin.component;

/**
 * The secret shared with the server (XEP-0114 §3). Never printed.
 *
 * @param value not empty
 */
public record ComponentSecret(String value) {
  public ComponentSecret {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a component secret is not empty");
    }
  }

  @Override
  public String toString() {
    return "…";
  }
}
