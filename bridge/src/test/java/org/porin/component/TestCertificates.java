package org.porin.component;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.porin.trust.KeyPin;

/** Keys and certificates, made by the JDK's keytool when a test wants them. */
final class TestCertificates {
  private static final String PASSWORD = "s3cret-s3cret";
  private static final String AUTHORITY = "authority";

  private final Path directory;

  TestCertificates(Path directory) {
    this.directory = directory;
    make(AUTHORITY, "CN=Verona CA", "-ext", "bc:c", "-validity", "30");
  }

  /** A server with a certificate of the authority for {@code xmpp.capulet.example}. */
  ServerSocketFactory good() {
    make("good", "CN=good");
    sign("good", "-ext", "san=dns:xmpp.capulet.example,ip:127.0.0.1", "-validity", "10");
    return sockets("good");
  }

  /** The same, two days late. */
  ServerSocketFactory expired() {
    make("expired", "CN=expired");
    sign("expired", "-ext", "san=dns:xmpp.capulet.example", "-startdate", "-5d", "-validity", "3");
    return sockets("expired");
  }

  /** A server that vouches for itself. */
  ServerSocketFactory selfSigned() {
    make("self", "CN=self", "-ext", "san=dns:xmpp.capulet.example", "-validity", "10");
    return sockets("self");
  }

  X509Certificate authority() {
    return certificate(AUTHORITY);
  }

  X509Certificate certificate(String alias) {
    try {
      return (X509Certificate) keyStore(alias).getCertificate(alias);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  KeyPin pin(String alias) {
    return KeyPin.of(certificate(alias).getPublicKey());
  }

  /** A certificate as a file in PEM. */
  Path pem(String alias) throws IOException, GeneralSecurityException {
    String body = Base64.getMimeEncoder().encodeToString(certificate(alias).getEncoded());
    return Files.writeString(
        directory.resolve(alias + ".pem"),
        "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
  }

  private void make(String alias, String subject, String... more) {
    keytool(
        alias,
        more,
        "-genkeypair",
        "-alias",
        alias,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        subject);
  }

  private void sign(String alias, String... more) {
    Path request = directory.resolve(alias + ".csr");
    Path certificate = directory.resolve(alias + ".crt");
    String[] none = {};
    keytool(alias, none, "-certreq", "-alias", alias, "-file", request.toString());
    keytool(
        AUTHORITY,
        more,
        "-gencert",
        "-alias",
        AUTHORITY,
        "-infile",
        request.toString(),
        "-outfile",
        certificate.toString());
    Path root = directory.resolve("root.crt");
    keytool(AUTHORITY, none, "-exportcert", "-alias", AUTHORITY, "-file", root.toString());
    keytool(alias, none, "-importcert", "-noprompt", "-alias", "root", "-file", root.toString());
    keytool(
        alias, none, "-importcert", "-noprompt", "-alias", alias, "-file", certificate.toString());
  }

  private void keytool(String store, String[] more, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("-keystore", file(store).toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(Arrays.asList(more));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("keytool.log").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(Files.readString(directory.resolve("keytool.log")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path file(String store) {
    return directory.resolve(store + ".p12");
  }

  private KeyStore keyStore(String store) {
    try (InputStream in = Files.newInputStream(file(store))) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      return keys;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private ServerSocketFactory sockets(String store) {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(keyStore(store), PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context.getServerSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
