package org.porin.outbox;

import org.porin.address.ImUri;

/**
 * A lane in 64 bits, the same in every process, by which bridges that share a store see whose it
 * is. Two lanes with one number wait for each other at worst.
 */
public final class LaneNumber {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private LaneNumber() {}

  /** Of messages from one to another. */
  public static long of(Direction direction, ImUri source, ImUri destination) {
    String peer = Lane.Key.of(direction, source, destination).peer();
    long number = direction.ordinal();
    number = mixed(number, destination.localPart());
    number = mixed(number, destination.domain());
    return mixed(number, peer);
  }

  /** What {@code String.hashCode} gives is part of the language's library, and never changes. */
  private static long mixed(long before, String text) {
    long number = (before ^ text.hashCode()) * MIX + text.length();
    return number ^ (number >>> 29);
  }
}
