package org.porin.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.BENVOLIO;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.PARIS;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.outward;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.ImUri;
import org.porin.durable.StoreException;
import org.porin.membrane.Operations;
import org.porin.membrane.RecordingEdge;
import org.porin.outbox.OutboxEntry.State;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.OutcomeSink.Told;
import org.porin.profile.Response;

/** What an operator does with messages, and a store that fails, while something else goes on. */
class OperatedOutboxTest {
  private static final Duration EXPIRY = Duration.ofHours(4);
  private static final StoreException FULL = new StoreException("the disk is full");

  private final ManualTime time = new ManualTime();
  private final QueuedStore store = new QueuedStore();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private Told teller = Told.YES;
  private RecordingEdge edge = new RecordingEdge();
  private DurableOutbox outbox = started();

  /** As after a restart, where there was one before. */
  private DurableOutbox started() {
    DurableOutbox started = outbox(Direction.TO_SIMPLE);
    try {
      Recovery.of(store, started, outbox(Direction.TO_XMPP), Recovery.Repeats.NONE);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
    started.start(
        (operation, failure) -> {
          told.add(Operations.textOf(operation));
          return teller;
        });
    store.run();
    return started;
  }

  private DurableOutbox outbox(Direction direction) {
    OutboxSettings settings =
        new OutboxSettings(
            99, 1L << 32, 1L << 32, domain -> EXPIRY, EXPIRY, OutboxSettings.PEER_PAUSE);
    return new DurableOutbox(direction, edge, store, settings, time, new Random(7));
  }

  private void send(ImUri destination, String... texts) {
    for (String text : texts) {
      outbox.message(outward(JULIET, destination, text));
    }
    store.run();
  }

  private void fail(int index, Reason reason) {
    Response response =
        Response.failure(edge.operations.get(index).transId(), new Refused(reason, "because"));
    edge.answer(index, response);
    store.run();
  }

  private void succeed(int index) {
    edge.succeed(index);
    store.run();
  }

  private void pass(Duration duration) {
    for (long left = duration.toSeconds(); left > 0; left -= 5) {
      time.pass(Duration.ofSeconds(Math.min(left, 5)));
      store.run();
    }
  }

  private static OutboxView.Filter only(long id) {
    return new OutboxView.Filter(Optional.of(id), "", Optional.empty(), Optional.empty());
  }

  private static OutboxView.Filter all() {
    return new OutboxView.Filter(Optional.empty(), "", Optional.empty(), Optional.empty());
  }

  private OutboxView view() {
    return new OutboxView(outbox);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  void ofThoseThatWaitAroundADroppedOneNoneIsForgottenInARestart(long dropped) {
    send(ROMEO, "1", "2", "3");
    fail(0, Reason.PEER_UNREACHABLE);
    teller = Told.LATER;
    assertThat(view().drop(only(dropped))).isEqualTo(1);
    store.run();
    edge = new RecordingEdge();
    edge.answersAtOnce = true;
    outbox = started();
    send(ROMEO, "new");
    teller = Told.YES;
    pass(Duration.ofMinutes(1));
    assertThat(edge.texts()).containsExactly("1", dropped == 2 ? "3" : "2", "new");
    assertThat(outbox.report().held()).isEmpty();
    assertThat(store.hot).isEmpty();
    assertThat(store.parked).isEmpty();
  }

  @Test
  void theNextOneGoesOnWhenTheOneThatWaitedForItsPeerIsDropped() {
    send(ROMEO, "poison", "2", "3");
    for (int i = 0; i < Circuit.FAILURES; i++) {
      fail(i, Reason.PEER_TIMEOUT);
      if (i < Circuit.FAILURES - 1) {
        pass(Duration.ofSeconds(40));
      }
    }
    pass(Duration.ofSeconds(3)); // the peer may be probed again, and its time has not come
    assertThat(view().drop(only(1))).isEqualTo(1);
    store.run();
    succeed(Circuit.FAILURES);
    succeed(Circuit.FAILURES + 1);
    assertThat(edge.texts().subList(Circuit.FAILURES, edge.texts().size()))
        .containsExactly("2", "3");
    assertThat(outbox.report().held()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRetryOfAllReachesThoseBesideOneWhoseDropIsNotWrittenYet(long dropped) {
    send(ROMEO, "1");
    send(PARIS, "2");
    send(BENVOLIO, "3");
    store.fault = Optional.of(FULL);
    for (int i = 0; i < 3; i++) {
      fail(i, Reason.PEER_UNREACHABLE);
    }
    assertThat(view().drop(only(dropped))).isEqualTo(1);
    store.run();
    assertThat(view().retry(all()).tried()).isEqualTo(2);
    store.run();
    store.fault = Optional.empty();
    succeed(3);
    succeed(4);
    pass(Duration.ofSeconds(2));
    assertThat(outbox.report().held()).isEmpty();
    assertThat(edge.texts().subList(3, 5)).doesNotContain(String.valueOf(dropped));
    assertThat(store.hot).isEmpty();
  }

  @Test
  void whatIsRefusedWhileTheStoreIsFullLeavesNothingToBeDone() {
    store.fault = Optional.of(FULL);
    for (int i = 0; i < 100; i++) {
      send(ROMEO, "refused");
    }
    time.pass(Duration.ofSeconds(2));
    assertThat(store.asked).isEmpty();
    assertThat(outbox.report().held()).isEmpty();
  }

  @Test
  void whatMayHaveBeenRecordedThoughItWasRefusedIsDeletedWhenThatCanBe() {
    store.fault = Optional.of(FULL.uncertainly());
    send(ROMEO, "refused");
    store.hot.put(1L, new byte[0]); // the commit had come to its end
    pass(Duration.ofSeconds(5));
    assertThat(store.hot).isNotEmpty();
    store.fault = Optional.empty();
    pass(Duration.ofSeconds(5));
    assertThat(store.hot).isEmpty();
  }

  @Test
  void ofOneThatCannotBeReadNothingElseBecomesMeanwhile() {
    send(ROMEO, "1");
    fail(0, Reason.PEER_UNREACHABLE);
    store.fault = Optional.of(FULL);
    assertThat(view().retry(all()).tried()).isEqualTo(1);
    store.run();
    assertThat(view().drop(all())).isZero();
    store.fault = Optional.empty();
    pass(Duration.ofSeconds(5));
    assertThat(edge.texts()).containsExactly("1", "1");
    fail(1, Reason.PEER_UNREACHABLE);
    assertThat(view().drop(all())).isEqualTo(1);
    pass(Duration.ofSeconds(5));
    assertThat(told).containsExactly("1");
    assertThat(outbox.report().held()).isEmpty();
  }

  /** What fills an outbox is a peer that is away, and new messages to it come all the time. */
  @Test
  void whatIsRefusedSaysNothingOfItsPeer() {
    for (int i = 0; i < Circuit.FAILURES; i++) {
      send(new ImUri("user" + i, "montague.example"), "away");
    }
    for (int i = 0; i < Circuit.FAILURES; i++) {
      store.fault = Optional.of(FULL);
      send(new ImUri("another", "montague.example"), "refused");
      store.fault = Optional.empty();
      fail(i, Reason.PEER_UNREACHABLE);
    }
    assertThat(outbox.report().openCircuits()).isEqualTo(1);
  }

  @Test
  void aPeerToWhomNobodyWritesAnyMoreIsForgotten() {
    send(ROMEO, "1");
    for (int i = 0; i < Circuit.FAILURES; i++) {
      fail(i, Reason.PEER_UNREACHABLE);
      pass(Duration.ofMinutes(6));
    }
    fail(Circuit.FAILURES, Reason.PEER_UNREACHABLE);
    assertThat(outbox.report().openCircuits()).isEqualTo(1);
    assertThat(view().drop(all())).isEqualTo(1);
    store.run();
    assertThat(outbox.report().held()).doesNotContainKey(State.PARKED);
    assertThat(outbox.report().openCircuits()).isZero();
  }
}
