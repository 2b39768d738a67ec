package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.passport.Attestation;
import org.porin.passport.ClaimDigest;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.passport.TokenKind;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.sip.SipDate;
import org.porin.sip.SipRequest;
import org.porin.trust.AuthenticationService.Signing;
import org.porin.wire.Octets;

/** RFC 8224 §6.1, RFC 9475, TRUST 1 and 9. */
class SipAuthenticationTest {
  private TrustScene scene;

  @BeforeEach
  void open() throws Exception {
    scene = new TrustScene();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private static Identity identity(SipRequest request) throws Exception {
    return Identity.of(request.headers()).get(0);
  }

  private static SignedPassport token(SipRequest request) throws Exception {
    return identity(request).open();
  }

  @Test
  @Requirement({"8224-6.1-8", "8224-4.1-5", "8224-4.1-6", "8224-4.1-7", "8224-9-2"})
  void aMessageIsSignedWithItsBody() throws Exception {
    SipRequest signed = scene.signed(TrustScene.message());

    Passport passport = token(signed).passport();
    assertThat(passport.kind()).isEqualTo(TokenKind.MESSAGE);
    assertThat(identity(signed).ppt()).contains("msg");
    assertThat(identity(signed).info()).isEqualTo(TrustScene.x5u("capulet.example"));
    assertThat(passport.orig().value()).isEqualTo(TrustScene.JULIET);
    assertThat(passport.dest()).extracting("value").containsExactly(TrustScene.ROMEO);
    assertThat(passport.issuedAt()).isEqualTo(TrustScene.NOW);
    assertThat(passport.attestation()).contains(Attestation.A);
    assertThat(passport.scope())
        .isEqualTo(Scope.message(ClaimDigest.of(TrustScene.message().body())));
    assertThat(scene.counts().signed()).isEqualTo(1);
  }

  @Test
  @Requirement({"8224-9-3", "9475-3.2-2"})
  void otherRequestsAreSignedWithMethodAndBody() throws Exception {
    for (String method : List.of("SUBSCRIBE", "NOTIFY")) {
      SipRequest request = TrustScene.request(method, TrustScene.JULIET, TrustScene.ROMEO, "");
      SipRequest signed = scene.signed(request);

      assertThat(identity(signed).ppt()).isEmpty();
      assertThat(token(signed).passport().scope())
          .isEqualTo(Scope.request(method, ClaimDigest.of(Octets.EMPTY)));
    }
  }

  @Test
  @Requirement({"8224-4.1-8", "8224-6.1-6"})
  void theDateIsThatOfTheSignature() throws Exception {
    SipRequest written =
        TrustScene.message()
            .withHeaders(
                TrustScene.message()
                    .headers()
                    .with("Date", SipDate.format(TrustScene.NOW.minus(Duration.ofHours(5)))));
    for (SipRequest request : List.of(written, TrustScene.message())) {
      SipRequest signed = scene.signed(request);
      assertThat(signed.headers().all("Date")).containsExactly(SipDate.format(TrustScene.NOW));
      assertThat(token(signed).passport().issuedAt()).isEqualTo(TrustScene.NOW);
    }
  }

  @Test
  void everyTokenHasAnIdOfItsOwn() throws Exception {
    Set<Optional<String>> ids = new java.util.HashSet<>();
    for (int i = 0; i < 100; i++) {
      ids.add(token(scene.signed(TrustScene.message())).passport().id());
    }
    assertThat(ids).hasSize(100).allMatch(id -> id.orElse("").matches("[0-9a-f]{32}"));
  }

  @Test
  @Requirement({"8224-6.1-1", "8224-6.1-3", "8224-6.1-4", "8224-12.1.1-2"})
  void aRequestOfADomainWithoutKeyIsLeftAsItIs() {
    SipRequest other =
        TrustScene.request("MESSAGE", "sip:romeo@montague.example", TrustScene.JULIET, "Ay me");

    Signing signing = sign(other);

    assertThat(signing.request()).isSameAs(other);
    assertThat(signing.failure()).isEmpty();
    assertThat(scene.counts().signed()).isZero();
    assertThat(scene.counts().notSigned()).isZero();
  }

  @Test
  void aTelephoneNumberIsOfNoDomain() {
    SipRequest request =
        TrustScene.request(
            "MESSAGE", "sip:+15551234567@capulet.example;user=phone", TrustScene.ROMEO, "Ay me");

    assertThat(sign(request).request()).isSameAs(request);
  }

  @Test
  @Requirement("8224-6.1-6")
  void nothingIsSignedOutsideOfTheCertificatesTime() {
    for (Instant instant :
        List.of(
            TrustScene.NOW.plus(Duration.ofDays(10)), TrustScene.NOW.minus(Duration.ofDays(10)))) {
      scene.at(instant);
      Signing signing = sign(TrustScene.message());
      assertThat(signing.request()).isEqualTo(TrustScene.message());
      assertThat(signing.failure().orElseThrow().reason()).isEqualTo(Reason.INTERNAL);
    }
    assertThat(scene.counts().notSigned()).isEqualTo(2);
  }

  @Test
  @Requirement("8224-4.1-10")
  void nothingIsSignedWhileTheClockIsBehind() {
    SipRequest request =
        TrustScene.message()
            .withHeaders(
                TrustScene.message()
                    .headers()
                    .with("Date", SipDate.format(TrustScene.NOW.plusSeconds(61))));

    Signing signing = sign(request);

    assertThat(signing.request()).isSameAs(request);
    assertThat(signing.failure().orElseThrow().text()).contains("clock");
  }

  @Test
  void whatIsSignedKeepsItsOrder() throws Exception {
    List<String> told = java.util.Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<?>> all = new ArrayList<>();
    SipAuthentication authentication = scene.authentication();
    for (int i = 0; i < 200; i++) {
      String body = "" + i;
      SipRequest request = TrustScene.request("MESSAGE", TrustScene.JULIET, TrustScene.ROMEO, body);
      all.add(
          authentication
              .sign(request, Attestation.A)
              .thenAccept(signing -> told.add(body))
              .toCompletableFuture());
    }
    CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).join();
    assertThat(told)
        .containsExactlyElementsOf(
            java.util.stream.IntStream.range(0, 200).mapToObj(Integer::toString).toList());
  }

  @Test
  void whatCannotWaitIsNotSigned() throws Exception {
    try (TrustThreads none = new TrustThreads(1, 0)) {
      SipAuthentication full =
          new SipAuthentication(
              (domain, instant) -> Optional.of(scene.key("capulet.example")),
              scene.es256,
              none,
              () -> TrustScene.NOW,
              scene.counters);

      Signing signing = full.sign(TrustScene.message(), Attestation.A).toCompletableFuture().join();

      assertThat(signing.failure().orElseThrow().reason()).isEqualTo(Reason.OVERLOADED);
    }
  }

  private Signing sign(SipRequest request) {
    return scene.authentication().sign(request, Attestation.A).toCompletableFuture().join();
  }
}
