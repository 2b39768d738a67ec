package org.porin.component;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads the authorities that an operator believes, in PEM (RFC 7468 §5). */
public final class TrustAnchors {
  private static final int MAX_OCTETS = 4 * 1024 * 1024;

  private TrustAnchors() {}

  /**
   * The certificates in a file, at least one.
   *
   * @throws IOException when it cannot be read, is too long or has anything else in it; the message
   *     says which
   */
  public static List<X509Certificate> read(Path file) throws IOException {
    byte[] octets;
    try (var in = Files.newInputStream(file)) {
      octets = in.readNBytes(MAX_OCTETS + 1);
    }
    if (octets.length > MAX_OCTETS) {
      throw new IOException("it is longer than " + MAX_OCTETS + " octets");
    }
    List<X509Certificate> anchors = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Certificate each : factory.generateCertificates(new ByteArrayInputStream(octets))) {
        anchors.add((X509Certificate) each);
      }
    } catch (CertificateException e) {
      throw new IOException("it has no certificates in PEM", e);
    }
    if (anchors.isEmpty()) {
      throw new IOException("it has no certificates in PEM");
    }
    return anchors;
  }
}
