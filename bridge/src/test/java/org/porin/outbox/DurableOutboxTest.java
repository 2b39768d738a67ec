package org.porin.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.BENVOLIO;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.PARIS;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.inward;
import static org.porin.membrane.Operations.outward;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.durable.StoreException;
import org.porin.membrane.Operations;
import org.porin.membrane.Outbox;
import org.porin.membrane.OutboxContract;
import org.porin.membrane.RecordingEdge;
import org.porin.outbox.OutboxEntry.State;
import org.porin.profile.Acceptance;
import org.porin.profile.CommonProfile;
import org.porin.profile.Conversation;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.Failure.StanzaBounce;
import org.porin.profile.MessageOperation;
import org.porin.profile.OutcomeSink;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.profile.Sending;
import org.porin.requirement.Requirement;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;
import org.porin.store.Store;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

/** The outbox over a database of SQLite, in a file, closed and opened again. */
@org.junit.jupiter.api.Timeout(60)
class DurableOutboxTest implements OutboxContract {
  private static final Duration EXPIRY = Duration.ofHours(4);

  @TempDir private Path directory;
  private final ManualTime time = new ManualTime();
  private final Told told = new Told();
  private Optional<Store> store = Optional.empty();

  /** Who is told of failures, and what. */
  private static final class Told implements OutcomeSink {
    final List<String> failures = new CopyOnWriteArrayList<>();
    volatile OutcomeSink.Told answer = OutcomeSink.Told.YES;
    volatile OutcomeSink.Told passedOn = OutcomeSink.Told.YES;

    @Override
    public void passedOn(
        MessageOperation operation, Failure failure, Consumer<OutcomeSink.Told> hears) {
      hears.accept(passedOn);
    }

    @Override
    public OutcomeSink.Told failed(MessageOperation operation, Failure failure) {
      failures.add(Operations.textOf(operation) + ": " + failure.text());
      return answer;
    }
  }

  /** Keeps the names under which messages came, beside the messages. */
  private static final class NamingEdge implements CommonProfile {
    final RecordingEdge edge = new RecordingEdge();
    final List<Sending> names = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<Response> message(MessageOperation operation) {
      return edge.message(operation);
    }

    @Override
    public CompletionStage<Response> message(MessageOperation operation, Sending sending) {
      names.add(sending);
      return message(operation);
    }
  }

  @AfterEach
  void close() {
    store.ifPresent(Store::close);
  }

  private Store store() {
    try {
      if (store.isEmpty()) {
        StoreLocation file = new StoreLocation.InFile(directory.resolve("porin.db"));
        store = Optional.of(Stores.open(StoreSettings.of(file, Optional.empty())));
      }
      return store.get();
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private DurableOutbox started(CommonProfile edge, OutboxSettings settings) {
    return started(Direction.TO_SIMPLE, edge, settings);
  }

  private DurableOutbox started(Direction direction, CommonProfile edge, OutboxSettings settings) {
    DurableOutbox wanted = outbox(direction, edge, settings);
    Direction otherWay = direction == Direction.TO_SIMPLE ? Direction.TO_XMPP : Direction.TO_SIMPLE;
    DurableOutbox other = outbox(otherWay, edge, settings);
    boolean outward = direction == Direction.TO_SIMPLE;
    try {
      Recovery.of(
          store().outbox(),
          outward ? wanted : other,
          outward ? other : wanted,
          Recovery.Repeats.NONE);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
    wanted.start(told);
    settled();
    return wanted;
  }

  private DurableOutbox outbox(Direction direction, CommonProfile edge, OutboxSettings settings) {
    return new DurableOutbox(direction, edge, store().outbox(), settings, time, new Random(7));
  }

  private static OutboxSettings settings(int perDestination) {
    return new OutboxSettings(
        perDestination, 1L << 32, 1L << 32, domain -> EXPIRY, EXPIRY, OutboxSettings.PEER_PAUSE);
  }

  /** As if the process had been killed: nothing is drained, and another one finds the rows. */
  private DurableOutbox restarted(CommonProfile edge) {
    return restarted(Direction.TO_SIMPLE, edge);
  }

  private DurableOutbox restarted(Direction direction, CommonProfile edge) {
    store().close();
    store = Optional.empty();
    return started(direction, edge, settings(100));
  }

  @Override
  public Outbox outbox(CommonProfile edge, int waitingPerDestination) {
    return started(edge, settings(waitingPerDestination));
  }

  /** What follows a commit may ask for another one: a few times there and back is enough. */
  @Override
  public void settled() {
    for (int i = 0; i < 6; i++) {
      CompletableFuture<Void> written = new CompletableFuture<>();
      store()
          .outbox()
          .delete(Long.MAX_VALUE, true, Optional.empty(), fault -> written.complete(null));
      written.orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  @Override
  public int deep() {
    return 2_000; // each waits for two commits
  }

  /** They are kept, and whoever waits for them hears that no more is known. */
  @Override
  public void assertUncarried(Response response) {
    assertThat(response.status()).isEqualTo(Status.INDETERMINANT);
  }

  private static Response failed(MessageOperation operation, Failure failure) {
    return Response.failure(operation.transId(), failure);
  }

  private void fail(RecordingEdge edge, int index, Failure failure) {
    edge.answer(index, failed(edge.operations.get(index), failure));
    settled();
  }

  private static Refused refused(Reason reason) {
    return new Refused(reason, "because");
  }

  private static Status now(CompletionStage<Response> answer) {
    return answer.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join().status();
  }

  @Test
  void aMessageIsOnDiskBeforeItIsTried() {
    List<Boolean> recordedWhenTried = new ArrayList<>();
    List<CompletionStage<Void>> recorded = new CopyOnWriteArrayList<>();
    DurableOutbox outbox =
        started(
            operation -> {
              recordedWhenTried.add(
                  recorded.isEmpty() || recorded.get(0).toCompletableFuture().isDone());
              return CompletableFuture.completedFuture(Response.success(operation.transId()));
            },
            settings(9));
    Acceptance acceptance = outbox.accept(outward(JULIET, ROMEO, "1"));
    recorded.add(acceptance.recorded().orElseThrow());
    assertThat(now(acceptance.outcome())).isEqualTo(Status.SUCCESS);
    assertThat(recordedWhenTried).containsExactly(true);
  }

  @Test
  void whatWasOnItsWayAndWhatWaitedGoesOnAfterARestartInItsOrderAndUnderItsNames() {
    NamingEdge before = new NamingEdge();
    DurableOutbox outbox = started(before, settings(9));
    for (String text : List.of("1", "2", "3")) {
      outbox.message(outward(JULIET, ROMEO, text));
    }
    settled();
    assertThat(before.edge.texts()).containsExactly("1");
    NamingEdge after = new NamingEdge();
    restarted(after);
    assertThat(after.edge.texts()).containsExactly("1");
    assertThat(after.names.get(0).token()).isEqualTo(before.names.get(0).token());
    assertThat(after.names.get(0).mayHaveArrived()).isTrue();
    assertThat(before.names.get(0).mayHaveArrived()).isFalse();
    after.edge.succeed(0);
    settled();
    after.edge.succeed(1);
    settled();
    assertThat(after.edge.texts()).containsExactly("1", "2", "3");
  }

  @Test
  @Requirement("2779-5.4.2-1")
  void whatWasDeliveredDoesNotGoAgainAfterARestart() {
    RecordingEdge before = new RecordingEdge();
    before.answersAtOnce = true;
    DurableOutbox outbox = started(before, settings(9));
    assertThat(now(outbox.message(outward(JULIET, ROMEO, "1")))).isEqualTo(Status.SUCCESS);
    RecordingEdge after = new RecordingEdge();
    restarted(after);
    assertThat(after.texts()).isEmpty();
  }

  @Test
  void whatDidNotGetThroughIsTriedAgainAndItsLaneWaitsForIt() {
    RecordingEdge edge = new RecordingEdge();
    DurableOutbox outbox = started(edge, settings(9));
    CompletionStage<Response> first = outbox.message(outward(JULIET, ROMEO, "1"));
    outbox.message(outward(NURSE, ROMEO, "2"));
    settled();
    fail(edge, 0, refused(Reason.PEER_UNREACHABLE));
    assertThat(now(first)).isEqualTo(Status.INDETERMINANT);
    assertThat(edge.texts()).containsExactly("1");
    assertThat(outbox.report().held()).containsEntry(State.PARKED, 1L);
    time.pass(Duration.ofSeconds(2));
    settled();
    assertThat(edge.texts()).containsExactly("1", "1");
    edge.succeed(1);
    settled();
    assertThat(edge.texts()).containsExactly("1", "1", "2");
    edge.succeed(2);
    settled();
    assertThat(outbox.report().held()).isEmpty();
    assertThat(told.failures).isEmpty();
  }

  @Test
  void anInDoubtRepeatHasTheSameNamesAndOneAfterARefusalHasNewOnes() {
    NamingEdge edge = new NamingEdge();
    DurableOutbox outbox = started(edge, settings(9));
    outbox.message(outward(JULIET, ROMEO, "1"));
    settled();
    fail(edge.edge, 0, refused(Reason.PEER_TIMEOUT));
    time.pass(Duration.ofSeconds(2));
    settled();
    assertThat(edge.names.get(1).roundToken()).isEqualTo(edge.names.get(0).roundToken());
    assertThat(edge.names.get(1).mayHaveArrived()).isTrue();
    edge.edge.succeed(1);
    outbox.message(outward(JULIET, ROMEO, "2"));
    settled();
    fail(edge.edge, 2, new SipAnswer(503, "busy", Optional.empty()));
    time.pass(Duration.ofSeconds(5));
    settled();
    assertThat(edge.names.get(3).roundToken()).isNotEqualTo(edge.names.get(2).roundToken());
    assertThat(edge.names.get(3).mayHaveArrived()).isFalse();
  }

  @Test
  void whatIsParkedGoesOnAfterARestartBeforeWhatCameLater() {
    RecordingEdge before = new RecordingEdge();
    DurableOutbox outbox = started(before, settings(9));
    outbox.message(outward(JULIET, ROMEO, "1"));
    outbox.message(outward(JULIET, ROMEO, "2"));
    settled();
    fail(before, 0, refused(Reason.PEER_UNREACHABLE));
    outbox.message(outward(JULIET, ROMEO, "3"));
    settled();
    RecordingEdge after = new RecordingEdge();
    after.answersAtOnce = true;
    DurableOutbox again = restarted(after);
    again.message(outward(JULIET, ROMEO, "4"));
    settled();
    time.pass(Duration.ofSeconds(2));
    settled();
    settled();
    assertThat(after.texts()).containsExactly("1", "2", "3", "4");
    assertThat(again.report().held()).isEmpty();
  }

  /**
   * Of two bridges on one database the one that started later had recorded the older message, was
   * killed, and left it to the other, which was killed too: the ids of the rows say nothing of
   * their order then, and tickets do.
   */
  @Test
  void whatSeveralBridgesLeftGoesOnInTheOrderInWhichItWasRecorded() throws Exception {
    DurableOutbox outbox = started(new RecordingEdge(), settings(9));
    outbox.message(outward(JULIET, ROMEO, "newer"));
    outbox.message(outward(JULIET, ROMEO, "older"));
    settled();
    store().close();
    store = Optional.empty();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("porin.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE outbox_hot SET ticket = (SELECT MAX(id) FROM outbox_hot) - id + 1");
    }
    RecordingEdge after = new RecordingEdge();
    started(after, settings(9));
    after.succeed(0);
    settled();
    assertThat(after.texts()).containsExactly("older", "newer");
  }

  @Test
  void aFinalAnswerIsTheOutcomeAndNotTriedAgain() {
    RecordingEdge edge = new RecordingEdge();
    DurableOutbox outbox = started(edge, settings(9));
    CompletionStage<Response> answer = outbox.message(outward(JULIET, ROMEO, "1"));
    settled();
    fail(edge, 0, new SipAnswer(404, "Not Found", Optional.empty()));
    assertThat(now(answer)).isEqualTo(Status.FAILURE);
    time.pass(Duration.ofHours(5));
    settled();
    assertThat(edge.texts()).containsExactly("1");
    assertThat(told.failures).isEmpty();
    assertThat(outbox.report().held()).isEmpty();
  }

  @Test
  @Requirement("3860-3.4.1-5")
  void whatIsNotDeliveredInItsTimeIsTold() {
    RecordingEdge edge = new RecordingEdge();
    DurableOutbox outbox = started(edge, settings(9));
    outbox.message(outward(JULIET, ROMEO, "1"));
    settled();
    for (int i = 0; i < edge.operations.size(); i++) {
      fail(edge, i, refused(Reason.PEER_UNREACHABLE));
      time.pass(Duration.ofMinutes(2));
      settled();
    }
    assertThat(edge.operations.size()).isBetween(100, 300);
    assertThat(told.failures).containsExactly("1: because; given up after 4 h");
    assertThat(outbox.report().held()).isEmpty();
  }

  @Test
  void ofWhatExpiredWhileNoProcessRanItsOriginIsTold() {
    DurableOutbox outbox = started(new RecordingEdge(), settings(9));
    outbox.message(outward(JULIET, ROMEO, "1"));
    settled();
    time.pass(EXPIRY.plusSeconds(1));
    RecordingEdge after = new RecordingEdge();
    DurableOutbox again = restarted(after);
    settled();
    assertThat(after.texts()).isEmpty();
    assertThat(told.failures).containsExactly("1: given up after 4 h");
    assertThat(again.report().held()).isEmpty();
  }

  @Test
  void whoCannotBeToldIsToldLaterAlsoAfterARestart() {
    RecordingEdge edge = new RecordingEdge();
    DurableOutbox outbox = started(edge, settings(9));
    outbox.message(outward(JULIET, ROMEO, "1"));
    settled();
    fail(edge, 0, refused(Reason.PEER_UNREACHABLE));
    told.answer = OutcomeSink.Told.LATER;
    time.pass(Duration.ofSeconds(2));
    settled();
    fail(edge, 1, new SipAnswer(404, "Not Found", Optional.empty()));
    assertThat(told.failures).containsExactly("1: Not Found");
    assertThat(outbox.report().held()).containsEntry(State.FAILED, 1L);
    DurableOutbox again = restarted(new RecordingEdge());
    settled();
    assertThat(told.failures).hasSize(2);
    told.answer = OutcomeSink.Told.YES;
    time.pass(Duration.ofSeconds(6));
    settled();
    settled();
    assertThat(told.failures).hasSize(3).containsOnly("1: Not Found");
    assertThat(again.report().held()).isEmpty();
  }

  @Test
  void aPeerThatIsAwayDelaysNoOtherPeerAndIsProbedByOneMessage() {
    RecordingEdge edge = new RecordingEdge();
    DurableOutbox outbox = started(edge, settings(9));
    for (int i = 0; i < 10; i++) {
      outbox.message(
          outward(JULIET, new org.porin.address.ImUri("m" + i, "montague.example"), "m" + i));
    }
    settled();
    for (int i = 0; i < 10; i++) {
      fail(edge, i, refused(Reason.PEER_UNREACHABLE));
    }
    outbox.message(outward(JULIET, BENVOLIO, "later"));
    outbox.message(outward(JULIET, PARIS, "other peer"));
    settled();
    assertThat(edge.texts().get(10)).isEqualTo("other peer");
    assertThat(edge.texts()).hasSize(11);
    time.pass(Duration.ofSeconds(1));
    settled();
    assertThat(edge.texts()).as("one probe").hasSize(12);
    edge.succeed(11);
    settled();
    assertThat(edge.texts()).as("two for each that got through").hasSize(14);
    for (int i = 12; i < edge.operations.size(); i++) {
      edge.succeed(i);
      settled();
    }
    assertThat(outbox.report().held()).containsOnlyKeys(State.IN_FLIGHT); // the other peer's
  }

  @Test
  void aProbeThatSaysNothingOfThePeerLeavesItsTurnToAnother() {
    RecordingEdge edge = new RecordingEdge();
    DurableOutbox outbox = started(edge, settings(9));
    for (int i = 0; i < 10; i++) {
      outbox.message(
          outward(JULIET, new org.porin.address.ImUri("m" + i, "montague.example"), "m" + i));
    }
    settled();
    for (int i = 0; i < 10; i++) {
      fail(edge, i, refused(Reason.PEER_UNREACHABLE));
    }
    time.pass(Duration.ofSeconds(1));
    settled();
    assertThat(edge.texts()).as("one probe").hasSize(11);
    fail(edge, 10, refused(Reason.TOO_LARGE)); // nobody was asked
    assertThat(edge.texts()).as("the next probe, at once").hasSize(12);
    fail(edge, 11, refused(Reason.CONGESTED)); // comes back by itself
    assertThat(edge.texts()).hasSize(12);
    time.pass(Duration.ofSeconds(1));
    settled();
    assertThat(edge.texts()).as("the same again").hasSize(13);
    edge.succeed(12);
    settled();
    fail(edge, 13, refused(Reason.TOO_LARGE));
    assertThat(edge.texts()).as("who is let go and asks nobody lets one go").hasSize(16);
  }

  @Test
  void whileTheServerIsAwayAMessageFromSipIsKeptAndItsSenderHas202() {
    RecordingEdge edge = new RecordingEdge();
    DurableOutbox outbox = started(Direction.TO_XMPP, edge, settings(9));
    CompletionStage<Response> answer = outbox.message(inward(ROMEO, JULIET, "1"));
    settled();
    fail(edge, 0, refused(Reason.LINK_DOWN));
    assertThat(now(answer)).isEqualTo(Status.INDETERMINANT);
    time.pass(Duration.ofSeconds(1));
    settled();
    edge.succeed(1);
    settled();
    assertThat(edge.texts()).containsExactly("1", "1");
    assertThat(outbox.report().held()).isEmpty();
  }

  @Test
  @Requirement({"5438-12.1.3.1-1", "5438-12.2-1"})
  void whoHasTheAnswerIsToldNothingElseOfTheMessage() {
    RecordingEdge edge = new RecordingEdge();
    DurableOutbox outbox = started(Direction.TO_XMPP, edge, settings(9));
    CompletionStage<Response> refused = outbox.message(inward(ROMEO, JULIET, "1"));
    settled();
    fail(edge, 0, new StanzaBounce(StanzaError.of(Condition.ITEM_NOT_FOUND, "nobody"), true));
    assertThat(now(refused)).isEqualTo(Status.FAILURE);
    CompletionStage<Response> delivered = outbox.message(inward(ROMEO, JULIET, "2"));
    settled();
    edge.succeed(1);
    assertThat(now(delivered)).isEqualTo(Status.SUCCESS);
    time.pass(EXPIRY.plusSeconds(1));
    settled();
    assertThat(told.failures).isEmpty();
    assertThat(outbox.report().held()).isEmpty();
  }

  @Test
  void whenItIsFullAsAWholeASipPeerIsToTurnElsewhereAndSaysWhen() {
    OutboxSettings small =
        new OutboxSettings(9, 1L << 30, 1_500, domain -> EXPIRY, EXPIRY, OutboxSettings.LINK_PAUSE);
    DurableOutbox outbox = started(Direction.TO_XMPP, new RecordingEdge(), small);
    outbox.message(inward(ROMEO, JULIET, "1"));
    outbox.message(inward(ROMEO, NURSE, "2"));
    Response third =
        outbox
            .message(inward(ROMEO, PARIS, "3"))
            .toCompletableFuture()
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
    Refused refusal = (Refused) third.failure().orElseThrow();
    assertThat(refusal.reason()).isEqualTo(Reason.OVERLOADED);
    assertThat(refusal.retryAfter()).isPresent();
  }

  @Test
  void whatIsHeldInMemoryIsGivenBackWhenItIsParked() {
    RecordingEdge edge = new RecordingEdge();
    DurableOutbox outbox = started(edge, settings(100));
    for (int i = 0; i < 50; i++) {
      outbox.message(outward(JULIET, ROMEO, "m" + i));
    }
    settled();
    assertThat(outbox.report().memoryOctets()).isPositive();
    fail(edge, 0, refused(Reason.PEER_UNREACHABLE));
    assertThat(outbox.report().memoryOctets()).isZero();
    assertThat(outbox.report().rowOctets()).isPositive();
  }

  @Test
  void whatComesWhileItStopsIsKeptForTheNextProcess() {
    RecordingEdge before = new RecordingEdge();
    DurableOutbox outbox = started(before, settings(9));
    outbox.refuseWaiting(Reason.STOPPING, "");
    assertThat(now(outbox.message(outward(JULIET, ROMEO, "1")))).isEqualTo(Status.INDETERMINANT);
    assertThat(before.texts()).isEmpty();
    RecordingEdge after = new RecordingEdge();
    restarted(after);
    assertThat(after.texts()).containsExactly("1");
  }

  @Test
  void messagesOfOneThreadHaveNumbersFarEnoughApart() {
    NamingEdge edge = new NamingEdge();
    edge.edge.answersAtOnce = true;
    DurableOutbox outbox = started(edge, settings(9));
    for (int i = 0; i < 3; i++) {
      outbox.message(inThread("m"));
    }
    settled();
    settled();
    assertThat(edge.names).hasSize(3);
    int first = edge.names.get(0).sequence();
    assertThat(edge.names.get(1).sequence()).isEqualTo(first + Sending.SEQUENCE_STEP);
    assertThat(edge.names.get(2).sequence()).isEqualTo(first + 2 * Sending.SEQUENCE_STEP);
  }

  @Test
  void aThreadGoesOnBehindTheNumbersOfWhatAnEarlierProcessLeft() {
    DurableOutbox outbox = started(new NamingEdge(), settings(9));
    for (int i = 0; i < 3; i++) {
      outbox.message(inThread("m"));
    }
    settled();
    NamingEdge after = new NamingEdge();
    after.edge.answersAtOnce = true;
    restarted(after).message(inThread("m"));
    settled();
    settled();
    assertThat(after.names).hasSize(4);
    int last = after.names.get(2).sequence();
    assertThat(after.names.get(3).sequence()).isEqualTo(last + Sending.SEQUENCE_STEP);
  }

  @Test
  void aFailureThatWhoAskedPassedOnAndThatDidNotComeOutIsTold() {
    told.passedOn = OutcomeSink.Told.LATER;
    RecordingEdge edge = new RecordingEdge();
    DurableOutbox outbox = started(edge, settings(9));
    CompletionStage<Response> answer = outbox.message(outward(JULIET, ROMEO, "1"));
    settled();
    fail(edge, 0, new SipAnswer(404, "Not Found", Optional.empty()));
    assertThat(now(answer)).isEqualTo(Status.FAILURE);
    assertThat(outbox.report().held()).containsEntry(State.FAILED, 1L);
    time.pass(Duration.ofSeconds(6));
    settled();
    assertThat(told.failures).containsExactly("1: Not Found");
    assertThat(outbox.report().held()).isEmpty();
  }

  private static MessageOperation inThread(String text) {
    return outward(JULIET, ROMEO, text)
        .in(new Conversation(Optional.of("thread"), Optional.empty()));
  }
}
