package org.porin.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.PARIS;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.outward;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.durable.StoreException;
import org.porin.membrane.RecordingEdge;
import org.porin.membrane.SettledIdentity;
import org.porin.profile.MessageOperation;
import org.porin.profile.OutcomeSink;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.store.Store;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

/** The outbox beside that of another bridge, over a database in memory. */
class SharedOutboxTest {
  private static final Duration EXPIRY = Duration.ofHours(4);
  private final ManualTime time = new ManualTime();
  private final RecordingEdge edge = new RecordingEdge();
  private final SendingTokens tokens = new SendingTokens(new Random(8));
  private Store store;
  private Shared shared;
  private DurableOutbox outbox;
  private DurableOutbox otherWay;

  /** A store in which another bridge may have something. */
  private static final class Shared implements OutboxStore {
    private final OutboxStore kept;
    volatile boolean elsewhere;
    volatile boolean ours = true;

    Shared(OutboxStore kept) {
      this.kept = kept;
    }

    @Override
    public void load(Rows rows) throws StoreException {
      kept.load(rows);
    }

    @Override
    public long nextId() {
      return kept.nextId();
    }

    @Override
    public void insert(long id, long lane, byte[] message, Written told) {
      kept.insert(id, lane, message, told);
    }

    @Override
    public boolean isOurs() {
      return ours;
    }

    @Override
    public boolean mayBeElsewhere(long lane) {
      return true;
    }

    @Override
    public void look(long lane, Looked told) {
      kept.delete(Long.MAX_VALUE, true, Optional.empty(), fault -> told.looked(elsewhere, fault));
    }

    @Override
    public void park(ParkedRow row, boolean hot, Optional<SettledIdentity> identity, Written told) {
      kept.park(row, hot, identity, told);
    }

    @Override
    public void delete(long id, boolean hot, Optional<SettledIdentity> identity, Written told) {
      kept.delete(id, hot, identity, told);
    }

    @Override
    public void read(long id, Found told) {
      kept.read(id, told);
    }
  }

  @BeforeEach
  void open() throws StoreException {
    store = Stores.open(StoreSettings.of(new StoreLocation.InMemory(), Optional.empty()));
    shared = new Shared(store.outbox());
    outbox = outbox(Direction.TO_SIMPLE);
    otherWay = outbox(Direction.TO_XMPP);
    Recovery.of(shared, outbox, otherWay, Recovery.Repeats.NONE);
    outbox.start((operation, failure) -> OutcomeSink.Told.YES);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private DurableOutbox outbox(Direction direction) {
    OutboxSettings settings =
        new OutboxSettings(
            9, 1L << 32, 1L << 32, domain -> EXPIRY, EXPIRY, OutboxSettings.PEER_PAUSE);
    return new DurableOutbox(direction, edge, shared, settings, time, new Random(7));
  }

  private void settled() {
    for (int i = 0; i < 6; i++) {
      CompletableFuture<Void> written = new CompletableFuture<>();
      shared.delete(Long.MAX_VALUE, true, Optional.empty(), fault -> written.complete(null));
      written.orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  /** Messages of a bridge that died, oldest first. */
  private void inherit(MessageOperation... operations) throws StoreException {
    Recovery.read(
            rows -> {
              for (MessageOperation each : operations) {
                Instant now = time.now();
                OutboxRow row =
                    new OutboxRow(
                        Direction.TO_SIMPLE,
                        now.toEpochMilli(),
                        now.plus(EXPIRY).toEpochMilli(),
                        tokens.next(),
                        1,
                        each);
                byte[] octets = OutboxCodec.encode(row);
                long id = shared.nextId();
                shared.insert(id, 1, octets, fault -> {});
                rows.hot(id, 0, octets);
              }
            })
        .give(outbox, otherWay, Recovery.Repeats.NONE);
  }

  @Test
  void aConversationOfWhichAnotherBridgeHasMessagesWaitsForTheseAndThenFollowsThem()
      throws Exception {
    shared.elsewhere = true;
    CompletionStage<Response> third = outbox.message(outward(JULIET, ROMEO, "3"));
    settled();
    assertThat(edge.texts()).isEmpty();
    assertThat(third.toCompletableFuture().join().status())
        .as("it is kept")
        .isEqualTo(Status.INDETERMINANT);
    inherit(outward(JULIET, ROMEO, "1"), outward(JULIET, ROMEO, "2"));
    shared.elsewhere = false;
    time.pass(Duration.ofMillis(200));
    settled();
    edge.succeed(0);
    settled();
    edge.succeed(1);
    settled();
    assertThat(edge.texts()).containsExactly("1", "2", "3");
  }

  @Test
  void whatIsInheritedWaitsForWhatAThirdBridgeHadBeforeIt() throws Exception {
    shared.elsewhere = true;
    inherit(outward(JULIET, ROMEO, "2"));
    settled();
    assertThat(edge.texts()).isEmpty();
    shared.elsewhere = false;
    time.pass(Duration.ofMillis(200));
    settled();
    assertThat(edge.texts()).containsExactly("2");
  }

  @Test
  void whatIsInheritedIsInFlightBesideNothingOfItsLane() throws Exception {
    CompletionStage<Response> mine = outbox.message(outward(JULIET, ROMEO, "mine"));
    settled();
    inherit(outward(JULIET, ROMEO, "1"), outward(JULIET, PARIS, "other lane"));
    settled();
    assertThat(edge.texts()).containsExactly("mine", "other lane");
    edge.succeed(0);
    settled();
    assertThat(mine.toCompletableFuture().join().status()).isEqualTo(Status.SUCCESS);
    assertThat(edge.texts()).containsExactly("mine", "other lane", "1");
  }

  @Test
  void nothingBeginsWhileAnotherBridgeMayHaveTakenIt() {
    shared.ours = false;
    outbox.message(outward(JULIET, ROMEO, "1"));
    settled();
    assertThat(edge.texts()).isEmpty();
    shared.ours = true;
    time.pass(Duration.ofSeconds(1));
    settled();
    assertThat(edge.texts()).containsExactly("1");
  }

  @Test
  void aLaneHasOneNumberInEveryProcess() {
    long number = LaneNumber.of(Direction.TO_SIMPLE, JULIET, ROMEO);
    assertThat(number)
        .isEqualTo(LaneNumber.of(Direction.TO_SIMPLE, PARIS, ROMEO))
        .isNotEqualTo(LaneNumber.of(Direction.TO_XMPP, JULIET, ROMEO))
        .isNotEqualTo(LaneNumber.of(Direction.TO_SIMPLE, JULIET, PARIS));
    assertThat(LaneNumber.of(Direction.TO_XMPP, ROMEO, JULIET))
        .isNotEqualTo(LaneNumber.of(Direction.TO_XMPP, PARIS, JULIET));
  }
}
