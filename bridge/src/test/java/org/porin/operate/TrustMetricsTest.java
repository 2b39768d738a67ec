package org.porin.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.porin.passport.Attestation;
import org.porin.simple.IdentityVolume;
import org.porin.simple.IdentityVolume.Unsigned;
import org.porin.trust.AssertionFault;
import org.porin.trust.CredentialCounts;
import org.porin.trust.CredentialCounts.Place;
import org.porin.trust.CredentialFault;
import org.porin.trust.TrustCounts;

class TrustMetricsTest {
  private static final TrustCounts COUNTS =
      new TrustCounts(
          1,
          2,
          Map.of(Attestation.A, 3L, Attestation.B, 4L),
          5,
          Map.of(AssertionFault.STALE, 6L, AssertionFault.CREDENTIAL_UNTRUSTED, 7L),
          8,
          9);
  private static final IdentityVolume VOLUME =
      new IdentityVolume(Map.of(Unsigned.NO_KEY, 10L, Unsigned.NO_ROOM, 11L), Map.of(437, 12L));

  private static final CredentialCounts CREDENTIALS =
      new CredentialCounts(
          Map.of(Place.MEMORY, 13L, Place.FETCH, 14L), Map.of(CredentialFault.NO_CERTIFICATE, 15L));

  @Test
  void whatIsCountedIsThereByCause() {
    assertThat(scrape())
        .contains("porin_identity_signed_total{end=\"signed\"} 1.0")
        .contains("porin_identity_signed_total{end=\"failed\"} 2.0")
        .contains("porin_identity_verified_total{attestation=\"A\"} 3.0")
        .contains("porin_identity_verified_total{attestation=\"B\"} 4.0")
        .contains("porin_identity_verified_total{attestation=\"none\"} 5.0")
        .contains("porin_identity_faults_total{cause=\"stale\"} 6.0")
        .contains("porin_identity_faults_total{cause=\"credential-untrusted\"} 7.0")
        .contains("porin_identity_remembered{of=\"request\"} 8.0")
        .contains("porin_identity_remembered{of=\"object\"} 9.0")
        .contains("porin_identity_unsigned_total{why=\"no-key\"} 10.0")
        .contains("porin_identity_unsigned_total{why=\"no-room\"} 11.0")
        .contains("porin_identity_disbelieved_total{status=\"437\"} 12.0")
        .contains("porin_identity_credentials_total{in=\"memory\"} 13.0")
        .contains("porin_identity_credentials_total{in=\"fetch\"} 14.0")
        .contains("porin_identity_credential_failures_total{cause=\"no-certificate\"} 15.0");
  }

  @Test
  void everyNameIsExplained() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "operating.md"));
    Matcher names = Pattern.compile("(?m)^(porin_identity_\\w+)").matcher(scrape());
    while (names.find()) {
      assertThat(document).contains("`" + names.group(1) + "`");
    }
  }

  private static String scrape() {
    return new Metrics(
            List.of(
                () -> TrustMetrics.of(COUNTS),
                () -> TrustMetrics.of(VOLUME),
                () -> TrustMetrics.of(CREDENTIALS)))
        .page()
        .content()
        .reply(new PageRequest("", Optional.empty(), ""))
        .toCompletableFuture()
        .join()
        .body();
  }
}
