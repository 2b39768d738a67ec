package org.porin.benchmark;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.porin.passport.Attestation;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.trust.AssertionPolicy;
import org.porin.trust.AuthenticationService.Signing;
import org.porin.trust.ClaimConstraints;
import org.porin.trust.Credential;
import org.porin.trust.Credentials;
import org.porin.trust.Es256;
import org.porin.trust.SigningKey;
import org.porin.trust.SipAuthentication;
import org.porin.trust.SipDomains;
import org.porin.trust.SipVerification;
import org.porin.trust.TrustCounters;
import org.porin.trust.TrustThreads;
import org.porin.trust.VerificationService.Hop;
import org.porin.trust.VerificationService.Verdict;
import org.porin.wire.Octets;

/**
 * MESSAGE requests signed and verified by both services as the bridge runs them, on one thread of
 * theirs, with the certificate known already. Sixty-four at a time, so that the way there and back
 * does not count for more than it does under load.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class Vouching {
  private static final int REQUESTS = 64;
  private static final Hop HOP = new Hop("192.0.2.1", Optional.empty());

  /** Who does the sums. */
  @Param({"corretto", "jdk"})
  public String library = "corretto";

  private final TrustThreads threads = new TrustThreads(1, TrustThreads.MOST_OCTETS);
  private final List<SipRequest> plain = new ArrayList<>();
  private final List<SipRequest> signed = new ArrayList<>();
  private Optional<SipAuthentication> authentication = Optional.empty();
  private Optional<SipVerification> verification = Optional.empty();

  @Setup
  public void open() throws Exception {
    Es256 es256 = library.equals("jdk") ? Es256.byJdk() : Es256.open();
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=capulet.example")
            .ecp256()
            .addSanUriName(URI.create("sip:capulet.example"))
            .buildSelfSigned();
    SigningKey key = key(bundle, es256);
    Credentials.Finding finding =
        new Credentials.Finding(
            Optional.of(
                new Credential(
                    es256.prepared(bundle.getCertificate().getPublicKey()),
                    SipDomains.of(bundle.getCertificate()),
                    ClaimConstraints.NONE)),
            Optional.empty());
    InstantSource clock = InstantSource.fixed(Instant.now());
    TrustCounters counters = new TrustCounters();
    authentication =
        Optional.of(
            new SipAuthentication(
                (domain, instant) -> Optional.of(key), es256, threads, clock, counters));
    verification =
        Optional.of(
            new SipVerification(
                request -> CompletableFuture.completedFuture(finding),
                es256,
                domain -> AssertionPolicy.DEFAULT,
                Set.of(),
                threads,
                clock,
                counters));
    for (int i = 0; i < REQUESTS; i++) {
      plain.add(request(i));
    }
    signed.addAll(sign());
  }

  private static SigningKey key(X509Bundle bundle, Es256 es256) throws GeneralSecurityException {
    return new SigningKey(
        "capulet.example",
        "https://keys.capulet.example/p/2026-11.cer",
        es256.prepared(bundle.getKeyPair().getPrivate()),
        bundle.getCertificate(),
        bundle.getCertificate().getNotBefore().toInstant(),
        bundle.getCertificate().getNotAfter().toInstant());
  }

  private static SipRequest request(int number) {
    String to = "sip:romeo" + number + "@montague.example";
    return new SipRequest(
        "MESSAGE",
        to,
        SipHeaders.of(
            "Via", "SIP/2.0/TCP bridge.capulet.example;branch=z9hG4bK776asdhds" + number,
            "Max-Forwards", "70",
            "From", "<sip:juliet@capulet.example>;tag=49583" + number,
            "To", "<" + to + ">",
            "Call-ID", "asd88asd77a@bridge.capulet.example",
            "CSeq", "1 MESSAGE",
            "Content-Type", "message/cpim"),
        Octets.utf8(
            "From: <im:juliet@capulet.example>\r\nTo: <im:romeo@montague.example>\r\n"
                + "DateTime: 2026-11-27T03:00:00.000Z\r\n\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                + "Art thou not Romeo, and a Montague?"));
  }

  @TearDown
  public void close() {
    threads.close();
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public List<SipRequest> sign() {
    List<CompletableFuture<Signing>> signings = new ArrayList<>(REQUESTS);
    for (SipRequest request : plain) {
      signings.add(authentication.orElseThrow().sign(request, Attestation.A).toCompletableFuture());
    }
    return signings.stream().map(each -> each.join().request()).toList();
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public List<Verdict> verify() {
    List<CompletableFuture<Verdict>> verdicts = new ArrayList<>(REQUESTS);
    for (SipRequest request : signed) {
      verdicts.add(verification.orElseThrow().verify(request, HOP).toCompletableFuture());
    }
    List<Verdict> done = verdicts.stream().map(CompletableFuture::join).toList();
    if (done.get(0).assertion().isEmpty()) {
      throw new IllegalStateException("not verified: " + done.get(0));
    }
    return done;
  }
}
