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
    Optional<Digest> named = SettledIdentity.key(operation, content);
    if (named.isEmpty()) {
      return new First(new CompletableFuture<>());
    }
    Digest key = named.get();
    long shortContent = SettledIdentity.shortened(content);
    CompletableFuture<Response> answer = new CompletableFuture<>();
    synchronized (pending) {
      Pending open = pending.get(key);
      if (open != null) {
        return open.content == shortContent ? new Again(open.answer) : differs();
      }
      long before = settled.get(key, nanoTime.getAsLong());
      if (before != DigestTable.ABSENT) {
        return SettledIdentity.isOf(before, shortContent) ? again(operation, before) : differs();
      }
      pending.put(key, new Pending(shortContent, answer));
    }
    CompletionStage<Response> outcome = answer;
    outcome.whenComplete((response, fault) -> settle(key, content, response));
    return new First(answer);
  }

  private static Again again(MessageOperation operation, long remembered) {
    return new Again(
        CompletableFuture.completedFuture(SettledIdentity.answer(remembered, operation.transId())));
  }

  /** Remembers what an earlier process has answered, as if it had been answered now. */
  void recall(SettledIdentity identity) {
    synchronized (pending) {
      settled.put(identity.key(), identity.ending(), nanoTime.getAsLong());
    }
  }

  private static Differs differs() {
    return new Differs(
        new Refused(Reason.REPEAT_DIFFERS, "another message came before under the same identity"));
  }

  private void settle(Digest key, Digest content, @Nullable Response response) {
    synchronized (pending) {
      pending.remove(key);
      if (response != null && response.status() != Status.FAILURE) {
        settled.put(key, SettledIdentity.ending(content, response.status()), nanoTime.getAsLong());
      }
    }
  }
}
