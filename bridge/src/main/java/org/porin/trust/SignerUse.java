package org.porin.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Whether a certificate is one that signs for a SIP domain, whoever issued it and whatever the
 * domain: a key of P-256 (RFC 8226 §4), for signatures (RFC 5280 §4.2.1.3), and for SIP domains or
 * any purpose where it says for which (RFC 5924 §4). One that is for web servers alone is none: who
 * serves a domain's web pages does not speak for its users.
 */
final class SignerUse {
  /** id-kp-sipDomain (RFC 5924 §3). */
  static final String SIP_DOMAIN = "1.3.6.1.5.5.7.3.20";

  private static final String ANY = "2.5.29.37.0"; // RFC 5280 §4.2.1.12
  private static final int DIGITAL_SIGNATURE = 0;

  private SignerUse() {}

  /** What keeps it from being one, for a person; empty where nothing does. */
  static Optional<String> fault(X509Certificate certificate) {
    if (!Es256.isP256(certificate.getPublicKey())) {
      return Optional.of("its key is not on the curve P-256, which ES256 needs");
    }
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE]) {
      return Optional.of("its keyUsage is not for signatures");
    }
    try {
      List<String> extended = certificate.getExtendedKeyUsage();
      if (extended != null && !extended.contains(SIP_DOMAIN) && !extended.contains(ANY)) {
        return Optional.of(
            "its extendedKeyUsage is not for SIP domains (RFC 5924), as with certificates of web"
                + " servers; its operator can sign with one of porin keys generate");
      }
    } catch (CertificateParsingException e) {
      return Optional.of("its extendedKeyUsage cannot be read");
    }
    return Optional.empty();
  }
}
