package org.porin.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.outbox.Direction;
import org.porin.outbox.DurableOutbox;
import org.porin.outbox.OutboxReport;
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
 * The outbox over SQLite while its disk becomes read-only under it, as Linux makes a disk of ext4
 * on which it meets a fault. Needs a user who may mount.
 */
@Timeout(120)
class ReadOnlyOutboxTest {
  private static final Duration EXPIRY = Duration.ofHours(1);
  private static final int DISK_OCTETS = 16 << 20;

  @TempDir private Path directory;
  private Path image;
  private Path disk;

  @BeforeEach
  void mountADisk() throws Exception {
    image = Files.write(directory.resolve("image"), new byte[DISK_OCTETS]);
    disk = Files.createDirectory(directory.resolve("disk"));
    assumeThat(run("mkfs.ext4", "-q", "-F", image.toString()) && mount())
        .as("this user may mount a disk of ext4 in a file")
        .isTrue();
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  private boolean mount() throws Exception {
    return run("mount", "-o", "loop,errors=remount-ro", image.toString(), disk.toString());
  }

  private Store open() throws Exception {
    StoreLocation file = new StoreLocation.InFile(disk.resolve("porin.db"));
    return Stores.open(StoreSettings.of(file, Optional.empty()));
  }

  private static DurableOutbox started(Store store, CommonProfile peer, OutboxThread time)
      throws Exception {
    DurableOutbox outbox = outbox(Direction.TO_SIMPLE, store, peer, time);
    DurableOutbox otherWay = outbox(Direction.TO_XMPP, store, peer, time);
    Recovery.of(store.outbox(), outbox, otherWay, Recovery.Repeats.NONE);
    outbox.start((operation, failure) -> OutcomeSink.Told.NEVER);
    return outbox;
  }

  private static DurableOutbox outbox(
      Direction direction, Store store, CommonProfile peer, OutboxThread time) {
    OutboxSettings settings =
        new OutboxSettings(
            9, 1L << 30, 1L << 30, domain -> EXPIRY, EXPIRY, OutboxSettings.PEER_PAUSE);
    return new DurableOutbox(direction, peer, store.outbox(), settings, time, new SecureRandom());
  }

  @Test
  void aDiskThatBecomesReadOnlyRefusesWhatComesAndLosesNothing() throws Exception {
    try (OutboxThread time = new OutboxThread(Clock.systemUTC());
        Store store = open()) {
      DurableOutbox outbox = started(store, operation -> new CompletableFuture<>(), time);
      for (int number = 1; number <= 3; number++) {
        recorded(outbox, number);
      }
      assertThat(run("mount", "-o", "remount,abort", disk.toString())).isTrue();
      for (int number = 4; number <= 6; number++) {
        Refused refused = refusal(outbox.message(KilledOutbox.message(number)));
        assertThat(refused.reason()).isEqualTo(Reason.CONGESTED);
        assertThat(refused.retryAfter()).isPresent();
        assertThat(refused.text()).contains("cannot keep messages at the moment");
      }
      assertThat(store.status().fault().orElseThrow())
          .contains(disk.resolve("porin.db").toString())
          .containsAnyOf("read-only", "see the system's log");
      assertThat(held(outbox.report())).isEqualTo(3);
    }
    assertThat(run("umount", disk.toString()) && mount()).as("it is repaired").isTrue();
    Peer peer = new Peer();
    try (OutboxThread time = new OutboxThread(Clock.systemUTC());
        Store store = open()) {
      DurableOutbox outbox = started(store, peer, time);
      while (held(outbox.report()) > 0) {
        Thread.sleep(5);
      }
    }
    assertThat(peer.came).containsExactlyInAnyOrder(1, 2, 3);
  }

  /** Takes everything at once. */
  private static final class Peer implements CommonProfile {
    final List<Integer> came = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<Response> message(MessageOperation operation) {
      came.add(KilledOutbox.number(operation));
      return CompletableFuture.completedFuture(Response.success(operation.transId()));
    }
  }

  private static void recorded(DurableOutbox outbox, int number) throws Exception {
    outbox
        .accept(KilledOutbox.message(number))
        .recorded()
        .orElseThrow()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private static Refused refusal(CompletionStage<Response> answer) throws Exception {
    Response response = answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(response.status()).isEqualTo(Status.FAILURE);
    return (Refused) response.failure().orElseThrow();
  }

  private static long held(OutboxReport report) {
    return report.held().values().stream().mapToLong(count -> count).sum();
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
