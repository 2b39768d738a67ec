package org.porin.simple;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.trust.VerificationService;
import org.porin.trust.VerificationService.Hop;
import org.porin.trust.VerificationService.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has requests verified before they are acted upon (RFC 8224 §4.2). What one says to another by one
 * connection comes out in the order in which it came in, however long each takes; what is refused
 * waits for nothing. Used on the event loop only.
 */
final class Verifying {
  private static final Logger LOG = LoggerFactory.getLogger(Verifying.class);

  private final EventLoop loop;
  private final VerificationService service;
  private final AssertedIdentity network;
  private final InstantSource clock;
  private final Map<Conversation, Queue<Entry>> waiting = new HashMap<>();

  /**
   * @param network what trusted networks assert, beside what is signed
   */
  Verifying(
      EventLoop loop, VerificationService service, AssertedIdentity network, InstantSource clock) {
    this.loop = loop;
    this.service = service;
    this.network = network;
    this.clock = clock;
  }

  /**
   * What has an order of its own. A text of an address that is another way to write it has none.
   */
  private record Conversation(InetSocketAddress peer, String from, String to) {
    static Conversation of(Exchanges.Asked asked) {
      return new Conversation(
          asked.flow().remote(), asked.request().from().uri(), asked.request().requestUri());
    }
  }

  /** A request whose verdict, or whose turn, is still to come. */
  private static final class Entry {
    private final Consumer<Verdict> told;
    private @Nullable Verdict verdict;
    private @Nullable Conversation conversation;

    Entry(Consumer<Verdict> told) {
      this.told = told;
    }
  }

  /**
   * Verifies a request.
   *
   * @param told the verdict, once and on the event loop; at once where there is nothing to wait
   *     for; does not throw, since others wait behind it
   */
  void verify(Exchanges.Asked asked, Consumer<Verdict> told) {
    Entry entry = new Entry(told);
    verdict(asked)
        .whenComplete(
            (verdict, fault) -> {
              Verdict known = verdict == null ? fault(asked, fault) : verdict;
              if (loop.inEventLoop()) {
                conclude(entry, judged(asked, known));
              } else if (!loop.isShuttingDown()) { // else it was answered at the close
                loop.execute(() -> conclude(entry, judged(asked, known)));
              }
            });
    if (entry.verdict == null) {
      enter(entry, Conversation.of(asked));
    } else if (waiting.isEmpty() || entry.verdict.refusal().isPresent()) {
      told.accept(entry.verdict);
    } else {
      Conversation conversation = Conversation.of(asked);
      enter(entry, conversation);
      advance(conversation);
    }
  }

  private Verdict judged(Exchanges.Asked asked, Verdict verdict) {
    try {
      return network.judged(asked.request(), asked.flow(), verdict, clock.instant());
    } catch (RuntimeException e) { // others wait behind it
      return fault(asked, e);
    }
  }

  private CompletionStage<Verdict> verdict(Exchanges.Asked asked) {
    try {
      return service.verify(asked.request(), new Hop(asked.peerHost(), asked.flow().certified()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void enter(Entry entry, Conversation conversation) {
    entry.conversation = conversation;
    waiting.computeIfAbsent(conversation, first -> new ArrayDeque<>()).add(entry);
  }

  private void conclude(Entry entry, Verdict verdict) {
    entry.verdict = verdict;
    Conversation conversation = entry.conversation;
    if (conversation == null) {
      return; // at once: who asked sees to it
    }
    if (verdict.refusal().isPresent()) {
      waiting.getOrDefault(conversation, new ArrayDeque<>()).remove(entry);
      entry.told.accept(verdict);
    }
    advance(conversation);
  }

  private void advance(Conversation conversation) {
    Queue<Entry> queue = waiting.getOrDefault(conversation, new ArrayDeque<>());
    try {
      for (Entry next = queue.peek(); next != null && next.verdict != null; next = queue.peek()) {
        queue.remove();
        next.told.accept(next.verdict);
      }
    } finally {
      if (queue.isEmpty()) {
        waiting.remove(conversation);
      }
    }
  }

  private static Verdict fault(Exchanges.Asked asked, @Nullable Throwable fault) {
    LOG.error("{} from {} has no verdict", asked.request().method(), asked.peer(), fault);
    return new Verdict(
        Optional.empty(), Optional.of(new Refused(Reason.INTERNAL, "a fault of the bridge")));
  }
}
