package org.porin.daemon;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.porin.trust.SipDomains;
import org.porin.trust.TlsContexts;
import org.porin.trust.TlsFiles;

/** Looks at the certificate that this bridge shows, as its peers will (RFC 5922). Reads files. */
final class CertificateCheck {
  private static final Duration SOON = Duration.ofDays(14);

  private final Configuration configuration;

  CertificateCheck(Configuration configuration) {
    this.configuration = configuration;
  }

  /** None where no file is set. */
  List<Finding> findings() {
    TlsFiles files = configuration.sip().tls();
    if (files.equals(TlsFiles.NONE)) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    try {
      TlsContexts contexts = TlsContexts.open(files);
      findings.add(Finding.right("TLS files: they can be used"));
      contexts
          .certificate()
          .ifPresent(
              certificate -> {
                findings.add(time(certificate));
                for (String domain : configuration.xmpp().served()) {
                  findings.add(domain(certificate, domain));
                }
              });
    } catch (IOException e) {
      findings.add(
          Finding.wrong(
              "TLS files: " + e.getMessage(),
              "Correct sip.tls-certificate, sip.tls-key or sip.tls-ca-file, or the file"));
    }
    return findings;
  }

  private static Finding time(X509Certificate certificate) {
    String until = "TLS certificate: valid until " + certificate.getNotAfter().toInstant();
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException e) {
      return Finding.wrong(until, "It has expired: renew it");
    } catch (CertificateException e) {
      return Finding.wrong(
          "TLS certificate: not valid before " + certificate.getNotBefore().toInstant(),
          "Correct the clock of this host, or wait");
    }
    Instant soon = Instant.now().plus(SOON);
    return certificate.getNotAfter().toInstant().isBefore(soon)
        ? Finding.note(until, "Renew it; a running Porin reads it again by itself")
        : Finding.right(until);
  }

  private static Finding domain(X509Certificate certificate, String domain) {
    try {
      SipDomains domains = SipDomains.of(certificate);
      return domains.contain(domain)
          ? Finding.right("TLS certificate: it is for served domain " + domain)
          : Finding.wrong(
              "TLS certificate: it is not for served domain " + domain,
              "Peers that connect by TLS will refuse it for that domain: have it issued with the DNS"
                  + " name "
                  + domain
                  + " or the URI sip:"
                  + domain
                  + ", and no wildcard");
    } catch (CertificateParsingException e) {
      return Finding.wrong("TLS certificate: its subjectAltName cannot be read", "Renew it");
    }
  }
}
