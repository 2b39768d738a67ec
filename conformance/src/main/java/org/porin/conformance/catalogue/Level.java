package org.porin.conformance.catalogue;

/** How binding a row is: the key words of RFC 2119, and facts that other rows rest on. */
public enum Level {
  /** Required. */
  MUST,
  /** Recommended. */
  SHOULD,
  /** Optional. */
  MAY,
  /** A statement of the RFC that asks for nothing by itself. */
  FACT
}
