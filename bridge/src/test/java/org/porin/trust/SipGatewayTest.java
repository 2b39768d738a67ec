package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.porin.passport.Attestation;
import org.porin.passport.Identity;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.profile.Assertion;
import org.porin.profile.Carried.Proof;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.trust.AuthenticationService.Signing;
import org.porin.trust.GatewayService.Arrival;
import org.porin.wire.Octets;

/** A gateway signs what it passes on, by its own key alone. */
class SipGatewayTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_763_859_600);

  private final TrustThreads threads = new TrustThreads(1, 1 << 20);
  private final Es256 es256 = Es256.open();
  private final OneKey keys = new OneKey("b.example");

  SipGatewayTest() throws Exception {}

  @AfterEach
  void end() {
    threads.close();
  }

  @Test
  @Requirement("8224-6.1-9")
  void whatPassesHasOneTokenMoreAndAllElseAsItWas() throws Exception {
    SipRequest request = request("Identity", "x.y.z;info=<https://a.example/1.cer>;ppt=shaken");
    Signing signing = pass("b.example", request);
    assertThat(signing.failure()).isEmpty();
    List<String> identities = signing.request().headers().all(Identity.NAME);
    assertThat(identities).hasSize(2).startsWith(request.headers().first(Identity.NAME).get());
    assertThat(signing.request().headers().without(Identity.NAME))
        .isEqualTo(request.headers().without(Identity.NAME));
    assertThat(signing.request().body()).isEqualTo(request.body());

    SignedPassport token = Identity.parse(identities.get(1)).open();
    assertThat(((Scope.Gateway) token.passport().scope()).domain()).isEqualTo("b.example");
    assertThat(
            es256.verify(
                keys.key().certificate().getPublicKey(), token.signingInput(), token.signature()))
        .isTrue();
  }

  @Test
  @Requirement("8224-6.1-3")
  void withoutAKeyOfItsOwnItSaysNothing() throws Exception {
    SipRequest request = request();
    assertThat(pass("c.example", request).request()).isSameAs(request);
  }

  @Test
  void behindABrokenTokenNothingIsPassedOn() throws Exception {
    Signing signing = pass("b.example", request("Identity", "x.y.z;info=<https://a.example/>"));
    assertThat(signing.failure().orElseThrow().reason()).isEqualTo(Reason.IDENTITY_INVALID);
  }

  @Test
  void aTryThatComesLaterHasATokenOfItsOwnTime() throws Exception {
    Instant later = NOW.plusSeconds(59);
    assertThat(issuedAt(passAt(NOW, verified(NOW)))).isEqualTo(NOW);
    assertThat(issuedAt(passAt(later, verified(NOW)))).isEqualTo(later);
  }

  @Test
  void whatWaitedLongerThanItsSignatureHoldsGoesBackAsStale() throws Exception {
    Signing signing = passAt(NOW.plusSeconds(61), verified(NOW));
    assertThat(signing.failure().orElseThrow().reason()).isEqualTo(Reason.IDENTITY_STALE);
    assertThat(signing.request().headers().has(Identity.NAME)).isFalse();
  }

  @Test
  void whatNobodyVouchedForIsNeverTooLate() throws Exception {
    assertThat(passAt(NOW.plusSeconds(3600), Optional.empty()).failure()).isEmpty();
  }

  @Test
  void anObjectThatWasStoredMayBeLate() throws Exception {
    Assertion object =
        new Assertion(Attestation.A, "a.example", NOW, "object", Optional.of("object"));
    assertThat(passAt(NOW.plusSeconds(3600), Optional.of(object)).failure()).isEmpty();
  }

  private static Instant issuedAt(Signing signing) throws Exception {
    String identity = signing.request().headers().first(Identity.NAME).orElseThrow();
    return Identity.parse(identity).open().passport().issuedAt();
  }

  private static Optional<Assertion> verified(Instant issuedAt) {
    return Optional.of(new Assertion(Attestation.A, "a.example", issuedAt, "token"));
  }

  private Signing pass(String domain, SipRequest request) throws Exception {
    return pass(domain, request, Optional.empty(), InstantSource.system());
  }

  private Signing passAt(Instant now, Optional<Assertion> assertion) throws Exception {
    return pass("b.example", request(), assertion, InstantSource.fixed(now));
  }

  private Signing pass(
      String domain, SipRequest request, Optional<Assertion> assertion, InstantSource clock)
      throws Exception {
    return new SipGateway(domain, keys, es256, threads, clock)
        .pass(request, new Arrival(Proof.TLS, assertion))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static SipRequest request(String... identity) {
    SipHeaders headers =
        SipHeaders.of(
            "Via", "SIP/2.0/TCP b.example;branch=z9hG4bK1",
            "From", "<sip:juliet@a.example>;tag=1",
            "To", "<sip:romeo@c.example>",
            "Call-ID", "1",
            "CSeq", "1 MESSAGE",
            "Max-Forwards", "70");
    return new SipRequest(
        "MESSAGE",
        "sip:romeo@c.example",
        identity.length == 0 ? headers : headers.with(identity[0], identity[1]),
        Octets.utf8("x"));
  }
}
