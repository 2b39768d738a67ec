package org.porin.trust;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server of certificates shows in TLS, of files that are renewed under a running bridge.
 * The JDK's HTTPS server keeps the context that it starts with, so that the keys behind that
 * change. Safe for many threads.
 */
final class PublicationIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(PublicationIdentity.class);
  private static final char[] NO_PASSWORD = {};

  private final TlsFiles.Identity files;
  private List<Optional<FileTime>> read; // guarded by this
  private volatile X509ExtendedKeyManager current;

  private PublicationIdentity(
      TlsFiles.Identity files, List<Optional<FileTime>> read, X509ExtendedKeyManager current) {
    this.files = files;
    this.read = read;
    this.current = current;
  }

  /**
   * Reads the files.
   *
   * @throws IOException when one is not fit for its use; the message names it, the cause and the
   *     remedy
   */
  static PublicationIdentity open(TlsFiles.Identity files) throws IOException {
    List<Optional<FileTime>> times = times(files);
    return new PublicationIdentity(files, times, keys(files));
  }

  /** A context that shows what these files have at the time of each handshake. */
  SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new Current()}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot set up TLS: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the files again if one was changed; if they are not fit, what was there before stays in
   * use. Waits for the disk.
   */
  synchronized void refresh() {
    List<Optional<FileTime>> now = times(files);
    if (now.equals(read)) {
      return;
    }
    read = now;
    try {
      current = keys(files);
      LOG.info("TLS files of trust.publish were changed and read again");
    } catch (IOException e) {
      LOG.error("TLS files were changed, what was there before stays in use: {}", e.getMessage());
    }
  }

  private static X509ExtendedKeyManager keys(TlsFiles.Identity files) throws IOException {
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
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      for (KeyManager each : factory.getKeyManagers()) {
        if (each instanceof X509ExtendedKeyManager keys) {
          return keys;
        }
      }
      throw new IOException("this Java platform shows no X.509 certificates");
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use " + files.certificate() + ": " + e.getMessage(), e);
    }
  }

  private static List<Optional<FileTime>> times(TlsFiles.Identity files) {
    return List.of(time(files.certificate()), time(files.key()));
  }

  private static Optional<FileTime> time(Path path) {
    try {
      return Optional.of(Files.getLastModifiedTime(path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whatever is in use at the moment. */
  private final class Current extends X509ExtendedKeyManager {
    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
      return current.getServerAliases(kind, issuers);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String kind, Principal @Nullable [] issuers, SSLEngine engine) {
      return current.chooseEngineServerAlias(kind, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(
        String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return current.chooseServerAlias(kind, issuers, socket);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return current.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return current.getPrivateKey(alias);
    }

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
      return null; // it is never a client
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }
}
