package org.porin.conformance.interop;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

/** The one authority that all domains of a suite believe, and what it certifies. */
final class Notary {
  private final Path directory;
  private final X509Bundle authority;

  /**
   * @param directory for the files that it makes
   */
  Notary(Path directory) throws Exception {
    this.directory = directory;
    this.authority = authority("CN=Authority of Verona");
    Files.createDirectories(anchors());
    Files.writeString(anchors().resolve("authority.pem"), authority.getCertificatePEM());
  }

  /** One that nobody believes. */
  static X509Bundle stranger() throws Exception {
    return authority("CN=Authority of Venice");
  }

  private static X509Bundle authority(String name) throws Exception {
    return new CertificateBuilder()
        .subject(name)
        .ecp256()
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  /**
   * What all of them believe: this authority, for web servers too, and who has signed for itself.
   */
  Path anchors() {
    return directory.resolve("anchors");
  }

  /** A certificate for names, and its key. */
  X509Bundle certify(String... names) throws Exception {
    return certify(builder -> builder, authority, names);
  }

  /** One whose time is over. */
  X509Bundle certifyExpired(String... names) throws Exception {
    Instant now = Instant.now();
    return certify(
        builder ->
            builder
                .notBefore(now.minus(20, ChronoUnit.DAYS))
                .notAfter(now.minus(10, ChronoUnit.DAYS)),
        authority,
        names);
  }

  /** One of another authority. */
  static X509Bundle certify(
      UnaryOperator<CertificateBuilder> as, X509Bundle issuer, String... names) throws Exception {
    CertificateBuilder builder = new CertificateBuilder().subject("CN=" + names[0]).ecp256();
    for (String name : names) {
      builder.addSanDnsName(name);
    }
    return as.apply(builder).buildIssuedBy(issuer);
  }

  /** What a TLS server or client of these names shows: certificate.pem and key.pem. */
  Path identity(String... names) throws Exception {
    Path files = Files.createDirectories(directory.resolve("tls-" + String.join("-", names)));
    X509Bundle bundle = certify(names);
    Files.writeString(files.resolve("certificate.pem"), bundle.getCertificatePEM());
    Files.writeString(files.resolve("key.pem"), bundle.getPrivateKeyPEM());
    return files;
  }

  /**
   * A directory with one key that signs for a domain, by {@code porin keys generate}. The first
   * time its certificate, which it has signed itself, is given to all who believe {@link #anchors}.
   *
   * @param x5u where its certificate will be found
   */
  Path keys(String domain, String x5u) throws Exception {
    Path keys = directory.resolve("keys-of-" + domain);
    if (Files.notExists(keys)) {
      Path certificate = new KeysRun(keys, domain, x5u).generate();
      Files.copy(certificate, anchors().resolve(domain + ".pem"));
    }
    return keys;
  }

  /** The same, where an authority certifies the key and all believe that. */
  Path keys(String domain, String x5u, OpenSslAuthority authority) throws Exception {
    Path keys = directory.resolve("keys-of-" + domain);
    KeysRun run = new KeysRun(keys, domain, x5u);
    Path certificate = directory.resolve(domain + ".pem");
    authority.certify(run.request(), certificate);
    run.accept(certificate);
    Files.writeString(
        anchors().resolve("authority-of-" + domain + ".pem"), authority.certificate());
    return keys;
  }
}
