package org.porin.operate;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import org.porin.trust.CertificateExpiry;

/** What an operator has to renew, as metrics. */
public final class TlsMetrics {
  private TlsMetrics() {}

  /** The certificates of TLS. */
  public static List<MetricSnapshot> of(List<CertificateExpiry> expiries) {
    Series expiry =
        Series.of(
            "porin_tls_certificate_expiry_seconds", "When a certificate runs out, in Unix time.");
    for (CertificateExpiry each : expiries) {
      expiry.with(
          each.notAfter().getEpochSecond(), "of", Words.of(each.of()), "domain", each.domain());
    }
    return List.of(expiry.gauge());
  }
}
