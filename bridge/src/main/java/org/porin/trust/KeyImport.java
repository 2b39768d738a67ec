package org.porin.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A certificate from elsewhere, with or without its key.
 *
 * @param chain the certificate, and behind it those that lead to an authority
 */
public record KeyImport(List<X509Certificate> chain, Optional<PrivateKey> key) {
  private static final int SEQUENCE = 0x30; // with which PKCS #12 begins, and no PEM
  private static final int MAX_OCTETS = 1 << 20;

  public KeyImport {
    chain = List.copyOf(chain);
  }

  /**
   * Reads files.
   *
   * @param file in PEM, or PKCS #12 (RFC 7292) with the key in it
   * @param key in PEM
   * @param password a file with that of the PKCS #12 file; empty for none
   * @throws IOException when one cannot be used; the message names it
   */
  public static KeyImport read(Path file, Optional<Path> key, Optional<Path> password)
      throws IOException {
    if (isPkcs12(file)) {
      return pkcs12(file, password);
    }
    List<X509Certificate> chain = new PemFile(file).certificates();
    return new KeyImport(
        chain,
        key.isPresent() ? Optional.of(new PemFile(key.get()).privateKey()) : Optional.empty());
  }

  /** Shows no key. */
  @Override
  public String toString() {
    return chain.size() + " certificates" + (key.isPresent() ? " with a key" : "");
  }

  private static boolean isPkcs12(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == SEQUENCE;
    } catch (IOException e) {
      return false; // PemFile says what is wrong with it
    }
  }

  private static KeyImport pkcs12(Path file, Optional<Path> password) throws IOException {
    char[] secret = new char[0];
    if (password.isPresent()) {
      secret = Files.readString(password.get(), StandardCharsets.UTF_8).strip().toCharArray();
    }
    if (Files.size(file) > MAX_OCTETS) {
      throw new IOException("cannot use " + file + ": it is larger than " + MAX_OCTETS + " octets");
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, secret);
      }
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, secret) instanceof PrivateKey key) {
          return new KeyImport(certificates(store.getCertificateChain(alias)), Optional.of(key));
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new IOException(
          "cannot use "
              + file
              + ": it is no PKCS #12 file, or --password-file has another password",
          e);
    }
    throw new IOException("cannot use " + file + ": it has no private key");
  }

  private static List<X509Certificate> certificates(Certificate[] chain) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate each : chain) {
      certificates.add((X509Certificate) each);
    }
    return certificates;
  }
}
