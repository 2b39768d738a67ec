package org.porin.trust;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.porin.wire.Octets;

/**
 * What stands at the URL of a certificate: the one in DER (RFC 8224 §7.4), or in PEM with those
 * behind it (RFC 8555 §9.1).
 *
 * @param name the last of the URL: a digest of the contents, so that no URL ever has others (RFC
 *     8224 §7.4, TRUST 9)
 * @param mediaType of the contents
 */
public record Published(String name, String mediaType, Octets contents) {
  private static final int DIGEST_OCTETS = 8; // our own keys only: nobody else makes them alike
  private static final int PEM_LINE_CHARS = 64; // RFC 7468 §2

  /**
   * Of a chain, the bridge's own certificate first.
   *
   * @throws GeneralSecurityException when one has no DER
   */
  static Published of(List<X509Certificate> chain) throws GeneralSecurityException {
    boolean single = chain.size() == 1;
    byte[] contents = single ? chain.get(0).getEncoded() : ascii(pem(chain));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(contents);
    String name = HexFormat.of().formatHex(digest, 0, DIGEST_OCTETS) + (single ? ".cer" : ".pem");
    return new Published(
        name,
        single ? "application/pkix-cert" : "application/pem-certificate-chain",
        Octets.copyOf(contents));
  }

  /** A chain in PEM (RFC 7468 §5). */
  static String pem(List<X509Certificate> chain) throws CertificateEncodingException {
    StringBuilder pem = new StringBuilder();
    for (X509Certificate each : chain) {
      pem.append(pem("CERTIFICATE", each.getEncoded()));
    }
    return pem.toString();
  }

  /** One block of PEM (RFC 7468 §2). */
  static String pem(String label, byte[] der) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    lines.writeBytes(ascii("-----BEGIN " + label + "-----\n"));
    lines.writeBytes(Base64.getMimeEncoder(PEM_LINE_CHARS, ascii("\n")).encode(der));
    lines.writeBytes(ascii("\n-----END " + label + "-----\n"));
    return lines.toString(StandardCharsets.US_ASCII);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
