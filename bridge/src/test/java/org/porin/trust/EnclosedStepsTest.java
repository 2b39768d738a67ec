package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.trust.TrustScene.NOW;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.passport.AssertionHeader;
import org.porin.passport.Attestation;
import org.porin.passport.ClaimDigest;
import org.porin.passport.Identifier;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.wire.Octets;

/** TRUST 4 and TRUST 6 step 11: the token in a Message/CPIM object. */
class EnclosedStepsTest {
  private static final String OBJECT =
      """
      From: <im:juliet@capulet.example>\r
      To: <im:romeo@montague.example>\r
      \r
      Content-Type: text/plain\r
      \r
      Art thou not Romeo, and a Montague?""";

  private TrustScene scene;
  private SigningKey key;

  @BeforeEach
  void open() throws Exception {
    scene = new TrustScene();
    key = scene.key("capulet.example");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private static CpimMessage declared() throws Exception {
    return AssertionHeader.declare(CpimCodec.decode(Octets.utf8(OBJECT), CpimLimits.DEFAULT));
  }

  private Passport passport() throws Exception {
    return new Passport(
        key.x5u(),
        Identifier.of("im:juliet@capulet.example"),
        List.of(Identifier.of("im:romeo@montague.example")),
        NOW,
        Optional.of(Attestation.A),
        Optional.of(TrustScene.ID),
        Scope.object(ClaimDigest.of(declared())));
  }

  private SipRequest request(Passport passport) throws Exception {
    CpimMessage object = AssertionHeader.add(declared(), scene.token(passport, key));
    return request(CpimCodec.encode(object));
  }

  private static SipRequest request(Octets body) {
    SipRequest plain = TrustScene.message();
    SipHeaders headers = plain.headers().withFirst("Content-Type", "message/cpim");
    return new SipRequest("MESSAGE", plain.requestUri(), headers, body);
  }

  private Optional<Reason> reason(SipRequest request) {
    return scene.verify(request).refusal().map(refused -> refused.reason());
  }

  @Test
  void signingTakesIdAndTimeOfTheTokenInTheObject() throws Exception {
    scene.at(NOW.plusSeconds(7));
    SipRequest signed = scene.signed(request(passport()));

    Passport outer = org.porin.passport.Identity.of(signed.headers()).get(0).open().passport();
    assertThat(outer.id()).contains(TrustScene.ID);
    assertThat(outer.issuedAt()).isEqualTo(NOW);
    Assertion assertion = scene.verify(signed).assertion().orElseThrow();
    assertThat(assertion.enclosed()).contains(scene.token(passport(), key).name());
  }

  @Test
  void aBrokenOneBesideAValidOneIsRefused() throws Exception {
    Passport good = passport();
    SigningKey other = scene.add("montague.example");
    CpimMessage forged = AssertionHeader.add(declared(), scene.token(good, other));
    List<SipRequest> broken =
        List.of(
            request(TrustScene.speakingOf(good, Scope.object(ClaimDigest.of(Octets.EMPTY)))),
            request(TrustScene.to(good, "im:tybalt@capulet.example")),
            request(CpimCodec.encode(forged)));
    for (SipRequest each : broken) {
      assertThat(reason(scene.signed(each))).contains(Reason.IDENTITY_INVALID);
    }
    assertThat(scene.count(AssertionFault.ENCLOSED)).isEqualTo(broken.size());
  }

  @Test
  void oneOfAnotherMessageBesideAValidOneIsRefused() throws Exception {
    SipRequest request = request(passport());
    Passport outer = TrustScene.passport(request, key);
    Passport another =
        new Passport(
            outer.x5u(),
            outer.orig(),
            outer.dest(),
            outer.issuedAt(),
            outer.attestation(),
            Optional.of("another"),
            outer.scope());
    for (Passport each : List.of(another, TrustScene.at(outer, NOW.minusSeconds(1)))) {
      assertThat(reason(TrustScene.with(request, scene.token(each, key))))
          .contains(Reason.IDENTITY_INVALID);
    }
    assertThat(reason(TrustScene.with(request, scene.token(outer, key)))).isEmpty();
  }

  @Test
  @Requirement({"9475-3.2-11", "9475-3.2.1-4"})
  void aloneItVouchesForThreeHours() throws Exception {
    SipRequest request = request(passport());
    String name = scene.token(passport(), key).name();
    for (Duration late : List.of(Duration.ZERO, Duration.ofHours(3))) {
      scene.at(NOW.plus(late));
      assertThat(scene.verify(request).assertion())
          .contains(new Assertion(Attestation.A, "capulet.example", NOW, name, Optional.of(name)));
    }
    scene.at(NOW.plus(Duration.ofHours(3)).plusSeconds(1));
    assertThat(reason(request)).contains(Reason.IDENTITY_STALE);
    scene.at(NOW.minusSeconds(61));
    assertThat(reason(request)).contains(Reason.IDENTITY_STALE);
  }

  @Test
  void gatewaysCountAlsoWhereTheObjectAloneVouches() throws Exception {
    SipRequest object = request(passport());
    SigningKey first = scene.add("first.example");
    SigningKey own = scene.add("verona.example");
    scene.policies.put("capulet.example", believing("first.example"));

    assertThat(level(object, gateway(first, "first.example", TrustScene.ID)))
        .isEqualTo(Attestation.B);
    assertThat(scene.count(AssertionFault.GATEWAY)).isZero();
    assertThat(level(object, gateway(first, "first.example", "another")))
        .as("it passed on another message")
        .isEqualTo(Attestation.C);
    assertThat(scene.count(AssertionFault.GATEWAY)).isEqualTo(1);
    assertThat(reason(TrustScene.with(object, gateway(own, "verona.example", TrustScene.ID))))
        .as("it was here before")
        .contains(Reason.LOOP);
  }

  private static AssertionPolicy believing(String gateway) {
    return new AssertionPolicy(
        AssertionPolicy.Demand.REQUIRE,
        Attestation.C,
        Set.of(),
        Set.of(gateway),
        Set.of(),
        Set.of());
  }

  private SignedPassport gateway(SigningKey gateway, String domain, String id) throws Exception {
    Passport passport =
        new Passport(
            gateway.x5u(),
            Identifier.of(TrustScene.JULIET),
            List.of(Identifier.of(TrustScene.ROMEO)),
            NOW,
            Optional.of(Attestation.B),
            Optional.of(id),
            Scope.gateway(domain, "mtls"));
    return scene.token(passport, gateway);
  }

  private Attestation level(SipRequest request, SignedPassport gateway) {
    return scene.verify(TrustScene.with(request, gateway)).assertion().orElseThrow().attestation();
  }

  /** TRUST 4: a wrapper. No bridge makes one here, and nobody is believed for what stands in it. */
  @Test
  void aGatewayOnAnObjectAroundAnotherVouchesForNobody() throws Exception {
    SigningKey first = scene.add("first.example");
    scene.policies.put("capulet.example", believing("first.example"));
    String around = OBJECT.replace("text/plain", "message/cpim").replaceFirst("(?s)Art thou.*", "");
    CpimMessage wrapper =
        AssertionHeader.declare(CpimCodec.decode(Octets.utf8(around + OBJECT), CpimLimits.DEFAULT));
    CpimMessage whole =
        AssertionHeader.add(wrapper, gateway(first, "first.example", TrustScene.ID));
    SipRequest request = request(CpimCodec.encode(whole));

    assertThat(reason(request)).contains(Reason.IDENTITY_REQUIRED);
    assertThat(scene.count(AssertionFault.MISSING)).isEqualTo(1);
    assertThat(scene.verify(TrustScene.with(request)).assertion()).isEmpty();
    SipRequest twice = changed(request, "tra.Assertion: ", "tra.Assertion: x\r\ntra.Assertion: ");
    assertThat(reason(twice)).contains(Reason.IDENTITY_INVALID);
    assertThat(scene.count(AssertionFault.ENCLOSED)).isEqualTo(1);
  }

  @Test
  void aloneItMustSpeakOfFromAndToOfBoth() throws Exception {
    SipRequest good = request(passport());
    List<SipRequest> others =
        List.of(
            good.withHeaders(good.headers().withFirst("From", "<sip:nurse@capulet.example>;tag=1")),
            new SipRequest("MESSAGE", "sip:tybalt@capulet.example", good.headers(), good.body()),
            request(TrustScene.to(passport(), "im:tybalt@capulet.example")),
            changed(good, "<im:juliet@capulet.example>", "<im:nurse@capulet.example>"),
            changed(good, "<im:romeo@montague.example>", "<im:paris@montague.example>"),
            changed(good, "Romeo, and", "Romeo? and"));
    for (SipRequest each : others) {
      assertThat(reason(each)).contains(Reason.IDENTITY_INVALID);
    }
  }

  /** Decoded it would be another object than the one whose octets were signed. */
  @Test
  void anEncodingThatSomebodyPutsAroundItLeavesNobodyToVouch() throws Exception {
    SipRequest good = request(passport());
    String name = "Content-Transfer-Encoding";

    assertThat(reason(good.withHeaders(good.headers().with(name, "quoted-printable"))))
        .contains(Reason.IDENTITY_REQUIRED);
    assertThat(reason(good.withHeaders(good.headers().with(name, "8bit")))).isEmpty();
  }

  @Test
  void whatIsNoTokenThoughItShouldBeIsRefused() throws Exception {
    SipRequest good = request(passport());
    String body = good.body().toUtf8();
    int start = body.indexOf("Assertion: ") + "Assertion: ".length();
    String token = body.substring(start, body.indexOf('\r', start));
    List<SipRequest> broken =
        List.of(
            changed(good, token, token.substring(1)),
            changed(good, "tra.Assertion: " + token, "tra.Assertion: x"),
            changed(
                good,
                "tra.Assertion: " + token,
                "tra.Assertion: " + token + "\r\ntra.Assertion: " + token),
            changed(
                good, "tra.Assertion: ", "tra.Assertion:")); // read leniently, not by the letter
    for (SipRequest each : broken) {
      assertThat(reason(each)).contains(Reason.IDENTITY_INVALID);
    }
    assertThat(scene.count(AssertionFault.ENCLOSED)).isEqualTo(broken.size());
  }

  @Test
  void aTextThatNamesTheNamespaceIsNone() throws Exception {
    Octets body = Octets.utf8(OBJECT + " " + AssertionHeader.NAMESPACE);

    assertThat(reason(request(body))).contains(Reason.IDENTITY_REQUIRED);
    assertThat(reason(scene.signed(request(body)))).isEmpty();
  }

  @Test
  void theVectorsAreVerified() throws Exception { // TRUST 2
    scene.policies.put(
        "a.example",
        new AssertionPolicy(
            AssertionPolicy.Demand.REQUIRE,
            Attestation.A,
            Set.of(),
            Set.of("b.example"),
            Set.of(),
            Set.of()));
    scene.shelf.put(
        "https://keys.a.example/p/2025-11.cer",
        TrustVectorFiles.certificate(scene, "a.example", "A"));
    scene.shelf.put(
        "https://keys.b.example/p/7.cer", TrustVectorFiles.certificate(scene, "b.example", "B"));
    SignedPassport ts = TrustVectorFiles.token("Ts");
    SignedPassport tg = TrustVectorFiles.token("Tg");
    SipRequest plain =
        new SipRequest(
            "MESSAGE",
            "sip:romeo@c.example",
            TrustScene.request("MESSAGE", "sip:juliet@a.example", "sip:romeo@c.example", "")
                .headers()
                .withFirst("Content-Type", "message/cpim"),
            Octets.copyOf(Files.readAllBytes(Path.of(TrustVectorFiles.DIRECTORY, "body.cpim"))));

    Assertion all = scene.verify(TrustScene.with(plain, ts, tg)).assertion().orElseThrow();
    assertThat(all)
        .isEqualTo(
            new Assertion(
                Attestation.A,
                "a.example",
                NOW,
                ts.name(),
                Optional.of(TrustVectorFiles.token("Tc").name())));
    assertThat(scene.verify(plain).assertion()).isPresent();
    SipRequest subscribe =
        TrustScene.request("SUBSCRIBE", "sip:juliet@a.example", "sip:romeo@c.example", "");
    assertThat(scene.verify(TrustScene.with(subscribe, TrustVectorFiles.token("Tn"))).assertion())
        .isPresent();
  }

  private static SipRequest changed(SipRequest request, String from, String to) throws Exception {
    String body = request.body().toUtf8();
    assertThat(body).contains(from);
    return new SipRequest(
        "MESSAGE", request.requestUri(), request.headers(), Octets.utf8(body.replace(from, to)));
  }
}
