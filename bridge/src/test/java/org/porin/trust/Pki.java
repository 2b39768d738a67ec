package org.porin.trust;

import static java.util.Objects.requireNonNull;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
    X509Bundle bundle = names.apply(builder).buildIssuedBy(authority);
    TlsFiles.Identity identity =
        new TlsFiles.Identity(write(bundle.getCertificatePEM()), write(bundle.getPrivateKeyPEM()));
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

  private Path write(String pem) throws IOException {
    return Files.writeString(directory.resolve("pki-" + ++files + ".pem"), pem);
  }
}
