package org.porin.store;

/**
 * What a look at a store shows.
 *
 * @param place where it is, without secrets
 */
public record StoreOutline(State state, String place) {
  /** How it is. */
  public enum State {
    /** Not there yet; a bridge makes it. */
    ABSENT,
    /** There, and a bridge can have it. */
    READY,
    /** A process has it that shares it with nobody. */
    IN_USE
  }
}
