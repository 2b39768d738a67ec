package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.BENVOLIO;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.inward;
import static org.porin.membrane.Operations.outward;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.address.ImUri;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;

class RateLimitsTest {
  private static final long SECOND = 1_000_000_000L;

  /** One each 6 s, and 3 at once. */
  private static final Rate TEN_A_MINUTE = new Rate(10, Duration.ofMinutes(1), 3);

  private long now = Long.MAX_VALUE - SECOND; // a monotonic clock may begin, and wrap, anywhere

  @Test
  void aSenderHasItsBurstAndThenItsRate() {
    RateLimits limits = new RateLimits(Optional.of(TEN_A_MINUTE), Optional.empty());
    for (int i = 0; i < 3; i++) {
      assertThat(refusal(limits, outward(JULIET, ROMEO, "x"))).isEmpty();
    }
    Refused refused = refusal(limits, outward(JULIET, BENVOLIO, "x")).orElseThrow();
    assertThat(refused.reason()).isEqualTo(Reason.RATE_OF_SENDER);
    assertThat(refused.retryAfter()).contains(Duration.ofSeconds(6));
    assertThat(refused.text())
        .isEqualTo("this gateway takes 10 messages a minute from one sender; try again in 6 s");
    assertThat(refusal(limits, outward(NURSE, ROMEO, "x"))).isEmpty();
    now += 6 * SECOND;
    assertThat(refusal(limits, outward(JULIET, ROMEO, "x"))).isEmpty();
    assertThat(refusal(limits, outward(JULIET, ROMEO, "x"))).isPresent();
  }

  @Test
  void whatIsRefusedCostsNoTokenAndARestFillsTheBucketToTheBurstOnly() {
    RateLimits limits = new RateLimits(Optional.of(TEN_A_MINUTE), Optional.empty());
    for (int i = 0; i < 1_000; i++) {
      refusal(limits, outward(JULIET, ROMEO, "x"));
    }
    now += 3_600 * SECOND;
    for (int i = 0; i < 3; i++) {
      assertThat(refusal(limits, outward(JULIET, ROMEO, "x"))).isEmpty();
    }
    assertThat(refusal(limits, outward(JULIET, ROMEO, "x"))).isPresent();
  }

  @Test
  void aPeerIsLimitedWhateverItsSendersAreCalled() {
    RateLimits limits = new RateLimits(Optional.empty(), Optional.of(TEN_A_MINUTE));
    for (int i = 0; i < 3; i++) {
      ImUri madeUp = new ImUri("u" + i, "montague.example");
      assertThat(refusal(limits, by("192.0.2.1", madeUp))).isEmpty();
    }
    assertThat(refusal(limits, by("192.0.2.1", ROMEO)).orElseThrow().reason())
        .isEqualTo(Reason.RATE_OF_PEER);
    assertThat(refusal(limits, by("192.0.2.2", ROMEO))).isEmpty();
    assertThat(refusal(limits, outward(JULIET, ROMEO, "x"))).isEmpty();
  }

  @Test
  void aPeerHasNoMoreByUsingManyAddressesOfItsNetwork() {
    RateLimits limits = new RateLimits(Optional.empty(), Optional.of(TEN_A_MINUTE));
    for (int i = 0; i < 3; i++) {
      assertThat(refusal(limits, by("2001:db8::" + i, ROMEO))).isEmpty();
    }
    assertThat(refusal(limits, by("2001:db8:0:0:ffff::1", ROMEO))).isPresent();
    assertThat(refusal(limits, by("2001:db8:0:1::1", ROMEO))).isEmpty();
  }

  @Test
  void tenMillionSendersTakeNoMoreMemoryThanTheBoundAndHoldUpNobody() {
    TokenBuckets buckets = new TokenBuckets(TEN_A_MINUTE, RateLimits.REMEMBERED);
    long before = usedOctets();
    for (int i = 0; i < 10_000_000; i++) {
      assertThat(buckets.take("u" + i, now).isEmpty()).isTrue();
      now += 100; // ten million a second
    }
    assertThat(buckets.size()).isEqualTo(RateLimits.REMEMBERED);
    assertThat(usedOctets() - before).isLessThan(24 << 20);
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take("juliet", now)).isEmpty();
    }
    assertThat(buckets.take("juliet", now)).isPresent();
  }

  @Test
  void bucketsThatAreFullAgainAreForgotten() {
    TokenBuckets buckets = new TokenBuckets(TEN_A_MINUTE, RateLimits.REMEMBERED);
    for (int i = 0; i < 1_000; i++) {
      buckets.take("u" + i, now);
    }
    now += 7 * SECOND;
    for (int i = 0; i < 1_000; i++) {
      buckets.take("v", now);
    }
    assertThat(buckets.size()).isEqualTo(1);
  }

  private Optional<Refused> refusal(RateLimits limits, MessageOperation operation) {
    return limits.refusalOf(operation, now);
  }

  private static MessageOperation by(String peer, ImUri source) {
    MessageOperation operation = inward(source, JULIET, "x");
    return new MessageOperation(
        operation.source(),
        operation.destination(),
        operation.transId(),
        operation.maxForwards(),
        operation.trace(),
        new Origin(Side.SIMPLE, peer),
        operation.repeatKey(),
        operation.content());
  }

  private static long usedOctets() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
