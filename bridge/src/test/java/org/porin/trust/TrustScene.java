package org.porin.trust;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.porin.passport.Attestation;
import org.porin.passport.ClaimDigest;
import org.porin.passport.Identifier;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.sip.SipDate;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.trust.VerificationService.Hop;
import org.porin.trust.VerificationService.Verdict;
import org.porin.wire.Octets;

/**
 * Domains with keys and certificates of one authority, a signer and a verifier, both at an instant
 * that a test moves. Everything is real but the fetching: see {@link CertificateShelf}.
 */
final class TrustScene implements AutoCloseable {
  /** That of the vectors. */
  static final Instant NOW = Instant.ofEpochSecond(1_763_859_600);

  static final String JULIET = "sip:juliet@capulet.example";
  static final String ROMEO = "sip:romeo@montague.example";
  static final String ID = "b3f1c2d40e5f4a6b8c7d9e0f1a2b3c4d";

  final Es256 es256 = Es256.open();
  final TrustCounters counters = new TrustCounters();
  final Map<String, AssertionPolicy> policies = new HashMap<>();
  final CertificateShelf shelf;
  final X509Bundle authority;
  final TrustThreads threads = new TrustThreads(2, TrustThreads.MOST_OCTETS);
  private final Map<String, SigningKey> keys = new HashMap<>();
  private final SipVerification verification;
  private Instant now = NOW;

  TrustScene() throws Exception {
    authority = authority();
    shelf = new CertificateShelf(authority.getCertificate(), es256);
    verification =
        new SipVerification(
            shelf,
            es256,
            domain -> policies.getOrDefault(domain, REQUIRE),
            Set.of("verona.example"),
            threads,
            () -> now,
            counters);
    add("capulet.example");
  }

  /** Nothing without a signature, of whatever level. */
  static final AssertionPolicy REQUIRE = policy(AssertionPolicy.Demand.REQUIRE);

  static AssertionPolicy policy(AssertionPolicy.Demand demand) {
    AssertionPolicy some = AssertionPolicy.DEFAULT;
    return new AssertionPolicy(
        demand, some.least(), some.signers(), some.gateways(), some.unsigned(), some.pins());
  }

  static X509Bundle authority() throws Exception {
    return builder()
        .subject("CN=Authority of Verona")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  static CertificateBuilder builder() {
    return new CertificateBuilder()
        .ecp256()
        .notBefore(NOW.minus(Duration.ofDays(9)))
        .notAfter(NOW.plus(Duration.ofDays(9)));
  }

  /** A key of a domain, with a certificate for it on the shelf. */
  SigningKey add(String domain) throws Exception {
    return add(domain, x5u(domain), UnaryOperator.identity());
  }

  /** As {@link #add(String)}, whose certificate is as the builder is told. */
  SigningKey add(String domain, String x5u, UnaryOperator<CertificateBuilder> how)
      throws Exception {
    CertificateBuilder builder =
        builder().subject("CN=" + domain).addSanUriName(URI.create("sip:" + domain));
    X509Bundle bundle = how.apply(builder).buildIssuedBy(authority);
    return add(domain, x5u, bundle.getKeyPair().getPrivate(), bundle.getCertificate());
  }

  SigningKey add(String domain, String x5u, PrivateKey key, X509Certificate certificate) {
    shelf.put(x5u, certificate);
    SigningKey signing =
        new SigningKey(
            domain,
            x5u,
            key,
            certificate,
            certificate.getNotBefore().toInstant(),
            certificate.getNotAfter().toInstant());
    keys.put(domain, signing);
    return signing;
  }

  static String x5u(String domain) {
    return "https://keys." + domain + "/1.cer";
  }

  SigningKey key(String domain) {
    return Optional.ofNullable(keys.get(domain)).orElseThrow();
  }

  /** Keys whose time may be over, as a signer must not trust that it is not. */
  SipAuthentication authentication() {
    return new SipAuthentication(
        (domain, instant) -> Optional.ofNullable(keys.get(domain)),
        es256,
        threads,
        () -> now,
        counters);
  }

  void at(Instant instant) {
    now = instant;
  }

  static SipRequest request(String method, String from, String to, String body) {
    return new SipRequest(
        method,
        to,
        SipHeaders.of(
            "Via",
            "SIP/2.0/TCP client.example;branch=z9hG4bK1",
            "Max-Forwards",
            "70",
            "From",
            "<" + from + ">;tag=1",
            "To",
            "<" + to + ">",
            "Call-ID",
            "a@client.example",
            "CSeq",
            "1 " + method,
            "Content-Type",
            "text/plain"),
        Octets.utf8(body));
  }

  /** Juliet to Romeo, unsigned. */
  static SipRequest message() {
    return request("MESSAGE", JULIET, ROMEO, "Art thou not Romeo, and a Montague?");
  }

  SipRequest signed(SipRequest request) {
    AuthenticationService.Signing signing =
        authentication().sign(request, Attestation.A).toCompletableFuture().join();
    if (signing.failure().isPresent()) {
      throw new IllegalStateException(signing.failure().get().text());
    }
    return signing.request();
  }

  /** What a token says of a request, to be changed by a test. */
  static Passport passport(SipRequest request, SigningKey key) throws Exception {
    ClaimDigest body = ClaimDigest.of(request.body());
    return new Passport(
        key.x5u(),
        Identifier.of(request.from().uri()),
        List.of(Identifier.of(request.to().uri())),
        NOW,
        Optional.of(Attestation.A),
        Optional.of(ID),
        request.method().equals("MESSAGE")
            ? Scope.message(body)
            : Scope.request(request.method(), body));
  }

  static Passport at(Passport passport, Instant issuedAt) {
    return new Passport(
        passport.x5u(),
        passport.orig(),
        passport.dest(),
        issuedAt,
        passport.attestation(),
        passport.id(),
        passport.scope());
  }

  static Passport speakingOf(Passport passport, Scope scope) {
    return new Passport(
        passport.x5u(),
        passport.orig(),
        passport.dest(),
        passport.issuedAt(),
        passport.attestation(),
        passport.id(),
        scope);
  }

  static Passport to(Passport passport, String... destinations) throws Exception {
    List<Identifier> dest = new ArrayList<>();
    for (String each : destinations) {
      dest.add(Identifier.of(each));
    }
    return new Passport(
        passport.x5u(),
        passport.orig(),
        dest,
        passport.issuedAt(),
        passport.attestation(),
        passport.id(),
        passport.scope());
  }

  SignedPassport token(Passport passport, SigningKey key) {
    return SignedPassport.sign(passport, input -> es256.sign(key.key(), input));
  }

  static SipRequest with(SipRequest request, SignedPassport... tokens) {
    SipHeaders headers = request.headers().withFirst("Date", SipDate.format(NOW));
    for (SignedPassport token : tokens) {
      headers = headers.with(Identity.NAME, Identity.of(token).toString());
    }
    return request.withHeaders(headers);
  }

  Verdict verify(SipRequest request) {
    return verify(request, new Hop("192.0.2.1", Optional.empty()));
  }

  Verdict verify(SipRequest request, Hop hop) {
    try {
      return verification.verify(request, hop).toCompletableFuture().get(9, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  SipVerification verification() {
    return verification;
  }

  long count(AssertionFault fault) {
    return counts().faults().getOrDefault(fault, 0L);
  }

  TrustCounts counts() {
    return counters.counts(new ReplayCache(counters, System::nanoTime));
  }

  @Override
  public void close() {
    threads.close();
  }
}
