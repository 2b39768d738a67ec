package org.porin.daemon;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.porin.operate.Page;
import org.porin.operate.PageRequest;
import org.porin.operate.Reply;
import org.porin.presence.PresenceStatus;

/**
 * {@code POST /presence}: who watches whom, and how that is. Only for who proves to know the
 * component secret: it names users, which no other page does.
 */
final class PresencePage {
  static final String PATH = "/presence";

  /** What the body begins with; behind it stands an address, or nothing for all. */
  static final String ASKED = "subscriptions ";

  private static final int WAIT_SECONDS = 5;

  private final Source source;
  private final OperatorProof proof;
  private final InstantSource clock;

  /** Where the state comes from. */
  interface Source {
    /** The subscriptions in which a text is part of an address. */
    CompletionStage<PresenceStatus.Page> subscriptions(String part);
  }

  PresencePage(Source source, OperatorProof proof, InstantSource clock) {
    this.source = source;
    this.proof = proof;
    this.clock = clock;
  }

  Page page() {
    return new Page("POST", this::reply);
  }

  private CompletionStage<Reply> reply(PageRequest request) {
    boolean proven =
        request
            .authorization()
            .filter(given -> proof.isGiven(given, request.body(), clock.instant()))
            .isPresent();
    if (!proven || !request.body().startsWith(ASKED)) {
      return CompletableFuture.completedFuture(
          Reply.text(
              403, "Only for who knows the component secret, and whose clock shows the time."));
    }
    return source
        .subscriptions(request.body().substring(ASKED.length()).strip())
        .toCompletableFuture()
        .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
        .handle(
            (page, fault) ->
                fault == null
                    ? Reply.json(200, Json.text(json(page)))
                    : Reply.text(503, "No answer in " + WAIT_SECONDS + " s."));
  }

  private static Map<String, Object> json(PresenceStatus.Page page) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("total", page.total());
    json.put("subscriptions", page.entries().stream().map(PresencePage::json).toList());
    return json;
  }

  private static Map<String, Object> json(PresenceStatus.Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("op", entry.op());
    json.put("direction", entry.outward() ? "xmpp-to-sip" : "sip-to-xmpp");
    json.put("watcher", entry.watcher().toString());
    json.put("target", entry.target().toString());
    json.put("state", entry.state());
    json.put("next", entry.next().map(Instant::toString));
    json.put("trouble", entry.trouble());
    json.put("troubleAt", entry.troubleAt().map(Instant::toString));
    return json;
  }
}
