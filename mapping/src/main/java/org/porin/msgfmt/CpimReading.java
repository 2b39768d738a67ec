package org.porin.msgfmt;

/** How much a reader forgives. */
enum CpimReading {
  /** Nothing. */
  STRICT,
  /** What senders get wrong without doubt about what they mean. */
  LENIENT,
  /** As {@link #LENIENT}, and the first {@code Content-*} header begins the entity (OPEN w). */
  LENIENT_WITHOUT_BLANK_LINE;

  boolean lenient() {
    return this != STRICT;
  }
}
