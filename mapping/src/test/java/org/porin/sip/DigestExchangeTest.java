package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.sip.DigestExchange.Outcome.NO_CREDENTIALS;
import static org.porin.sip.DigestExchange.Outcome.REJECTED;
import static org.porin.sip.DigestExchange.Outcome.SEND_AGAIN;
import static org.porin.sip.DigestExchange.Outcome.UNSUPPORTED;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DigestExchangeTest {
  private static final SipRequest REQUEST = SipExamples.request(SipExamples.MESSAGE);

  private int cnonces;
  private final DigestClient client =
      new DigestClient(
          realm ->
              realm.startsWith("b")
                  ? Optional.of(new DigestCredentials("romeo", "secret of " + realm))
                  : Optional.empty(),
          () -> "c" + ++cnonces);

  @Test
  void theFirstRequestSaysNothingOfUs() {
    SipRequest first = client.begin(REQUEST).request();
    assertThat(first).isEqualTo(REQUEST);
  }

  @Test
  void aChallengeIsAnsweredWithTheNextSequenceNumber() { // §22.2
    DigestExchange exchange = client.begin(REQUEST);
    assertThat(exchange.challenged(unauthorized("realm=\"b\", nonce=\"n1\", qop=\"auth\"")))
        .isEqualTo(SEND_AGAIN);
    SipRequest again = exchange.request();
    assertThat(again.cseq()).isEqualTo(new CSeq(2, "MESSAGE"));
    assertThat(again.callId()).isEqualTo(REQUEST.callId());
    assertThat(again.from()).isEqualTo(REQUEST.from());
    assertThat(again.body()).isEqualTo(REQUEST.body());
    assertThat(again.headers().all("Authorization"))
        .singleElement()
        .asString()
        .contains("username=\"romeo\"", "nonce=\"n1\"", "nc=00000001", "cnonce=\"c1\"");
    assertThat(again.headers().has("Proxy-Authorization")).isFalse();
  }

  @Test
  void laterRequestsCarryTheirAnswerAtOnceAndCountTheNonce() {
    client.begin(REQUEST).challenged(proxy("realm=\"b\", nonce=\"n1\", qop=\"auth\""));
    for (int use = 2; use < 20; use++) {
      assertThat(client.begin(REQUEST).request().headers().all("Proxy-Authorization"))
          .singleElement()
          .asString()
          .contains("nonce=\"n1\"", String.format("nc=%08x, cnonce=\"c%d\"", use, use));
    }
  }

  @Test
  void theSameNonceInAnotherChallengeIsCountedOn() {
    DigestExchange first = client.begin(REQUEST);
    DigestExchange second = client.begin(REQUEST);
    first.challenged(unauthorized("realm=\"b\", nonce=\"n1\", qop=\"auth\""));
    second.challenged(unauthorized("realm=\"b\", nonce=\"n1\", qop=\"auth\""));
    assertThat(second.request().headers().first("Authorization").orElseThrow())
        .contains("nonce=\"n1\"", "nc=00000002");
  }

  @Test
  void whatIsRejectedIsNotTriedAgain() { // §22.1
    DigestExchange exchange = client.begin(REQUEST);
    exchange.challenged(unauthorized("realm=\"b\", nonce=\"n1\", qop=\"auth\""));
    assertThat(exchange.challenged(unauthorized("realm=\"b\", nonce=\"n2\", qop=\"auth\"")))
        .isEqualTo(REJECTED);
    assertThat(client.begin(REQUEST).request().headers().has("Authorization")).isFalse();
  }

  @Test
  void aStaleNonceIsReplaced() { // §22.1, RFC 7616 §3.3
    DigestExchange exchange = client.begin(REQUEST);
    exchange.challenged(unauthorized("realm=\"b\", nonce=\"n1\", qop=\"auth\""));
    assertThat(
            exchange.challenged(
                unauthorized("realm=\"b\", nonce=\"n2\", qop=\"auth\", stale=true")))
        .isEqualTo(SEND_AGAIN);
    assertThat(exchange.request().headers().all("Authorization"))
        .singleElement()
        .asString()
        .contains("nonce=\"n2\"", "nc=00000001");
    assertThat(exchange.request().cseq().number()).isEqualTo(3);
  }

  @Test
  void aServerThatFindsEveryNonceStaleIsNotAnsweredForEver() {
    DigestExchange exchange = client.begin(REQUEST);
    for (int round = 0; round < DigestExchange.MAX_ANSWERS; round++) {
      assertThat(exchange.challenged(stale("n" + round))).isEqualTo(SEND_AGAIN);
    }
    assertThat(exchange.challenged(stale("n"))).isEqualTo(REJECTED);
  }

  @Test
  void aServerThatForgotItsNonceIsAnsweredOnceMore() {
    client.begin(REQUEST).challenged(unauthorized("realm=\"b\", nonce=\"n1\", qop=\"auth\""));
    DigestExchange later = client.begin(REQUEST);
    assertThat(later.request().headers().has("Authorization")).isTrue();
    SipResponse anew = unauthorized("realm=\"b\", nonce=\"n2\", qop=\"auth\"");
    assertThat(later.challenged(anew)).isEqualTo(SEND_AGAIN);
    assertThat(later.challenged(anew)).isEqualTo(REJECTED);
  }

  @Test
  void proxyAndFarEndAreAnsweredEachInItsHeader() { // §22.3
    DigestExchange exchange = client.begin(REQUEST);
    exchange.challenged(proxy("realm=\"b1\", nonce=\"p\", qop=\"auth\""));
    assertThat(exchange.challenged(unauthorized("realm=\"b2\", nonce=\"u\"")))
        .isEqualTo(SEND_AGAIN);
    assertThat(exchange.request().headers().all("Proxy-Authorization"))
        .singleElement()
        .asString()
        .contains("realm=\"b1\"", "nonce=\"p\"", "nc=00000002");
    assertThat(exchange.request().headers().all("Authorization"))
        .singleElement()
        .asString()
        .contains("realm=\"b2\"", "nonce=\"u\"")
        .doesNotContain("nc=", "cnonce=");
  }

  @Test
  void eachRealmOfOneResponseIsAnsweredWhateverItsStatus() { // §16.7 step 7
    DigestExchange exchange = client.begin(REQUEST);
    SipResponse response =
        unauthorized("realm=\"b1\", nonce=\"1\"")
            .with("WWW-Authenticate", "Digest realm=\"other\", nonce=\"2\"")
            .with("Proxy-Authenticate", "Digest realm=\"b1\", nonce=\"3\"")
            .with("Proxy-Authenticate", "Digest realm=\"b2\", nonce=\"4\"");
    assertThat(exchange.challenged(response)).isEqualTo(SEND_AGAIN);
    assertThat(exchange.request().headers().all("Authorization")).hasSize(1);
    assertThat(exchange.request().headers().all("Proxy-Authorization")).hasSize(2);
  }

  @Test
  void ofTheChallengesOfARealmTheTopmostThatIsKnownIsAnswered() { // RFC 8760 §2.4
    DigestExchange exchange = client.begin(REQUEST);
    exchange.challenged(
        unauthorized("realm=\"b\", nonce=\"0\", algorithm=SHA3-512, qop=\"auth\"")
            .with("WWW-Authenticate", "Digest realm=\"b\", nonce=\"unreadable")
            .with("WWW-Authenticate", "Basic realm=\"b\"")
            .with(
                "WWW-Authenticate",
                "Digest realm=\"b\", nonce=\"1\", algorithm=SHA-256, qop=\"auth\"")
            .with("WWW-Authenticate", "Digest realm=\"b\", nonce=\"2\", qop=\"auth\""));
    assertThat(exchange.request().headers().all("Authorization"))
        .singleElement()
        .asString()
        .contains("nonce=\"1\"", "algorithm=SHA-256");
  }

  @Test
  void aRealmThatIsNotOursIsNotToldWhoWeAre() {
    DigestExchange exchange = client.begin(REQUEST);
    assertThat(exchange.challenged(unauthorized("realm=\"other\", nonce=\"n\"")))
        .isEqualTo(NO_CREDENTIALS);
    assertThat(exchange.request()).isEqualTo(REQUEST);
  }

  @Test
  void withoutAChallengeThatIsUnderstoodTheResponseStands() {
    SipResponse none = SipResponse.to(REQUEST, 401, "Unauthorized", "t");
    assertThat(client.begin(REQUEST).challenged(none)).isEqualTo(UNSUPPORTED);
    assertThat(client.begin(REQUEST).challenged(none.with("WWW-Authenticate", "Basic realm=\"b\"")))
        .isEqualTo(UNSUPPORTED);
  }

  @Test
  void moreChallengesThanAnybodyNeedsAreNotLookedAt() {
    SipResponse flood = SipResponse.to(REQUEST, 401, "Unauthorized", "t");
    for (int i = 0; i < 100; i++) {
      flood = flood.with("WWW-Authenticate", "Digest realm=\"b" + i + "\", nonce=\"n\"");
    }
    assertThat(Challenges.of(flood).list()).hasSize(Challenges.MAX_COUNT);
    assertThat(Challenges.of(flood).others()).isEqualTo(100 - Challenges.MAX_COUNT);
  }

  @Test
  void onlySoManyRealmsAreRemembered() {
    for (int i = 0; i < 100; i++) {
      client.begin(REQUEST).challenged(unauthorized("realm=\"b" + i + "\", nonce=\"n\""));
    }
    assertThat(client.begin(REQUEST).request().headers().all("Authorization"))
        .hasSize(DigestClient.MAX_REALMS)
        .last()
        .asString()
        .contains("realm=\"b99\"");
  }

  @Test
  void credentialsOfAnOlderRequestAreNotCarriedOn() {
    SipRequest old =
        REQUEST.withHeaders(
            REQUEST.headers().with("Authorization", "x").with("Proxy-Authorization", "y"));
    assertThat(client.begin(old).request()).isEqualTo(REQUEST);
  }

  private static SipResponse stale(String nonce) {
    return unauthorized("realm=\"b\", nonce=\"" + nonce + "\", qop=\"auth\", stale=true");
  }

  private static SipResponse unauthorized(String parameters) {
    return SipResponse.to(REQUEST, 401, "Unauthorized", "t")
        .with("WWW-Authenticate", "Digest " + parameters);
  }

  private static SipResponse proxy(String parameters) {
    return SipResponse.to(REQUEST, 407, "Proxy Authentication Required", "t")
        .with("Proxy-Authenticate", "Digest " + parameters);
  }
}
