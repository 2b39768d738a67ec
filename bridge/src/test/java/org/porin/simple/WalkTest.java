package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.mapping.Dialect.CPIM_IM;
import static org.porin.mapping.Dialect.CPIM_SIP;
import static org.porin.mapping.Dialect.TEXT_PLAIN;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.ImUri;
import org.porin.mapping.Dialect;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;
import org.porin.resolve.Target;
import org.porin.resolve.Transport;
import org.porin.sip.MediaRange;
import org.porin.wire.MalformedException;

/** Which dialect and which target come next, for everything that can happen to an attempt. */
class WalkTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration ANSWER = Duration.ofSeconds(32);
  private static final ImUri ROMEO = new ImUri("romeo", "montague.example");
  private static final NextHop FIRST = hop("sip1.montague.example", 1);
  private static final NextHop SECOND = hop("sip2.montague.example", 2);
  private static final Duration DIALECT_LIFETIME = Duration.ofDays(1);

  private final PeerMemory memory = PeerMemory.of(100, DIALECT_LIFETIME);

  @Test
  @Requirement("3428-4-3")
  void a200IsSuccess() {
    Walk walk = walk(FIRST);
    walk.begin(START);
    assertThat(walk.answered(answer(200), START))
        .isEqualTo(new Walk.Outcome(Status.SUCCESS, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 204, 299})
  @Requirement("3428-4-4")
  void anyOther2xxIsIndeterminant(int status) {
    Walk walk = walk(FIRST);
    walk.begin(START);
    assertThat(walk.answered(answer(status), START))
        .isEqualTo(new Walk.Outcome(Status.INDETERMINANT, Optional.empty()));
  }

  @Test
  void theStandardsDialectIsTriedFirst() {
    assertThat(attempt(walk(FIRST).begin(START)).dialect()).isEqualTo(CPIM_IM);
  }

  @ParameterizedTest
  @ValueSource(ints = {415, 488, 406})
  @Requirement("3428-4-1")
  void aRefusedDialectIsFollowedByTheNextAtTheSameTarget(int status) {
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    Walk.Attempt second = attempt(walk.answered(answer(status), START));
    Walk.Attempt third = attempt(walk.answered(answer(status), START));
    assertThat(List.of(second.dialect(), third.dialect())).containsExactly(CPIM_SIP, TEXT_PLAIN);
    assertThat(List.of(second.hop(), third.hop())).containsOnly(FIRST);
    assertThat(List.of(second.cseq(), third.cseq())).containsExactly(2, 3);
  }

  @Test
  void whenAllDialectsAreRefusedTheLastAnswerIsTheFailure() {
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    walk.answered(answer(415), START);
    walk.answered(answer(415), START);
    assertThat(failure(walk.answered(answer(488), START)))
        .isEqualTo(new Failure.SipAnswer(488, "Reason", Optional.empty()));
  }

  @Test
  void a415WhoseAcceptNamesOnlyTextGoesStraightToText() {
    Walk walk = walk(FIRST);
    walk.begin(START);
    assertThat(attempt(walk.answered(answer(415, "text/plain", "text/html"), START)).dialect())
        .isEqualTo(TEXT_PLAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"message/cpim", "message/*", "*/*"})
  void a415WhoseAcceptCoversCpimGoesToTheOtherCpimDialect(String range) {
    Walk walk = walk(FIRST);
    walk.begin(START);
    assertThat(attempt(walk.answered(answer(415, "text/plain", range), START)).dialect())
        .isEqualTo(CPIM_SIP);
  }

  @Test
  void aTypeOfQualityZeroIsNotAccepted() { // RFC 3261 §20.1, RFC 2616 §14.1
    Walk cpimIsNot = walk(FIRST);
    cpimIsNot.begin(START);
    assertThat(attempt(cpimIsNot.answered(answer(415, "*/*", "message/cpim;q=0"), START)).dialect())
        .isEqualTo(TEXT_PLAIN);
    Walk textIsNot = walk(FIRST);
    textIsNot.begin(START);
    textIsNot.answered(answer(415, "message/cpim", "text/plain;q=0"), START);
    assertThat(failure(textIsNot.answered(answer(488), START)))
        .isEqualTo(new Failure.SipAnswer(488, "Reason", Optional.empty()));
  }

  @Test
  void plainTextIsTriedAlsoWhereAcceptDoesNotNameIt() { // RFC 3428 §7: everybody takes it
    Walk walk = walk(FIRST);
    walk.begin(START);
    assertThat(attempt(walk.answered(answer(415, "application/sdp"), START)).dialect())
        .isEqualTo(TEXT_PLAIN);
  }

  @Test
  void anAcceptedDialectComesFirstNextTime() {
    Walk walk = walk(FIRST);
    walk.begin(START);
    walk.answered(answer(488), START);
    walk.answered(answer(200), START);
    assertThat(attempt(walk(FIRST).begin(START)).dialect()).isEqualTo(CPIM_SIP);
  }

  @Test
  void aRememberedDialectThatIsAcceptedAgainIsRememberedForLonger() {
    FarEnd romeo = new FarEnd(FIRST.address(), ROMEO);
    memory.dialects().accepted(romeo, TEXT_PLAIN, START);
    Instant later = START.plusSeconds(60);
    Walk walk = walkAt(later, FIRST);
    walk.begin(later);
    walk.answered(answer(200), later);
    assertThat(memory.dialects().known(romeo, START.plus(DIALECT_LIFETIME))).isPresent();
    assertThat(memory.dialects().known(romeo, later.plus(DIALECT_LIFETIME))).isEmpty();
  }

  @Test
  void whatOneTargetAcceptsIsNotRememberedOfTheOneThatWasSilent() {
    FarEnd first = new FarEnd(FIRST.address(), ROMEO);
    FarEnd second = new FarEnd(SECOND.address(), ROMEO);
    memory.dialects().accepted(first, CPIM_IM, START);
    Instant later = START.plusSeconds(10);
    Walk walk = walkAt(later, FIRST, SECOND);
    walk.begin(later);
    walk.silent(later);
    walk.answered(answer(200), later);
    assertThat(memory.dialects().known(first, START.plus(DIALECT_LIFETIME))).isEmpty();
    assertThat(memory.dialects().known(second, START.plus(DIALECT_LIFETIME))).isPresent();
  }

  @Test
  void aRememberedDialectThatIsRefusedIsForgottenAndTheOthersAreTried() {
    memory.dialects().accepted(new FarEnd(FIRST.address(), ROMEO), TEXT_PLAIN, START);
    Walk walk = walk(FIRST);
    walk.begin(START);
    assertThat(attempt(walk.answered(answer(415), START)).dialect()).isEqualTo(CPIM_IM);
    assertThat(attempt(walk.answered(answer(415), START)).dialect()).isEqualTo(CPIM_SIP);
    assertThat(walk.answered(answer(415), START)).isInstanceOf(Walk.Outcome.class);
    assertThat(memory.dialects().size()).isZero();
  }

  @Test
  void aDialectThatCannotSayItIsSkipped() {
    Walk walk = walk(FIRST);
    walk.begin(START);
    assertThat(attempt(walk.cannotExpress("no", START)).dialect()).isEqualTo(CPIM_SIP);
  }

  @Test
  void ifNoneIsLeftAfterASkipTheFailureIsTheLastSipAnswer() {
    Walk walk = walk(FIRST);
    walk.begin(START);
    walk.answered(answer(415), START);
    walk.answered(answer(415), START);
    assertThat(failure(walk.cannotExpress("a picture is no text", START)))
        .isInstanceOfSatisfying(
            Failure.SipAnswer.class, answer -> assertThat(answer.status()).isEqualTo(415));
  }

  @Test
  void ifNoDialectCanSayItTheCauseIsNamed() {
    Walk walk = walk(FIRST);
    walk.begin(START);
    walk.cannotExpress("a", START);
    walk.cannotExpress("b", START);
    assertThat(failure(walk.cannotExpress("a picture is no text", START)))
        .isEqualTo(new Failure.Refused(Reason.UNSUPPORTED_CONTENT, "a picture is no text"));
  }

  @Test
  @Requirement("3263-4.3-1")
  void a503GoesToTheNextTargetWithTheSameRequest() {
    Walk walk = walk(FIRST, SECOND);
    Walk.Attempt first = attempt(walk.begin(START));
    Walk.Attempt second = attempt(walk.answered(answer(503), START));
    assertThat(second.hop()).isEqualTo(SECOND);
    assertThat(second.cseq()).isEqualTo(first.cseq());
    assertThat(second.dialect()).isEqualTo(first.dialect());
  }

  @Test
  void a503OfTheLastTargetIsTheFailure() {
    Walk walk = walk(FIRST);
    walk.begin(START);
    assertThat(failure(walk.answered(answer(503), START)))
        .isEqualTo(new Failure.SipAnswer(503, "Reason", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 401, 404, 407, 480, 500, 504, 600, 603})
  @Requirement("3263-4.3-1")
  void anyOtherFinalResponseEndsTheSearch(int status) {
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    assertThat(failure(walk.answered(answer(status), START)))
        .isInstanceOfSatisfying(
            Failure.SipAnswer.class, answer -> assertThat(answer.status()).isEqualTo(status));
  }

  @Test
  void aRedirectionTellsTheNewAddress() {
    Walk walk = walk(FIRST);
    walk.begin(START);
    Answer moved =
        new Answer(
            301,
            "Moved",
            Optional.empty(),
            Optional.of("sip:romeo@mantua.example"),
            Optional.empty());
    assertThat(failure(walk.answered(moved, START)))
        .isEqualTo(new Failure.SipAnswer(301, "Moved", Optional.of("sip:romeo@mantua.example")));
  }

  @Test
  @Requirement({"3861-6-1", "3861-6-3"})
  void aTargetOutOfReachIsFollowedByTheNext() {
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    assertThat(attempt(walk.unreachable("connection refused", START)).hop()).isEqualTo(SECOND);
  }

  @Test
  void whenNoneIsInReachEveryTargetAndCauseIsNamed() {
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    walk.unreachable("connection refused", START);
    assertThat(failure(walk.unreachable("no route", START)))
        .isEqualTo(
            new Failure.Refused(
                Reason.PEER_UNREACHABLE,
                "sip1.montague.example:5060: connection refused; "
                    + "sip2.montague.example:5060: no route"));
  }

  @Test
  @Requirement("3263-4.3-1")
  void silenceGoesToTheNextTargetWithinTheSameTime() {
    Walk walk = walk(FIRST, SECOND);
    Walk.Attempt first = attempt(walk.begin(START));
    assertThat(first.until()).isEqualTo(START.plusSeconds(16));
    Walk.Attempt second = attempt(walk.silent(first.until()));
    assertThat(second.hop()).isEqualTo(SECOND);
    assertThat(second.until()).isEqualTo(START.plus(ANSWER));
    assertThat(failure(walk.silent(START.plus(ANSWER))))
        .isEqualTo(
            new Failure.Refused(
                Reason.PEER_TIMEOUT, "sip1.montague.example:5060 did not answer in time"));
  }

  @Test
  void theOnlyTargetHasAllTheTime() {
    assertThat(attempt(walk(FIRST).begin(START)).until()).isEqualTo(START.plus(ANSWER));
  }

  @Test
  void nothingIsTriedWhenTheTimeIsOver() {
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    assertThat(failure(walk.silent(START.plus(ANSWER))))
        .isInstanceOfSatisfying(
            Failure.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.PEER_TIMEOUT));
  }

  @Test
  void aLostConnectionIsRepeatedOnceWithTheSameRequest() {
    Walk walk = walk(FIRST, SECOND);
    Walk.Attempt first = attempt(walk.begin(START));
    Walk.Attempt repeat = attempt(walk.lost(START));
    assertThat(repeat.hop()).isEqualTo(FIRST);
    assertThat(repeat.cseq()).isEqualTo(first.cseq());
    assertThat(attempt(walk.lost(START)).hop()).isEqualTo(SECOND);
    assertThat(failure(walk.lost(START)))
        .isEqualTo(
            new Failure.Refused(
                Reason.PEER_TIMEOUT,
                "sip1.montague.example:5060 closed the connection without an answer"));
  }

  @Test
  void aMessageInDoubtStaysInItsDialect() {
    memory.dialects().accepted(new FarEnd(SECOND.address(), ROMEO), TEXT_PLAIN, START);
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    Walk.Attempt second = attempt(walk.silent(START));
    assertThat(second.dialect()).isEqualTo(CPIM_IM);
    assertThat(second.cseq()).isEqualTo(1);
  }

  @Test
  void anAnswerToTheRepeatEndsTheDoubt() {
    Walk walk = walk(FIRST);
    walk.begin(START);
    walk.lost(START);
    assertThat(failure(walk.answered(answer(503), START)))
        .isInstanceOfSatisfying(
            Failure.SipAnswer.class, answer -> assertThat(answer.status()).isEqualTo(503));
  }

  @Test
  void whatIsTooLargeForEveryTargetFailsNamingTheLimit() {
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    assertThat(attempt(walk.tooLarge("1301 octets", START)).hop()).isEqualTo(SECOND);
    assertThat(failure(walk.tooLarge("1301 octets, at most 1300 by UDP", START)))
        .isEqualTo(new Failure.Refused(Reason.TOO_LARGE, "1301 octets, at most 1300 by UDP"));
  }

  @Test
  void noDialectIsTriedTwiceForOneMessage() {
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    Dialect next = attempt(walk.answered(answer(415), START)).dialect();
    assertThat(next).isEqualTo(CPIM_SIP);
    memory.dialects().accepted(new FarEnd(SECOND.address(), ROMEO), CPIM_IM, START);
    assertThat(attempt(walk.answered(answer(503), START)).dialect()).isEqualTo(CPIM_SIP);
  }

  @Test
  void whoAsksToWaitIsPassedByUntilThen() {
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    walk.answered(busyFor(Duration.ofSeconds(40)), START);
    assertThat(attempt(walk(FIRST, SECOND).begin(START)).hop()).isEqualTo(SECOND);
    Instant later = START.plusSeconds(40);
    assertThat(attempt(walkAt(later, FIRST, SECOND).begin(later)).hop()).isEqualTo(FIRST);
  }

  @Test
  void whenAllAskToWaitTheMessageFailsAtOnceAndSaysForHowLong() {
    Walk first = walk(FIRST);
    first.begin(START);
    first.answered(busyFor(Duration.ofSeconds(40)), START);
    assertThat(failure(walk(FIRST).begin(START)))
        .isEqualTo(
            new Failure.Refused(
                Reason.PEER_UNREACHABLE,
                "sip1.montague.example:5060: it wants no requests for another 40 s "
                    + "(503 with Retry-After)"));
  }

  @Test
  void whoAskedToWaitWhileAnAttemptWaitedForRoomIsPassedBy() {
    Walk walk = walk(FIRST, SECOND);
    Walk.Attempt first = attempt(walk.begin(START));
    assertThat(walk.admitted(first, START)).isEqualTo(first);
    memory.targets().asksToWait(FIRST.address(), Duration.ofSeconds(5), START);
    Walk.Attempt second = attempt(walk.admitted(first, START.plusSeconds(4)));
    assertThat(second.hop()).isEqualTo(SECOND);
    memory.targets().asksToWait(SECOND.address(), Duration.ofSeconds(5), START.plusSeconds(4));
    assertThat(failure(walk.admitted(second, START.plusSeconds(6))).text())
        .contains("sip1.montague.example", "another 1 s", "sip2.montague.example", "another 3 s");
  }

  @Test
  void nobodyCanSendUsAwayForever() {
    Walk walk = walk(FIRST);
    walk.begin(START);
    walk.answered(busyFor(Duration.ofDays(11_000)), START);
    Instant later = START.plus(TargetMemory.LONGEST_WAIT);
    assertThat(attempt(walkAt(later, FIRST).begin(later)).hop()).isEqualTo(FIRST);
  }

  @Test
  void a503WithoutRetryAfterIsAnErrorOfThatRequestAlone() { // RFC 3261 §21.5.4: as if it were 500
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    walk.answered(answer(503), START);
    assertThat(attempt(walk(FIRST, SECOND).begin(START)).hop()).isEqualTo(FIRST);
  }

  @Test
  void whoWasDeadIsTriedLastForAWhile() {
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    walk.unreachable("connection refused", START);
    Walk next = walk(FIRST, SECOND);
    assertThat(attempt(next.begin(START)).hop()).isEqualTo(SECOND);
    assertThat(attempt(next.unreachable("no route", START)).hop()).isEqualTo(FIRST);
    Instant later = START.plus(TargetMemory.LAST_IN_ROW);
    assertThat(attempt(walkAt(later, FIRST, SECOND).begin(later)).hop()).isEqualTo(FIRST);
  }

  @Test
  void whoWasDeadAndAnswersIsAsGoodAsTheOthers() {
    memory.targets().failed(FIRST.address(), START);
    Walk walk = walk(FIRST);
    walk.begin(START);
    walk.answered(answer(404), START);
    assertThat(attempt(walk(FIRST, SECOND).begin(START)).hop()).isEqualTo(FIRST);
  }

  @Test
  void aRepeatThatMeetsItselfLeavesItOpenAndIsNoFailure() { // OPEN b
    Walk walk = walk(FIRST);
    walk.begin(START);
    walk.lost(START);
    assertThat(walk.answered(answer(482), START))
        .isEqualTo(new Walk.Outcome(Status.INDETERMINANT, Optional.empty()));
    Walk replayed = walk(FIRST, SECOND);
    replayed.begin(START);
    replayed.silent(START);
    Answer answer =
        new Answer(403, "Replayed Identity", Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(replayed.answered(answer, START))
        .isEqualTo(new Walk.Outcome(Status.INDETERMINANT, Optional.empty()));
  }

  @Test
  void aMessageThatMayHaveArrivedInAnEarlierTryMeetsItselfAsARepeatDoes() { // OPEN b
    Walk walk = new Walk(ROMEO, List.of(FIRST), memory, true, START, START.plus(ANSWER));
    walk.begin(START);
    assertThat(walk.answered(answer(482), START))
        .isEqualTo(new Walk.Outcome(Status.INDETERMINANT, Optional.empty()));
  }

  @Test
  void a482ToTheFirstTryIsAFailure() {
    Walk walk = walk(FIRST);
    walk.begin(START);
    assertThat(failure(walk.answered(answer(482), START)))
        .isEqualTo(new Failure.SipAnswer(482, "Reason", Optional.empty()));
  }

  @Test
  void anAnsweredChallengeIsANewRequestOfTheSameCall() { // RFC 3261 §22.2
    Walk walk = walk(FIRST, SECOND);
    Walk.Attempt first = attempt(walk.begin(START));
    Walk.Attempt second = attempt(walk.challenged(START));
    assertThat(second.hop()).isEqualTo(FIRST);
    assertThat(second.dialect()).isEqualTo(first.dialect());
    assertThat(second.cseq()).isEqualTo(first.cseq() + 1);
  }

  @Test
  void whereThereIsNoRoomTheNextIsTriedAndTheCauseIsNamed() {
    Walk walk = walk(FIRST, SECOND);
    walk.begin(START);
    assertThat(attempt(walk.crowded(START)).hop()).isEqualTo(SECOND);
    assertThat(failure(walk.crowded(START)))
        .isEqualTo(
            new Failure.Refused(
                Reason.CONGESTED,
                "sip2.montague.example:5060 leaves too many requests without an answer"));
  }

  private Walk walk(NextHop... hops) {
    return walkAt(START, hops);
  }

  private Walk walkAt(Instant now, NextHop... hops) {
    return new Walk(ROMEO, Arrays.asList(hops), memory, now, now.plus(ANSWER));
  }

  private static Walk.Attempt attempt(Walk.Step step) {
    assertThat(step).isInstanceOf(Walk.Attempt.class);
    return (Walk.Attempt) step;
  }

  private static Failure failure(Walk.Step step) {
    assertThat(step).isInstanceOf(Walk.Outcome.class);
    return ((Walk.Outcome) step).failure().orElseThrow();
  }

  private static Answer answer(int status, String... accept) {
    Optional<List<MediaRange>> ranges =
        accept.length == 0
            ? Optional.empty()
            : Optional.of(Arrays.stream(accept).map(WalkTest::range).toList());
    return new Answer(status, "Reason", ranges, Optional.empty(), Optional.empty());
  }

  private static MediaRange range(String text) {
    try {
      return MediaRange.parse(text);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private static Answer busyFor(Duration wait) {
    return new Answer(503, "Busy", Optional.empty(), Optional.empty(), Optional.of(wait));
  }

  private static NextHop hop(String host, int last) {
    try {
      InetAddress ip = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
      InetSocketAddress address = new InetSocketAddress(ip, 5060);
      return new NextHop(
          new Target(host, 5060, List.of(address), List.of(Transport.TCP), 0, 0), address);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
