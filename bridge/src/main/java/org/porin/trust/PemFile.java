package org.porin.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file in PEM (RFC 7468): reads what it is for, and says what is wrong with it. */
final class PemFile {
  /** The certificates of every authority there is, and room for more. */
  private static final int MAX_OCTETS = 8 << 20;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private final Path path;

  PemFile(Path path) {
    this.path = path;
  }

  /**
   * All certificates, in order.
   *
   * @throws IOException when there is none that can be read; it names the file and the remedy
   */
  List<X509Certificate> certificates() throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(text());
    while (block.find()) {
      if (block.group(1).endsWith("CERTIFICATE")) { // also X509 and TRUSTED CERTIFICATE
        certificates.add(certificate(octets(block.group(2))));
      }
    }
    if (certificates.isEmpty()) {
      throw wrong("it has no certificate; it must begin with -----BEGIN CERTIFICATE-----");
    }
    return certificates;
  }

  /**
   * The private key, of RSA, an elliptic curve or EdDSA.
   *
   * @throws IOException when it cannot be read; it names the file and the remedy
   */
  PrivateKey privateKey() throws IOException {
    Matcher block = BLOCK.matcher(text());
    while (block.find()) {
      String kind = block.group(1);
      if (kind.equals("PRIVATE KEY")) {
        return privateKey(octets(block.group(2)));
      }
      if (kind.equals("RSA PRIVATE KEY") || kind.equals("EC PRIVATE KEY")) {
        throw wrong(
            "it is a key of an older form; convert it: openssl pkcs8 -topk8 -nocrypt -in "
                + path.getFileName()
                + " -out new.pem");
      }
      if (kind.equals("ENCRYPTED PRIVATE KEY")) {
        throw wrong(
            "it is encrypted, and there is nobody to type the password; convert it: openssl pkcs8"
                + " -in "
                + path.getFileName()
                + " -out new.pem");
      }
      // Curve parameters and certificates may stand in the same file.
    }
    throw wrong("it has no private key; it must have a line -----BEGIN PRIVATE KEY-----");
  }

  private X509Certificate certificate(byte[] octets) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(octets));
    } catch (CertificateException e) {
      throw wrong("a certificate in it cannot be read (" + e.getMessage() + ")");
    }
  }

  private PrivateKey privateKey(byte[] octets) throws IOException {
    for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
      Optional<PrivateKey> key = privateKey(algorithm, octets);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw wrong("its private key is of no kind that is known: RSA, EC or Ed25519");
  }

  /** Empty for a key of another algorithm, or of none. */
  private static Optional<PrivateKey> privateKey(String algorithm, byte[] octets) {
    try {
      PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(octets);
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private byte[] octets(String base64) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw wrong("what stands between its BEGIN and END lines is not base64");
    }
  }

  /** The whole, whatever is in it; each octet a char. */
  String text() throws IOException {
    byte[] octets;
    try (var in = Files.newInputStream(path)) {
      octets = in.readNBytes(MAX_OCTETS + 1);
    } catch (NoSuchFileException e) {
      throw wrong("there is no such file");
    } catch (AccessDeniedException e) {
      throw wrong("the user that Porin runs as may not read it");
    } catch (IOException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    if (octets.length > MAX_OCTETS) {
      throw wrong("it is larger than " + MAX_OCTETS + " octets");
    }
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  private IOException wrong(String what) {
    return new IOException("cannot use " + path + ": " + what);
  }
}
