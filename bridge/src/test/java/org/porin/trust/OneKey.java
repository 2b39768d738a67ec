package org.porin.trust;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Instant;
import java.util.Optional;

/** The one key of one domain, made when a test wants it. */
final class OneKey implements SigningKeys {
  private final SigningKey key;

  OneKey(String domain) throws Exception {
    X509Bundle authority =
        new CertificateBuilder()
            .subject("CN=authority")
            .ecp256()
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=" + domain)
            .ecp256()
            .addSanDnsName(domain)
            .buildIssuedBy(authority);
    key =
        new SigningKey(
            domain,
            "https://keys." + domain + "/1.pem",
            bundle.getKeyPair().getPrivate(),
            bundle.getCertificate(),
            Instant.EPOCH,
            Instant.MAX);
  }

  SigningKey key() {
    return key;
  }

  @Override
  public Optional<SigningKey> at(String domain, Instant instant) {
    return domain.equals(key.domain()) ? Optional.of(key) : Optional.empty();
  }
}
