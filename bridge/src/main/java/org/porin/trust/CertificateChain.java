package org.porin.trust;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Certificates that a stranger gave: the signer's, and behind it each time the one that certifies
 * it (RFC 7515 §4.1.5).
 */
record CertificateChain(List<X509Certificate> certificates) {
  /** More than any path in use has; each is a signature to be verified. */
  static final int MAX_CERTIFICATES = 6;

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  CertificateChain {
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
  }

  X509Certificate signer() {
    return certificates.get(0);
  }

  /**
   * Reads one certificate in DER, or a chain in PEM (RFC 7468 §5). What media type it came as does
   * not matter: servers often call it something else, and the octets say what they are.
   *
   * @throws MalformedException when there is none, one that cannot be read, or too many
   */
  static CertificateChain parse(Octets octets) throws MalformedException {
    if (octets.length() > 0 && octets.at(0) == Der.SEQUENCE) {
      DerReader reader = new DerReader(octets);
      reader.take(Der.SEQUENCE);
      reader.end();
      return new CertificateChain(List.of(certificate(octets.toArray(), 0)));
    }
    return pem(new String(octets.toArray(), StandardCharsets.ISO_8859_1));
  }

  private static CertificateChain pem(String text) throws MalformedException {
    List<X509Certificate> certificates = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int end = text.indexOf(END, begin);
      if (end < 0 || certificates.size() == MAX_CERTIFICATES) {
        throw new MalformedException(
            end < 0 ? END : "at most " + MAX_CERTIFICATES + " certificates", begin);
      }
      certificates.add(certificate(base64(text, begin + BEGIN.length(), end), begin));
      begin = text.indexOf(BEGIN, end);
    }
    if (certificates.isEmpty()) {
      throw new MalformedException("a certificate in DER or PEM", 0);
    }
    return new CertificateChain(certificates);
  }

  private static byte[] base64(String text, int from, int to) throws MalformedException {
    try {
      return Base64.getDecoder().decode(text.substring(from, to).replaceAll("[ \t\r\n]", ""));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("base64", from);
    }
  }

  private static X509Certificate certificate(byte[] der, int offset) throws MalformedException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException | RuntimeException e) { // of the JDK, on what nobody foresaw
      throw new MalformedException("a certificate that can be read", offset);
    }
  }
}
