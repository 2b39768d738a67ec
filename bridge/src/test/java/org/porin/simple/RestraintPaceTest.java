package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.resolve.Transport;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.wire.Octets;

/** Who is looked at again, and when, by a clock that the test moves. */
class RestraintPaceTest {
  private static final Flow HERE = tcp("192.0.2.1");
  private static final String ROMEO = "sip:romeo@montague.example";
  private static final Refused WRONG = new Refused(Reason.IDENTITY_INVALID, "no");

  private long now = TimeUnit.DAYS.toNanos(1);
  private final Restraint restraint = new Restraint(() -> now);

  private static Flow tcp(String address) {
    return new Hop(Transport.TCP, address, List.of());
  }

  private static SipRequest signed(String from) {
    SipHeaders headers =
        SipHeaders.of("From", "<" + from + ">;tag=1", "Identity", "a..b;info=<https://x.example/>");
    return new SipRequest("MESSAGE", "sip:juliet@capulet.example", headers, Octets.EMPTY);
  }

  private Optional<Reason> held(String from, Flow flow) {
    return restraint.refusalOf(signed(from), flow).map(Refused::reason);
  }

  private void after(Duration time) {
    now += time.toNanos();
  }

  private static Refused tooFast(Reason reason, Duration wait) {
    return new Refused(reason, "too fast", Optional.of(wait));
  }

  @Test
  void aSenderThatWasToldToWaitIsNotLookedAtUntilThen() {
    restraint.refused(signed(ROMEO), HERE, tooFast(Reason.RATE_OF_SENDER, Duration.ofSeconds(30)));

    Refused first = restraint.refusalOf(signed(ROMEO), HERE).orElseThrow();
    assertThat(first.reason()).isEqualTo(Reason.RATE_OF_SENDER);
    assertThat(first.retryAfter()).contains(Duration.ofSeconds(30));
    after(Duration.ofMillis(28_001));
    assertThat(restraint.refusalOf(signed(ROMEO), HERE).orElseThrow().retryAfter())
        .as("never less than what is left")
        .contains(Duration.ofSeconds(2));
    after(Duration.ofMillis(1_999));
    assertThat(held(ROMEO, HERE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:ROMEO@Montague.example;x=y",
        "sip:%72omeo@montague.example:5061",
        "sip:%EF%BD%92omeo@montague.example",
        "im:romeo@montague.example"
      })
  void noOtherSpellingGetsByWhatItsSenderWasTold(String spelling) {
    restraint.refused(signed(ROMEO), HERE, tooFast(Reason.RATE_OF_SENDER, Duration.ofSeconds(30)));

    assertThat(held(spelling, HERE)).contains(Reason.RATE_OF_SENDER);
  }

  @Test
  void othersDoNotWaitWithASenderThatIsTooFast() {
    restraint.refused(signed(ROMEO), HERE, tooFast(Reason.RATE_OF_SENDER, Duration.ofSeconds(30)));

    assertThat(held("sip:paris@montague.example", HERE)).isEmpty();
    assertThat(held(ROMEO, tcp("192.0.2.2"))).as("somebody else says so").isEmpty();
    SipRequest unsigned = signed(ROMEO);
    unsigned = unsigned.withHeaders(unsigned.headers().without("Identity"));
    assertThat(restraint.refusalOf(unsigned, HERE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1, 192.0.2.1, 192.0.2.2", "2001:db8::1, 2001:db8::ffff:2, 2001:db8:0:1::1"})
  void aPeerThatWasToldToWaitIsNotLookedAtWithAllItsAddresses(
      String told, String same, String other) {
    restraint.refused(
        signed(ROMEO), tcp(told), tooFast(Reason.RATE_OF_PEER, Duration.ofSeconds(5)));

    assertThat(held("sip:nurse@capulet.example", tcp(same))).contains(Reason.RATE_OF_PEER);
    assertThat(held(ROMEO, tcp(other))).isEmpty();
    after(Duration.ofSeconds(5));
    assertThat(held(ROMEO, tcp(told))).isEmpty();
  }

  /** A thousand wrong ones a second, for ten seconds. */
  @Test
  void ofOneDomainFiftyAreLookedAtAtOnceAndThenTwentyASecond() {
    int lookedAt = 0;
    for (int i = 0; i < 10_000; i++) {
      lookedAt += isWrong("sip:a" + i + "@evil.example") ? 1 : 0;
      after(Duration.ofMillis(1));
    }
    assertThat(lookedAt).isBetween(50 + 10 * 20 - 1, 50 + 10 * 20);
  }

  /** As before, each of another domain. */
  @Test
  void ofOneNetworkTwoHundredAreLookedAtAtOnceAndThenFiftyASecond() {
    int lookedAt = 0;
    for (int i = 0; i < 10_000; i++) {
      lookedAt += isWrong("sip:a@evil" + i + ".example") ? 1 : 0;
      after(Duration.ofMillis(1));
    }
    assertThat(lookedAt).isBetween(200 + 10 * 50 - 1, 200 + 10 * 50);
  }

  /** Whether a wrong one is looked at. */
  private boolean isWrong(String from) {
    SipRequest request = signed(from);
    boolean looked = restraint.refusalOf(request, HERE).isEmpty();
    if (looked) {
      restraint.refused(request, HERE, WRONG);
    }
    return looked;
  }

  @Test
  void datagramsAreOfOneNetworkWhateverAddressTheyName() {
    for (int i = 0; i < 200; i++) {
      Flow flow = new Hop(Transport.UDP, "198.51.100." + i, List.of());
      restraint.refused(signed("sip:a@evil" + i + ".example"), flow, WRONG);
    }
    assertThat(held(ROMEO, new Hop(Transport.UDP, "203.0.113.7", List.of())))
        .contains(Reason.RATE_OF_PEER);
    assertThat(held(ROMEO, tcp("198.51.100.1"))).isEmpty();
  }

  /** What was looked at for nothing, by the fault of who sent it. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "IDENTITY_INVALID",
        "IDENTITY_REPLAYED",
        "CREDENTIAL_UNTRUSTED",
        "ATTESTATION_TOO_LOW",
        "FORGED_SOURCE"
      })
  void whateverMadeTheLookVainCounts(Reason reason) {
    for (int i = 0; i < 50; i++) {
      restraint.refused(signed(ROMEO), HERE, new Refused(reason, "no"));
    }
    assertThat(held(ROMEO, HERE)).contains(Reason.RATE_OF_SENDER);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "IDENTITY_STALE",
        "OVERLOADED",
        "INTERNAL",
        "REPLAY_MEMORY_FULL",
        "DOMAIN_NOT_FOUND"
      })
  void whatIsCheapOrOursDoesNot(Reason reason) {
    for (int i = 0; i < 1_000; i++) {
      restraint.refused(signed(ROMEO), HERE, new Refused(reason, "no"));
    }
    assertThat(held(ROMEO, HERE)).isEmpty();
  }

  @Test
  void whoIsNotHeardOfForLongestIsForgottenFirst() {
    Refused wait = tooFast(Reason.RATE_OF_SENDER, Duration.ofHours(1));
    for (int i = 0; i <= 10_000; i++) {
      restraint.refused(signed("sip:a" + i + "@montague.example"), HERE, wait);
    }
    assertThat(held("sip:a0@montague.example", HERE)).isEmpty();
    assertThat(held("sip:a1@montague.example", HERE)).contains(Reason.RATE_OF_SENDER);
  }
}
