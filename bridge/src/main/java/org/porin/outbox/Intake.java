package org.porin.outbox;

import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.porin.address.ImUri;
import org.porin.profile.MessageOperation;

/**
 * What a message is given when it comes: its lane, its expiry, its names. Safe for many threads.
 */
final class Intake {
  private static final int MOST_THREADS = 100_000;

  private final Direction direction;
  private final OutboxSettings settings;
  private final SendingTokens tokens;
  private final ThreadNumbers threads = new ThreadNumbers(MOST_THREADS); // guarded by itself

  Intake(Direction direction, OutboxSettings settings, RandomGenerator random) {
    this.direction = direction;
    this.settings = settings;
    this.tokens = new SendingTokens(random);
  }

  OutboxRow row(MessageOperation operation, Instant now) {
    String peer = lane(operation.source(), operation.destination()).peer();
    return new OutboxRow(
        direction,
        now.toEpochMilli(),
        now.plus(settings.expiry().apply(peer)).toEpochMilli(),
        tokens.next(),
        sequence(operation.conversation().thread(), now),
        operation);
  }

  private int sequence(Optional<String> thread, Instant now) {
    if (direction == Direction.TO_XMPP || thread.isEmpty()) {
      return 1; // nothing is named by it
    }
    synchronized (threads) {
      return threads.next(thread.get(), now);
    }
  }

  /** A message that was found is kept under its number: no later one of its thread has it. */
  void found(OutboxRow row) {
    Optional<String> thread = row.operation().conversation().thread();
    if (direction == Direction.TO_SIMPLE && thread.isPresent()) {
      synchronized (threads) {
        threads.taken(thread.get(), row.sequence());
      }
    }
  }

  /** Towards XMPP a lane for each foreign domain: each may have a link of its own. */
  Lane.Key lane(ImUri source, ImUri destination) {
    return Lane.Key.of(direction, source, destination);
  }
}
