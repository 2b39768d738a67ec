package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.BENVOLIO;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.inward;
import static org.porin.membrane.Operations.outward;
import static org.porin.membrane.Operations.withOrigin;

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

  private static final Rate TEN_AN_HOUR = new Rate(10, Duration.ofHours(1), 10);

  private long now = Long.MAX_VALUE - SECOND; // a monotonic clock may begin, and wrap, anywhere

  @Test
  void aSenderHasItsBurstAndThenItsRate() {
    RateLimits limits = limits(new Quotas(Optional.of(TEN_A_MINUTE), Optional.empty()));
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
    RateLimits limits = limits(new Quotas(Optional.of(TEN_A_MINUTE), Optional.empty()));
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
    RateLimits limits = limits(new Quotas(Optional.empty(), Optional.of(TEN_A_MINUTE)));
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
    RateLimits limits = limits(new Quotas(Optional.empty(), Optional.of(TEN_A_MINUTE)));
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

  @Test
  void aRecipientIsNotFloodedByManySenders() {
    RateLimits limits = limits(quotas(Optional.of(TEN_A_MINUTE), Optional.empty()));
    for (int i = 0; i < 3; i++) {
      assertThat(refusal(limits, by("192.0.2." + i, new ImUri("u" + i, "verona.example"))))
          .isEmpty();
    }
    Refused refused = refusal(limits, by("192.0.2.9", ROMEO)).orElseThrow();
    assertThat(refused.reason()).isEqualTo(Reason.RATE_OF_DESTINATION);
    assertThat(refused.text())
        .isEqualTo("this gateway takes 10 messages a minute to one recipient; try again in 6 s");
    assertThat(refusal(limits, inward(ROMEO, NURSE, "x"))).isEmpty();
    assertThat(refusal(limits, outward(JULIET, ROMEO, "x"))).isEmpty();
    assertThat(refusal(limits, outward(NURSE, JULIET, "x")))
        .as("what goes the other way, to an address that is alike")
        .isEmpty();
  }

  @Test
  void anotherSpellingIsNoOtherRecipient() {
    RateLimits limits = limits(quotas(Optional.of(TEN_A_MINUTE), Optional.empty()));
    for (String spelling : new String[] {"juliet", "JuLiet", "\uFF4Auliet"}) {
      ImUri recipient = new ImUri(spelling, "capulet.example");
      assertThat(refusal(limits, inward(ROMEO, recipient, "x"))).isEmpty();
    }
    assertThat(refusal(limits, inward(ROMEO, JULIET, "x"))).isPresent();
  }

  @Test
  void aStrangerCanTryFewAddressesAndThenWritesToThoseAlone() {
    RateLimits limits = limits(quotas(Optional.empty(), Optional.of(TEN_AN_HOUR)));
    for (int i = 0; i < 10; i++) {
      assertThat(refusal(limits, inward(ROMEO, guess(i), "x"))).isEmpty();
    }
    for (int i = 10; i < 1_000; i++) {
      assertThat(refusal(limits, inward(ROMEO, guess(i), "x")).orElseThrow().reason())
          .isEqualTo(Reason.FIRST_CONTACTS);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(refusal(limits, inward(ROMEO, guess(i), "again"))).isEmpty();
    }
    assertThat(refusal(limits, inward(BENVOLIO, guess(0), "x"))).isEmpty();
    now += 360 * SECOND;
    assertThat(refusal(limits, inward(ROMEO, guess(10), "x"))).isEmpty();
    assertThat(refusal(limits, inward(ROMEO, guess(11), "x"))).isPresent();
  }

  @Test
  void whoIsWrittenToMayAnswer() {
    RateLimits limits = limits(quotas(Optional.empty(), Optional.of(TEN_AN_HOUR)));
    for (int i = 0; i < 20; i++) {
      assertThat(refusal(limits, outward(guess(i), ROMEO, "x"))).isEmpty();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(refusal(limits, inward(ROMEO, guess(i), "answer"))).isEmpty();
    }
    for (int i = 20; i < 30; i++) {
      assertThat(refusal(limits, inward(ROMEO, guess(i), "x"))).isEmpty();
    }
    assertThat(refusal(limits, inward(ROMEO, guess(30), "x"))).isPresent();
  }

  @Test
  void aPeerCanTryNoMoreAddressesByMakingUpSenders() {
    RateLimits limits =
        limits(
            new Quotas(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(TEN_AN_HOUR)));
    for (int i = 0; i < 10; i++) {
      assertThat(refusal(limits, by("192.0.2.1", new ImUri("u" + i, "verona.example")))).isEmpty();
    }
    Refused refused =
        refusal(limits, by("192.0.2.1", new ImUri("u10", "verona.example"))).orElseThrow();
    assertThat(refused.reason()).isEqualTo(Reason.FIRST_CONTACTS);
    assertThat(refused.text())
        .isEqualTo(
            "this gateway takes 10 messages an hour from one peer between people who have not"
                + " written to each other before; try again in 360 s");
    assertThat(refusal(limits, by("192.0.2.1", new ImUri("u3", "verona.example"))))
        .as("one that Juliet knows")
        .isEmpty();
    assertThat(refusal(limits, by("192.0.2.2", new ImUri("u10", "verona.example")))).isEmpty();
  }

  @Test
  void aMillionStrangersTakeNoMoreMemoryThanTheBound() {
    FirstContacts contacts = new FirstContacts(RateLimits.REMEMBERED, now);
    long before = usedOctets();
    for (int i = 0; i < 1_000_000; i++) {
      contacts.met("im:u" + i + "@verona.example", "im:juliet@capulet.example", now);
    }
    assertThat(usedOctets() - before).isLessThan(12 << 20);
    assertThat(contacts.isFirst("im:u999999@verona.example", "im:juliet@capulet.example", now))
        .isFalse();
  }

  @Test
  void aPairIsKnownForAWeekAndNotForEver() {
    FirstContacts contacts = new FirstContacts(100, now);
    contacts.met("im:a@verona.example", "im:b@capulet.example", now);
    now += FirstContacts.KNOWN.toNanos() - 1;
    assertThat(contacts.isFirst("im:b@capulet.example", "im:a@verona.example", now)).isFalse();
    now += 2 * FirstContacts.KNOWN.toNanos();
    assertThat(contacts.isFirst("im:a@verona.example", "im:b@capulet.example", now)).isTrue();
  }

  private static Quotas quotas(Optional<Rate> destination, Optional<Rate> firstContacts) {
    return new Quotas(
        Optional.empty(), Optional.empty(), destination, firstContacts, Optional.empty());
  }

  private static ImUri guess(int i) {
    return new ImUri("guess" + i, "capulet.example");
  }

  private RateLimits limits(Quotas quotas) {
    return new RateLimits(quotas, now);
  }

  private Optional<Refused> refusal(RateLimits limits, MessageOperation operation) {
    return limits.refusalOf(operation, now);
  }

  private static MessageOperation by(String peer, ImUri source) {
    return withOrigin(inward(source, JULIET, "x"), new Origin(Side.SIMPLE, peer));
  }

  private static long usedOctets() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
