package org.porin.outbox;

import java.time.Duration;
import java.util.Optional;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;

/** How much an outbox holds, and what it may. Not safe for several threads. */
final class Room {
  /** What a message that is not parked takes in memory besides its texts, as measured. */
  private static final int OVERHEAD_OCTETS = 5_120;

  /** How often its texts are held: in the message and its octets, a stanza and a SIP request. */
  private static final int COPIES = 4;

  /** What a row takes besides its message. */
  private static final int ROW_OCTETS = 512;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final Direction direction;
  private final OutboxSettings settings;
  private long rows;
  private long rowOctets;
  private long memory;

  Room(Direction direction, OutboxSettings settings) {
    this.direction = direction;
    this.settings = settings;
  }

  static long memoryOf(int octets) {
    return OVERHEAD_OCTETS + (long) COPIES * octets;
  }

  /** Why another message cannot be held. */
  Optional<Refused> refusal(Lane lane, int octets) {
    if (lane.behind() >= settings.perDestination()) {
      return Optional.of(
          new Refused(
              Reason.CONGESTED,
              "too many messages are waiting for this recipient",
              Optional.of(RETRY_AFTER)));
    }
    boolean full =
        rowOctets + octets + ROW_OCTETS > settings.rowOctets()
            || memory + memoryOf(octets) > settings.memoryOctets();
    return full
        ? Optional.of(whole("too many messages are waiting in this bridge"))
        : Optional.empty();
  }

  /** The bridge as a whole cannot: a SIP peer is to turn to another one (DESIGN 3.11). */
  Refused whole(String text) {
    return new Refused(
        direction == Direction.TO_XMPP ? Reason.OVERLOADED : Reason.CONGESTED,
        text,
        Optional.of(RETRY_AFTER));
  }

  void add(Held held) {
    rows++;
    rowOctets += held.octets + ROW_OCTETS;
  }

  void remove(Held held) {
    unload(held);
    rows--;
    rowOctets -= held.octets + ROW_OCTETS;
  }

  /** Its message is in memory. */
  void load(Held held, OutboxRow row) {
    unload(held);
    held.row = Optional.of(row);
    held.memory = memoryOf(held.octets);
    memory += held.memory;
  }

  /** It is not any more. */
  void unload(Held held) {
    memory -= held.memory;
    held.memory = 0;
    held.row = Optional.empty();
  }

  long rows() {
    return rows;
  }

  long rowOctets() {
    return rowOctets;
  }

  long memory() {
    return memory;
  }
}
