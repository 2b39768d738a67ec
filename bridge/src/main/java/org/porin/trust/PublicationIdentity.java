package org.porin.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server of certificates shows in TLS: the JDK's, since its HTTPS server knows no other;
 * of files that are renewed under a running bridge.
 */
final class PublicationIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(PublicationIdentity.class);
  private static final char[] NO_PASSWORD = {};

  private final TlsFiles.Identity files;
  private List<Optional<FileTime>> read; // guarded by this

  private PublicationIdentity(TlsFiles.Identity files) {
    this.files = files;
    this.read = times();
  }

  static PublicationIdentity of(TlsFiles.Identity files) {
    return new PublicationIdentity(files);
  }

  /**
   * Reads the files.
   *
   * @throws IOException when one is not fit for its use; the message names it, the cause and the
   *     remedy
   */
  SSLContext context() throws IOException {
    List<X509Certificate> chain = new PemFile(files.certificate()).certificates();
    PrivateKey key = new PemFile(files.key()).privateKey();
    if (!TlsContexts.belongTogether(chain.get(0), key)) {
      throw new IOException(
          "cannot use "
              + files.key()
              + ": it is not the key of the first certificate in "
              + files.certificate());
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("publication", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use " + files.certificate() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the files again if one was changed; if they are not fit, what was there before stays in
   * use. Waits for the disk.
   *
   * @return what to show from now on; empty for the same as before
   */
  synchronized Optional<SSLContext> refreshed() {
    List<Optional<FileTime>> now = times();
    if (now.equals(read)) {
      return Optional.empty();
    }
    read = now;
    try {
      SSLContext context = context();
      LOG.info("TLS files of trust.publish were changed and read again");
      return Optional.of(context);
    } catch (IOException e) {
      LOG.error("TLS files were changed, what was there before stays in use: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private List<Optional<FileTime>> times() {
    return List.of(time(files.certificate()), time(files.key()));
  }

  private static Optional<FileTime> time(Path path) {
    try {
      return Optional.of(Files.getLastModifiedTime(path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
