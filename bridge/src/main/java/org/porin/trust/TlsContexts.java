package org.porin.trust;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * How TLS is spoken: 1.2 and 1.3 with ephemeral keys and authenticated ciphers alone, by BoringSSL
 * where its native library loads and by the JDK elsewhere. Opening it reads the files; after that
 * it only makes engines. Safe for many threads.
 */
public final class TlsContexts {
  /** The floor is 1.2 (RFC 8996 forbids what is older). */
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** RFC 9325 §4.2, and those of TLS 1.3; RFC 3261 §26.2.1 is older and asks for one of SHA-1. */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private static final Set<String> CLIENT_USES = Set.of("2.5.29.37.0", "1.3.6.1.5.5.7.3.2");
  private static final byte[] PROBE = {'p', 'o', 'r', 'i', 'n'};

  static {
    // The JDK lets clients renegotiate unless it is told, and BoringSSL never does.
    if (System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation") == null) {
      System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }
  }

  private final TlsFiles files;
  private final PeerTrust trust;
  private final SslContext unnamed;
  private final Optional<Shown> shown;
  private final List<CertificateExpiry> expiries;

  /** What there is where this bridge has a certificate. */
  private record Shown(X509Certificate certificate, SslContext server, SslContext client) {}

  private TlsContexts(
      TlsFiles files,
      PeerTrust trust,
      SslContext unnamed,
      Optional<Shown> shown,
      List<CertificateExpiry> expiries) {
    this.files = files;
    this.trust = trust;
    this.unnamed = unnamed;
    this.shown = shown;
    this.expiries = List.copyOf(expiries);
  }

  /**
   * Reads the files.
   *
   * @throws IOException when one of them is not fit for its use; the message names it, the cause
   *     and the remedy
   */
  public static TlsContexts open(TlsFiles files) throws IOException {
    return open(files, InstantSource.system());
  }

  /** The same, judging certificates by another clock. */
  static TlsContexts open(TlsFiles files, InstantSource clock) throws IOException {
    return open(files, clock, provider());
  }

  /** The same by one of the libraries. */
  static TlsContexts open(TlsFiles files, InstantSource clock, SslProvider provider)
      throws IOException {
    Anchors anchors =
        files.authorities().isPresent()
            ? Anchors.read(files.authorities().get())
            : Anchors.ofTheSystem();
    PeerTrust trust = PeerTrust.open(files, anchors, clock);
    List<CertificateExpiry> expiries = new ArrayList<>(trust.expiries(files));
    PeerTrustManager servers = new PeerTrustManager(trust, TlsFiles.Clients.REQUIRED);
    SslContext unnamed = context(clientSide(servers), provider);
    if (files.identity().isEmpty()) {
      return new TlsContexts(files, trust, unnamed, Optional.empty(), expiries);
    }
    TlsFiles.Identity identity = files.identity().get();
    List<X509Certificate> chain = new PemFile(identity.certificate()).certificates();
    PrivateKey key = key(identity, chain.get(0));
    expiries.add(
        CertificateExpiry.ofOurs(
            chain.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow()));
    X509Certificate[] all = chain.toArray(X509Certificate[]::new);
    boolean required = files.clients() == TlsFiles.Clients.REQUIRED;
    Shown shown =
        new Shown(
            chain.get(0),
            context(
                SslContextBuilder.forServer(key, all)
                    .trustManager(new PeerTrustManager(trust, files.clients()))
                    .clientAuth(required ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL),
                provider),
            context(clientSide(servers).keyManager(key, all), provider));
    return new TlsContexts(files, trust, unnamed, Optional.of(shown), expiries);
  }

  private static PrivateKey key(TlsFiles.Identity identity, X509Certificate certificate)
      throws IOException {
    PrivateKey key = new PemFile(identity.key()).privateKey();
    if (!belongTogether(certificate, key)) {
      throw new IOException(
          "cannot use "
              + identity.key()
              + ": it is not the key of the first certificate in "
              + identity.certificate()
              + ", which must be the bridge's own, with its authorities behind it");
    }
    return key;
  }

  /** What this bridge shows. */
  public Optional<X509Certificate> certificate() {
    return shown.map(Shown::certificate);
  }

  /** For connections that peers make; empty without an identity. */
  public Optional<SslContext> server() {
    return shown.map(Shown::server);
  }

  /**
   * For a connection that this bridge makes. Its handshake may succeed with a server that is
   * somebody else: before anything is sent, {@link PeerTrust#requireServer} says whether it is the
   * one meant. Our certificate is shown to who asks for it, if it is fit to be a client's; where
   * the domain is to be proven mutually, in any case.
   *
   * @param identities of the server
   */
  public SslContext client(List<String> identities) {
    boolean mutual = identities.stream().anyMatch(each -> files.peer(each).mutual());
    return shown
        .filter(each -> mutual || isForClients(each.certificate()))
        .map(Shown::client)
        .orElse(unnamed);
  }

  /** Whom this bridge believes. */
  public PeerTrust trust() {
    return trust;
  }

  /** Whether a client has to prove some domain. */
  public boolean requiresClients() {
    return files.clients() == TlsFiles.Clients.REQUIRED;
  }

  /** When what the operator gave runs out: our own chain, and the authorities that are believed. */
  public List<CertificateExpiry> expiries() {
    return expiries;
  }

  /**
   * Whether others, who follow RFC 5280 §4.2.1.12 to the letter, take a certificate as a client's.
   */
  public static boolean isForClients(X509Certificate certificate) {
    try {
      List<String> uses = certificate.getExtendedKeyUsage();
      return uses == null || uses.stream().anyMatch(CLIENT_USES::contains);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** The library in use, for a person. */
  public static String library() {
    return OpenSsl.isAvailable() ? OpenSsl.versionString() : "the JDK";
  }

  private static SslProvider provider() {
    return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
  }

  private static SslContextBuilder clientSide(PeerTrustManager servers) {
    return SslContextBuilder.forClient()
        .trustManager(servers)
        // not by the rules of HTTPS: SIP has its own, see SipDomains
        .endpointIdentificationAlgorithm(null);
  }

  private static SslContext context(SslContextBuilder builder, SslProvider provider)
      throws IOException {
    try {
      return builder.sslProvider(provider).protocols(PROTOCOLS).ciphers(CIPHERS).build();
    } catch (SSLException e) {
      throw new IOException("cannot set up TLS: " + e.getMessage(), e);
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
