package org.porin.trust;

import static java.util.Objects.requireNonNull;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** An authority of its own, and what it signs, as PEM files in a directory. */
public final class Pki {
  private final Path directory;
  private final X509Bundle authority;
  private final Map<TlsFiles.Identity, X509Bundle> bundles = new HashMap<>();
  private int files;

  public Pki(Path directory) throws Exception {
    this.directory = directory;
    this.authority =
        new CertificateBuilder()
            .subject("CN=Authority of Verona")
            .ecp256()
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
  }

  /** The authority's certificate. */
  public Path authorities() throws IOException {
    return write(authority.getCertificatePEM());
  }

  /** A certificate for names, as the builder is told. */
  public TlsFiles.Identity identity(UnaryOperator<CertificateBuilder> names) throws Exception {
    CertificateBuilder builder = new CertificateBuilder().subject("CN=somebody").ecp256();
    return written(names.apply(builder).buildIssuedBy(authority));
  }

  private TlsFiles.Identity written(X509Bundle bundle) throws IOException {
    TlsFiles.Identity identity =
        new TlsFiles.Identity(
            write(bundle.getCertificatePathPEM()), write(bundle.getPrivateKeyPEM()));
    bundles.put(identity, bundle);
    return identity;
  }

  /** The JDK's own TLS, showing this identity and believing this authority. */
  public SSLContext jdk(TlsFiles.Identity identity) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        requireNonNull(bundles.get(identity)).toKeyManagerFactory().getKeyManagers(),
        authority.toTrustManagerFactory().getTrustManagers(),
        null);
    return context;
  }

  /** The JDK's own TLS, showing this identity and believing another authority. */
  public SSLContext jdk(TlsFiles.Identity identity, Pki believed) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        requireNonNull(bundles.get(identity)).toKeyManagerFactory().getKeyManagers(),
        believed.authority.toTrustManagerFactory().getTrustManagers(),
        null);
    return context;
  }

  /** The JDK's own TLS of a client that shows nothing. */
  public SSLContext jdk() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, authority.toTrustManagerFactory().getTrustManagers(), null);
    return context;
  }

  /** A certificate that nobody vouches for. */
  public TlsFiles.Identity selfSigned(UnaryOperator<CertificateBuilder> names) throws Exception {
    CertificateBuilder builder = new CertificateBuilder().subject("CN=somebody").ecp256();
    return written(names.apply(builder).setIsCertificateAuthority(true).buildSelfSigned());
  }

  /** A certificate for a name that the authority has vouched for by another one between. */
  public TlsFiles.Identity chained(String name) throws Exception {
    X509Bundle between =
        new CertificateBuilder()
            .subject("CN=Authority between")
            .ecp256()
            .setIsCertificateAuthority(true)
            .buildIssuedBy(authority);
    return written(
        new CertificateBuilder()
            .subject("CN=somebody")
            .ecp256()
            .addSanDnsName(name)
            .buildIssuedBy(between));
  }

  /** The certificates of an identity, its own first, without the authority's. */
  public List<X509Certificate> chain(TlsFiles.Identity identity) {
    X509Certificate[] path = requireNonNull(bundles.get(identity)).getCertificatePath();
    return Arrays.stream(path).filter(each -> !each.equals(authority.getCertificate())).toList();
  }

  /** The pin of its key. */
  public KeyPin pin(TlsFiles.Identity identity) {
    return KeyPin.of(chain(identity).get(0).getPublicKey());
  }

  /** A certificate for DNS names. */
  public TlsFiles.Identity forNames(String... names) throws Exception {
    return identity(
        builder -> {
          for (String name : names) {
            builder.addSanDnsName(name);
          }
          return builder;
        });
  }

  /** A certificate for a DNS name that the builder would not have. */
  public TlsFiles.Identity wildcard(String name) throws Exception {
    byte[] octets = name.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.write(new byte[] {0x30, (byte) (octets.length + 2), (byte) 0x82, (byte) octets.length});
    names.write(octets);
    return identity(b -> b.addExtensionOctetString("2.5.29.17", false, names.toByteArray()));
  }

  /** A certificate whose time is over. */
  public TlsFiles.Identity expired(String name) throws Exception {
    Instant now = Instant.now();
    return identity(
        builder ->
            builder
                .notBefore(now.minus(Duration.ofDays(9)))
                .notAfter(now.minus(Duration.ofDays(1)))
                .addSanDnsName(name));
  }

  /** What a bridge needs that shows this and believes this authority. */
  public TlsFiles files(TlsFiles.Identity identity) throws IOException {
    return new TlsFiles(Optional.of(identity), Optional.of(authorities()));
  }

  /** What a client needs that believes this authority. */
  public TlsFiles clientFiles() throws IOException {
    return new TlsFiles(Optional.empty(), Optional.of(authorities()));
  }

  /** What a bridge needs that shows this, believes this authority, and knows of one domain. */
  public TlsFiles files(TlsFiles.Identity identity, String domain, PeerTls peer)
      throws IOException {
    return new TlsFiles(
        Optional.of(identity),
        Optional.of(authorities()),
        TlsFiles.Clients.OPTIONAL,
        Map.of(domain, peer),
        Duration.ofMillis(20));
  }

  private Path write(String pem) throws IOException {
    return Files.writeString(directory.resolve("pki-" + ++files + ".pem"), pem);
  }
}
