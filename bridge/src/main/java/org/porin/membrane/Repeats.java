package org.porin.membrane;

import java.time.Duration;
import java.util.HashMap;
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
import org.porin.profile.TransId;

/**
 * Recognises a message that came before, so that it is delivered once and its repeat gets the same
 * answer, a pending one included (RFC 2779 §5.4.2, OPEN b). What failed is forgotten: its sender
 * was told so, and who sends it again wants another try. Bounded in time, number and octets, since
 * of every identity only a digest is kept; the oldest goes first. Safe for many threads.
 */
final class Repeats {
  /** How long a repeat can come: RFC 3261's 64*T1 for both ends of a transaction. */
  static final Duration WINDOW = Duration.ofSeconds(64);

  private static final int STATUS_BITS = 2;
  private static final long STATUS_MASK = (1 << STATUS_BITS) - 1;
  private static final Status[] STATUSES = Status.values();

  private final LongSupplier nanoTime;
  private final Map<Digest, Pending> pending = new HashMap<>(); // bounded by what is in flight
  private final RecentDigests settled;

  /**
   * @param limit the most operations that are remembered once they have their answer
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  Repeats(int limit, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.settled = new RecentDigests(limit, WINDOW, nanoTime.getAsLong());
  }

  private record Pending(long content, CompletableFuture<Response> answer) {}

  /** What is known of an operation. */
  sealed interface Verdict {}

  /** Seen for the first time, or not recognisable: carry it, and complete the answer. */
  record First(CompletableFuture<Response> answer) implements Verdict {}

  /** Seen before: this is, or will be, its answer. */
  record Again(CompletableFuture<Response> answer) implements Verdict {}

  /** The identity was seen before with other content. */
  record Differs(Refused refusal) implements Verdict {}

  /**
   * Looks the operation up and remembers it.
   *
   * @param content of its entity
   */
  Verdict look(MessageOperation operation, Digest content) {
    Optional<String> repeatKey = operation.repeatKey();
    if (repeatKey.isEmpty()) {
      return new First(new CompletableFuture<>());
    }
    // An XMPP id is not globally unique (RFC 3922 §4.1.3): only with the same content is it a
    // repeat.
    boolean idIsUnique = operation.origin().side() == Side.SIMPLE;
    Digest key =
        Digest.of(
            String.join(
                "\n",
                operation.origin().peer(),
                operation.source().toString(),
                operation.destination().toString(),
                idIsUnique ? "" : content.toString(),
                repeatKey.get()));
    long shortContent = content.low() & ~STATUS_MASK;
    CompletableFuture<Response> answer = new CompletableFuture<>();
    synchronized (pending) {
      Pending open = pending.get(key);
      if (open != null) {
        return open.content == shortContent ? new Again(open.answer) : differs();
      }
      long before = settled.get(key, nanoTime.getAsLong());
      if (before != DigestTable.ABSENT) {
        return (before & ~STATUS_MASK) == shortContent ? again(operation, before) : differs();
      }
      pending.put(key, new Pending(shortContent, answer));
    }
    CompletionStage<Response> outcome = answer;
    outcome.whenComplete((response, fault) -> settle(key, shortContent, response));
    return new First(answer);
  }

  private static Again again(MessageOperation operation, long remembered) {
    Status status = STATUSES[(int) (remembered & STATUS_MASK) - 1];
    TransId transId = operation.transId();
    return new Again(
        CompletableFuture.completedFuture(new Response(transId, status, Optional.empty())));
  }

  private static Differs differs() {
    return new Differs(
        new Refused(Reason.REPEAT_DIFFERS, "another message came before under the same identity"));
  }

  private void settle(Digest key, long content, @Nullable Response response) {
    synchronized (pending) {
      pending.remove(key);
      if (response != null && response.status() != Status.FAILURE) {
        settled.put(key, content | (response.status().ordinal() + 1), nanoTime.getAsLong());
      }
    }
  }
}
