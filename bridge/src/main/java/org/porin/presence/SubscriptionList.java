package org.porin.presence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.porin.address.PresUri;

/** The subscriptions as an operator sees them. One thread. */
record SubscriptionList(Course<Watch> watches, Course<Audience> audiences) {
  /** The most that are shown at a time. */
  static final int MOST_SHOWN = 500;

  /** Those in which a text is part of an address. */
  PresenceStatus.Page page(String part) {
    List<PresenceStatus.Entry> entries = new ArrayList<>();
    int total = add(watches, part, entries) + add(audiences, part, entries);
    return new PresenceStatus.Page(entries, total);
  }

  private static <M> int add(Course<M> course, String part, List<PresenceStatus.Entry> entries) {
    int total = 0;
    for (Held<M> held : course.table().all()) {
      if (part.isEmpty() || names(held.pair(), part)) {
        total++;
        if (entries.size() < MOST_SHOWN) {
          entries.add(entry(course.kind(), held));
        }
      }
    }
    return total;
  }

  private static boolean names(Pair pair, String part) {
    return Stream.of(pair.user(), pair.contact())
        .anyMatch(address -> (address.localPart() + "@" + address.domain()).contains(part));
  }

  private static <M> PresenceStatus.Entry entry(Kind<M> kind, Held<M> held) {
    PresUri user = held.pair().user();
    PresUri contact = held.pair().contact();
    Optional<Instant> next = held.machine().flatMap(kind::due);
    Optional<String> trouble = Optional.of(held.trouble()).filter(cause -> !cause.isEmpty());
    return new PresenceStatus.Entry(
        kind.isOutward(),
        SubscriptionLog.correlationId(kind, held.pair()),
        kind.isOutward() ? user : contact,
        kind.isOutward() ? contact : user,
        held.state(),
        next,
        trouble,
        trouble.map(cause -> held.troubleAt()));
  }
}
