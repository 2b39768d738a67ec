package org.porin.trust;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken: 1.2 and 1.3, by BoringSSL where its native library loads and by the JDK
 * elsewhere. Opening it reads the files; after that it only makes engines. Safe for many threads.
 *
 * <p>A server asks its clients for no certificate yet; whoever makes it ask finds the certificate's
 * domains with {@link SipDomains}.
 */
public final class TlsContexts {
  /** The floor is 1.2 (RFC 8996 forbids what is older). */
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private static final byte[] PROBE = {'p', 'o', 'r', 'i', 'n'};

  private final SslContext client;
  private final Optional<X509Certificate> certificate;
  private final Optional<SslContext> server;

  private TlsContexts(
      SslContext client, Optional<X509Certificate> certificate, Optional<SslContext> server) {
    this.client = client;
    this.certificate = certificate;
    this.server = server;
  }

  /**
   * Reads the files.
   *
   * @throws IOException when one of them is not fit for its use; the message names it, the cause
   *     and the remedy
   */
  public static TlsContexts open(TlsFiles files) throws IOException {
    SslContext client =
        context(
            SslContextBuilder.forClient()
                .trustManager(authorities(files.authorities()))
                // not by the rules of HTTPS: SIP has its own, see SipDomains
                .endpointIdentificationAlgorithm(null));
    if (files.identity().isEmpty()) {
      return new TlsContexts(client, Optional.empty(), Optional.empty());
    }
    TlsFiles.Identity identity = files.identity().get();
    List<X509Certificate> chain = new PemFile(identity.certificate()).certificates();
    PrivateKey key = new PemFile(identity.key()).privateKey();
    if (!belongTogether(chain.get(0), key)) {
      throw new IOException(
          "cannot use "
              + identity.key()
              + ": it is not the key of the first certificate in "
              + identity.certificate()
              + ", which must be the bridge's own, with its authorities behind it");
    }
    SslContext server =
        context(
            SslContextBuilder.forServer(key, chain.toArray(X509Certificate[]::new))
                .clientAuth(ClientAuth.NONE));
    return new TlsContexts(client, Optional.of(chain.get(0)), Optional.of(server));
  }

  /** What this bridge shows as a server. */
  public Optional<X509Certificate> certificate() {
    return certificate;
  }

  /** For connections that peers make; empty without an identity. */
  public Optional<SslContext> server() {
    return server;
  }

  /**
   * For connections that this bridge makes. Its handshakes succeed with every server whose
   * certificate leads to an authority: before anything is sent, {@link SipDomains#require} says
   * whether the server is the one meant.
   */
  public SslContext client() {
    return client;
  }

  /** The library in use, for a person. */
  public static String library() {
    return OpenSsl.isAvailable() ? OpenSsl.versionString() : "the JDK";
  }

  private static SslContext context(SslContextBuilder builder) throws IOException {
    try {
      return builder
          .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
          .protocols(PROTOCOLS)
          .build();
    } catch (SSLException e) {
      throw new IOException("cannot set up TLS: " + e.getMessage(), e);
    }
  }

  private static X509ExtendedTrustManager authorities(Optional<Path> file) throws IOException {
    try {
      @Nullable KeyStore store = null; // the system's
      if (file.isPresent()) {
        store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate each : new PemFile(file.get()).certificates()) {
          store.setCertificateEntry("authority-" + number++, each);
        }
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager each : factory.getTrustManagers()) {
        if (each instanceof X509ExtendedTrustManager trust) {
          return trust;
        }
      }
      throw new IOException("this Java platform judges no X.509 certificates");
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the trusted certificates: " + e.getMessage(), e);
    }
  }

  /** Whether a certificate is that of a private key. */
  static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm(); // EdDSA has one of its own
        };
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(PROBE);
      byte[] signature = signer.sign();
      signer.initVerify(certificate.getPublicKey());
      signer.update(PROBE);
      return signer.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // not even of one kind
    }
  }
}
