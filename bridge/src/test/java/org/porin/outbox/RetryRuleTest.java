package org.porin.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.Failure.StanzaBounce;
import org.porin.profile.Response;
import org.porin.profile.TransId;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;

class RetryRuleTest {
  private static final TransId ID = new TransId("T1");
  private final Random random = new Random(1);

  private static Response failed(Failure failure) {
    return Response.failure(ID, failure);
  }

  private static Response answered(int status) {
    return failed(new SipAnswer(status, "", Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "408,TIMEOUT,UNKNOWN", "504,TIMEOUT,UNKNOWN", "500,SERVER,NOT_TAKEN", "502,SERVER,NOT_TAKEN",
    "503,SERVER,NOT_TAKEN", "301,NEVER,REFUSED", "400,NEVER,REFUSED", "404,NEVER,REFUSED",
    "480,NEVER,REFUSED", "486,NEVER,REFUSED", "501,NEVER,REFUSED", "505,NEVER,REFUSED",
    "513,NEVER,REFUSED", "600,NEVER,REFUSED", "603,NEVER,REFUSED"
  })
  void anAnswerOfAPeerIsFinalUnlessItsServerOnlyCannotNow(
      int status, RetryRule rule, Ending ending) {
    assertThat(RetryRule.of(answered(status))).isEqualTo(rule);
    assertThat(RetryRule.ending(answered(status))).isEqualTo(ending);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void ofOurOwnReasonsTheseAreWorthAnotherTry(Reason reason) {
    Set<Reason> later =
        EnumSet.of(
            Reason.DOMAIN_IN_DOUBT,
            Reason.PEER_UNREACHABLE,
            Reason.PEER_TIMEOUT,
            Reason.LINK_DOWN,
            Reason.CONGESTED,
            Reason.OVERLOADED,
            Reason.STOPPING,
            Reason.REPLAY_MEMORY_FULL);
    assertThat(RetryRule.ending(failed(new Refused(reason, ""))) != Ending.REFUSED)
        .isEqualTo(later.contains(reason));
  }

  @Test
  void whatMayHaveComeThroughIsInDoubt() {
    assertThat(RetryRule.ending(failed(new Refused(Reason.PEER_TIMEOUT, ""))))
        .isEqualTo(Ending.UNKNOWN);
    assertThat(RetryRule.ending(failed(new Refused(Reason.LINK_DOWN, ""))))
        .isEqualTo(Ending.UNKNOWN);
  }

  @Test
  void aBounceAndASuccessAreFinal() {
    StanzaError error = StanzaError.of(Condition.RESOURCE_CONSTRAINT, "");
    assertThat(RetryRule.ending(failed(new StanzaBounce(error, false)))).isEqualTo(Ending.REFUSED);
    assertThat(RetryRule.ending(Response.success(ID))).isEqualTo(Ending.DELIVERED);
    assertThat(RetryRule.ending(Response.indeterminant(ID))).isEqualTo(Ending.DELIVERED);
  }

  @Test
  void waitsDoubleFromTheFirstToTheLongestWithJitterOfUpToAHalf() {
    Response response = answered(500);
    for (int tries = 0; tries < 100; tries++) {
      long bound = tries < 7 ? Math.min(300_000, 5_000L << tries) : 300_000;
      long wait = RetryRule.SERVER.wait(response, tries, random).toMillis();
      assertThat(wait).isBetween(bound - bound / 2, bound);
    }
  }

  @Test
  void everyRuleThatTriesAgainWaitsForSomeTime() {
    Arrays.stream(RetryRule.values())
        .filter(rule -> rule != RetryRule.NEVER)
        .forEach(rule -> assertThat(rule.wait(answered(500), 0, random)).isPositive());
  }

  @Test
  void whatAPeerAsksForIsKeptAndNotExceededByMuch() {
    SipAnswer busy = new SipAnswer(503, "", Optional.empty(), Optional.of(Duration.ofSeconds(120)));
    assertThat(RetryRule.SERVER.wait(failed(busy), 0, random))
        .isBetween(Duration.ofSeconds(120), Duration.ofSeconds(132));
  }

  @Test
  void noPeerParksMessagesForDays() {
    SipAnswer busy = new SipAnswer(503, "", Optional.empty(), Optional.of(Duration.ofDays(9)));
    assertThat(RetryRule.SERVER.wait(failed(busy), 0, random))
        .isLessThanOrEqualTo(Duration.ofMinutes(66));
  }
}
