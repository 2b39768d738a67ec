package org.porin.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code porin keys}, as an operator runs it. */
class KeysCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;
  private Path configuration;

  @BeforeEach
  void configure() throws IOException {
    configuration =
        Files.writeString(
            directory.resolve("porin.toml"),
            """
            [component]
            domain = "cpim.capulet.example"
            secret = "s3cret"
            [xmpp]
            served = ["capulet.example"]
            [trust]
            keys = "%s"
            x5u = "https://keys.capulet.example"
            """
                .formatted(directory.resolve("keys")));
  }

  private int keys(String... arguments) {
    out.reset();
    err.reset();
    List<String> all = new ArrayList<>(List.of("keys"));
    all.addAll(List.of(arguments));
    if (arguments.length > 0) {
      all.addAll(List.of("--config", configuration.toString()));
    }
    return Main.commandLine(InputStream.nullInputStream(), out, err)
        .execute(all.toArray(String[]::new));
  }

  private String output() {
    return out.toString(UTF_8);
  }

  private String complaint() {
    return err.toString(UTF_8);
  }

  @Test
  void aKeyIsMadeShownAndFollowedByAnother() throws Exception {
    assertThat(keys("generate", "Capulet.example")).isZero();
    assertThat(output())
        .startsWith("capulet.example signs until ")
        .contains("x5u     https://keys.capulet.example/capulet.example/")
        .contains("pin     ");
    assertThat(keys("rotate", "capulet.example", "--days", "30")).isZero();
    assertThat(output()).startsWith("capulet.example is published, and signs from ");
    assertThat(keys("list")).isZero();
    assertThat(output())
        .contains("capulet.example signs until ")
        .contains("capulet.example is published, and signs from ");
    assertThat(keys("publish", directory.resolve("web").toString())).isZero();
    assertThat(output().lines()).hasSize(2);
    assertThat(directory.resolve("web/capulet.example").toFile().list()).hasSize(2);
  }

  @Test
  void whatGoesWrongIsSaidInWords() {
    assertThat(keys("list")).isEqualTo(1);
    assertThat(complaint()).contains("porin keys generate");
    assertThat(keys("rotate", "capulet.example")).isEqualTo(1);
    assertThat(complaint()).contains("porin keys generate");
    assertThat(keys("generate", "../capulet.example")).isEqualTo(2);
    assertThat(complaint()).contains("DOMAIN must be a domain name");
    assertThat(keys("generate", "capulet.example", "--days", "0")).isEqualTo(2);
    assertThat(keys("generate", "capulet.example")).isZero();
    assertThat(keys("generate", "capulet.example")).isEqualTo(1);
    assertThat(complaint()).contains("porin keys rotate").doesNotContain("Exception");
    assertThat(keys()).isEqualTo(2);
    assertThat(complaint()).contains("porin keys --help");
  }

  @Test
  void withoutAPlaceForKeysThereAreNone() throws Exception {
    Files.writeString(
        configuration, Files.readString(configuration).replaceAll("(?m)^(keys|x5u) = .*$", ""));
    assertThat(keys("list")).isEqualTo(1);
    assertThat(complaint()).contains("trust.keys");
  }

  @Test
  void aRequestWaitsForItsCertificate() {
    assertThat(keys("generate", "capulet.example", "--csr")).isZero();
    assertThat(output()).contains(".csr").contains("porin keys import capulet.example FILE");
    assertThat(keys("list")).isZero();
    assertThat(output()).startsWith("capulet.example waits for its certificate");
  }

  @Test
  void aKeyFromElsewhereIsTakenInPemOrPkcs12() throws Exception {
    X509Bundle bundle = bundle();
    Path pem = Files.writeString(directory.resolve("c.pem"), bundle.getCertificatePEM());
    Path key = Files.writeString(directory.resolve("c.key"), bundle.getPrivateKeyPEM());
    assertThat(keys("import", "capulet.example", pem.toString())).isEqualTo(1);
    assertThat(complaint()).contains("no key of capulet.example waits");
    assertThat(keys("import", "capulet.example", pem.toString(), "--key", key.toString())).isZero();
    assertThat(output()).startsWith("capulet.example signs until ");

    assertThat(keys("import", "capulet.example", pem.toString(), "--key", key.toString()))
        .isEqualTo(1);
    assertThat(complaint()).contains("there already");

    X509Bundle other = bundle();
    KeyStore pkcs12 = KeyStore.getInstance("PKCS12");
    pkcs12.load(null, null);
    pkcs12.setKeyEntry(
        "key",
        other.getKeyPair().getPrivate(),
        "orchard".toCharArray(),
        other.getCertificatePath());
    Path file = directory.resolve("c.p12");
    try (var to = Files.newOutputStream(file)) {
      pkcs12.store(to, "orchard".toCharArray());
    }
    assertThat(keys("import", "capulet.example", file.toString())).isEqualTo(1);
    assertThat(complaint()).contains("--password-file").doesNotContain("orchard");
    Path password = Files.writeString(directory.resolve("password"), "orchard\n");
    assertThat(
            keys(
                "import",
                "capulet.example",
                file.toString(),
                "--password-file",
                password.toString()))
        .isZero();
    assertThat(output()).startsWith("capulet.example is published, and signs from ");
  }

  private static X509Bundle bundle() throws Exception {
    return new CertificateBuilder()
        .subject("CN=capulet.example")
        .ecp256()
        .notAfter(Instant.now().plus(Duration.ofDays(90)))
        .addSanUriName("sip:capulet.example")
        .setKeyUsage(true, KeyUsage.digitalSignature)
        .buildIssuedBy(
            new CertificateBuilder()
                .subject("CN=Authority of Verona")
                .ecp256()
                .setIsCertificateAuthority(true)
                .buildSelfSigned());
  }
}
