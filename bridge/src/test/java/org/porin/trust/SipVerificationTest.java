package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.passport.Attestation;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.sip.SipRequest;
import org.porin.trust.AssertionPolicy.Demand;
import org.porin.trust.AssertionPolicy.Operation;
import org.porin.trust.Credentials.Finding;
import org.porin.trust.VerificationService.Hop;
import org.porin.trust.VerificationService.Verdict;

/** RFC 8224 §6.2, TRUST 6: what is verified, and what the operator's policy makes of the rest. */
class SipVerificationTest {
  private TrustScene scene;

  @BeforeEach
  void open() throws Exception {
    scene = new TrustScene();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  @Requirement("8224-8.4-1")
  void whatTheDomainOfFromSignedIsVerified() throws Exception {
    for (String method : List.of("MESSAGE", "SUBSCRIBE", "NOTIFY")) {
      SipRequest signed =
          scene.signed(TrustScene.request(method, TrustScene.JULIET, TrustScene.ROMEO, "Ay me"));

      Assertion assertion = scene.verify(signed).assertion().orElseThrow();

      SignedPassport token = Identity.of(signed.headers()).get(0).open();
      assertThat(assertion)
          .isEqualTo(new Assertion(Attestation.A, "capulet.example", TrustScene.NOW, token.name()));
    }
    assertThat(scene.counts().verified()).containsEntry(Attestation.A, 3L);
  }

  @Test
  void caseAndNeedlessEscapesAreNoMatter() {
    SipRequest signed = scene.signed(TrustScene.message());
    SipRequest other =
        signed.withHeaders(
            signed
                .headers()
                .withFirst("From", "\"J\" <sip:%4auliet@Capulet.example:5061;x=y>;tag=1")
                .withFirst("To", "<sip:ROMEO@montague.example;transport=tcp>"));

    assertThat(scene.verify(other).assertion()).isPresent();
  }

  @Test
  void anImRequestUriNamesTheSameMailbox() {
    SipRequest signed = scene.signed(TrustScene.message());
    SipRequest other =
        new SipRequest("MESSAGE", "im:romeo@montague.example", signed.headers(), signed.body());

    assertThat(scene.verify(other).assertion()).isPresent();
  }

  @Test
  void withinADialogTheRequestUriNamesADevice() {
    SipRequest plain =
        TrustScene.request("NOTIFY", TrustScene.JULIET, TrustScene.ROMEO, "<presence/>");
    SipRequest signed =
        scene.signed(
            plain.withHeaders(plain.headers().withFirst("To", "<" + TrustScene.ROMEO + ">;tag=2")));
    SipRequest onItsWay =
        new SipRequest("NOTIFY", "sip:192.0.2.7:5062", signed.headers(), signed.body());

    assertThat(scene.verify(onItsWay).assertion()).isPresent();
  }

  @Test
  @Requirement("8224-6.2-7")
  void aDateThatWasWrittenAnewIsNoMatterWhileBothAreFresh() {
    SipRequest signed = scene.signed(TrustScene.message());
    SipRequest other =
        signed.withHeaders(
            signed
                .headers()
                .withFirst("Date", org.porin.sip.SipDate.format(TrustScene.NOW.plusSeconds(9))));
    scene.at(TrustScene.NOW.plusSeconds(9));

    assertThat(scene.verify(other).assertion().orElseThrow().issuedAt())
        .as("what was signed counts")
        .isEqualTo(TrustScene.NOW);
  }

  @Test
  @Requirement("8224-6.2-6")
  void theWindowIsAMinuteToBothSides() {
    SipRequest signed = scene.signed(TrustScene.message());
    Map<Long, Boolean> taken = Map.of(-61L, false, -60L, true, 0L, true, 60L, true, 61L, false);
    taken.forEach(
        (seconds, verified) -> {
          scene.at(TrustScene.NOW.plusSeconds(seconds));
          assertThat(scene.verify(signed).assertion().isPresent())
              .as("%d s later", seconds)
              .isEqualTo(verified);
        });
  }

  @Test
  void aStrangerThatSaysNothingOfTheLevelIsSureOfItsDomain() throws Exception {
    SipRequest request = TrustScene.message();
    SigningKey key = scene.key("capulet.example");
    Passport ours = TrustScene.passport(request, key);
    Passport theirs =
        new Passport(
            ours.x5u(),
            ours.orig(),
            ours.dest(),
            ours.issuedAt(),
            Optional.empty(),
            Optional.empty(),
            ours.scope());

    Verdict verdict = scene.verify(TrustScene.with(request, scene.token(theirs, key)));

    assertThat(verdict.assertion().orElseThrow().attestation()).isEqualTo(Attestation.B);
  }

  @Test
  @Requirement({"8224-6.2-8", "8225-7-2"})
  void theCompactFormIsRebuiltFromTheRequest() throws Exception {
    SipRequest request = TrustScene.message();
    SigningKey key = scene.key("capulet.example");
    Passport ours = TrustScene.passport(request, key);
    Passport theirs =
        new Passport(
            ours.x5u(),
            ours.orig(),
            ours.dest(),
            ours.issuedAt(),
            Optional.empty(),
            Optional.empty(),
            ours.scope());
    String full = Identity.of(scene.token(theirs, key)).toString();
    String compact = ".." + full.substring(full.indexOf('.', full.indexOf('.') + 1) + 1);
    SipRequest signed = TrustScene.with(request);
    signed = signed.withHeaders(signed.headers().with(Identity.NAME, compact));

    assertThat(scene.verify(signed).assertion()).isPresent();
    SipRequest other =
        new SipRequest(
            "MESSAGE",
            request.requestUri(),
            signed.headers(),
            org.porin.wire.Octets.utf8("Art thou not Mercutio?"));
    assertThat(scene.verify(other).refusal().orElseThrow().reason())
        .isEqualTo(Reason.IDENTITY_INVALID);
  }

  @Test
  void aSignerThatTheOperatorNamesMaySignForTheDomain() throws Exception {
    SigningKey notary = scene.add("notary.example");
    SipRequest request = TrustScene.message();
    SipRequest signed =
        TrustScene.with(request, scene.token(TrustScene.passport(request, notary), notary));

    assertThat(scene.verify(signed).refusal().orElseThrow().reason())
        .isEqualTo(Reason.IDENTITY_INVALID);
    scene.policies.put(
        "capulet.example",
        new AssertionPolicy(
            Demand.REQUIRE, Attestation.C, Set.of("notary.example"), Set.of(), Set.of(), Set.of()));
    assertThat(scene.verify(signed).assertion().orElseThrow().signer()).isEqualTo("notary.example");
  }

  /** What is too long to be signed is not too long to be shown as hers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:juliet@capulet.example;x=%s",
        "sip:juliet@capulet.example?x=%s",
        "im:juliet@capulet.example?x=%s",
        "SIPS:juliet@CAPULET.example.:5061",
        "im:juliet@Capulet.example",
        "pres:juliet@capulet.example"
      })
  @Requirement("8224-6.2-1")
  void noSpellingOfFromGetsByThePolicyOfItsDomain(String from) {
    scene.policies.put("", AssertionPolicy.DEFAULT); // of who names nobody
    SipRequest plain = TrustScene.message();
    String uri = from.formatted("a".repeat(2_100));
    SipRequest request =
        plain.withHeaders(plain.headers().withFirst("From", "<" + uri + ">;tag=1"));

    assertThat(scene.verify(request).refusal().orElseThrow().reason())
        .isEqualTo(Reason.IDENTITY_REQUIRED);
  }

  @Test
  @Requirement({"8224-6.2-1", "8224-6.2.1-2"})
  void theOperatorSaysWhatUnsignedRequestsMayDo() {
    scene.policies.put(
        "capulet.example",
        new AssertionPolicy(
            Demand.PREFER, Attestation.C, Set.of(), Set.of(), Set.of(Operation.MESSAGE), Set.of()));
    assertThat(scene.verify(TrustScene.message()))
        .isEqualTo(new Verdict(Optional.empty(), Optional.empty()));
    assertThat(reason(TrustScene.request("SUBSCRIBE", TrustScene.JULIET, TrustScene.ROMEO, "")))
        .contains(Reason.IDENTITY_REQUIRED);
    assertThat(scene.counts().unsigned()).isEqualTo(1);
  }

  @Test
  void whereSignaturesAreIgnoredNobodyVouches() throws Exception {
    scene.policies.put("capulet.example", TrustScene.policy(Demand.IGNORE));

    assertThat(scene.verify(scene.signed(TrustScene.message())))
        .isEqualTo(new Verdict(Optional.empty(), Optional.empty()));
    assertThat(scene.shelf.asked).hasValue(0);
  }

  @Test
  void whereSignaturesArePreferredAnUnknownSignerIsAsNone() throws Exception {
    scene.policies.put("capulet.example", TrustScene.policy(Demand.PREFER));
    SipRequest signed = scene.signed(TrustScene.message());
    scene.shelf.remove(TrustScene.x5u("capulet.example"));
    assertThat(scene.verify(signed)).isEqualTo(new Verdict(Optional.empty(), Optional.empty()));
    scene.shelf.put(TrustScene.x5u("capulet.example"), TrustScene.authority().getCertificate());
    assertThat(scene.verify(signed)).isEqualTo(new Verdict(Optional.empty(), Optional.empty()));
    assertThat(scene.count(AssertionFault.CREDENTIAL_UNAVAILABLE)).isEqualTo(1);
    assertThat(scene.count(AssertionFault.CREDENTIAL_UNTRUSTED)).isEqualTo(1);
  }

  @Test
  void whereSignaturesArePreferredABrokenOneIsRefused() throws Exception {
    scene.policies.put("capulet.example", TrustScene.policy(Demand.PREFER));
    SipRequest signed = scene.signed(TrustScene.message());
    SipRequest other =
        new SipRequest(
            "MESSAGE", signed.requestUri(), signed.headers(), org.porin.wire.Octets.utf8("No"));

    assertThat(reason(other)).contains(Reason.IDENTITY_INVALID);
  }

  @Test
  @Requirement("8224-6.2-2")
  void nothingIsFetchedForWhatIsStale() {
    SipRequest signed = scene.signed(TrustScene.message());
    scene.at(TrustScene.NOW.plus(Duration.ofSeconds(61)));

    assertThat(reason(signed)).contains(Reason.IDENTITY_STALE);
    assertThat(scene.shelf.asked).hasValue(0);
  }

  @Test
  void aCertificateThatIsFetchedHoldsUpItsOwnLaneAlone() throws Exception {
    String slow = "https://keys.capulet.example/slow.cer";
    SigningKey key = scene.add("capulet.example", slow, builder -> builder);
    CompletableFuture<Finding> fetched = scene.shelf.await(slow);
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String body = "" + i;
      verdicts.add(
          scene
              .verification()
              .verify(
                  scene.signed(
                      TrustScene.request("MESSAGE", TrustScene.JULIET, TrustScene.ROMEO, body)),
                  new Hop("192.0.2.1", Optional.empty()))
              .whenComplete((verdict, fault) -> told.add(body))
              .toCompletableFuture());
    }
    scene.add("escalus.example");
    for (int i = 0; i < 20; i++) { // on every thread
      SipRequest other =
          scene.signed(
              TrustScene.request(
                  "MESSAGE", "sip:prince" + i + "@escalus.example", TrustScene.ROMEO, ""));
      assertThat(scene.verify(other).assertion()).isPresent();
    }
    assertThat(told).isEmpty();

    fetched.complete(
        scene.shelf.now(
            new CredentialRequest(
                slow, "capulet.example", List.of(TrustScene.NOW), Set.of(), Optional.empty())));

    CompletableFuture.allOf(verdicts.toArray(new CompletableFuture<?>[0])).join();
    assertThat(verdicts).allMatch(each -> each.join().assertion().isPresent());
    assertThat(told)
        .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(Integer::toString).toList());
    assertThat(key.x5u()).isEqualTo(slow);
  }

  @Test
  @Requirement({"8226-8-1", "8226-8-2"})
  void aCertificateMayLimitWhatItsTokensSay() {
    scene.shelf.constrain(
        TrustScene.x5u("capulet.example"),
        new ClaimConstraints(Set.of("attest"), Map.of("attest", Set.of("B", "C")), Set.of()));

    assertThat(reason(scene.signed(TrustScene.message()))).contains(Reason.IDENTITY_INVALID);
    scene.shelf.constrain(
        TrustScene.x5u("capulet.example"),
        new ClaimConstraints(Set.of("attest"), Map.of("attest", Set.of("A")), Set.of("opt")));
    assertThat(reason(scene.signed(TrustScene.message()))).isEmpty();
  }

  @Test
  void aRequestScopeOfMessageIsAsGood() throws Exception {
    SipRequest request = TrustScene.message();
    SigningKey key = scene.key("capulet.example");
    Passport base =
        TrustScene.speakingOf(
            TrustScene.passport(request, key),
            Scope.request("MESSAGE", org.porin.passport.ClaimDigest.of(request.body())));

    assertThat(scene.verify(TrustScene.with(request, scene.token(base, key))).assertion())
        .isPresent();
  }

  @Test
  @Requirement("8226-7-1")
  void aCertificateMayComeWithTheRequest() {
    String x5u = "cid:1%40capulet.example";
    scene.add(
        "capulet.example",
        x5u,
        scene.key("capulet.example").key(),
        scene.key("capulet.example").certificate());
    String part = "--b\r\nContent-ID: <1@capulet.example>\r\n\r\nthe certificate\r\n--b--";
    SipRequest plain = TrustScene.request("MESSAGE", TrustScene.JULIET, TrustScene.ROMEO, part);
    SipRequest signed =
        scene.signed(
            plain.withHeaders(
                plain.headers().withFirst("Content-Type", "multipart/mixed;boundary=b")));

    assertThat(scene.verify(signed).assertion()).isPresent();
    assertThat(scene.shelf.brought()).contains(org.porin.wire.Octets.utf8("the certificate"));
    assertThat(scene.verify(scene.signed(TrustScene.message())).assertion()).isPresent();
    assertThat(scene.shelf.brought()).as("a request without it").isEmpty();
  }

  @Test
  void whatCannotWaitIsRefused() {
    try (TrustThreads none = new TrustThreads(1, 0)) {
      SipVerification full =
          new SipVerification(
              scene.shelf,
              scene.es256,
              domain -> TrustScene.REQUIRE,
              Set.of(),
              none,
              () -> TrustScene.NOW,
              scene.counters);

      Verdict verdict =
          full.verify(scene.signed(TrustScene.message()), new Hop("192.0.2.1", Optional.empty()))
              .toCompletableFuture()
              .join();

      assertThat(verdict.refusal().orElseThrow().reason()).isEqualTo(Reason.OVERLOADED);
      assertThat(scene.count(AssertionFault.OVERLOADED)).isEqualTo(1);
    }
  }

  private Optional<Reason> reason(SipRequest request) {
    return scene.verify(request).refusal().map(refused -> refused.reason());
  }
}
