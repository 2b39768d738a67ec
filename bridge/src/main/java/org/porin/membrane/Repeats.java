package org.porin.membrane;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin.Side;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;

/**
 * Recognises a message that came before, so that it is delivered once and its repeat gets the same
 * answer, a pending one included (RFC 2779 §5.4.2, OPEN b). What failed is forgotten: its sender
 * was told so, and who sends it again wants another try. Bounded in time, number and octets, since
 * of every identity only a digest is kept; the oldest goes first. Safe for many threads.
 */
final class Repeats {
  /** How long a repeat can come: RFC 3261's 64*T1 for both ends of a transaction. */
  static final Duration WINDOW = Duration.ofSeconds(64);

  private final int limit;
  private final LongSupplier nanoTime;
  private final Map<String, Seen> seen = new LinkedHashMap<>();

  /**
   * @param limit the most operations that are remembered
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  Repeats(int limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
  }

  /** What is known of an operation. */
  sealed interface Verdict {}

  /** Seen for the first time, or not recognisable: carry it, and complete the answer. */
  record First(CompletableFuture<Response> answer) implements Verdict {}

  /** Seen before: this is, or will be, its answer. */
  record Again(CompletableFuture<Response> answer) implements Verdict {}

  /** The identity was seen before with other content. */
  record Differs(Refused refusal) implements Verdict {}

  /** Looks the operation up and remembers it. */
  Verdict look(MessageOperation operation) {
    Optional<String> repeatKey = operation.repeatKey();
    if (repeatKey.isEmpty()) {
      return new First(new CompletableFuture<>());
    }
    String content = Digests.of(operation.content().entity().octets());
    // An XMPP id is not globally unique (RFC 3922 §4.1.3): only with the same content is it a
    // repeat.
    boolean idIsUnique = operation.origin().side() == Side.SIMPLE;
    String key =
        Digests.of(
            String.join(
                "\n",
                operation.origin().peer(),
                operation.source().toString(),
                operation.destination().toString(),
                idIsUnique ? "" : content,
                repeatKey.get()));
    synchronized (seen) {
      forgetOld();
      Seen before = seen.get(key);
      if (before == null) {
        Seen first = new Seen(content, new CompletableFuture<>(), nanoTime.getAsLong());
        seen.put(key, first);
        CompletionStage<Response> outcome = first.answer;
        outcome.whenComplete((response, fault) -> forgetIfFailed(key, first, response));
        return new First(first.answer);
      }
      return before.content.equals(content)
          ? new Again(before.answer)
          : new Differs(
              new Refused(
                  Reason.REPEAT_DIFFERS, "another message came before under the same identity"));
    }
  }

  private void forgetIfFailed(String key, Seen entry, @Nullable Response response) {
    if (response == null || response.status() == Status.FAILURE) {
      synchronized (seen) {
        seen.remove(key, entry);
      }
    }
  }

  private void forgetOld() {
    long now = nanoTime.getAsLong();
    for (Iterator<Seen> oldest = seen.values().iterator(); oldest.hasNext(); ) {
      Seen entry = oldest.next();
      boolean young = now - entry.sinceNanos < WINDOW.toNanos();
      if (young && seen.size() < limit) {
        return;
      }
      oldest.remove();
    }
  }

  private record Seen(String content, CompletableFuture<Response> answer, long sinceNanos) {}
}
