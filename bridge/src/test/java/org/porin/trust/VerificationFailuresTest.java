package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.trust.TrustScene.NOW;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.address.AddressMapping;
import org.porin.mapping.ErrorMapping;
import org.porin.passport.ClaimDigest;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.requirement.Requirement;
import org.porin.sip.SipDate;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.trust.VerificationService.Verdict;
import org.porin.wire.Octets;

/** One row for each failure of TRUST 7, with real keys and certificates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerificationFailuresTest {
  private static final String TEXT = "Art thou not Romeo, and a Montague?";

  private static final ErrorMapping ERRORS =
      new ErrorMapping(new AddressMapping(Set.of(), Set.of(), Optional.empty()));

  private TrustScene scene;
  private SigningKey key;
  private SipRequest message;
  private SipRequest signed;

  @BeforeAll
  void open() throws Exception {
    scene = new TrustScene();
    key = scene.key("capulet.example");
    scene.add("montague.example");
    message = TrustScene.message();
    signed = scene.signed(message);
  }

  @AfterAll
  void close() {
    scene.close();
  }

  private Stream<Arguments> rows() throws Exception {
    SigningKey other = scene.key("montague.example");
    Passport passport = TrustScene.passport(message, key);
    return Stream.of(
        row("missing", message, AssertionFault.MISSING, 428),
        row(
            "unknown kind alone",
            identity(message, "a.b.c;info=<https://x.example/>;ppt=shaken"),
            AssertionFault.UNKNOWN_KIND,
            428),
        row(
            "a diversion alone",
            with(TrustScene.speakingOf(passport, new Scope.Diversion(passport.dest().get(0)))),
            AssertionFault.UNKNOWN_KIND,
            428),
        row("no grammar", identity(message, "a.b.c"), AssertionFault.MALFORMED, 438),
        row(
            "no token",
            identity(message, "a.b.c;info=<https://x.example/>"),
            AssertionFault.MALFORMED,
            438),
        row(
            "broken base64",
            changed(signed, "Identity", value -> "=" + value),
            AssertionFault.MALFORMED,
            438),
        row(
            "the signature cut",
            changed(signed, "Identity", value -> cut(value)),
            AssertionFault.MALFORMED,
            438),
        row(
            "x5u differs from info",
            changed(signed, "Identity", value -> value.replace("/1.cer>", "/2.cer>")),
            AssertionFault.MALFORMED,
            438),
        row(
            "another alg",
            changed(signed, "Identity", value -> value.replace("alg=ES256", "alg=none")),
            AssertionFault.MALFORMED,
            438),
        row(
            "ppt differs",
            changed(signed, "Identity", value -> value.replace(";ppt=msg", "")),
            AssertionFault.MALFORMED,
            438),
        row("nine identities", nine(), AssertionFault.MALFORMED, 438),
        row(
            "msgi left out",
            with(TrustScene.speakingOf(passport, new Scope.Message(Optional.empty()))),
            AssertionFault.CLAIMS,
            438),
        row(
            "a plain token without method and body",
            with(
                TrustScene.speakingOf(
                    passport, new Scope.Request(Optional.empty(), Optional.empty()))),
            AssertionFault.CLAIMS,
            438),
        row(
            "a token of an object",
            with(
                TrustScene.speakingOf(
                    passport, new Scope.CpimObject(ClaimDigest.of(message.body())))),
            AssertionFault.CLAIMS,
            438),
        row(
            "stale",
            with(TrustScene.at(passport, NOW.minusSeconds(61))),
            AssertionFault.STALE,
            403),
        row(
            "future",
            with(TrustScene.at(passport, NOW.plusSeconds(61))),
            AssertionFault.FUTURE,
            403),
        row(
            "stale Date",
            changed(signed, "Date", value -> SipDate.format(NOW.minusSeconds(61))),
            AssertionFault.STALE,
            403),
        row(
            "future Date",
            changed(signed, "Date", value -> SipDate.format(NOW.plusSeconds(61))),
            AssertionFault.FUTURE,
            403),
        row(
            "no Date at all in Date",
            changed(signed, "Date", value -> "today"),
            AssertionFault.MALFORMED,
            438),
        row(
            "no certificate",
            by("https://keys.capulet.example/none.cer", key),
            AssertionFault.CREDENTIAL_UNAVAILABLE,
            436),
        row("expired certificate", expired(), AssertionFault.CREDENTIAL_UNTRUSTED, 437),
        row(
            "an authority that nobody knows",
            unknownAuthority(),
            AssertionFault.CREDENTIAL_UNTRUSTED,
            437),
        row("a key of RSA", rsa(), AssertionFault.CREDENTIAL_UNTRUSTED, 437),
        row("wrong domain", by(other.x5u(), other), AssertionFault.AUTHORITY, 438),
        row("a domain below", below(), AssertionFault.AUTHORITY, 438),
        row("a number", number(), AssertionFault.AUTHORITY, 438),
        row("wrong key", by(key.x5u(), other), AssertionFault.SIGNATURE, 438),
        row(
            "re-targeted by To",
            changed(signed, "To", value -> "<sip:tybalt@capulet.example>"),
            AssertionFault.DESTINATION,
            438),
        row(
            "re-targeted by Request-URI",
            new SipRequest(
                "MESSAGE", "sip:tybalt@montague.example", signed.headers(), signed.body()),
            AssertionFault.DESTINATION,
            438),
        row("sips made sip", sips(), AssertionFault.DESTINATION, 438),
        row(
            "another From of the domain",
            changed(signed, "From", value -> "<sip:nurse@capulet.example>;tag=1"),
            AssertionFault.ORIGIN,
            438),
        row(
            "body changed",
            new SipRequest(
                "MESSAGE", signed.requestUri(), signed.headers(), Octets.utf8(TEXT + " ")),
            AssertionFault.BODY,
            438),
        row(
            "body gone",
            new SipRequest("MESSAGE", signed.requestUri(), signed.headers(), Octets.EMPTY),
            AssertionFault.BODY,
            438),
        row("wrong method", method("SUBSCRIBE", "NOTIFY"), AssertionFault.METHOD, 438),
        row(
            "of a SUBSCRIBE, on a MESSAGE",
            method("SUBSCRIBE", "MESSAGE"),
            AssertionFault.METHOD,
            438),
        row("of a MESSAGE, on a NOTIFY", method("MESSAGE", "NOTIFY"), AssertionFault.METHOD, 438));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  @Requirement({
    "8224-6.2-1",
    "8224-6.2.2-1",
    "8224-6.2.2-2",
    "8224-6.2.2-3",
    "8224-6.2.2-4",
    "8224-6.2.2-5",
    "8224-6.2.4-1",
    "8224-8.4-1",
    "8224-12.1-1",
    "8224-6.2-5",
    "8224-12.1-4",
    "8225-8.1-2",
    "9475-3.2-9"
  })
  void isRefused(String what, SipRequest request, AssertionFault fault, int status) {
    long before = scene.count(fault);

    Verdict verdict = scene.verify(request);

    assertThat(verdict.assertion()).isEmpty();
    Refused refusal = verdict.refusal().orElseThrow();
    assertThat(refusal.reason()).isEqualTo(fault.reason());
    assertThat(ERRORS.toSipStatus(refusal).code()).isEqualTo(status);
    assertThat(refusal.text()).isNotBlank().doesNotContain("eyJ").doesNotContain(TEXT);
    assertThat(scene.count(fault)).isEqualTo(before + 1);
  }

  @Test
  void whatIsNotChangedIsVerified() { // else every row above would prove nothing
    assertThat(scene.verify(signed).assertion()).isPresent();
  }

  @Test
  @Requirement({"8224-6.2-3", "8224-6.2.1-1", "8224-9-4"})
  void oneThatIsValidIsEnough() throws Exception {
    String good = signed.headers().first("Identity").orElseThrow();
    SigningKey other = scene.key("montague.example");
    String broken = Identity.of(scene.token(TrustScene.passport(message, other), other)).toString();
    String unknown = "a.b.c;info=<https://x.example/>;ppt=shaken";
    for (List<String> values :
        List.of(
            List.of(unknown, good),
            List.of(good, unknown),
            List.of(good, good),
            List.of(broken, good),
            List.of(good, broken),
            List.of("no grammar at all", good),
            List.of(broken, unknown, good, broken))) {
      SipHeaders headers = signed.headers().without("Identity");
      for (String value : values) {
        headers = headers.with("Identity", value);
      }
      Optional<Assertion> assertion = scene.verify(signed.withHeaders(headers)).assertion();
      assertThat(assertion.map(Assertion::signer)).contains("capulet.example");
    }
  }

  @Test
  @Requirement("8224-6.2.2-2")
  void a436IsOnlyToldWhereNoCertificateWasToBeHad() throws Exception {
    SigningKey other = scene.key("montague.example");
    Passport passport = TrustScene.passport(message, key);
    Passport nowhere =
        new Passport(
            "https://keys.capulet.example/none.cer",
            passport.orig(),
            passport.dest(),
            passport.issuedAt(),
            passport.attestation(),
            passport.id(),
            passport.scope());
    SipRequest both =
        TrustScene.with(message, scene.token(nowhere, key), scene.token(passport, other));

    assertThat(scene.verify(both).refusal().orElseThrow().reason())
        .isEqualTo(AssertionFault.SIGNATURE.reason());
  }

  @Test
  @Requirement("8224-6.2-2")
  void ofSeveralFaultsTheFirstStepThatFailsIsTold() throws Exception {
    SigningKey other = scene.key("montague.example");
    Passport passport = TrustScene.passport(message, key);
    SipRequest forged = by(key.x5u(), other);
    SipRequest stale = with(TrustScene.at(passport, NOW.minusSeconds(61)));
    SipRequest nowhere = by("https://keys.capulet.example/none.cer", other);
    SipRequest foreign = by(other.x5u(), key);
    assertThat(told(changed(body(nowhere), "Date", date -> SipDate.format(NOW.minusSeconds(61)))))
        .isEqualTo(AssertionFault.STALE.reason());
    assertThat(told(body(stale))).isEqualTo(AssertionFault.STALE.reason());
    assertFirst(body(nowhere), AssertionFault.CREDENTIAL_UNAVAILABLE);
    assertFirst(body(foreign), AssertionFault.AUTHORITY);
    assertFirst(
        changed(body(forged), "From", from -> "<sip:nurse@capulet.example>;tag=1"),
        AssertionFault.ORIGIN);
    assertFirst(body(forged), AssertionFault.SIGNATURE);
    assertFirst(body(signed), AssertionFault.BODY);
  }

  private void assertFirst(SipRequest request, AssertionFault fault) {
    long before = scene.count(fault);
    assertThat(told(request)).isEqualTo(fault.reason());
    assertThat(scene.count(fault)).as("%s", fault).isEqualTo(before + 1);
  }

  private Reason told(SipRequest request) {
    return scene.verify(request).refusal().orElseThrow().reason();
  }

  private static SipRequest body(SipRequest request) {
    return new SipRequest(
        request.method(), request.requestUri(), request.headers(), Octets.utf8("Another"));
  }

  @Test
  void ofTwoInnermostTokensTheFirstThatIsValidIsTold() throws Exception {
    Passport one = TrustScene.passport(message, key);
    Passport two =
        new Passport(
            one.x5u(),
            one.orig(),
            one.dest(),
            one.issuedAt().minusSeconds(5),
            Optional.of(org.porin.passport.Attestation.B),
            Optional.of("another"),
            one.scope());
    SipRequest both = TrustScene.with(message, scene.token(two, key), scene.token(one, key));

    assertThat(scene.verify(both).assertion().orElseThrow().attestation())
        .isEqualTo(org.porin.passport.Attestation.B);
  }

  private static Arguments row(String what, SipRequest request, AssertionFault fault, int status) {
    return Arguments.of(what, request, fault, status);
  }

  private interface Change {
    String of(String value);
  }

  private static SipRequest changed(SipRequest request, String name, Change change) {
    String value = request.headers().first(name).orElseThrow();
    return request.withHeaders(request.headers().withFirst(name, change.of(value)));
  }

  private static SipRequest identity(SipRequest request, String value) {
    SipRequest dated = TrustScene.with(request);
    return dated.withHeaders(dated.headers().with("Identity", value));
  }

  private static String cut(String value) {
    int end = value.indexOf(';');
    return value.substring(0, end - 1) + value.substring(end);
  }

  private SipRequest with(Passport passport) {
    return TrustScene.with(message, scene.token(passport, key));
  }

  private SipRequest nine() throws Exception {
    SipRequest request = signed;
    for (int i = 0; i < 8; i++) {
      request =
          request.withHeaders(
              request.headers().with("Identity", "a.b.c;info=<https://x.example/>;ppt=x"));
    }
    return request;
  }

  /** Signed by a key that says that its certificate is elsewhere. */
  private SipRequest by(String x5u, SigningKey signer) throws Exception {
    Passport passport = TrustScene.passport(message, signer);
    Passport there =
        new Passport(
            x5u,
            passport.orig(),
            passport.dest(),
            passport.issuedAt(),
            passport.attestation(),
            passport.id(),
            passport.scope());
    return TrustScene.with(message, scene.token(there, signer));
  }

  private SipRequest withCertificate(
      String name, java.util.function.UnaryOperator<io.netty.pkitesting.CertificateBuilder> how)
      throws Exception {
    String x5u = "https://keys.capulet.example/" + name;
    SigningKey before = scene.key("capulet.example");
    SigningKey made = scene.add("capulet.example", x5u, how);
    scene.add("capulet.example", before.x5u(), before.key(), before.certificate());
    return by(x5u, made);
  }

  private SipRequest expired() throws Exception {
    return withCertificate("expired.cer", builder -> builder.notAfter(NOW.minusSeconds(1)));
  }

  private SipRequest rsa() throws Exception {
    SipRequest request = withCertificate("rsa.cer", builder -> builder);
    scene.shelf.put(
        "https://keys.capulet.example/rsa.cer",
        TrustScene.builder()
            .subject("CN=rsa")
            .rsa2048()
            .addSanUriName(URI.create("sip:capulet.example"))
            .buildIssuedBy(scene.authority)
            .getCertificate());
    return request;
  }

  private SipRequest unknownAuthority() throws Exception {
    SipRequest request = withCertificate("unknown.cer", builder -> builder);
    scene.shelf.put(
        "https://keys.capulet.example/unknown.cer",
        TrustScene.builder()
            .subject("CN=forged")
            .addSanUriName(URI.create("sip:capulet.example"))
            .buildIssuedBy(TrustScene.authority())
            .getCertificate());
    return request;
  }

  private SipRequest below() throws Exception {
    SigningKey parent = scene.add("example");
    return by(parent.x5u(), parent);
  }

  private SipRequest number() throws Exception {
    SipRequest request =
        TrustScene.request(
            "MESSAGE", "sip:+15551234567@capulet.example;user=phone", TrustScene.ROMEO, TEXT);
    return TrustScene.with(request, scene.token(TrustScene.passport(request, key), key));
  }

  private SipRequest sips() throws Exception {
    SipRequest secure =
        TrustScene.request("MESSAGE", TrustScene.JULIET, "sips:romeo@montague.example", TEXT);
    SipRequest request = scene.signed(secure);
    return new SipRequest(
        "MESSAGE",
        TrustScene.ROMEO,
        request.headers().withFirst("To", "<" + TrustScene.ROMEO + ">"),
        request.body());
  }

  /** A token of one method on a request of another. */
  private SipRequest method(String signedMethod, String method) {
    SipRequest of =
        scene.signed(TrustScene.request(signedMethod, TrustScene.JULIET, TrustScene.ROMEO, TEXT));
    return new SipRequest(
        method, of.requestUri(), of.headers().withFirst("CSeq", "1 " + method), of.body());
  }
}
