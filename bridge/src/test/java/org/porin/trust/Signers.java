package org.porin.trust;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.porin.wire.Octets;

/** An authority for those who sign, and what it issues, made by a library that is not ours. */
final class Signers {
  static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");

  final X509Bundle root;

  Signers(String name) throws Exception {
    root = authority(name).buildSelfSigned();
  }

  static CertificateBuilder authority(String name) {
    return new CertificateBuilder()
        .subject("CN=" + name)
        .ecp256()
        .notBefore(NOW.minus(Duration.ofDays(1_000)))
        .notAfter(NOW.plus(Duration.ofDays(1_000)))
        .setKeyUsage(true, KeyUsage.keyCertSign)
        .setIsCertificateAuthority(true);
  }

  /** Of one who signs for a domain, valid a day before and after now. */
  static CertificateBuilder signer(String domain) throws Exception {
    return plain().addSanUriName("sip:" + domain).setKeyUsage(true, KeyUsage.digitalSignature);
  }

  static CertificateBuilder plain() {
    return new CertificateBuilder()
        .subject("CN=somebody")
        .ecp256()
        .notBefore(NOW.minus(Duration.ofDays(1)))
        .notAfter(NOW.plus(Duration.ofDays(1)));
  }

  X509Bundle issue(CertificateBuilder builder) throws Exception {
    return builder.buildIssuedBy(root);
  }

  X509Bundle issue(String domain, UnaryOperator<CertificateBuilder> change) throws Exception {
    return issue(change.apply(signer(domain)));
  }

  /** Of one who is its own authority as far as others are concerned: theirs knows nobody. */
  static X509Bundle alone(CertificateBuilder builder) throws Exception {
    return builder.buildIssuedBy(authority("Nobody").buildSelfSigned());
  }

  List<X509Certificate> anchors() {
    return List.of(root.getCertificate());
  }

  static CertificateChain chain(X509Bundle... signerFirst) {
    return new CertificateChain(
        Arrays.stream(signerFirst).map(X509Bundle::getCertificate).toList());
  }

  static Octets der(X509Bundle bundle) throws Exception {
    return Octets.copyOf(bundle.getCertificate().getEncoded());
  }
}
