package org.porin.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.BENVOLIO;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.PARIS;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.outward;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.address.ImUri;
import org.porin.durable.StoreException;
import org.porin.membrane.Outcome;
import org.porin.membrane.RecordingEdge;
import org.porin.outbox.OutboxEntry.State;
import org.porin.outbox.OutboxReport.OfPeer;
import org.porin.outbox.OutboxView.Entry;
import org.porin.outbox.OutboxView.Filter;
import org.porin.outbox.OutboxView.Retried;
import org.porin.outbox.Wait.What;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.OutcomeSink.Told;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.store.Store;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

/** What an operator sees of messages that wait, what they wait for, and what is counted of them. */
@Timeout(60)
class OutboxViewTest {
  private static final Duration EXPIRY = Duration.ofHours(4);
  private static final Filter ALL =
      new Filter(Optional.empty(), "", Optional.empty(), Optional.empty());

  private final ManualTime time = new ManualTime();
  private final RecordingEdge edge = new RecordingEdge();
  private Store store;
  private DurableOutbox outbox;
  private OutboxView view;
  private Told told = Told.YES;

  @BeforeEach
  void open() throws StoreException {
    store = Stores.open(StoreSettings.of(new StoreLocation.InMemory(), Optional.empty()));
    outbox = outbox(Direction.TO_SIMPLE);
    view = new OutboxView(outbox);
    Recovery.of(store.outbox(), outbox, outbox(Direction.TO_XMPP), Recovery.Repeats.NONE);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private DurableOutbox outbox(Direction direction) {
    OutboxSettings settings =
        new OutboxSettings(
            9,
            1L << 32,
            1L << 32,
            domain -> domain.equals("verona.example") ? Duration.ofSeconds(60) : EXPIRY,
            EXPIRY,
            OutboxSettings.PEER_PAUSE,
            Set.of("montague.example", "mantua.example"));
    return new DurableOutbox(direction, edge, store.outbox(), settings, time, new Random(7));
  }

  private void start() {
    outbox.start((operation, failure) -> told);
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

  private void send(ImUri source, ImUri destination, String text) {
    outbox.message(outward(source, destination, text));
    settled();
  }

  private void fail(int index, Failure failure) {
    edge.answer(index, Response.failure(edge.operations.get(index).transId(), failure));
    settled();
  }

  private static Refused unreachable() {
    return new Refused(Reason.PEER_UNREACHABLE, "connection refused");
  }

  private List<Entry> entries() {
    return view.list(ALL, 100).entries();
  }

  private static Filter of(Entry entry) {
    return new Filter(Optional.of(entry.id()), "", Optional.empty(), Optional.empty());
  }

  private static OfPeer counted(OutboxReport report, String peer) {
    return Optional.ofNullable(report.peers().get(peer)).orElseThrow();
  }

  /** As many lanes of one peer fail as open its circuit. */
  private void openTheCircuitOfMontague() {
    for (int i = 0; i < Circuit.FAILURES; i++) {
      send(JULIET, new ImUri("servant" + i, "montague.example"), "s" + i);
    }
    for (int i = 0; i < Circuit.FAILURES; i++) {
      fail(i, unreachable());
    }
  }

  @Test
  void whatHasItsTurnBehindAnotherSaysBehindWhichAndWhatThatOneWaitsFor() {
    start();
    send(JULIET, ROMEO, "1");
    send(NURSE, ROMEO, "2");
    Entry first = entries().get(0);
    assertThat(first.waits()).isEqualTo(new Wait(What.ANSWER, Optional.empty(), Optional.empty()));
    assertThat(entries().get(1).waits())
        .isEqualTo(new Wait(What.ANSWER, Optional.of(first.id()), Optional.empty()));
    fail(0, unreachable());
    Wait wait = entries().get(0).waits();
    assertThat(entries().get(0).state()).isEqualTo(State.PARKED);
    assertThat(wait.what()).isEqualTo(What.TIME);
    assertThat(wait.until().orElseThrow())
        .isBetween(time.now().plusMillis(500), time.now().plusSeconds(1));
    assertThat(entries().get(1).state()).isEqualTo(State.RECORDED);
    assertThat(entries().get(1).waits())
        .isEqualTo(new Wait(What.TIME, Optional.of(first.id()), wait.until()));
  }

  @Test
  void whatIsHeldBackByACircuitSaysSoAndUntilWhen() {
    start();
    openTheCircuitOfMontague();
    send(JULIET, ROMEO, "1");
    send(JULIET, ROMEO, "2");
    send(JULIET, PARIS, "other peer");
    List<Entry> held = entries().subList(Circuit.FAILURES, Circuit.FAILURES + 3);
    Instant until = held.get(0).waits().until().orElseThrow();
    assertThat(until).isBetween(time.now(), time.now().plusSeconds(1));
    assertThat(held.get(0).state()).isEqualTo(State.RECORDED);
    assertThat(held.get(0).peer()).isEqualTo("montague.example");
    assertThat(held.get(0).waits())
        .isEqualTo(new Wait(What.CIRCUIT, Optional.empty(), Optional.of(until)));
    assertThat(held.get(1).waits())
        .isEqualTo(new Wait(What.CIRCUIT, Optional.of(held.get(0).id()), Optional.of(until)));
    assertThat(held.get(2).waits().what()).isEqualTo(What.ANSWER);
    time.pass(Duration.ofSeconds(1)); // one message is out as a probe now
    settled();
    assertThat(edge.operations).hasSize(Circuit.FAILURES + 2);
    assertThat(
            entries().stream()
                .filter(each -> each.peer().equals("montague.example"))
                .filter(each -> each.waits().behind().isEmpty()))
        .extracting(each -> each.waits().what())
        .containsOnlyOnce(What.ANSWER)
        .contains(What.CIRCUIT);
  }

  @Test
  void toHaveOneTriedThatIsBehindAnotherIsToHaveThatOneTried() {
    start();
    send(JULIET, ROMEO, "1");
    send(JULIET, ROMEO, "2");
    send(JULIET, BENVOLIO, "3");
    fail(0, new SipAnswer(503, "busy", Optional.empty()));
    Entry second = entries().get(1);
    assertThat(view.retry(of(second))).isEqualTo(new Retried(1, 1));
    settled();
    assertThat(edge.texts()).containsExactly("1", "3", "1");
    assertThat(view.retry(of(second))).isEqualTo(new Retried(0, 0));
    assertThat(entries().get(1).waits().what()).isEqualTo(What.ANSWER);
    edge.succeed(2);
    settled();
    assertThat(edge.texts()).endsWith("2");
  }

  @Test
  void toHaveAllTriedBreaksNoOrderAndClosesTheCircuit() {
    start();
    openTheCircuitOfMontague();
    send(JULIET, ROMEO, "1");
    send(NURSE, ROMEO, "2");
    assertThat(outbox.report().openCircuits()).isOne();
    assertThat(view.retry(ALL)).isEqualTo(new Retried(Circuit.FAILURES + 1, 1));
    settled();
    assertThat(edge.texts().subList(Circuit.FAILURES, edge.texts().size()))
        .containsExactlyInAnyOrder("s0", "s1", "s2", "s3", "s4", "1");
    assertThat(outbox.report().openCircuits()).isZero();
  }

  @Test
  void whatWasGivenUpWaitsForItsSenderAndIsNotTried() {
    start();
    send(JULIET, ROMEO, "1");
    fail(0, unreachable());
    told = Told.LATER;
    assertThat(view.drop(ALL)).isEqualTo(1);
    settled();
    assertThat(entries().get(0).waits().what()).isEqualTo(What.SENDER);
    assertThat(entries().get(0).trouble().orElseThrow()).contains("operator");
    assertThat(view.retry(ALL)).isEqualTo(new Retried(0, 0));
    assertThat(outbox.report().told()).containsKey(Told.LATER);
  }

  @Test
  void beforeTheStartEverythingWaitsForTheBridgeItself() {
    send(JULIET, ROMEO, "1");
    assertThat(entries().get(0).waits().what()).isEqualTo(What.OWN_BRIDGE);
    start();
    assertThat(entries().get(0).waits().what()).isEqualTo(What.ANSWER);
  }

  @Test
  void filtersPickByStateAndAge() {
    start();
    send(JULIET, ROMEO, "1");
    fail(0, new SipAnswer(503, "busy", Optional.empty()));
    Instant between = time.now().plusMillis(1);
    time.pass(Duration.ofMillis(2));
    send(JULIET, PARIS, "2");
    Filter parked = new Filter(Optional.empty(), "", Optional.of(State.PARKED), Optional.empty());
    Filter older = new Filter(Optional.empty(), "", Optional.empty(), Optional.of(between));
    assertThat(view.list(parked, 9).entries())
        .extracting(Entry::destination)
        .containsExactly(ROMEO);
    assertThat(view.list(older, 9).entries()).extracting(Entry::destination).containsExactly(ROMEO);
    assertThat(view.list(ALL, 1).entries()).hasSize(1);
    assertThat(view.list(ALL, 1).total()).isEqualTo(2);
  }

  @Test
  void eachPeerThatIsNamedIsCountedApartAndAllOthersTogether() {
    start();
    long first = time.now().toEpochMilli();
    send(JULIET, ROMEO, "1");
    time.pass(Duration.ofSeconds(1));
    send(JULIET, PARIS, "2");
    send(JULIET, new ImUri("anybody", "somewhere.example"), "3");
    edge.succeed(1);
    fail(2, new SipAnswer(404, "Not Found", Optional.empty()));
    OutboxReport report = outbox.report();
    assertThat(report.peers()).containsOnlyKeys("montague.example", OutboxReport.OTHER);
    OfPeer montague = counted(report, "montague.example");
    assertThat(montague.held()).containsOnlyKeys(State.IN_FLIGHT);
    assertThat(montague.oldest()).isEqualTo(OptionalLong.of(first));
    assertThat(montague.ended()).isEmpty();
    OfPeer others = counted(report, OutboxReport.OTHER);
    assertThat(others.held()).isEmpty();
    assertThat(others.oldest()).isEmpty();
    assertThat(others.ended())
        .containsEntry(new Outcome(Status.SUCCESS, "none"), 1L)
        .containsEntry(new Outcome(Status.FAILURE, "sip-404"), 1L);
    edge.succeed(0);
    settled();
    assertThat(outbox.report().peers()).containsKey("montague.example");
    assertThat(outbox.report().oldest()).isEmpty();
  }

  @Test
  void eachPeerHasItsOwnTime() {
    start();
    send(JULIET, ROMEO, "1");
    send(JULIET, PARIS, "2");
    assertThat(entries())
        .extracting(Entry::expires)
        .containsExactly(time.now().plus(EXPIRY), time.now().plusSeconds(60));
    fail(0, new SipAnswer(503, "busy", Optional.empty(), Optional.of(Duration.ofMinutes(30))));
    fail(1, new SipAnswer(503, "busy", Optional.empty(), Optional.of(Duration.ofMinutes(30))));
    time.pass(Duration.ofSeconds(60));
    settled();
    assertThat(entries()).extracting(Entry::destination).containsExactly(ROMEO);
  }
}
