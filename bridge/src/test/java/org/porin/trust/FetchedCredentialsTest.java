package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.profile.Failure.Reason.CREDENTIAL_UNAVAILABLE;
import static org.porin.profile.Failure.Reason.CREDENTIAL_UNTRUSTED;
import static org.porin.profile.Failure.Reason.IDENTITY_INVALID;
import static org.porin.trust.TestSigners.NOW;

import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.trust.CredentialCounts.Place;
import org.porin.trust.Credentials.Finding;
import org.porin.trust.ScriptedHost.Script;
import org.porin.wire.Octets;

/** Certificates from a real web server, judged and kept; time alone is an argument. */
@Timeout(60)
class FetchedCredentialsTest {
  private static final String DOMAIN = "a.example";

  @TempDir private Path directory;
  private final TestSigners verona;
  private final X509Bundle signer;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final ExecutorService judges = Executors.newSingleThreadExecutor();
  private volatile Instant now = NOW;
  private volatile Script script = ScriptedHost.text("");
  private Optional<List<X509Certificate>> own = Optional.empty();
  private ScriptedHost host;
  private FetchedCredentials credentials;

  FetchedCredentialsTest() throws Exception {
    verona = new TestSigners("Authority of Verona");
    signer = verona.issue(TestSigners.signer(DOMAIN));
  }

  @BeforeEach
  void open() throws Exception {
    Pki pki = new Pki(directory);
    SslContext client = FetchTls.context(new PemFile(pki.authorities()).certificates());
    script = ScriptedHost.certificate(TestSigners.der(signer));
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    host =
        new ScriptedHost(
            pki.jdk(pki.forNames("keys.a.example", "keys.b.example")).getServerSocketFactory(),
            loopback,
            0,
            out -> script.answer(out));
    FetchRules rules = new FetchRules(Set.of(), List.of(IpNetwork.of("127.0.0.1")));
    CertificateFetch fetch =
        new CertificateFetch(
            name -> CompletableFuture.completedFuture(List.of(loopback)), rules, () -> client);
    opened.add(host);
    opened.add(fetch);
    opened.add(judges::shutdown);
    credentials =
        new FetchedCredentials(
            (url, at) -> own,
            rules,
            fetch,
            new PathValidation(verona.anchors(), Es256.open()),
            judges,
            () -> now);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private String url(String name) {
    return "https://keys.a.example:" + host.port() + "/" + name;
  }

  private static CredentialRequest request(String url, String domain, Instant... instants) {
    return new CredentialRequest(url, domain, List.of(instants), Set.of(), Optional.empty());
  }

  private Finding find(CredentialRequest request) throws Exception {
    return finding(credentials.find(request));
  }

  private Finding find(String name) throws Exception {
    return find(request(url(name), DOMAIN, NOW));
  }

  private static Finding finding(CompletionStage<Finding> found) throws Exception {
    return found.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static void refused(Finding finding, Reason reason, String why) {
    assertThat(finding.refusal())
        .hasValueSatisfying(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(reason);
              assertThat(refusal.text()).contains(why);
            });
  }

  @Test
  @Requirement({"8224-7.2-2", "8224-7.4-1"})
  void theCertificateThatATokenNamesIsFound() throws Exception {
    Credential found = find("1.cer").credential().orElseThrow();
    assertThat(found.key().getEncoded())
        .isEqualTo(signer.getCertificate().getPublicKey().getEncoded());
    assertThat(found.domains().contain(DOMAIN)).isTrue();
  }

  @Test
  @Requirement("8224-7.4-1")
  void aChainInPemIsFoundAsWell() throws Exception {
    X509Bundle between = verona.issue(TestSigners.authority("Between"));
    X509Bundle below = TestSigners.signer(DOMAIN).buildIssuedBy(between);
    script =
        ScriptedHost.certificate(
            Octets.utf8(below.getCertificatePEM() + "\r\n" + between.getCertificatePEM()));
    assertThat(find("1.pem").credential()).isPresent();
  }

  @Test
  void whatCannotBeHadIs436() throws Exception {
    script = ScriptedHost.text("HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n");
    refused(find("1.cer"), CREDENTIAL_UNAVAILABLE, "does not answer with a certificate");
    script = ScriptedHost.text("HTTP/1.1 200 OK\r\n\r\nno certificate");
    refused(find("2.cer"), CREDENTIAL_UNAVAILABLE, "none");
    for (String url : List.of("sip:keys@a.example", "http://keys.a.example/1.cer", "cid:x@y", "")) {
      refused(find(request(url, DOMAIN, NOW)), CREDENTIAL_UNAVAILABLE, "cannot be had");
    }
  }

  @Test
  void whatIsLookedForIsCountedAndWhyItIsNotThere() throws Exception {
    find("1.cer");
    find("1.cer");
    script = ScriptedHost.certificate(Octets.utf8("no certificate"));
    find("2.cer");
    find("2.cer"); // remembered
    script = ScriptedHost.text("");
    find("3.cer");
    find(request("http://keys.a.example/1.cer", DOMAIN, NOW));
    find(request("cid:1", DOMAIN, NOW));
    CredentialCounts counts = credentials.counts();
    assertThat(counts.looked())
        .containsEntry(Place.FETCH, 3L)
        .containsEntry(Place.MEMORY, 2L)
        .containsEntry(Place.REQUEST, 1L)
        .containsEntry(Place.OWN, 0L);
    assertThat(counts.failed())
        .containsEntry(CredentialFault.NO_CERTIFICATE, 1L)
        .containsEntry(CredentialFault.BROKEN, 1L)
        .containsEntry(CredentialFault.FORBIDDEN, 1L)
        .containsEntry(CredentialFault.NOT_ENCLOSED, 1L);
  }

  @Test
  void fromOutsideOfTheDomainNothingIsFetched() throws Exception {
    refused(
        find(request(url("1.cer"), "b.example", NOW)), CREDENTIAL_UNAVAILABLE, "outside of its");
    assertThat(host.connections()).isZero();
    assertThat(find("1.cer").credential()).as("for the domain itself").isPresent();
  }

  @Test
  @Requirement("8224-6.2-5")
  void whatIsNotBelievedIs437() throws Exception {
    X509Bundle stranger = new TestSigners("Authority of Mantua").issue(TestSigners.signer(DOMAIN));
    script = ScriptedHost.certificate(TestSigners.der(stranger));
    refused(find("1.cer"), CREDENTIAL_UNTRUSTED, "is not believed");
  }

  @Test
  @Requirement("8224-6.2-6")
  void whatIsNotValidAtEachInstantIs437() throws Exception {
    Instant early = NOW.minus(Duration.ofDays(2));
    refused(find(request(url("1.cer"), DOMAIN, early, NOW)), CREDENTIAL_UNTRUSTED, "at that time");
    Instant late = NOW.plus(Duration.ofDays(2));
    refused(find(request(url("1.cer"), DOMAIN, NOW, late)), CREDENTIAL_UNTRUSTED, "at that time");
    assertThat(find(request(url("1.cer"), DOMAIN, NOW, NOW)).credential()).isPresent();
    assertThat(host.connections()).isEqualTo(1);
  }

  @Test
  @Requirement({"8224-8.4-1", "8224-8.4-2"})
  void whatIsForAnotherDomainIs438() throws Exception {
    X509Bundle other = verona.issue(TestSigners.plain().addSanDnsName("keys.a.example"));
    script = ScriptedHost.certificate(TestSigners.der(other));
    refused(find("1.cer"), IDENTITY_INVALID, "another domain");
  }

  @Test
  @Requirement({"8224-7.2-3", "8226-7-2"})
  void oneFetchServesManyWhoWait() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    Octets der = TestSigners.der(signer);
    script =
        out -> {
          open.await();
          ScriptedHost.certificate(der).answer(out);
        };
    List<CompletionStage<Finding>> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(credentials.find(request(url("1.cer"), DOMAIN, NOW)));
    }
    open.countDown();
    for (CompletionStage<Finding> each : waiting) {
      assertThat(finding(each).credential()).isPresent();
    }
    assertThat(host.connections()).isEqualTo(1);
  }

  @Test
  @Requirement({"8224-7.2-3", "8226-7-2"})
  void itIsKeptForAnHour() throws Exception {
    find("1.cer");
    now = NOW.plus(Duration.ofMinutes(49));
    CompletableFuture<Finding> again =
        credentials.find(request(url("1.cer"), DOMAIN, NOW)).toCompletableFuture();
    assertThat(again).as("at once").isDone();
    assertThat(host.connections()).isEqualTo(1);
    now = NOW.plus(Duration.ofMinutes(60));
    assertThat(find("1.cer").credential()).isPresent();
    assertThat(host.connections()).isEqualTo(2);
    find("2.cer");
    assertThat(host.connections()).as("another URL").isEqualTo(3);
  }

  /** A server that is down or busy for ten minutes harms nobody. */
  @Test
  void itIsRenewedBeforeTheHourIsOver() throws Exception {
    find("1.cer");
    script = ScriptedHost.text("HTTP/1.1 503 Busy\r\n\r\n");
    now = NOW.plus(Duration.ofMinutes(50));
    assertThat(find("1.cer").credential()).isPresent();
    host.awaitRequests(2);
    now = NOW.plus(Duration.ofMinutes(50)).plusSeconds(59);
    assertThat(find("1.cer").credential()).as("though the host is busy").isPresent();
    assertThat(host.requests).as("once in a minute").hasSize(2);
    X509Bundle other = verona.issue(TestSigners.signer(DOMAIN));
    script = ScriptedHost.certificate(TestSigners.der(other));
    now = NOW.plus(Duration.ofMinutes(51));
    byte[] renewed = other.getCertificate().getPublicKey().getEncoded();
    while (!Arrays.equals(find("1.cer").credential().orElseThrow().key().getEncoded(), renewed)) {
      Thread.onSpinWait(); // until the answer has taken the place of the first
    }
    assertThat(host.requests).hasSize(3);
  }

  @Test
  void itIsNotKeptLongerThanItIsValid() throws Exception {
    Instant end = signer.getCertificate().getNotAfter().toInstant();
    now = end.minus(Duration.ofMinutes(10));
    find("1.cer");
    now = end.minus(Duration.ofMinutes(5));
    find("1.cer");
    assertThat(host.connections()).isEqualTo(1);
    now = end;
    find("1.cer");
    assertThat(host.connections()).isEqualTo(2);
  }

  /** Else each token with it would fetch it anew. */
  @Test
  void oneThatHasExpiredIsKeptForAMinute() throws Exception {
    Instant late = signer.getCertificate().getNotAfter().toInstant().plusSeconds(10);
    now = late;
    refused(find(request(url("1.cer"), DOMAIN, late)), CREDENTIAL_UNTRUSTED, "at that time");
    now = late.plusSeconds(59);
    find("1.cer");
    assertThat(host.connections()).isEqualTo(1);
    now = late.plusSeconds(60);
    find("1.cer");
    assertThat(host.connections()).isEqualTo(2);
  }

  @Test
  void thatThereIsNothingIsKeptForAMinute() throws Exception {
    Script good = script;
    script = ScriptedHost.text("HTTP/1.1 404 None\r\n\r\n");
    find("1.cer");
    script = good;
    now = NOW.plusSeconds(59);
    refused(find("1.cer"), CREDENTIAL_UNAVAILABLE, "certificate");
    now = NOW.plusSeconds(60);
    assertThat(find("1.cer").credential()).isPresent();
    assertThat(host.connections()).isEqualTo(2);
  }

  @Test
  void thatItIsNotBelievedIsKeptForAMinute() throws Exception {
    X509Bundle stranger = new TestSigners("Authority of Mantua").issue(TestSigners.signer(DOMAIN));
    Script good = script;
    script = ScriptedHost.certificate(TestSigners.der(stranger));
    find("1.cer");
    script = good;
    now = NOW.plusSeconds(59);
    refused(find("1.cer"), CREDENTIAL_UNTRUSTED, "not believed");
    now = NOW.plusSeconds(60);
    assertThat(find("1.cer").credential()).isPresent();
  }

  @Test
  void aClockThatWasSetBackKeepsNothing() throws Exception {
    find("1.cer");
    now = NOW.minusSeconds(1);
    find("1.cer");
    assertThat(host.connections()).isEqualTo(2);
  }

  @Test
  void aPinOfOnePeerSaysNothingOfAnother() throws Exception {
    X509Bundle alone = TestSigners.alone(TestSigners.signer(DOMAIN));
    script = ScriptedHost.certificate(TestSigners.der(alone));
    KeyPin pin = KeyPin.of(alone.getCertificate().getPublicKey());
    CredentialRequest pinned =
        new CredentialRequest(url("1.cer"), DOMAIN, List.of(NOW), Set.of(pin), Optional.empty());
    assertThat(find(pinned).credential()).isPresent();
    refused(find("1.cer"), CREDENTIAL_UNTRUSTED, "not believed");
    assertThat(find(pinned).credential()).isPresent();
    assertThat(host.connections()).isEqualTo(1);
  }

  @Test
  void otherAnchorsJudgeAnew() throws Exception {
    assertThat(find("1.cer").credential()).isPresent();
    credentials.use(
        new PathValidation(new TestSigners("Authority of Mantua").anchors(), Es256.open()));
    refused(find("1.cer"), CREDENTIAL_UNTRUSTED, "not believed");
  }

  @Test
  void ofManyUrlsThoseUsedLastAreKept() throws Exception {
    find("1.cer");
    for (int i = 0; i < KnownCertificates.MAX_URLS; i++) {
      find("other-" + i);
      if (i % 100 == 0) {
        find("1.cer");
      }
    }
    int connections = host.connections();
    assertThat(connections).isEqualTo(KnownCertificates.MAX_URLS + 1);
    find("1.cer");
    assertThat(host.connections()).as("in use").isEqualTo(connections);
    find("other-0");
    assertThat(host.connections()).as("forgotten").isEqualTo(connections + 1);
  }

  /** Else strangers would set how much memory it takes. */
  @Test
  void ofLongChainsFewAreKept() throws Exception {
    StringBuilder six = new StringBuilder(signer.getCertificatePEM());
    byte[] filling = new byte[6_000];
    for (int i = 0; i < 5; i++) {
      X509Bundle large =
          verona.issue(
              TestSigners.plain().addExtensionOctetString("1.3.6.1.5.5.7.1.99", false, filling));
      six.append(large.getCertificatePEM());
    }
    script = ScriptedHost.certificate(Octets.utf8(six.toString()));
    int fitting = (int) (KnownCertificates.MAX_OCTETS / six.length());
    for (int i = 0; i <= fitting; i++) {
      find("long-" + i);
    }
    int connections = host.connections();
    find("long-" + fitting);
    assertThat(host.connections()).as("the last").isEqualTo(connections);
    find("long-0");
    assertThat(host.connections()).as("the first").isEqualTo(connections + 1);
  }

  @Test
  @Requirement("8226-7-1")
  void aCertificateMayComeWithTheRequest() throws Exception {
    CredentialRequest enclosed =
        new CredentialRequest(
            "cid:key@a.example",
            DOMAIN,
            List.of(NOW),
            Set.of(),
            Optional.of(TestSigners.der(signer)));
    assertThat(find(enclosed).credential()).isPresent();
    refused(
        find(
            new CredentialRequest(
                "CID:key@a.example",
                DOMAIN,
                List.of(NOW),
                Set.of(),
                Optional.of(Octets.copyOf(new byte[65_537])))),
        CREDENTIAL_UNAVAILABLE,
        "too long");
    assertThat(host.connections()).isZero();
  }

  @Test
  @Requirement("8224-7.2-2")
  void whatThisBridgePublishesItDoesNotFetch() throws Exception {
    X509Bundle ours = TestSigners.alone(TestSigners.signer(DOMAIN));
    own = Optional.of(List.of(ours.getCertificate()));
    assertThat(find("1.cer").credential()).isPresent();
    refused(find(request(url("1.cer"), "b.example", NOW)), IDENTITY_INVALID, "another domain");
    assertThat(host.connections()).isZero();
  }

  @Test
  void whoeverJudgesMayHaveTooMuchToDo() throws Exception {
    judges.shutdown();
    refused(find("1.cer"), CREDENTIAL_UNAVAILABLE, "too many");
  }
}
