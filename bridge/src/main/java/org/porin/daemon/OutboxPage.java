package org.porin.daemon;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.porin.operate.Page;
import org.porin.operate.PageRequest;
import org.porin.operate.Reply;
import org.porin.outbox.Direction;
import org.porin.outbox.OutboxEntry.State;
import org.porin.outbox.OutboxView;
import org.porin.outbox.OutboxView.Entry;
import org.porin.outbox.OutboxView.Filter;
import org.porin.outbox.OutboxView.Listing;
import org.porin.outbox.OutboxView.Retried;

/**
 * {@code POST /outbox}: which messages are kept, and what an operator does about them. Only for who
 * proves to know the component secret: it names users, and drops what they wrote.
 *
 * <p>The body has one line: what to do ({@code list}, {@code retry}, {@code drop}), and then {@code
 * id=}, {@code state=}, {@code older=} (seconds) and last {@code part=}, each at most once. What
 * was done for one message, by its id, is answered with how that one stands now.
 */
final class OutboxPage {
  static final String PATH = "/outbox";

  /** The most messages that one answer lists. */
  static final int MOST = 1_000;

  private final List<OutboxView> views;
  private final OperatorProof proof;
  private final InstantSource clock;

  OutboxPage(List<OutboxView> views, OperatorProof proof, InstantSource clock) {
    this.views = List.copyOf(views);
    this.proof = proof;
    this.clock = clock;
  }

  Page page() {
    return new Page("POST", request -> CompletableFuture.completedFuture(reply(request)));
  }

  private Reply reply(PageRequest request) {
    boolean proven =
        request
            .authorization()
            .filter(given -> proof.isGiven(given, request.body(), clock.instant()))
            .isPresent();
    if (!proven) {
      return Reply.text(
          403, "Only for who knows the component secret, and whose clock shows the time.");
    }
    try {
      return reply(request.body());
    } catch (IllegalArgumentException e) {
      return Reply.text(400, "list, retry or drop, and then id=, state=, older= and part=");
    }
  }

  private Reply reply(String body) {
    String[] words = body.strip().split(" ", 2);
    Filter filter = filter(words.length < 2 ? "" : words[1]);
    return switch (words[0]) {
      case "list" -> Reply.json(200, Json.text(list(filter)));
      case "retry" -> changed(retry(filter), filter);
      case "drop" ->
          changed(
              Map.of("changed", views.stream().mapToInt(view -> view.drop(filter)).sum()), filter);
      default -> throw new IllegalArgumentException("neither list, retry nor drop");
    };
  }

  private Filter filter(String text) {
    Optional<Long> id = Optional.empty();
    Optional<State> state = Optional.empty();
    Optional<Instant> before = Optional.empty();
    String rest = text;
    while (!rest.isEmpty() && !rest.startsWith("part=")) {
      int end = rest.indexOf(' ');
      String word = end < 0 ? rest : rest.substring(0, end);
      rest = end < 0 ? "" : rest.substring(end + 1);
      String value = word.substring(word.indexOf('=') + 1);
      if (word.startsWith("id=")) {
        id = Optional.of(Long.parseLong(value));
      } else if (word.startsWith("state=")) {
        state = Optional.of(State.valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_')));
      } else if (word.startsWith("older=")) {
        before = Optional.of(clock.instant().minus(Duration.ofSeconds(Integer.parseInt(value))));
      } else {
        throw new IllegalArgumentException("no such filter");
      }
    }
    return new Filter(id, rest.isEmpty() ? "" : rest.substring("part=".length()), state, before);
  }

  private Map<String, Integer> retry(Filter filter) {
    int tried = 0;
    int behind = 0;
    for (OutboxView view : views) {
      Retried retried = view.retry(filter);
      tried += retried.tried();
      behind += retried.behind();
    }
    return Map.of("changed", tried, "behind", behind);
  }

  private Map<String, Object> list(Filter filter) {
    List<Entry> entries = new ArrayList<>();
    int total = 0;
    for (OutboxView view : views) {
      Listing listing = view.list(filter, MOST);
      entries.addAll(listing.entries());
      total += listing.total();
    }
    entries.sort(Comparator.comparingLong(Entry::id));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("total", total);
    json.put("messages", entries.stream().limit(MOST).map(OutboxPage::json).toList());
    return json;
  }

  private static Map<String, Object> json(Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", entry.id());
    json.put("direction", entry.direction() == Direction.TO_SIMPLE ? "xmpp-to-sip" : "sip-to-xmpp");
    json.put("source", entry.source().toString());
    json.put("destination", entry.destination().toString());
    json.put("peer", entry.peer());
    json.put("state", word(entry.state()));
    json.put("waits-for", word(entry.waits().what()));
    json.put("behind", entry.waits().behind());
    json.put(
        "due", entry.waits().until().map(due -> due.truncatedTo(ChronoUnit.MILLIS).toString()));
    json.put("tries", entry.tries());
    json.put("octets", entry.octets());
    json.put("recorded", entry.recorded().toString());
    json.put("expires", entry.expires().toString());
    json.put("trouble", entry.trouble());
    return json;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Reply changed(Map<String, Integer> counts, Filter filter) {
    Map<String, Object> json = new LinkedHashMap<>(counts);
    if (filter.id().isPresent()) {
      json.putAll(list(filter));
    }
    return Reply.json(200, Json.text(json));
  }
}
