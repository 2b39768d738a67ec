package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

/**
 * Extensions are written by another library, with the tags of the module in RFC 8226 appendix A.
 */
class ClaimConstraintsTest {
  private static ClaimConstraints of(String oid, boolean critical, byte[] extension)
      throws Exception {
    X509Bundle signer =
        Signers.alone(
            Signers.signer("a.example").addExtensionOctetString(oid, critical, extension));
    return ClaimConstraints.of(signer.getCertificate());
  }

  static byte[] constraints(ASN1Encodable... parts) throws Exception {
    return new DERSequence(parts).getEncoded();
  }

  static ASN1Encodable names(int tag, String... names) {
    ASN1Encodable[] texts = new ASN1Encodable[names.length];
    for (int i = 0; i < names.length; i++) {
      texts[i] = new DERIA5String(names[i]);
    }
    return new DERTaggedObject(true, tag, new DERSequence(texts));
  }

  static ASN1Encodable permitted(String claim, String... values) {
    ASN1Encodable[] texts = new ASN1Encodable[values.length];
    for (int i = 0; i < values.length; i++) {
      texts[i] = new DERUTF8String(values[i]);
    }
    return new DERTaggedObject(
        true,
        1,
        new DERSequence(
            new DERSequence(
                new ASN1Encodable[] {new DERIA5String(claim), new DERSequence(texts)})));
  }

  private static boolean admits(
      ClaimConstraints constraints, Map<String, Optional<String>> claims) {
    return constraints.admit(claims.keySet(), claims::get);
  }

  @Test
  @Requirement("8226-8-1")
  void aTokenWithoutAClaimThatMustBeThereIsNotAdmitted() throws Exception {
    ClaimConstraints read = of(ClaimConstraints.OID, false, constraints(names(0, "attest", "jti")));
    assertThat(read.mustInclude()).isEqualTo(Set.of("attest", "jti"));
    assertThat(admits(read, Map.of("attest", Optional.of("A"), "jti", Optional.of("1")))).isTrue();
    assertThat(admits(read, Map.of("attest", Optional.of("A")))).isFalse();
  }

  @Test
  @Requirement("8226-8-2")
  void aClaimHasOneOfThePermittedValues() throws Exception {
    ClaimConstraints read =
        of(ClaimConstraints.OID, false, constraints(permitted("attest", "B", "Ç")));
    assertThat(admits(read, Map.of("attest", Optional.of("B")))).isTrue();
    assertThat(admits(read, Map.of("attest", Optional.of("Ç")))).isTrue();
    assertThat(admits(read, Map.of("attest", Optional.of("A")))).isFalse();
    assertThat(admits(read, Map.of("attest", Optional.empty()))).as("not a text").isFalse();
    assertThat(admits(read, Map.of())).as("absent").isTrue();
  }

  @Test
  void theEnhancedOnesHoldAsWell() throws Exception {
    ClaimConstraints read =
        of(
            ClaimConstraints.ENHANCED_OID,
            true,
            constraints(names(0, "attest"), permitted("attest", "A"), names(2, "gw")));
    assertThat(admits(read, Map.of("attest", Optional.of("A")))).isTrue();
    assertThat(admits(read, Map.of("attest", Optional.of("A"), "gw", Optional.empty()))).isFalse();
  }

  @Test
  void ofTwoListsForOneClaimBothHold() throws Exception {
    X509Bundle signer =
        Signers.alone(
            Signers.signer("a.example")
                .addExtensionOctetString(
                    ClaimConstraints.OID, false, constraints(permitted("attest", "A", "B")))
                .addExtensionOctetString(
                    ClaimConstraints.ENHANCED_OID,
                    false,
                    constraints(permitted("attest", "B", "C"))));
    assertThat(ClaimConstraints.of(signer.getCertificate()).permittedValues())
        .isEqualTo(Map.of("attest", Set.of("B")));
  }

  @Test
  void aCertificateWithoutThemConstrainsNothing() throws Exception {
    assertThat(ClaimConstraints.of(Signers.alone(Signers.signer("a.example")).getCertificate()))
        .isEqualTo(ClaimConstraints.NONE);
  }

  @Test
  void whatCannotBeReadIsAFault() throws Exception {
    byte[] good = constraints(names(0, "attest"), permitted("attest", "A"));
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> of(ClaimConstraints.OID, false, cut))
          .as("%d of %d octets", cut.length, good.length)
          .isInstanceOf(MalformedException.class);
    }
    for (byte[] wrong :
        new byte[][] {
          Arrays.copyOf(good, good.length + 1),
          {0x30, (byte) 0x80, 0, 0}, // indefinite
          {0x30, (byte) 0x84, 0x7F, -1, -1, -1}, // 2 GiB
          {0x30, 0x02, (byte) 0xA5, 0x00}, // an unknown part
          {0x30, 0x06, (byte) 0xA0, 0x04, 0x30, 0x02, 0x0C, 0x00}, // a name in UTF-8
          {0x30, 0x07, (byte) 0xA0, 0x05, 0x30, 0x03, 0x16, 0x01, (byte) 0xC3} // not ASCII
        }) {
      assertThatThrownBy(() -> of(ClaimConstraints.OID, false, wrong))
          .isInstanceOf(MalformedException.class);
    }
  }
}
