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
import java.util.Map;
import java.util.Optional;
import org.porin.resolve.Transport;
import org.porin.trust.CertificateExpiry;
import org.porin.trust.SipDomains;
import org.porin.trust.TlsContexts;
import org.porin.trust.TlsFiles;

/** Looks at the certificate that this bridge shows, as its peers will (RFC 5922). Reads files. */
final class CertificateCheck {
  private static final Duration SOON = Duration.ofDays(30);

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
                forClients(certificate).ifPresent(findings::add);
              });
      contexts.expiries().stream()
          .filter(each -> each.of() == CertificateExpiry.Of.AUTHORITIES)
          .flatMap(each -> authorities(each).stream())
          .forEach(findings::add);
      withoutListener().ifPresent(findings::add);
    } catch (IOException e) {
      findings.add(
          Finding.wrong(
              "TLS files: " + e.getMessage(),
              "Correct sip.tls-certificate, sip.tls-key, sip.tls-ca-file, or tls-authorities and"
                  + " tls-pins-file under [peers], or the file"));
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

  /** Peers that look at its use may not take a server's certificate from a client. */
  private Optional<Finding> forClients(X509Certificate certificate) {
    return mutual().isEmpty() || TlsContexts.isForClients(certificate)
        ? Optional.empty()
        : Optional.of(
            Finding.note(
                "TLS certificate: it is for servers alone (extendedKeyUsage)",
                "Porin takes it from clients too; where "
                    + String.join(", ", mutual())
                    + " does not, have it issued for clients as well"));
  }

  private static Optional<Finding> authorities(CertificateExpiry expiry) {
    Instant now = Instant.now();
    String what = expiry + ": valid until " + expiry.notAfter();
    if (!now.isBefore(expiry.notAfter())) {
      return Optional.of(
          Finding.wrong(what, "It has expired: put the authority's new certificate in the file"));
    }
    return now.isBefore(expiry.notAfter().minus(SOON))
        ? Optional.empty()
        : Optional.of(Finding.note(what, "Put the authority's new certificate in the file"));
  }

  /** Who has to prove itself by TLS needs a place to do so. */
  private Optional<Finding> withoutListener() {
    boolean listens =
        configuration.sip().listen().stream().anyMatch(each -> each.transport() == Transport.TLS);
    return listens || mutual().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.note(
                "mutual-tls: nothing is taken from " + String.join(", ", mutual()),
                "They send by TLS only, and sip.listen has no tls: socket: add it"));
  }

  private List<String> mutual() {
    return configuration.sip().tls().peers().entrySet().stream()
        .filter(each -> each.getValue().mutual())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
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
