package org.porin.simple;

/** What was to be sent and could not be. */
public enum Drop {
  /** An answer whose connection was gone, to a client that cannot be reached by another. */
  ANSWER,
  /** A datagram that the operating system refused: no route, or too large. */
  DATAGRAM
}
