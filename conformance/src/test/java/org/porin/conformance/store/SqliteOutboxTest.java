package org.porin.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.outbox.Direction;
import org.porin.outbox.DurableOutbox;
import org.porin.outbox.OutboxSettings;
import org.porin.outbox.OutboxThread;
import org.porin.outbox.Recovery;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.OutcomeSink;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.store.Store;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

/**
 * The outbox over SQLite, also where the disk takes nothing more, or somebody else has the file.
 */
class SqliteOutboxTest extends OutboxStoreContract {
  private static final Duration EXPIRY = Duration.ofHours(1);

  @TempDir private Path directory;

  @Override
  protected StoreSettings settings() {
    return in(directory);
  }

  private static StoreSettings in(Path where) {
    return StoreSettings.of(new StoreLocation.InFile(where.resolve("porin.db")), Optional.empty());
  }

  @Override
  protected int kills() {
    return 12;
  }

  /** A peer that answers when it is told to. */
  private static final class Peer implements CommonProfile {
    record Came(MessageOperation operation, CompletableFuture<Response> answer) {}

    final BlockingQueue<Came> came = new LinkedBlockingQueue<>();

    @Override
    public CompletionStage<Response> message(MessageOperation operation) {
      CompletableFuture<Response> answer = new CompletableFuture<>();
      came.add(new Came(operation, answer));
      return answer;
    }

    Came next() throws InterruptedException {
      return Optional.ofNullable(came.poll(20, TimeUnit.SECONDS)).orElseThrow();
    }

    static void take(Came message) {
      message.answer().complete(Response.success(message.operation().transId()));
    }
  }

  private static DurableOutbox started(Store store, Peer peer, OutboxThread time) throws Exception {
    DurableOutbox outbox = outbox(Direction.TO_SIMPLE, store, peer, time);
    Recovery.of(
        store.outbox(),
        outbox,
        outbox(Direction.TO_XMPP, store, peer, time),
        Recovery.Repeats.NONE);
    outbox.start((operation, failure) -> OutcomeSink.Told.NEVER);
    return outbox;
  }

  private static DurableOutbox outbox(
      Direction direction, Store store, Peer peer, OutboxThread time) {
    OutboxSettings settings =
        new OutboxSettings(
            9, 1L << 30, 1L << 30, domain -> EXPIRY, EXPIRY, OutboxSettings.PEER_PAUSE);
    return new DurableOutbox(direction, peer, store.outbox(), settings, time, new SecureRandom());
  }

  private static Response outcome(CompletionStage<Response> answer) {
    return answer.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void aFullDiskRefusesWhatComesLosesNothingAndHealsByItself() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()))
        .as("this user may mount a small disk")
        .isTrue();
    try (OutboxThread time = new OutboxThread(Clock.systemUTC())) {
      try (Store store = Stores.open(in(disk))) {
        Peer peer = new Peer();
        DurableOutbox outbox = started(store, peer, time);
        CompletionStage<Response> first = outbox.message(KilledOutbox.message(1));
        Peer.Came came = peer.next();
        Path ballast = disk.resolve("ballast");
        assertThatThrownBy(() -> Files.write(ballast, new byte[4 << 20]))
            .isInstanceOf(IOException.class);
        Response refusal = Response.success(came.operation().transId());
        for (int i = 2; i < 1_000 && refusal.status() != Status.FAILURE; i++) {
          CompletionStage<Response> next = outbox.accept(KilledOutbox.message(i)).outcome();
          refusal =
              next.toCompletableFuture()
                  .completeOnTimeout(refusal, 200, TimeUnit.MILLISECONDS)
                  .join();
        }
        Refused refused = (Refused) refusal.failure().orElseThrow();
        assertThat(refused.reason()).isEqualTo(Reason.CONGESTED);
        assertThat(refused.retryAfter()).isPresent();
        Peer.take(came);
        Files.delete(ballast);
        assertThat(outcome(first).status()).isEqualTo(Status.SUCCESS);
        while (!outbox.report().held().isEmpty()) { // at last: nothing of it is lost
          Optional.ofNullable(peer.came.poll(20, TimeUnit.MILLISECONDS)).ifPresent(Peer::take);
        }
      }
      try (Store again = Stores.open(in(disk))) {
        Peer peer = new Peer();
        assertThat(started(again, peer, time).report().held()).isEmpty();
      }
    } finally {
      run("umount", disk.toString());
    }
  }

  @Test
  void whileSomebodyElseHasTheFileNothingIsTakenAndWhatHasEndedWaits() throws Exception {
    try (OutboxThread time = new OutboxThread(Clock.systemUTC());
        Store store = Stores.open(settings());
        Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("porin.db"));
        Statement statement = other.createStatement()) {
      Peer peer = new Peer();
      DurableOutbox outbox = started(store, peer, time);
      CompletionStage<Response> first = outbox.message(KilledOutbox.message(1));
      Peer.Came came = peer.next();
      statement.execute("BEGIN EXCLUSIVE");
      Response refusal = outcome(outbox.message(KilledOutbox.message(2)));
      assertThat(refusal.status()).isEqualTo(Status.FAILURE);
      Peer.take(came);
      assertThat(first.toCompletableFuture()).isNotDone();
      statement.execute("ROLLBACK");
      assertThat(outcome(first).status()).isEqualTo(Status.SUCCESS);
      CompletionStage<Response> third = outbox.message(KilledOutbox.message(3));
      Peer.take(peer.next());
      assertThat(outcome(third).status()).isEqualTo(Status.SUCCESS);
      assertThat(outbox.report().held()).isEmpty();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      return false; // there is no such program
    }
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
