package org.porin.conformance.interop;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

/** The one authority that all domains of a suite believe, and what it certifies. */
final class Notary {
  /** When keys of the suites begin to sign, as their files are named. */
  private static final String BEGIN = "20250101T000000Z";

  private final Path directory;
  private final X509Bundle authority;

  /**
   * @param directory for the files that it makes
   */
  Notary(Path directory) throws Exception {
    this.directory = directory;
    this.authority = authority("CN=Authority of Verona");
    Files.writeString(anchors(), authority.getCertificatePEM());
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

  /** The authority's own certificate, in PEM. */
  Path anchors() {
    return directory.resolve("anchors.pem");
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

  /** A directory with one key that signs for a domain, as {@code porin keys} lays it out. */
  Path keys(String domain) throws Exception {
    Path keys = directory.resolve("keys-of-" + domain);
    Path ofDomain = Files.createDirectories(keys.resolve(domain));
    X509Bundle bundle = certify(domain);
    write(ofDomain.resolve(BEGIN + ".key"), bundle.getPrivateKeyPEM());
    write(ofDomain.resolve(BEGIN + ".pem"), bundle.getCertificatePEM());
    return keys;
  }

  private static void write(Path file, String pem) throws IOException {
    Files.writeString(file, pem);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
