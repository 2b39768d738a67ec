package org.porin.component;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** A link that is still to be made: what it is for, and how to make it of what all links share. */
interface LinkOutline {
  /** The component's domain. */
  String domain();

  /** How long closing may take. */
  Duration drain();

  /** Makes the link; called once. */
  Link link(Shared shared);

  /**
   * What all links of a bridge share.
   *
   * @param commands what users may have done; empty where there is nothing
   * @param random must not be predictable; safe for many threads
   */
  record Shared(
      InboundMessages messages,
      InboundPresence presence,
      IqResponder requests,
      Optional<Commands> commands,
      StanzaIds ids,
      WireLog wireLog,
      RandomGenerator random,
      Clock clock,
      LongSupplier nanoTime) {}
}
