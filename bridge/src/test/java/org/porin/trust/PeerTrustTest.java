package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.requirement.Requirement;

/** Whose certificates are believed for which domain (RFC 5922 §7.1 to §7.4). */
class PeerTrustTest {
  private static final String MONTAGUE = "montague.example";

  private final Pki pki;
  private final Pki other;
  private Instant now = Instant.now();

  PeerTrustTest(@TempDir Path directory, @TempDir Path elsewhere) throws Exception {
    pki = new Pki(directory);
    other = new Pki(elsewhere);
  }

  @Test
  void eachDomainThatACertificateNamesIsProven() throws Exception {
    assertThat(proven(trust(), pki.forNames(MONTAGUE, "verona.example")))
        .containsExactly(MONTAGUE, "verona.example");
    assertThat(proven(trust(), pki.identity(b -> b.addSanUriName(URI.create("sip:" + MONTAGUE)))))
        .containsExactly(MONTAGUE);
  }

  @Test
  void whatLeadsToNoAuthorityProvesNothing() throws Exception {
    TlsFiles.Identity stranger = other.forNames(MONTAGUE);
    Proof proof = trust().proof(other.chain(stranger));
    assertThat(proof.domains().names()).isEmpty();
    assertThat(proof.doubt()).isPresent();
    assertThatThrownBy(() -> require(trust(), other.chain(stranger)))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void aCommonNameProvesNothing() throws Exception {
    assertThat(proven(trust(), pki.identity(b -> b.subject("CN=" + MONTAGUE)))).isEmpty();
  }

  @Test
  void aWildcardProvesNoDomainAndNoAddressDoes() throws Exception {
    Proof wildcard = trust().proof(pki.chain(pki.wildcard("*.example")));
    assertThat(wildcard.domains().contain(MONTAGUE)).isFalse();
    TlsFiles.Identity address = pki.identity(b -> b.addSanIpAddress("127.0.0.1"));
    assertThat(proven(trust(), address)).isEmpty();
    assertThatThrownBy(
            () -> trust().requireServer(pki.chain(address), List.of(MONTAGUE, "127.0.0.1")))
        .isInstanceOf(NotForDomainException.class);
  }

  @Test
  void timeCountsBeforeAndAfter() throws Exception {
    List<X509Certificate> chain = pki.chain(pki.forNames(MONTAGUE));
    PeerTrust trust = trust();
    Proof proof = trust.proof(chain);
    assertThat(proof.until()).isEqualTo(chain.get(0).getNotAfter().toInstant());
    now = proof.until().plusSeconds(1); // though it was judged before
    assertThat(proof.holdsAt(now)).isFalse();
    assertThat(trust.proof(chain).domains().names()).isEmpty();
    assertThatThrownBy(() -> require(trust, chain)).isInstanceOf(CertificateExpiredException.class);
    now = chain.get(0).getNotBefore().toInstant().minusSeconds(1);
    assertThatThrownBy(() -> require(trust(), chain))
        .isInstanceOf(CertificateNotYetValidException.class);
  }

  @Test
  void certificatesBetweenMayComeInAnyOrderButTheyMustCome() throws Exception {
    List<X509Certificate> chain = new ArrayList<>(pki.chain(pki.chained(MONTAGUE)));
    assertThat(chain).hasSize(2);
    assertThat(trust().proof(chain).domains().names()).containsExactly(MONTAGUE);
    List<X509Certificate> shuffled = new ArrayList<>(chain);
    shuffled.add(1, other.chain(other.forNames("verona.example")).get(0)); // of no use
    assertThat(trust().proof(shuffled).domains().names()).containsExactly(MONTAGUE);
    assertThat(trust().proof(chain.subList(0, 1)).domains().names()).isEmpty();
  }

  @Test
  void aCertificateOfAnotherIsNoAuthority() throws Exception {
    TlsFiles.Identity end = pki.forNames("verona.example");
    List<X509Certificate> forged = other.chain(other.forNames(MONTAGUE));
    List<X509Certificate> chain = List.of(forged.get(0), pki.chain(end).get(0));
    assertThat(trust().proof(chain).domains().names()).isEmpty();
  }

  @Test
  void anAuthorityOfADomainTakesThePlaceOfTheUsualOnesForThatDomainAlone() throws Exception {
    PeerTrust trust =
        trust(new PeerTls(false, Optional.of(other.authorities()), Set.of(), Optional.empty()));
    assertThat(proven(trust, pki.forNames(MONTAGUE, "verona.example")))
        .containsExactly("verona.example");
    assertThat(trust.proof(other.chain(other.forNames(MONTAGUE, "verona.example"))).domains())
        .isEqualTo(new SipDomains(List.of(MONTAGUE)));
    assertThatThrownBy(() -> require(trust, pki.chain(pki.forNames(MONTAGUE))))
        .isInstanceOf(CertificateException.class);
    assertThat(require(trust, other.chain(other.forNames(MONTAGUE)))).isAfter(now);
  }

  @Test
  void aPinnedKeyNeedsNoAuthorityButANameAndItsTime() throws Exception {
    TlsFiles.Identity own = other.selfSigned(b -> b.addSanDnsName(MONTAGUE));
    TlsFiles.Identity nameless = other.selfSigned(UnaryOperator.identity());
    TlsFiles.Identity old =
        other.selfSigned(
            b ->
                b.addSanDnsName(MONTAGUE)
                    .notBefore(now.minus(Duration.ofDays(3)))
                    .notAfter(now.minus(Duration.ofDays(1))));
    PeerTrust trust = trust(pinned(other.pin(own), other.pin(nameless), other.pin(old)));
    assertThat(require(trust, other.chain(own))).isAfter(now);
    assertThatThrownBy(() -> require(trust, other.chain(nameless)))
        .isInstanceOf(NotForDomainException.class);
    assertThatThrownBy(() -> require(trust, other.chain(old)))
        .isInstanceOf(CertificateExpiredException.class);
  }

  @Test
  void aPinnedDomainIsNobodyElseWhoeverVouches() throws Exception {
    TlsFiles.Identity own = pki.forNames(MONTAGUE);
    PeerTrust trust = trust(pinned(pki.pin(own)));
    assertThat(proven(trust, own)).containsExactly(MONTAGUE);
    TlsFiles.Identity mistaken = pki.forNames(MONTAGUE);
    assertThat(proven(trust, mistaken)).isEmpty();
    assertThatThrownBy(() -> require(trust, pki.chain(mistaken)))
        .isInstanceOf(UnpinnedKeyException.class)
        .hasMessageContaining("sha256/" + pki.pin(mistaken));
    // the host of a route does not make it another domain
    TlsFiles.Identity host = pki.forNames("sip.montague.example");
    assertThatThrownBy(
            () -> trust.requireServer(pki.chain(host), List.of(MONTAGUE, "sip.montague.example")))
        .isInstanceOf(UnpinnedKeyException.class);
  }

  @Test
  void withAuthoritiesAndPinsBothAreAskedFor() throws Exception {
    TlsFiles.Identity own = pki.forNames(MONTAGUE);
    TlsFiles.Identity stranger = other.forNames(MONTAGUE);
    PeerTrust trust =
        trust(
            new PeerTls(
                false,
                Optional.of(pki.authorities()),
                Set.of(pki.pin(own), other.pin(stranger)),
                Optional.empty()));
    assertThat(require(trust, pki.chain(own))).isAfter(now);
    assertThatThrownBy(() -> require(trust, other.chain(stranger)))
        .isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> require(trust, pki.chain(pki.forNames(MONTAGUE))))
        .isInstanceOf(UnpinnedKeyException.class);
  }

  @Test
  void theUseOfACertificateIsLookedAt() throws Exception {
    for (UnaryOperator<CertificateBuilder> fit :
        List.<UnaryOperator<CertificateBuilder>>of(
            CertificateBuilder::addExtendedKeyUsageServerAuth,
            CertificateBuilder::addExtendedKeyUsageClientAuth,
            b -> b.addExtendedKeyUsage("1.3.6.1.5.5.7.3.20"),
            b -> b.addExtendedKeyUsage("2.5.29.37.0"),
            b -> b.setKeyUsage(true, KeyUsage.digitalSignature))) {
      assertThat(proven(trust(), pki.identity(b -> fit.apply(b.addSanDnsName(MONTAGUE)))))
          .containsExactly(MONTAGUE);
    }
    for (UnaryOperator<CertificateBuilder> unfit :
        List.<UnaryOperator<CertificateBuilder>>of(
            CertificateBuilder::addExtendedKeyUsageCodeSigning,
            CertificateBuilder::addExtendedKeyUsageEmailProtection,
            b -> b.setKeyUsage(true, KeyUsage.keyAgreement))) {
      assertThat(proven(trust(), pki.identity(b -> unfit.apply(b.addSanDnsName(MONTAGUE)))))
          .isEmpty();
    }
  }

  @Test
  void aHandshakeIsWorthItsEndWhereSomeRuleBelieves() throws Exception {
    TlsFiles.Identity own = other.selfSigned(b -> b.addSanDnsName("sip.montague.example"));
    PeerTrust trust = trust(pinned(other.pin(own)));
    trust.requireAny(other.chain(own)); // of a route to a pinned domain
    trust.requireAny(pki.chain(pki.forNames("verona.example")));
    assertThatThrownBy(() -> trust.requireAny(other.chain(other.forNames("verona.example"))))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void whatNoHonestPeerSendsIsNotEvenLookedAt() throws Exception {
    X509Certificate one = pki.chain(pki.forNames(MONTAGUE)).get(0);
    assertThat(trust().proof(Collections.nCopies(11, one)).domains().names()).isEmpty();
    String[] many =
        IntStream.range(0, 101).mapToObj(i -> "d" + i + ".example").toArray(String[]::new);
    assertThat(proven(trust(), pki.forNames(many))).isEmpty();
  }

  @Test
  @Requirement("6125-6.2-1")
  void theNameOfTheUriIsWhatAServerProves() throws Exception {
    List<X509Certificate> chain = pki.chain(pki.forNames("sip1.hosting.example"));
    assertThatThrownBy(() -> require(trust(), chain)).isInstanceOf(NotForDomainException.class);
  }

  private List<String> proven(PeerTrust trust, TlsFiles.Identity identity) {
    return trust.proof(pki.chain(identity)).domains().names();
  }

  private static Instant require(PeerTrust trust, List<X509Certificate> chain)
      throws CertificateException {
    return trust.requireServer(chain, List.of(MONTAGUE));
  }

  private PeerTrust trust() throws Exception {
    return trust(PeerTls.NONE);
  }

  private PeerTrust trust(PeerTls montague) throws Exception {
    InstantSource clock = () -> now;
    TlsFiles files =
        new TlsFiles(
            Optional.empty(),
            Optional.of(pki.authorities()),
            TlsFiles.Clients.OPTIONAL,
            Map.of(MONTAGUE, montague),
            TlsFiles.USUAL_LOOK);
    return TlsContexts.open(files, clock).trust();
  }

  private static PeerTls pinned(KeyPin... pins) {
    return new PeerTls(false, Optional.empty(), Set.of(pins), Optional.empty());
  }
}
