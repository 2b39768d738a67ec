package org.porin.operate;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.porin.simple.IdentityVolume;
import org.porin.trust.CredentialCounts;
import org.porin.trust.TrustCounts;

/** Who speaks, as far as it was said and found out, as metrics. */
public final class TrustMetrics {
  private TrustMetrics() {}

  /** What is signed, and what is verified. */
  public static List<MetricSnapshot> of(TrustCounts counts) {
    Series signed = Series.of("porin_identity_signed", "Requests that were to be signed.");
    signed.with(counts.signed(), "end", "signed");
    signed.with(counts.notSigned(), "end", "failed");
    Series verified =
        Series.of("porin_identity_verified", "Requests of peers that were taken, by who vouches.");
    counts.verified().forEach((level, count) -> verified.with(count, "attestation", level.name()));
    verified.with(counts.unsigned(), "attestation", "none");
    Series faults =
        Series.of("porin_identity_faults", "What was wrong with what vouches for requests.");
    counts.faults().forEach((fault, count) -> faults.with(count, "cause", Words.of(fault)));
    Series remembered =
        Series.of("porin_identity_remembered", "Signatures that would be known again now.");
    remembered.with(counts.remembered(), "of", "request");
    remembered.with(counts.rememberedEnclosed(), "of", "object");
    return List.of(signed.counter(), verified.counter(), faults.counter(), remembered.gauge());
  }

  /** Where certificates of those who sign were looked for, and why they could not be had. */
  public static List<MetricSnapshot> of(CredentialCounts counts) {
    Series looked =
        Series.of("porin_identity_credentials", "Certificates of signers that were looked for.");
    counts.looked().forEach((place, count) -> looked.with(count, "in", Words.of(place)));
    Series failed =
        Series.of("porin_identity_credential_failures", "Certificates that could not be had.");
    counts.failed().forEach((fault, count) -> failed.with(count, "cause", Words.of(fault)));
    return List.of(looked.counter(), failed.counter());
  }

  /** What became of signatures on their way out. */
  public static List<MetricSnapshot> of(IdentityVolume volume) {
    Series unsigned =
        Series.of("porin_identity_unsigned", "Requests that were sent without a signature.");
    volume.unsigned().forEach((cause, count) -> unsigned.with(count, "why", Words.of(cause)));
    Series disbelieved =
        Series.of("porin_identity_disbelieved", "Signed requests that peers refused for it.");
    List<MetricSnapshot> metrics = new ArrayList<>();
    volume
        .disbelieved()
        .forEach((status, count) -> disbelieved.with(count, "status", Integer.toString(status)));
    metrics.add(unsigned.counter());
    metrics.add(disbelieved.counter());
    return metrics;
  }
}
