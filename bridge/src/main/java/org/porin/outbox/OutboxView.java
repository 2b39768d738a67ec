package org.porin.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.outbox.OutboxEntry.State;
import org.porin.profile.Failure;

/** What an operator sees of one direction of an outbox, and may do. Safe for many threads. */
public final class OutboxView {
  private final DurableOutbox outbox;

  /** Of that one. */
  public OutboxView(DurableOutbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Which messages are meant.
   *
   * @param id of one; empty for all
   * @param part of one of its two addresses; empty for every one
   * @param state in which they stand; empty for each
   * @param recordedBefore when they were recorded; empty for any time
   */
  public record Filter(
      Optional<Long> id, String part, Optional<State> state, Optional<Instant> recordedBefore) {
    boolean matches(Held held) {
      return id.filter(wanted -> wanted != held.id).isEmpty()
          && state.filter(wanted -> wanted != held.entry.state()).isEmpty()
          && recordedBefore.filter(time -> held.recordedAt >= time.toEpochMilli()).isEmpty()
          && (held.source.toString().contains(part)
              || held.lane.key().destination().toString().contains(part));
    }
  }

  /**
   * One message.
   *
   * @param octets of its row
   * @param peer the foreign domain that it goes to, or comes from
   * @param waits what keeps it from its end
   * @param trouble why the last try of this process did not get it through, or why it was given up
   */
  public record Entry(
      long id,
      Direction direction,
      ImUri source,
      ImUri destination,
      String peer,
      State state,
      int tries,
      int octets,
      Instant recorded,
      Instant expires,
      Wait waits,
      Optional<String> trouble) {}

  /**
   * A part of what there is.
   *
   * @param entries the first of them, by their ids
   * @param total how many match
   */
  public record Listing(List<Entry> entries, int total) {
    public Listing {
      entries = List.copyOf(entries);
    }
  }

  /** The messages that are meant, and of these so many at most. */
  public Listing list(Filter filter, int most) {
    List<Entry> entries = new ArrayList<>();
    outbox.forEach(filter, held -> entries.add(entry(held)));
    entries.sort((one, other) -> Long.compare(one.id(), other.id()));
    return new Listing(entries.subList(0, Math.min(most, entries.size())), entries.size());
  }

  private Entry entry(Held held) {
    return new Entry(
        held.id,
        outbox.direction(),
        held.source,
        held.lane.key().destination(),
        held.lane.key().peer(),
        held.entry.state(),
        held.entry.tries(),
        held.octets,
        Instant.ofEpochMilli(held.recordedAt),
        held.entry.expires(),
        outbox.waitOf(held),
        held.outcome
            .flatMap(response -> response.failure())
            .or(() -> held.lastFailure)
            .map(Failure::text));
  }

  /**
   * What became of the wish to have messages tried.
   *
   * @param tried those that are tried now, each the first to its destination
   * @param behind those that are meant and follow one of these, since order is kept
   */
  public record Retried(int tried, int behind) {}

  /**
   * Has those tried now that wait for their time, or for their peer. Where one is meant that waits
   * behind another, that one is tried: nothing passes it.
   */
  public Retried retry(Filter filter) {
    return outbox.hurry(filter);
  }

  /**
   * Gives up those that are not on their way; their origins are told.
   *
   * @return how many
   */
  public int drop(Filter filter) {
    return outbox.drop(filter);
  }
}
