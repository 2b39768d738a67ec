package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class CertificateChainTest {
  private final X509Bundle signer;

  CertificateChainTest() throws Exception {
    signer = Signers.alone(Signers.signer("a.example"));
  }

  private static void malformed(byte[] octets) {
    assertThatThrownBy(() -> CertificateChain.parse(Octets.copyOf(octets)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void aCertificateIsReadInDerAndPem() throws Exception {
    assertThat(CertificateChain.parse(Signers.der(signer)).signer())
        .isEqualTo(signer.getCertificate());
    String pem = "Subject: somebody\r\n" + signer.getCertificatePEM().replace("\n", "\r\n");
    assertThat(CertificateChain.parse(Octets.utf8(pem)).certificates())
        .containsExactly(signer.getCertificate());
  }

  @Test
  void aChainHasSixCertificatesAtTheMost() throws Exception {
    String six = signer.getCertificatePEM().repeat(CertificateChain.MAX_CERTIFICATES);
    assertThat(CertificateChain.parse(Octets.utf8(six)).certificates()).hasSize(6);
    malformed(Octets.utf8(six + signer.getCertificatePEM()).toArray());
  }

  @Test
  void whatIsNoCertificateIsRefused() throws Exception {
    byte[] der = Signers.der(signer).toArray();
    malformed(new byte[0]);
    malformed(new byte[] {0x30});
    malformed(new byte[] {0x30, 0});
    malformed(Arrays.copyOf(der, der.length + 1));
    malformed(Octets.utf8("-----BEGIN CERTIFICATE-----\nMIIB").toArray());
    malformed(Octets.utf8("-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----").toArray());
    malformed(Octets.utf8("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----").toArray());
    malformed(Octets.utf8(signer.getPrivateKeyPEM()).toArray());
    for (int length = 1; length < der.length; length += 7) {
      malformed(Arrays.copyOf(der, length));
    }
  }

  /** Whatever a bit does, it is a certificate or malformed, and judging it is refused or done. */
  @Test
  void aFlippedBitNeverBreaksTheReader() throws Exception {
    byte[] der = Signers.der(signer).toArray();
    PathValidation validation =
        new PathValidation(new Signers("Authority of Verona").anchors(), Es256.byJdk());
    Random random = new Random(8226);
    int read = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] flipped = der.clone();
      flipped[random.nextInt(der.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        CertificateChain chain = CertificateChain.parse(Octets.copyOf(flipped));
        read++;
        assertThatThrownBy(() -> validation.believe(chain, Set.of(), Signers.NOW))
            .isInstanceOf(UntrustedException.class);
      } catch (MalformedException e) {
        // said in words
      }
    }
    assertThat(read).isPositive();
  }
}
