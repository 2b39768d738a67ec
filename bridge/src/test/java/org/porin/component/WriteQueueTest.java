package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.address.Jid;
import org.porin.component.WriteQueue.Batch;
import org.porin.component.WriteQueue.Offer;
import org.porin.profile.TransId;

@Timeout(20)
class WriteQueueTest {
  private static final Jid ROMEO = new Jid("romeo", "montague.example", "");
  private static final Jid JULIET = new Jid("juliet", "capulet.example", "");

  private final AtomicLong now = new AtomicLong();
  private final WriteQueue queue =
      new WriteQueue(100, Duration.ofSeconds(20), new CountedPings(), now::get);

  /** Writes {@code [p1]}, {@code [p2]} and so on. */
  private static final class CountedPings implements WriteQueue.Pings {
    private int count;

    @Override
    public String newId() {
      count++;
      return "p" + count;
    }

    @Override
    public String text(String id) {
      return "[" + id + "]";
    }
  }

  private static Delivery delivery(String id) {
    return new Delivery(id, ROMEO, JULIET, new TransId(id), Optional.empty());
  }

  private static Delivery error(String id) {
    return Delivery.ofError(id, ROMEO, JULIET, new TransId(id));
  }

  private static String text(Batch batch) {
    return String.join("", batch.stanzas()) + batch.trailer();
  }

  @Test
  void oneBatchTakesEverythingInOrderWithThePingBehind() throws Exception {
    queue.offer("<a/>", delivery("a"));
    queue.offer("<reply/>");
    queue.offer("<b/>", delivery("b"));
    assertThat(text(queue.take())).isEqualTo("<a/><reply/><b/>[p1]");
  }

  @Test
  void answersAloneNeedNoPing() throws Exception {
    queue.offer("<reply/>");
    assertThat(text(queue.take())).isEqualTo("<reply/>");
  }

  @Test
  void anErrorThatSomebodyFollowsIsConfirmedByThePingBehindIt() throws Exception {
    queue.offer("<error/>", error("e"));
    assertThat(text(queue.take())).isEqualTo("<error/>[p1]");
    assertThat(queue.answered("p1").orElseThrow()).extracting(Delivery::id).containsExactly("e");
  }

  @Test
  void anAnswerThatIsFollowedLaterGoesOutOnceAndIsConfirmedByAPing() throws Exception {
    queue.offer("<error/>");
    queue.take();
    queue.follow("<error/>", error("e"));
    assertThat(text(queue.take())).isEqualTo("[p1]");
    assertThat(queue.answered("p1").orElseThrow()).extracting(Delivery::id).containsExactly("e");
  }

  @Test
  void whereAnAnswerMayHaveHadNoRoomItIsNotFollowed() {
    queue.offer("x".repeat(795));
    assertThat(queue.offer("<error/>")).isEqualTo(Offer.FULL);
    assertThat(queue.follow("<error/>", error("e"))).isEqualTo(Offer.FULL);
  }

  @Test
  void whatIsThrownAwayWithTheConnectionIsGivenBackOrCounted() {
    queue.offer("<reply/>");
    queue.offer("<error/>", error("e"));
    queue.offerPresence("<presence/>");
    WriteLeft left = queue.abandon("");
    assertThat(left.unsettled()).extracting(Delivery::id).containsExactly("e");
    assertThat(left.answers()).isEqualTo(1);
  }

  @Test
  void aBatchWrittenWhileAPingIsOutHasNone() throws Exception {
    queue.offer("<a/>", delivery("a"));
    queue.take();
    queue.offer("<b/>", delivery("b"));
    assertThat(text(queue.take())).isEqualTo("<b/>");
    assertThat(queue.answered("p1")).isPresent();
    assertThat(text(queue.take())).isEqualTo("[p2]");
  }

  @Test
  void theAnswerWakesTheWriterForTheNextPing() throws Exception {
    queue.offer("<a/>", delivery("a"));
    queue.take();
    queue.offer("<b/>", delivery("b"));
    queue.take();
    var next = CompletableFuture.supplyAsync(() -> take(queue));
    queue.answered("p1");
    assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo("[p2]");
  }

  private static String take(WriteQueue queue) {
    try {
      return text(queue.take());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPingThatIsGivenUpWakesTheWriterForTheNextOne() throws Exception {
    queue.offer("<a/>", delivery("a"));
    now.set(Duration.ofSeconds(5).toNanos());
    queue.take();
    now.set(Duration.ofSeconds(20).toNanos());
    assertThat(queue.expired()).hasSize(1);
    queue.offer("<b/>", delivery("b"));
    queue.take();
    var next = new CompletableFuture<String>();
    var writer = new Thread(() -> next.complete(take(queue)), "writer");
    writer.start();
    while (writer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    now.set(Duration.ofSeconds(25).toNanos());
    assertThat(queue.expired()).isEmpty();
    assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo("[p2]");
  }

  @Test
  void aFullQueueRefusesMessagesAndStillTakesAnswers() {
    assertThat(queue.offer("x".repeat(90), delivery("a"))).isEqualTo(Offer.TAKEN);
    assertThat(queue.offer("x".repeat(11), delivery("b"))).isEqualTo(Offer.FULL);
    assertThat(queue.offer("x".repeat(710))).isEqualTo(Offer.TAKEN);
    assertThat(queue.offer("x")).isEqualTo(Offer.FULL);
    assertThat(queue.abandon("").unsettled()).extracting(Delivery::id).containsExactly("a");
  }

  @Test
  void theBoundCountsOctetsAndNotChars() {
    assertThat(queue.offer("ä".repeat(51), delivery("a"))).isEqualTo(Offer.FULL);
    assertThat(queue.offer("ä".repeat(50), delivery("b"))).isEqualTo(Offer.TAKEN);
  }

  @Test
  void nothingIsReadWhileItsAnswerWouldBeLost() throws Exception {
    Duration tick = Duration.ofNanos(1);
    Duration stuck = Duration.ofSeconds(1);
    queue.offer("x".repeat(100));
    assertThat(queue.awaitRoomForAnswers(tick, stuck)).isTrue();
    queue.offer("x".repeat(1));
    assertThat(queue.awaitRoomForAnswers(tick, stuck)).isFalse();
    queue.take();
    assertThat(queue.awaitRoomForAnswers(tick, stuck)).isTrue();
    queue.offer("x".repeat(101));
    assertThat(queue.awaitRoomForAnswers(tick, stuck)).isFalse();
    now.addAndGet(stuck.toNanos()); // the server may wait for us to read
    assertThat(queue.awaitRoomForAnswers(tick, stuck)).isTrue();
  }

  @Test
  void whatIsWrittenMakesRoom() throws Exception {
    queue.offer("x".repeat(100), delivery("a"));
    queue.take();
    assertThat(queue.offer("x".repeat(100), delivery("b"))).isEqualTo(Offer.TAKEN);
  }

  @Test
  void aMessageWhoseSenderWasToldOfAFailureIsNotWrittenAnyMore() throws Exception {
    queue.offer("<a/>", delivery("a"));
    now.set(Duration.ofSeconds(20).toNanos());
    assertThat(queue.expired()).extracting(Delivery::id).containsExactly("a");
    queue.offer("<b/>", delivery("b"));
    assertThat(text(queue.take())).isEqualTo("<b/>[p1]");
  }

  @Test
  void aLargeQueueGoesOutInSeveralBatchesEachCoveredByAPingBehindIt() throws Exception {
    var large = new WriteQueue(10_000_000, Duration.ofSeconds(20), new CountedPings(), now::get);
    String half = "x".repeat(WriteQueue.BATCH_OCTETS / 2 + 1);
    large.offer(half, delivery("a"));
    large.offer(half, delivery("b"));
    large.offer(half, delivery("c"));
    assertThat(text(large.take())).endsWith("[p1]").hasSize(2 * half.length() + 4);
    assertThat(large.answered("p1").orElseThrow())
        .extracting(Delivery::id)
        .containsExactly("a", "b");
    assertThat(text(large.take())).endsWith("[p2]");
  }

  @Test
  void aRequestedPingGoesOutAlone() throws Exception {
    queue.requestPing();
    assertThat(text(queue.take())).isEqualTo("[p1]");
    assertThat(queue.waitingSince()).hasValue(0);
    assertThat(queue.answered("p1"))
        .hasValueSatisfying(confirmed -> assertThat(confirmed).isEmpty());
  }

  @Test
  void aWriteThatDoesNotEndIsSeen() throws Exception {
    assertThat(queue.waitingSince()).isEmpty();
    now.set(7);
    queue.offer("<reply/>");
    queue.take();
    assertThat(queue.waitingSince()).hasValue(7);
  }

  @Test
  void theEndGoesOutBehindEverything() throws Exception {
    queue.offer("<a/>", delivery("a"));
    queue.end("</stream:stream>");
    assertThat(queue.offer("<b/>", delivery("b"))).isEqualTo(Offer.CLOSED);
    Batch batch = queue.take();
    assertThat(text(batch)).isEqualTo("<a/></stream:stream>");
    assertThat(batch.last()).isTrue();
  }

  @Test
  void anAbandonedQueueTakesNothingAndGivesBackWhatWaits() {
    queue.offer("<a/>", delivery("a"));
    assertThat(queue.abandon("").unsettled()).extracting(Delivery::id).containsExactly("a");
    assertThat(queue.offer("<b/>", delivery("b"))).isEqualTo(Offer.CLOSED);
    assertThat(queue.offer("<reply/>")).isEqualTo(Offer.CLOSED);
  }

  @Test
  void settledMeansWrittenAndConfirmed() throws Exception {
    queue.offer("<a/>", delivery("a"));
    assertThat(queue.awaitSettled(Duration.ZERO)).isFalse();
    queue.take();
    queue.answered("p1");
    var writer = CompletableFuture.supplyAsync(() -> take(queue)); // says that the batch is written
    assertThat(queue.awaitSettled(Duration.ofSeconds(10))).isTrue();
    queue.end("");
    writer.get(10, TimeUnit.SECONDS);
  }

  @Test
  void presenceKeepsItsPlaceWhileThereIsLittleOfIt() throws Exception {
    queue.offer("<a/>", delivery("a"));
    queue.offerPresence("<presence/>");
    queue.offer("<reply/>");
    assertThat(text(queue.take())).isEqualTo("<a/><presence/><reply/>[p1]");
  }

  @Test
  void whatOthersWaitForOvertakesAFloodOfPresence() throws Exception {
    var large = new WriteQueue(10_000_000, Duration.ofSeconds(20), new CountedPings(), now::get);
    String tenth = "x".repeat(WriteQueue.BATCH_OCTETS / 10);
    for (int i = 0; i < 20; i++) {
      large.offerPresence(tenth);
    }
    large.offer("<a/>", delivery("a"));
    Batch first = large.take();
    assertThat(first.stanzas().indexOf("<a/>")).isEqualTo(3); // the share of presence, and no more
    assertThat(first.stanzas()).endsWith("[p1]").hasSize(12); // then presence fills what is left
    assertThat(large.take().stanzas()).hasSize(10);
  }

  @Test
  void presenceIsNotStarvedByMessages() throws Exception {
    var large = new WriteQueue(10_000_000, Duration.ofSeconds(20), new CountedPings(), now::get);
    String tenth = "x".repeat(WriteQueue.BATCH_OCTETS / 10);
    large.offerPresence("<presence/>");
    for (int i = 0; i < 40; i++) {
      large.offer(tenth, delivery("m" + i));
      large.offerPresence("<presence/>");
    }
    assertThat(large.take().stanzas().stream().filter("<presence/>"::equals)).hasSize(10);
  }

  @Test
  void presenceHasABoundOfItsOwnAndTakesNoRoomOfOthers() throws Exception {
    assertThat(queue.offerPresence("x".repeat(800))).isEqualTo(Offer.TAKEN);
    assertThat(queue.offerPresence("x")).isEqualTo(Offer.FULL);
    assertThat(queue.offer("x".repeat(100), delivery("a"))).isEqualTo(Offer.TAKEN);
    assertThat(queue.awaitRoomForAnswers(Duration.ofNanos(1), Duration.ofSeconds(1))).isTrue();
    assertThat(queue.depth()).isEqualTo(new WriteQueue.Depth(900, 1));
    queue.take();
    assertThat(queue.offerPresence("x".repeat(800))).isEqualTo(Offer.TAKEN);
    queue.abandon("");
    assertThat(queue.offerPresence("x")).isEqualTo(Offer.CLOSED);
    assertThat(queue.depth()).isEqualTo(WriteQueue.Depth.NOTHING);
  }

  @Test
  void theEndGoesOutBehindPresenceToo() throws Exception {
    queue.offerPresence("<presence/>");
    queue.end("</stream:stream>");
    Batch batch = queue.take();
    assertThat(text(batch)).isEqualTo("<presence/></stream:stream>");
    assertThat(batch.last()).isTrue();
  }
}
