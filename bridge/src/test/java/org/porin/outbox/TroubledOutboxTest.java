package org.porin.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.PARIS;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.outward;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.durable.StoreException;
import org.porin.membrane.Operations;
import org.porin.membrane.RecordingEdge;
import org.porin.membrane.SettledIdentity;
import org.porin.outbox.OutboxEntry.State;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.MessageOperation;
import org.porin.profile.OutcomeSink;
import org.porin.profile.OutcomeSink.Told;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.store.Store;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

/** The outbox while the store takes nothing, or while who is to tell of a failure cannot. */
@Timeout(60)
class TroubledOutboxTest {
  private static final Duration EXPIRY = Duration.ofHours(4);
  private static final OutboxView.Filter ALL =
      new OutboxView.Filter(Optional.empty(), "", Optional.empty(), Optional.empty());

  private final ManualTime time = new ManualTime();
  private final RecordingEdge edge = new RecordingEdge();
  private Store store;
  private Full full;
  private DurableOutbox outbox;

  /** A store that can be full, and of which other bridges have a part. */
  private static final class Full implements OutboxStore {
    private final OutboxStore kept;
    final AtomicInteger looks = new AtomicInteger();
    volatile Optional<StoreException> fault = Optional.empty();
    volatile boolean shared;
    volatile boolean older; // whether another bridge has what was recorded before

    Full(OutboxStore kept) {
      this.kept = kept;
    }

    private void change(Written told, Consumer<Written> change) {
      Optional<StoreException> now = fault;
      if (now.isEmpty()) {
        change.accept(told);
      } else { // behind what was asked for before, as the real one tells it
        kept.delete(Long.MAX_VALUE, true, Optional.empty(), unused -> told.written(now));
      }
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
      change(told, each -> kept.insert(id, lane, message, each));
    }

    @Override
    public boolean isOurs() {
      return true;
    }

    @Override
    public boolean mayBeElsewhere(long lane) {
      return shared;
    }

    @Override
    public void look(long lane, Looked told) {
      looks.incrementAndGet();
      change(
          failed -> told.looked(older, failed),
          each -> kept.delete(Long.MAX_VALUE, true, Optional.empty(), each));
    }

    @Override
    public void park(ParkedRow row, boolean hot, Optional<SettledIdentity> identity, Written told) {
      change(told, each -> kept.park(row, hot, identity, each));
    }

    @Override
    public void delete(long id, boolean hot, Optional<SettledIdentity> identity, Written told) {
      change(told, each -> kept.delete(id, hot, identity, each));
    }

    @Override
    public void read(long id, Found told) {
      kept.read(id, told);
    }
  }

  @BeforeEach
  void open() throws StoreException {
    store = Stores.open(StoreSettings.of(new StoreLocation.InMemory(), Optional.empty()));
    full = new Full(store.outbox());
    outbox = outbox(Direction.TO_SIMPLE);
    Recovery.of(full, outbox, outbox(Direction.TO_XMPP), Recovery.Repeats.NONE);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private DurableOutbox outbox(Direction direction) {
    OutboxSettings settings =
        new OutboxSettings(
            9, 1L << 32, 1L << 32, domain -> EXPIRY, EXPIRY, OutboxSettings.PEER_PAUSE);
    return new DurableOutbox(direction, edge, full, settings, time, new Random(7));
  }

  private void settled() {
    for (int i = 0; i < 6; i++) {
      CompletableFuture<Void> written = new CompletableFuture<>();
      store
          .outbox()
          .delete(Long.MAX_VALUE, true, Optional.empty(), fault -> written.complete(null));
      written.orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  private void fail(int index, Failure failure) {
    edge.answer(index, Response.failure(edge.operations.get(index).transId(), failure));
    settled();
  }

  private static Optional<Status> now(CompletionStage<Response> answer) {
    return Optional.ofNullable(answer.toCompletableFuture().getNow(null)).map(Response::status);
  }

  @Test
  void whatIsDroppedWhileTheStoreIsFullKeepsNobodyFromItsAnswer() {
    outbox.start((operation, failure) -> Told.YES);
    CompletionStage<Response> first = outbox.message(outward(JULIET, ROMEO, "1"));
    CompletionStage<Response> second = outbox.message(outward(JULIET, ROMEO, "2"));
    settled();
    full.fault = Optional.of(new StoreException("the disk is full"));
    assertThat(new OutboxView(outbox).drop(ALL)).isEqualTo(1);
    settled();
    full.fault = Optional.empty();
    edge.succeed(0);
    settled();
    assertThat(now(first)).contains(Status.SUCCESS);
    time.pass(Duration.ofSeconds(2));
    settled();
    assertThat(now(second)).contains(Status.FAILURE);
    assertThat(outbox.report().held()).isEmpty();
    assertThat(edge.texts()).containsExactly("1");
  }

  @Test
  void whatIsBeingGivenUpIsNotTriedAndWaitsForItsSender() {
    outbox.start((operation, failure) -> Told.YES);
    outbox.message(outward(JULIET, ROMEO, "1"));
    outbox.message(outward(JULIET, ROMEO, "2"));
    settled();
    fail(0, new Refused(Reason.PEER_UNREACHABLE, "because"));
    OutboxView view = new OutboxView(outbox);
    long first = view.list(ALL, 9).entries().get(0).id();
    full.fault = Optional.of(new StoreException("the disk is full"));
    assertThat(
            view.drop(
                new OutboxView.Filter(Optional.of(first), "", Optional.empty(), Optional.empty())))
        .isEqualTo(1);
    settled();
    assertThat(view.retry(ALL)).isEqualTo(new OutboxView.Retried(0, 0));
    assertThat(view.list(ALL, 9).entries())
        .extracting(OutboxView.Entry::waits)
        .containsExactly(
            new Wait(Wait.What.SENDER, Optional.empty(), Optional.empty()),
            new Wait(Wait.What.STORE, Optional.of(first), Optional.empty()));
    full.fault = Optional.empty();
    time.pass(Duration.ofSeconds(2));
    settled();
    assertThat(edge.texts()).containsExactly("1", "2");
  }

  @Test
  void whatAnotherBridgeMayHaveOlderMessagesOfSaysSo() {
    outbox.start((operation, failure) -> Told.YES);
    full.shared = true;
    full.older = true;
    outbox.message(outward(JULIET, ROMEO, "1"));
    settled();
    assertThat(new OutboxView(outbox).list(ALL, 9).entries().get(0).waits().what())
        .isEqualTo(Wait.What.OTHER_BRIDGE);
  }

  @Test
  void aFaultOfWhoTellsEndsThatOneMessageAndHoldsUpNoOther() {
    List<String> told = new CopyOnWriteArrayList<>();
    outbox.start(
        (operation, failure) -> {
          told.add(Operations.textOf(operation));
          if (told.size() == 1) {
            throw new IllegalStateException("a fault of ours");
          }
          return Told.YES;
        });
    outbox.message(outward(JULIET, ROMEO, "1"));
    outbox.message(outward(NURSE, PARIS, "2"));
    settled();
    fail(0, new Refused(Reason.PEER_UNREACHABLE, "because"));
    fail(1, new Refused(Reason.PEER_UNREACHABLE, "because"));
    for (int index = 2; index < 4; index++) { // nobody waits for the response any more
      time.pass(Duration.ofMinutes(5));
      settled();
      fail(index, new SipAnswer(404, "Not Found", Optional.empty(), Optional.empty()));
    }
    assertThat(told).containsExactlyInAnyOrder("1", "2");
    assertThat(outbox.report().held()).isEmpty();
    assertThat(outbox.report().told()).containsEntry(Told.NEVER, 1L).containsEntry(Told.YES, 1L);
  }

  @Test
  void aLaneOfWhichNothingWasTakenIsLookedIntoNoMore() {
    outbox.start((operation, failure) -> Told.YES);
    full.shared = true;
    full.fault = Optional.of(new StoreException("the database is away"));
    for (int i = 0; i < 20; i++) {
      CompletionStage<Response> answer = outbox.message(outward(JULIET, ROMEO, "" + i));
      settled();
      assertThat(now(answer)).contains(Status.FAILURE);
    }
    int before = full.looks.get();
    for (int i = 0; i < 10; i++) {
      time.pass(Duration.ofMillis(250));
      settled();
    }
    assertThat(full.looks.get() - before)
        .as("looks, each of which asks for the next")
        .isLessThan(21);
    full.fault = Optional.empty();
    CompletionStage<Response> answer = outbox.message(outward(JULIET, ROMEO, "after"));
    settled();
    time.pass(Duration.ofMillis(250));
    settled();
    edge.succeed(0);
    settled();
    assertThat(now(answer)).contains(Status.SUCCESS);
  }

  @Test
  void aRowThatSaysThatItIsSettledIsLeftOutAndTheRestGoesOn() throws Exception {
    OutboxEntry waiting = OutboxEntry.recorded(time.now(), time.now().plus(EXPIRY));
    OutboxEntry settled =
        new OutboxEntry(State.SETTLED, 1, 0, false, waiting.due(), waiting.expires());
    Recovery.read(
            rows -> {
              rows.parked(row(7, settled), 0);
              rows.parked(row(8, waiting), 0);
            })
        .give(outbox, outbox(Direction.TO_XMPP), Recovery.Repeats.NONE);
    assertThat(outbox.report().held()).isEqualTo(Map.of(State.IN_DOUBT, 1L));
  }

  private ParkedRow row(long id, OutboxEntry entry) {
    long now = time.now().toEpochMilli();
    return new ParkedRow(id, Direction.TO_SIMPLE, JULIET, ROMEO, 9, now, entry, new byte[0]);
  }

  @Test
  void aFailureIsKeptWhileWhoAskedCannotHearIt() {
    LostLink link = new LostLink();
    outbox.start(link);
    CompletionStage<Response> answer = outbox.message(outward(JULIET, ROMEO, "1"));
    settled();
    fail(0, new SipAnswer(404, "Not Found", Optional.empty()));
    assertThat(outbox.report().held()).containsExactlyEntriesOf(Map.of(State.FAILED, 1L));
    assertThat(now(answer)).as("no more is known for now").contains(Status.INDETERMINANT);
    link.isBack = true;
    time.pass(Duration.ofSeconds(6));
    settled();
    assertThat(link.told).containsExactly("1: Not Found");
    assertThat(outbox.report().held()).isEmpty();
  }

  /** Whoever asked is at the other end of a link that is down. */
  private static final class LostLink implements OutcomeSink {
    final List<String> told = new CopyOnWriteArrayList<>();
    volatile boolean isBack;

    @Override
    public boolean hears(MessageOperation operation) {
      return isBack;
    }

    @Override
    public Told failed(MessageOperation operation, Failure failure) {
      if (!isBack) {
        return Told.LATER;
      }
      told.add(Operations.textOf(operation) + ": " + failure.text());
      return Told.YES;
    }
  }
}
