package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.requirement.Requirement;
import org.porin.wire.Octets;

/** The keys of a domain from the first to the last (TRUST 9). */
class KeyMakerTest {
  private static final Instant START = Instant.parse("2026-11-23T01:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);
  private static final String DOMAIN = "a.example";

  @TempDir private Path parent;
  private final Es256 es256 = Es256.open();
  private volatile Instant now = START;
  private TrustSettings.Keys settings;
  private KeyMaker maker;

  @BeforeEach
  void settings() throws Exception {
    settings =
        new TrustSettings.Keys(parent.resolve("keys"), X5uBase.parse("https://keys.a.example/p"));
    maker = new KeyMaker(settings, new SecureRandom(), () -> now);
  }

  private KeyDirectory directory() throws IOException {
    return KeyDirectory.open(settings, es256);
  }

  private List<KeyState> states() throws IOException {
    return directory().keys().stream().map(each -> each.state(now)).toList();
  }

  private String signing() throws IOException {
    return directory().at(DOMAIN, now).map(SigningKey::x5u).orElse("none");
  }

  @Test
  @Requirement({"8226-4-4", "8224-6.1-1", "8224-7.3-1"})
  void theFirstKeySignsAtOnceAndItsCertificateVerifies() throws Exception {
    ScheduledKey made = maker.generate(DOMAIN, YEAR);
    KeyDirectory directory = directory();
    SigningKey key = directory.at("A.example", START).orElseThrow();
    assertThat(key.x5u())
        .isEqualTo(made.x5u().orElseThrow())
        .matches("https://keys\\.a\\.example/p/a\\.example/[0-9a-f]{16}\\.cer");
    Octets signed = Octets.utf8("Art thou not Romeo?");
    Published published = directory.published(key.x5u(), START).orElseThrow();
    assertThat(published.mediaType()).isEqualTo("application/pkix-cert");
    X509Certificate seen = CertificateChain.parse(published.contents()).signer();
    assertThat(es256.verify(seen.getPublicKey(), signed, es256.sign(key.key(), signed))).isTrue();
  }

  @Test
  void whatItIssuesIsACertificateForTheDomain() throws Exception {
    X509Certificate made = maker.generate(DOMAIN, YEAR).certificate().orElseThrow();
    made.verify(made.getPublicKey());
    assertThat(made.getVersion()).isEqualTo(3);
    assertThat(made.getSerialNumber()).isPositive();
    assertThat(made.getNotBefore().toInstant()).isEqualTo(START.minus(Duration.ofHours(1)));
    assertThat(made.getNotAfter().toInstant()).isEqualTo(START.plus(YEAR));
    assertThat(made.getSubjectX500Principal().getName()).isEqualTo("CN=a.example");
    assertThat(made.getBasicConstraints()).isEqualTo(-1);
    assertThat(made.getKeyUsage())
        .containsExactly(true, false, false, false, false, false, false, false, false);
    assertThat(made.getExtendedKeyUsage()).containsExactly(SignerUse.SIP_DOMAIN);
    assertThat(made.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(6, "sip:a.example"), List.of(2, "a.example"));
    assertThat(
            new PathValidation(List.of(made), es256)
                .believe(new CertificateChain(List.of(made)), Set.of(), START)
                .domains()
                .contain(DOMAIN))
        .isTrue();
  }

  @Test
  void timesBeyond2049AreWrittenToo() throws Exception {
    now = Instant.parse("2049-12-31T23:30:00Z");
    X509Certificate made = maker.generate(DOMAIN, YEAR).certificate().orElseThrow();
    assertThat(made.getNotBefore().toInstant()).isEqualTo(Instant.parse("2049-12-31T22:30:00Z"));
    assertThat(made.getNotAfter().toInstant()).isEqualTo(Instant.parse("2050-12-31T23:30:00Z"));
  }

  @Test
  void aLongDomainFitsIntoACertificate() throws Exception {
    String longest = ("a".repeat(61) + ".").repeat(4) + "b";
    X509Certificate made = maker.generate(longest, YEAR).certificate().orElseThrow();
    assertThat(SipDomains.of(made).contain(longest)).isTrue();
  }

  @Test
  void onlyTheirOwnerReadsKeysAndNothingElseIsLeft() throws Exception {
    maker.generate(DOMAIN, YEAR);
    maker.rotate(DOMAIN, YEAR);
    maker.request(DOMAIN);
    try (Stream<Path> files = Files.walk(settings.directory())) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        String name = each.getFileName().toString();
        String expected = name.endsWith(".key") ? "rw-------" : "rw-r--r--";
        if (!name.equals(".lock")) {
          assertThat(name).matches("[0-9]{8}T[0-9]{6}Z\\.(key|pem|csr)");
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
              .as(name)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void aSecondFirstKeyIsRefused() throws Exception {
    maker.generate(DOMAIN, YEAR);
    assertThatThrownBy(() -> maker.generate(DOMAIN, YEAR))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("porin keys rotate");
    assertThatThrownBy(() -> maker.rotate("b.example", YEAR))
        .hasMessageContaining("porin keys generate");
    assertThat(maker.generate("b.example", YEAR).domain()).isEqualTo("b.example");
  }

  @Test
  @Requirement({"8224-7.4-2", "8224-7.4-3"})
  void eachKeyIsPublishedADayBeforeItSignsAndADayAfter() throws Exception {
    maker.generate(DOMAIN, YEAR);
    String first = signing();
    now = START.plus(Duration.ofDays(30));
    ScheduledKey next = maker.rotate(DOMAIN, YEAR);
    String second = next.x5u().orElseThrow();
    assertThat(second).isNotEqualTo(first);
    assertThat(Duration.between(now, next.from())).isGreaterThanOrEqualTo(Duration.ofDays(1));
    assertThat(states()).containsExactly(KeyState.SIGNING, KeyState.PUBLISHED);
    assertThat(directory().published(second, now)).isPresent();

    now = next.from().minusSeconds(1);
    assertThat(signing()).isEqualTo(first);
    now = next.from();
    assertThat(signing()).isEqualTo(second);
    assertThat(states()).containsExactly(KeyState.RETIRED, KeyState.SIGNING);

    now = next.from().plus(Duration.ofHours(24)).minusSeconds(1);
    assertThat(directory().published(first, now)).isPresent();
    now = next.from().plus(Duration.ofHours(24));
    assertThat(states()).containsExactly(KeyState.OVER, KeyState.SIGNING);
    assertThat(directory().published(first, now)).isEmpty();
  }

  @Test
  void oneKeyFollowsAtATime() throws Exception {
    maker.generate(DOMAIN, YEAR);
    maker.rotate(DOMAIN, YEAR);
    assertThatThrownBy(() -> maker.rotate(DOMAIN, YEAR)).hasMessageContaining("follows already");
    assertThatThrownBy(() -> maker.generate(DOMAIN, YEAR)).hasMessageContaining("rotate");
  }

  /** Better a key that not everybody has seen than none. */
  @Test
  void whereTheOldCertificateEndsSoonerTheNextKeyIsThere() throws Exception {
    ScheduledKey first = maker.generate(DOMAIN, Duration.ofDays(2));
    now = START.plus(Duration.ofHours(40));
    ScheduledKey next = maker.rotate(DOMAIN, YEAR);
    assertThat(next.from()).isEqualTo(first.until());
    now = next.from();
    assertThat(signing()).isEqualTo(next.x5u().orElseThrow());
  }

  /** A token is fresh for a minute, and clocks may differ by one (TRUST 9). */
  @Test
  @Requirement("8224-6.1-6")
  void aKeySignsNothingThatOutlivesItsCertificate() throws Exception {
    ScheduledKey only = maker.generate(DOMAIN, Duration.ofDays(2));
    Instant end = only.certificate().orElseThrow().getNotAfter().toInstant();
    assertThat(directory().at(DOMAIN, end.minusSeconds(121))).isPresent();
    assertThat(directory().at(DOMAIN, end.minusSeconds(120))).isEmpty();
    assertThat(directory().at(DOMAIN, START.minusSeconds(1))).as("before it began").isEmpty();
    now = end;
    assertThat(states()).containsExactly(KeyState.RETIRED);
    assertThat(maker.generate(DOMAIN, YEAR).state(end)).isEqualTo(KeyState.SIGNING);
  }

  @Test
  void noUrlEverHasAnotherCertificate() throws Exception {
    Set<String> urls = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      urls.add(
          (i == 0 ? maker.generate(DOMAIN, YEAR) : maker.rotate(DOMAIN, YEAR)).x5u().orElseThrow());
      now = now.plus(Duration.ofHours(25));
    }
    assertThat(urls).hasSize(20);
  }

  @Test
  void anAuthorityCertifiesWhatItIsAskedFor() throws Exception {
    Path request = maker.request(DOMAIN);
    assertThat(states()).containsExactly(KeyState.WAITING);
    assertThat(directory().at(DOMAIN, START)).isEmpty();
    PKCS10CertificationRequest asked = asked(request);
    PublicKey key =
        KeyFactory.getInstance("EC")
            .generatePublic(new X509EncodedKeySpec(asked.getSubjectPublicKeyInfo().getEncoded()));
    assertThat(asked.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))).isTrue();
    assertThat(
            GeneralNames.fromExtensions(
                    asked.getRequestedExtensions(), Extension.subjectAlternativeName)
                .getNames())
        .containsExactly(
            new GeneralName(GeneralName.uniformResourceIdentifier, "sip:a.example"),
            new GeneralName(GeneralName.dNSName, DOMAIN));
    Signers verona = new Signers("Authority of Verona");
    X509Bundle issued = verona.issue(Signers.signer(DOMAIN).publicKey(key));
    List<X509Certificate> chain = List.of(issued.getCertificate(), verona.root.getCertificate());
    now = START.plus(Duration.ofHours(2));
    ScheduledKey made = maker.accept(DOMAIN, chain, Optional.empty());
    assertThat(made.state(now)).isEqualTo(KeyState.SIGNING);
    assertThat(states()).containsExactly(KeyState.SIGNING);
    assertThat(Files.exists(request)).isFalse();
    Published published = directory().published(signing(), now).orElseThrow();
    assertThat(published.mediaType()).isEqualTo("application/pem-certificate-chain");
    assertThat(CertificateChain.parse(published.contents()).certificates()).isEqualTo(chain);
  }

  private static PKCS10CertificationRequest asked(Path request) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(Files.readString(request)))) {
      return (PKCS10CertificationRequest) parser.readObject();
    }
  }

  @Test
  void whatAnAuthorityIssuesFollowsTheKeyThatSigns() throws Exception {
    maker.generate(DOMAIN, YEAR);
    X509Bundle theirs = Signers.alone(Signers.signer(DOMAIN).notAfter(START.plus(YEAR)));
    ScheduledKey next =
        maker.accept(
            DOMAIN,
            List.of(theirs.getCertificate()),
            Optional.of(theirs.getKeyPair().getPrivate()));
    assertThat(next.state(START)).isEqualTo(KeyState.PUBLISHED);
    assertThat(Duration.between(START, next.from())).isGreaterThanOrEqualTo(Duration.ofDays(1));
  }

  @Test
  void aCertificateThatPeersWouldRefuseIsNotTaken() throws Exception {
    refused("is not for the domain", Signers.alone(Signers.signer("b.example")));
    refused("RFC 5924", Signers.alone(Signers.signer(DOMAIN).addExtendedKeyUsageServerAuth()));
    X509Bundle one = Signers.alone(Signers.signer(DOMAIN));
    PrivateKey another = Signers.alone(Signers.signer(DOMAIN)).getKeyPair().getPrivate();
    assertThatThrownBy(
            () -> maker.accept(DOMAIN, List.of(one.getCertificate()), Optional.of(another)))
        .hasMessageContaining("is not of the key");
    assertThatThrownBy(() -> maker.accept(DOMAIN, List.of(one.getCertificate()), Optional.empty()))
        .hasMessageContaining("no key of a.example waits");
    assertThat(directory().keys()).isEmpty();
  }

  private void refused(String why, X509Bundle bundle) {
    assertThatThrownBy(
            () ->
                maker.accept(
                    DOMAIN,
                    List.of(bundle.getCertificate()),
                    Optional.of(bundle.getKeyPair().getPrivate())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aRunningBridgeSeesWhatChanges() throws Exception {
    maker.generate(DOMAIN, YEAR);
    KeyDirectory running = directory();
    assertThat(running.refresh()).isFalse();
    ScheduledKey next = maker.rotate(DOMAIN, YEAR);
    assertThat(running.published(next.x5u().orElseThrow(), START)).isEmpty();
    assertThat(running.refresh()).isTrue();
    assertThat(running.published(next.x5u().orElseThrow(), START)).isPresent();
  }

  @Test
  void whatIsNotFitForSigningDoesNotReplaceWhatIs() throws Exception {
    ScheduledKey first = maker.generate(DOMAIN, YEAR);
    KeyDirectory running = directory();
    Path broken = first.file().resolveSibling("20261124T010000Z.key");
    Files.writeString(broken, "no key");
    assertThat(running.refresh()).isFalse();
    assertThat(running.at(DOMAIN, START)).isPresent();
    assertThatThrownBy(this::directory).hasMessageContaining(broken.toString());
    Files.delete(broken);
    running.refresh();
    assertThat(running.keys()).hasSize(1);
  }

  @Test
  void whatDoesNotBelongThereIsNamed() throws Exception {
    assertThatThrownBy(this::directory).hasMessageContaining("no such directory");
    ScheduledKey first = maker.generate(DOMAIN, YEAR);
    Path odd = Files.writeString(first.file().resolveSibling("mine.key"), "");
    assertThatThrownBy(this::directory)
        .hasMessageContaining("mine.key")
        .hasMessageContaining("named after the time");
    Files.delete(odd);
    Path upper = Files.createDirectory(settings.directory().resolve("B.example"));
    assertThatThrownBy(this::directory).hasMessageContaining(upper.toString());
  }

  @Test
  void anotherServerGetsWhatIsPublishedAndLosesWhatIsNot() throws Exception {
    maker.generate(DOMAIN, YEAR);
    String first = signing();
    Path web = parent.resolve("web");
    assertThat(directory().publish(web, START)).containsExactly(first);
    Path file = web.resolve(first.substring("https://keys.a.example/p/".length()));
    assertThat(Files.readAllBytes(file))
        .isEqualTo(directory().published(first, START).orElseThrow().contents().toArray());
    ScheduledKey next = maker.rotate(DOMAIN, YEAR);
    now = next.from().plus(Duration.ofDays(2));
    assertThat(directory().publish(web, now)).containsExactly(next.x5u().orElseThrow());
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void aKeyIsNeverShown() throws Exception {
    ScheduledKey made = maker.generate(DOMAIN, YEAR);
    SigningKey key = directory().at(DOMAIN, START).orElseThrow();
    BigInteger secret = ((ECPrivateKey) key.key()).getS();
    List<String> shown = new ArrayList<>(List.of(made.toString(), key.toString()));
    assertThat(shown).noneMatch(text -> text.contains(secret.toString()));
  }
}
