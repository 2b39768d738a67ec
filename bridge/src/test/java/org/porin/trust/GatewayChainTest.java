package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.trust.TrustScene.NOW;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.passport.Attestation;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.sip.SipRequest;
import org.porin.trust.AssertionPolicy.Demand;
import org.porin.trust.VerificationService.Hop;
import org.porin.trust.VerificationService.Verdict;

/** TRUST 3 and TRUST 6 step 12: what gateways say of the way. */
class GatewayChainTest {
  private TrustScene scene;
  private SigningKey capulet;
  private SigningKey first;
  private SigningKey second;
  private SipRequest message;
  private SignedPassport sender;

  @BeforeEach
  void open() throws Exception {
    scene = new TrustScene();
    capulet = scene.key("capulet.example");
    first = scene.add("first.example");
    second = scene.add("second.example");
    scene.policies.put("capulet.example", believing("first.example", "second.example"));
    message = TrustScene.message();
    sender = scene.token(TrustScene.passport(message, capulet), capulet);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private static AssertionPolicy believing(String... gateways) {
    return new AssertionPolicy(
        Demand.REQUIRE, Attestation.C, Set.of(), Set.of(gateways), Set.of(), Set.of());
  }

  private SignedPassport gateway(SigningKey key, Scope scope, Attestation attestation)
      throws Exception {
    Passport passport = TrustScene.passport(message, key);
    return scene.token(
        new Passport(
            key.x5u(),
            passport.orig(),
            passport.dest(),
            NOW,
            Optional.of(attestation),
            passport.id(),
            scope),
        key);
  }

  private SignedPassport hop1(Attestation attestation) throws Exception {
    return gateway(first, Scope.gateway("first.example", 1, "mtls", sender), attestation);
  }

  private SignedPassport hop2(SignedPassport previous) throws Exception {
    return gateway(second, Scope.gateway("second.example", 2, "mtls", previous), Attestation.A);
  }

  private Verdict verify(SignedPassport... tokens) {
    return scene.verify(TrustScene.with(message, tokens));
  }

  private Attestation level(SignedPassport... tokens) {
    return verify(tokens).assertion().map(Assertion::attestation).orElseThrow();
  }

  @Test
  void aWholeChainKeepsTheLevel() throws Exception {
    SignedPassport hop1 = hop1(Attestation.A);

    assertThat(level(sender, hop1, hop2(hop1))).isEqualTo(Attestation.A);
    assertThat(level(hop2(hop1), sender, hop1)).as("in any order").isEqualTo(Attestation.A);
    assertThat(scene.count(AssertionFault.GATEWAY)).isZero();
  }

  @Test
  void theLowestLevelOfTheChainCounts() throws Exception {
    SignedPassport hop1 = hop1(Attestation.B);

    assertThat(level(sender, hop1, hop2(hop1))).isEqualTo(Attestation.B);
  }

  @Test
  void aBrokenGatewayLowersTheLevelAndNoMore() throws Exception {
    SignedPassport hop1 = hop1(Attestation.A);
    SignedPassport other =
        scene.token(TrustScene.at(sender.passport(), NOW.minusSeconds(1)), capulet);
    SigningKey stranger = scene.add("stranger.example");
    List<SignedPassport[]> broken =
        List.of(
            // its prev is another token
            new SignedPassport[] {
              sender,
              gateway(first, Scope.gateway("first.example", 1, "mtls", other), Attestation.A)
            },
            // a hop is missing
            new SignedPassport[] {sender, hop2(hop1)},
            // it says that there was nobody before
            new SignedPassport[] {
              sender, gateway(first, Scope.gateway("first.example", "mtls"), Attestation.A)
            },
            // one twice, by another signature
            new SignedPassport[] {sender, hop1, hop1(Attestation.A)},
            // signed by somebody else
            new SignedPassport[] {
              sender,
              gateway(second, Scope.gateway("first.example", 1, "mtls", sender), Attestation.A)
            },
            // a gateway that is not believed
            new SignedPassport[] {
              sender,
              gateway(stranger, Scope.gateway("stranger.example", 1, "mtls", sender), Attestation.A)
            },
            // of another message
            new SignedPassport[] {sender, anotherMessage()},
            // stale
            new SignedPassport[] {
              sender, scene.token(TrustScene.at(hop1.passport(), NOW.minusSeconds(61)), first)
            });
    for (int i = 0; i < broken.size(); i++) {
      assertThat(level(broken.get(i))).as("row %d", i).isEqualTo(Attestation.C);
      assertThat(scene.count(AssertionFault.GATEWAY)).as("row %d", i).isEqualTo(i + 1);
    }
  }

  private SignedPassport anotherMessage() throws Exception {
    Passport good = hop1(Attestation.A).passport();
    return scene.token(
        new Passport(
            good.x5u(),
            good.orig(),
            good.dest(),
            good.issuedAt(),
            good.attestation(),
            Optional.of("another"),
            good.scope()),
        first);
  }

  @Test
  void whatIsBelowTheOperatorsLeastIsRefused() throws Exception {
    scene.policies.put(
        "capulet.example",
        new AssertionPolicy(
            Demand.PREFER, Attestation.B, Set.of(), Set.of("first.example"), Set.of(), Set.of()));

    assertThat(verify(sender, hop1(Attestation.B)).refusal()).isEmpty();
    assertThat(verify(sender, hop1(Attestation.C)).refusal().orElseThrow().reason())
        .isEqualTo(Reason.ATTESTATION_TOO_LOW);
    assertThat(scene.count(AssertionFault.ATTESTATION)).isEqualTo(1);
  }

  @Test
  void whatPassedThisBridgeBeforeIsALoop() throws Exception {
    SigningKey own = scene.add("verona.example");
    SignedPassport token =
        gateway(own, Scope.gateway("verona.example", 1, "mtls", sender), Attestation.A);

    assertThat(verify(sender, token).refusal().orElseThrow().reason()).isEqualTo(Reason.LOOP);
    assertThat(scene.count(AssertionFault.LOOP)).isEqualTo(1);
  }

  @Test
  void moreThanEightGatewaysAreALoop() throws Exception {
    SignedPassport ninth =
        gateway(first, Scope.gateway("first.example", 9, "mtls", sender), Attestation.A);

    assertThat(verify(sender, ninth).refusal().orElseThrow().reason()).isEqualTo(Reason.LOOP);
  }

  @Test
  void aGatewayThatIsBelievedVouchesForWhoSignsNothing() throws Exception {
    SignedPassport root = gateway(first, Scope.gateway("first.example", "mtls"), Attestation.B);
    SipRequest request = TrustScene.with(message, root);

    Assertion open = scene.verify(request).assertion().orElseThrow();
    assertThat(open.attestation()).as("the body could be another one").isEqualTo(Attestation.C);
    assertThat(open.signer()).isEqualTo("first.example");
    Hop proven = new Hop("192.0.2.1", Optional.of(new SipDomains(List.of("first.example"))));
    assertThat(scene.verify(request, proven).assertion().orElseThrow().attestation())
        .isEqualTo(Attestation.B);
  }

  @Test
  void aGatewayThatIsNotBelievedVouchesForNobody() throws Exception {
    scene.policies.put("capulet.example", believing("second.example"));
    SignedPassport root = gateway(first, Scope.gateway("first.example", "mtls"), Attestation.B);

    assertThat(verify(root).refusal().orElseThrow().reason()).isEqualTo(Reason.IDENTITY_INVALID);
  }

  @Test
  void aGatewayCannotStandInForASenderThatItSaysThereWas() throws Exception {
    assertThat(verify(hop1(Attestation.A)).refusal().orElseThrow().reason())
        .isEqualTo(Reason.IDENTITY_INVALID);
  }

  @Test
  void aGatewaysWordDoesNotHealABrokenSender() throws Exception {
    SipRequest request = TrustScene.with(message, sender, hop1(Attestation.A));
    SipRequest other =
        new SipRequest(
            "MESSAGE",
            request.requestUri(),
            request.headers(),
            org.porin.wire.Octets.utf8("another body"));

    assertThat(scene.verify(other).refusal().orElseThrow().reason())
        .isEqualTo(Reason.IDENTITY_INVALID);
    assertThat(scene.count(AssertionFault.BODY)).isEqualTo(1);
  }

  @Test
  void aMalformedGatewayTokenLowersTheLevel() {
    SipRequest request = TrustScene.with(message, sender);
    SipRequest more =
        request.withHeaders(
            request.headers().with(Identity.NAME, "a.b.c;info=<https://first.example/>;ppt=gwa"));

    assertThat(scene.verify(more).assertion().orElseThrow().attestation()).isEqualTo(Attestation.C);
  }
}
