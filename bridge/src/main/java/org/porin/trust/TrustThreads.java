package org.porin.trust;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The threads that sign and verify, {@code trust-N}, so that no event loop does it. Work of one
 * lane is done, and told, in the order in which it came, even where it has to wait for a
 * certificate; other lanes go on meanwhile. Bounded in octets that wait. Safe for many threads.
 */
public final class TrustThreads implements AutoCloseable {
  /** Ample for seconds of work; beyond it nothing new is taken. */
  public static final long MOST_OCTETS = 32 << 20;

  private final List<Shard> shards;
  private final long mostOctets;
  private final AtomicLong waitingOctets = new AtomicLong();

  /**
   * @param count how many threads, at least 1
   * @param mostOctets that may wait
   */
  public TrustThreads(int count, long mostOctets) {
    this.shards = IntStream.rangeClosed(1, count).mapToObj(Shard::new).toList();
    this.mostOctets = mostOctets;
  }

  /** As many threads as processors. */
  public static TrustThreads open() {
    return new TrustThreads(Runtime.getRuntime().availableProcessors(), MOST_OCTETS);
  }

  /**
   * Has work done after all earlier work of the same lane.
   *
   * @param octets that it holds while it waits
   * @param work called on one of these threads, which it is given to go on there; what it returns
   *     may complete anywhere
   * @return completes on one of these threads, with a CancellationException where they end before;
   *     empty when too much waits
   */
  <T> Optional<CompletionStage<T>> inLane(
      String lane, long octets, Function<Executor, CompletionStage<T>> work) {
    if (waitingOctets.addAndGet(octets) > mostOctets) {
      waitingOctets.addAndGet(-octets);
      return Optional.empty();
    }
    CompletableFuture<T> told = new CompletableFuture<>();
    CompletionStage<T> done = told.whenComplete((value, fault) -> waitingOctets.addAndGet(-octets));
    Shard shard = shards.get(Math.floorMod(lane.hashCode(), shards.size()));
    shard.execute(() -> shard.enter(lane, work, told), told);
    return Optional.of(done);
  }

  /** Ends the threads; what waits is given up. */
  @Override
  public void close() {
    shards.forEach(Shard::close);
  }

  /** One thread, and what is under way in its lanes. */
  private static final class Shard {
    private final ExecutorService thread;
    private final Map<String, CompletableFuture<?>> last = new ConcurrentHashMap<>(); // by lane

    Shard(int number) {
      this.thread =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread made = new Thread(task, "trust-" + number);
                made.setDaemon(true);
                return made;
              });
    }

    void execute(Runnable task, CompletableFuture<?> told) {
      try {
        thread.execute(task);
      } catch (RejectedExecutionException e) {
        told.completeExceptionally(new CancellationException("the bridge is stopping"));
      }
    }

    <T> void enter(
        String lane, Function<Executor, CompletionStage<T>> work, CompletableFuture<T> told) {
      CompletableFuture<?> before = last.put(lane, told);
      if (before == null) {
        begin(lane, work, told);
      } else { // through the queue: a thousand that wait must not begin inside of each other
        before.whenComplete((value, fault) -> execute(() -> begin(lane, work, told), told));
      }
    }

    private <T> void begin(
        String lane, Function<Executor, CompletionStage<T>> work, CompletableFuture<T> told) {
      CompletableFuture<T> stage = started(work);
      if (stage.isDone()) {
        tell(lane, stage, told);
      } else {
        stage.whenComplete((value, fault) -> execute(() -> tell(lane, stage, told), told));
      }
    }

    private <T> CompletableFuture<T> started(Function<Executor, CompletionStage<T>> work) {
      try {
        return work.apply(thread).toCompletableFuture();
      } catch (RuntimeException | StackOverflowError e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private <T> void tell(String lane, CompletableFuture<T> stage, CompletableFuture<T> told) {
      last.remove(lane, told);
      stage.whenComplete(
          (value, fault) -> {
            if (fault == null) {
              told.complete(value);
            } else {
              told.completeExceptionally(fault);
            }
          });
    }

    void close() {
      thread.shutdown();
      try {
        if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
          thread.shutdownNow();
        }
      } catch (InterruptedException e) {
        thread.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }
}
