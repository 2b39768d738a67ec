package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.trust.Signers.NOW;
import static org.porin.trust.Signers.chain;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;

class PathValidationTest {
  private static final String DOMAIN = "a.example";

  private final Signers verona;
  private final Es256 es256 = Es256.open();

  PathValidationTest() throws Exception {
    verona = new Signers("Authority of Verona");
  }

  private Believed believe(CertificateChain chain, KeyPin... pins) throws Exception {
    return believe(verona.anchors(), chain, pins);
  }

  private Believed believe(List<X509Certificate> anchors, CertificateChain chain, KeyPin... pins)
      throws Exception {
    return new PathValidation(anchors, es256).believe(chain, Set.of(pins), NOW);
  }

  private void refused(String why, CertificateChain chain, KeyPin... pins) {
    refused(why, verona.anchors(), chain, pins);
  }

  private void refused(
      String why, List<X509Certificate> anchors, CertificateChain chain, KeyPin... pins) {
    assertThatThrownBy(() -> believe(anchors, chain, pins))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining(why);
  }

  private static KeyPin pin(X509Bundle of) {
    return KeyPin.of(of.getCertificate().getPublicKey());
  }

  @Test
  @Requirement("8224-6.2-5")
  void aSignerIsBelievedWhomAnAnchorCertifies() throws Exception {
    X509Bundle signer = verona.issue(Signers.signer(DOMAIN));
    Believed believed = believe(chain(signer));
    assertThat(believed.domains().names()).containsExactly(DOMAIN);
    assertThat(Es256.isP256(believed.key())).isTrue();
    assertThat(believed.key().getEncoded())
        .isEqualTo(signer.getCertificate().getPublicKey().getEncoded());
    assertThat(believed.isValidAt(NOW)).isTrue();
    assertThat(believe(chain(signer, verona.root)).domains()).isEqualTo(believed.domains());
  }

  @Test
  void aSignerOfAnotherAuthorityIsNot() throws Exception {
    Signers mantua = new Signers("Authority of Mantua");
    refused("its path is not believed", chain(mantua.issue(Signers.signer(DOMAIN))));
    refused("its path", chain(mantua.issue(Signers.signer(DOMAIN)), mantua.root));
    Signers impostor = new Signers("Authority of Verona"); // the same name, another key
    refused("its path", chain(impostor.issue(Signers.signer(DOMAIN)), verona.root));
    refused("leads to nobody", List.of(), chain(verona.issue(Signers.signer(DOMAIN))));
  }

  @Test
  void anAuthorityInBetweenLeadsToTheAnchor() throws Exception {
    X509Bundle between = verona.issue(Signers.authority("Between"));
    X509Bundle signer = Signers.signer(DOMAIN).buildIssuedBy(between);
    assertThat(believe(chain(signer, between)).domains().contain(DOMAIN)).isTrue();
    assertThat(believe(chain(signer, between, verona.root)).domains().contain(DOMAIN)).isTrue();
    refused("its path", chain(signer));
  }

  @Test
  @Requirement("8226-4-3")
  void signaturesOfRsaCountAsThoseOfEllipticCurvesDo() throws Exception {
    X509Bundle rsa =
        Signers.authority("Authority with RSA").algorithm(Algorithm.rsa2048).buildSelfSigned();
    X509Bundle signer = Signers.signer(DOMAIN).buildIssuedBy(rsa);
    assertThat(signer.getCertificate().getSigAlgName()).isEqualTo("SHA256withRSA");
    assertThat(believe(List.of(rsa.getCertificate()), chain(signer)).domains().contain(DOMAIN))
        .isTrue();
    assertThat(believe(chain(verona.issue(Signers.signer(DOMAIN)))).domains().contain(DOMAIN))
        .isTrue();
  }

  @Test
  @Requirement("8224-6.2-5")
  void aKeyThatDoesNotSignByEs256IsNot() throws Exception {
    for (Algorithm other : List.of(Algorithm.ecp384, Algorithm.rsa2048, Algorithm.ed25519)) {
      refused("P-256", chain(verona.issue(DOMAIN, builder -> builder.algorithm(other))));
    }
  }

  @Test
  void aCertificateIsUsedForWhatItIsIssuedFor() throws Exception {
    refused(
        "keyUsage",
        chain(
            verona.issue(
                Signers.plain()
                    .addSanUriName("sip:" + DOMAIN)
                    .setKeyUsage(true, KeyUsage.keyAgreement))));
    refused(
        "extendedKeyUsage", // who serves a domain's pages does not speak for its users
        chain(verona.issue(DOMAIN, CertificateBuilder::addExtendedKeyUsageServerAuth)));
    for (String purpose : List.of(SignerUse.SIP_DOMAIN, "2.5.29.37.0")) {
      X509Bundle fit =
          verona.issue(
              DOMAIN,
              builder -> builder.addExtendedKeyUsageServerAuth().addExtendedKeyUsage(purpose));
      assertThat(believe(chain(fit)).domains().contain(DOMAIN)).isTrue();
    }
  }

  @Test
  void aSignerIsNoAuthority() throws Exception {
    X509Bundle signer = verona.issue(Signers.signer("b.example"));
    X509Bundle forged = Signers.signer(DOMAIN).buildIssuedBy(asAuthority(signer));
    refused("its path", chain(forged, signer));
    refused("its path", chain(forged, signer, verona.root));
  }

  /** As an anchor a single signer is trusted for its own domain, and issues nothing. */
  @Test
  void aSignerWhoIsAnAnchorIsNoAuthorityEither() throws Exception {
    X509Bundle signer = Signers.alone(Signers.signer("b.example"));
    X509Bundle forged = Signers.signer(DOMAIN).buildIssuedBy(asAuthority(signer));
    List<X509Certificate> anchors = List.of(signer.getCertificate());
    refused("leads to nobody", anchors, chain(forged, signer));
    refused("leads to nobody", anchors, chain(forged));
    refused("leads to nobody", List.of(), chain(forged, signer), pin(signer));
    assertThat(believe(anchors, chain(signer)).domains().contain("b.example")).isTrue();
  }

  /** What a thief of the key would do: the builder refuses to issue by what is no authority. */
  private static X509Bundle asAuthority(X509Bundle signer) throws Exception {
    return Signers.authority("somebody").keyPair(signer.getKeyPair()).buildSelfSigned();
  }

  @Test
  void aPathIsNotLongerThanItsAuthoritiesAllow() throws Exception {
    X509Bundle first =
        verona.issue(Signers.authority("First").setPathLengthConstraint(OptionalInt.of(0)));
    X509Bundle second = Signers.authority("Second").buildIssuedBy(first);
    X509Bundle signer = Signers.signer(DOMAIN).buildIssuedBy(second);
    refused("its path", chain(signer, second, first));
  }

  @Test
  void anAuthorityForSomeNamesDoesNotCertifyOthers() throws Exception {
    X509Bundle narrow = narrow("b.example");
    refused("its path", chain(Signers.plain().addSanDnsName(DOMAIN).buildIssuedBy(narrow), narrow));
    X509Bundle inside = Signers.plain().addSanDnsName("b.example").buildIssuedBy(narrow);
    assertThat(believe(chain(inside, narrow)).domains().contain("b.example")).isTrue();
  }

  /** To the JDK a URI is another kind of name; with such a URI it looks at the CN alone. */
  @Test
  void norDoesItByTheUriOfASipDomain() throws Exception {
    X509Bundle narrow = narrow("b.example");
    X509Bundle outside = Signers.signer(DOMAIN).subject("CN=b.example").buildIssuedBy(narrow);
    refused("outside of what", chain(outside, narrow));
    X509Bundle inside =
        Signers.signer("sip.b.example").subject("CN=b.example").buildIssuedBy(narrow);
    assertThat(believe(chain(inside, narrow)).domains().contain("sip.b.example")).isTrue();
    refused("outside of what", List.of(narrow.getCertificate()), chain(outside));
  }

  private X509Bundle narrow(String permitted) throws Exception {
    NameConstraints only =
        new NameConstraints(
            new GeneralSubtree[] {
              new GeneralSubtree(new GeneralName(GeneralName.dNSName, permitted))
            },
            null);
    return verona.issue(
        Signers.authority("Narrow").addExtensionOctetString("2.5.29.30", true, only.getEncoded()));
  }

  @Test
  void thePathIsValidWhileAllOfItIs() throws Exception {
    X509Bundle between =
        verona.issue(
            Signers.authority("Between")
                .notBefore(NOW.minus(Duration.ofHours(2)))
                .notAfter(NOW.plus(Duration.ofHours(3))));
    X509Bundle signer =
        Signers.signer(DOMAIN)
            .notBefore(NOW.minus(Duration.ofHours(5)))
            .notAfter(NOW.plus(Duration.ofHours(1)))
            .buildIssuedBy(between);
    Believed believed = believe(chain(signer, between));
    assertThat(believed.notBefore()).isEqualTo(NOW.minus(Duration.ofHours(2)));
    assertThat(believed.notAfter()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(believed.isValidAt(NOW.minus(Duration.ofHours(3)))).isFalse();
    assertThat(believed.isValidAt(NOW.plus(Duration.ofHours(2)))).isFalse();
  }

  @Test
  void whatIsNeverValidTogetherIsNotBelieved() throws Exception {
    X509Bundle between =
        verona.issue(
            Signers.authority("Between")
                .notBefore(NOW.minus(Duration.ofDays(9)))
                .notAfter(NOW.minus(Duration.ofDays(8))));
    refused("never valid together", chain(Signers.signer(DOMAIN).buildIssuedBy(between), between));
  }

  @Test
  void aSignerMayBeAnAnchorItself() throws Exception {
    X509Bundle alone = Signers.alone(Signers.signer(DOMAIN));
    assertThat(believe(List.of(alone.getCertificate()), chain(alone)).domains().contain(DOMAIN))
        .isTrue();
    refused("its path", chain(alone));
  }

  @Test
  void aPinIsAnAnchorForOnePeer() throws Exception {
    X509Bundle alone = Signers.alone(Signers.signer(DOMAIN));
    assertThat(believe(List.of(), chain(alone), pin(alone)).domains().contain(DOMAIN)).isTrue();
    Signers mantua = new Signers("Authority of Mantua");
    X509Bundle theirs = mantua.issue(Signers.signer(DOMAIN));
    assertThat(believe(chain(theirs, mantua.root), pin(mantua.root)).domains().contain(DOMAIN))
        .isTrue();
  }

  @Test
  void withPinsTheOtherAnchorsDoNotCount() throws Exception {
    Signers mantua = new Signers("Authority of Mantua");
    X509Bundle ours = verona.issue(Signers.signer(DOMAIN));
    refused("leads to nobody", chain(ours), pin(mantua.root));
    refused("leads to nobody", chain(ours, verona.root), pin(mantua.root));
    assertThat(believe(chain(ours), pin(verona.root)).domains().contain(DOMAIN)).isTrue();
    assertThat(believe(chain(ours), pin(ours)).domains().contain(DOMAIN)).isTrue();
  }

  /** Who adds a pinned certificate to a chain of its own has not got its key. */
  @Test
  void aPinnedCertificateHelpsNobodyWhomItHasNotCertified() throws Exception {
    Signers mantua = new Signers("Authority of Mantua");
    X509Bundle pinned = verona.issue(Signers.authority("Pinned"));
    X509Bundle forged = mantua.issue(Signers.signer(DOMAIN));
    refused("its path", chain(forged, pinned), pin(pinned));
    refused("its path", chain(forged, mantua.root, pinned), pin(pinned));
  }

  @Test
  @Requirement("8226-9-1")
  void aListOfTelephoneNumbersDoesNotMatterForADomain() throws Exception {
    byte[] list = {0x30, 0x08, (byte) 0xA0, 0x06, 0x16, 0x04, '1', '2', '3', '4'};
    X509Bundle signer =
        verona.issue(
            DOMAIN, builder -> builder.addExtensionOctetString("1.3.6.1.5.5.7.1.26", false, list));
    Believed believed = believe(chain(signer));
    assertThat(believed.domains().names()).containsExactly(DOMAIN);
    assertThat(believed.constraints()).isEqualTo(ClaimConstraints.NONE);
  }

  @Test
  void criticalConstraintsAreObeyedAndOtherCriticalExtensionsRefused() throws Exception {
    byte[] constraints =
        ClaimConstraintsTest.constraints(ClaimConstraintsTest.permitted("attest", "C"));
    X509Bundle signer =
        verona.issue(
            DOMAIN,
            builder -> builder.addExtensionOctetString(ClaimConstraints.OID, true, constraints));
    assertThat(believe(chain(signer)).constraints().permittedValues())
        .containsEntry("attest", Set.of("C"));
    refused(
        "its path",
        chain(
            verona.issue(
                DOMAIN,
                builder ->
                    builder.addExtensionOctetString("1.3.6.1.5.5.7.1.99", true, constraints))));
  }

  @Test
  void constraintsThatCannotBeReadMakeTheCertificateUseless() throws Exception {
    refused(
        "its constraints",
        chain(
            verona.issue(
                DOMAIN,
                builder ->
                    builder.addExtensionOctetString(
                        ClaimConstraints.OID, false, new byte[] {0x30, 0x05}))));
  }

  @Test
  @Requirement({"8224-8.4-1", "8226-4-2"})
  void theDomainsAreThoseOfRfc5922() throws Exception {
    Believed byUri =
        believe(chain(verona.issue(DOMAIN, builder -> builder.addSanDnsName("b.example"))));
    assertThat(byUri.domains().contain("A.example")).isTrue();
    assertThat(byUri.domains().contain("b.example")).as("a URI stands beside it").isFalse();
    byte[] wildcard =
        new GeneralNames(new GeneralName(GeneralName.dNSName, "*.a.example")).getEncoded();
    Believed byName =
        believe(
            chain(
                verona.issue(
                    Signers.plain().addExtensionOctetString("2.5.29.17", false, wildcard))));
    assertThat(byName.domains().contain("sip.a.example")).as("no wildcard").isFalse();
    assertThat(byName.domains().contain("a.example")).isFalse();
  }
}
