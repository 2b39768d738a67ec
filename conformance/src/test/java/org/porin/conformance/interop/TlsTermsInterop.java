package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.MountableFile;

/**
 * What the client of OpenSSL can talk a running Porin into, and what not, as testssl looks at it:
 * versions, each cipher suite that it knows, renegotiation, compression, the chain. With the
 * library that Porin brings and with that of the JDK, for certificates of both kinds of keys.
 */
@RequiresDocker
class TlsTermsInterop {
  private static final String DOMAIN = "capulet.example";
  private static final Stage STAGE = new Stage();

  @TempDir private static Path directory;
  private static Network network;
  private static GenericContainer<?> client;

  /** Who speaks TLS, and the key of the certificate that it shows. */
  enum Server {
    BORINGSSL_ECDSA(List.of(), CertificateBuilder::ecp256),
    BORINGSSL_RSA(List.of(), CertificateBuilder::rsa2048),
    JDK_ECDSA(List.of("-Dio.netty.handler.ssl.noOpenSsl=true"), CertificateBuilder::ecp256),
    JDK_RSA(List.of("-Dio.netty.handler.ssl.noOpenSsl=true"), CertificateBuilder::rsa2048);

    private final List<String> jvmOptions;
    private final UnaryOperator<CertificateBuilder> key;

    Server(List<String> jvmOptions, UnaryOperator<CertificateBuilder> key) {
      this.jvmOptions = jvmOptions;
      this.key = key;
    }

    private String authentication() {
      return name().replaceFirst(".*_", "");
    }

    private boolean isBoringSsl() {
      return jvmOptions.isEmpty();
    }
  }

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    network = STAGE.enter(Network.newNetwork());
    client = STAGE.enter(Containers.openssl().withNetwork(network));
    client.start();
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @ParameterizedTest
  @EnumSource(Server.class)
  void onlyWhatIsModernIsAgreedTo(Server server) throws Exception {
    Path files = Files.createDirectory(directory.resolve(server.name()));
    X509Bundle authority = certificates(files, server);
    int port = Loopback.freePort();
    try (Porin porin = porin(server, files, port)) {
      porin.awaitWorking(
          "TLS", Duration.ofSeconds(30), () -> porin.output().contains("SIP on tls:"));
      assertThat(porin.output()).contains(server.isBoringSsl() ? "BoringSSL" : "TLS by the JDK");
      Map<String, String> terms = terms(port, authority, server);
      assertThat(terms)
          .containsEntry("version tls1", "refused")
          .containsEntry("version tls1_1", "refused")
          .containsEntry("version tls1_2", "accepted")
          .containsEntry("version tls1_3", "accepted")
          .containsEntry("fallback tls1_2", "refused")
          .containsEntry("renegotiation asked", "2 answered 1")
          .containsEntry("client-certificate tls1_2", "asked")
          .containsEntry("client-certificate tls1_3", "asked")
          .containsEntry("compression", "NONE")
          .containsEntry("secure-renegotiation", "IS supported")
          .containsEntry("master-secret extended", "yes")
          .containsEntry("chain", "2 0"); // ours and the one between; verified
      assertThat(suites(terms, "refused")).hasSizeGreaterThan(100);
      assertThat(suites(terms, "accepted")).isEqualTo(expected(server));
    }
  }

  private static Set<String> expected(Server server) {
    Set<String> expected = new TreeSet<>();
    for (String suite : List.of("AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305")) {
      expected.add("ECDHE-" + server.authentication() + "-" + suite);
    }
    expected.addAll(
        List.of(
            "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"));
    return expected;
  }

  private static Set<String> suites(Map<String, String> terms, String verdict) {
    return terms.entrySet().stream()
        .filter(each -> each.getKey().startsWith("suite "))
        .filter(each -> each.getValue().equals(verdict))
        .map(each -> each.getKey().substring("suite ".length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Each line by its first two words, or by the first where there is no more than a verdict. */
  private static Map<String, String> terms(int port, X509Bundle authority, Server server)
      throws Exception {
    String file = "/tmp/" + server + ".pem";
    client.copyFileToContainer(
        MountableFile.forHostPath(
            Files.writeString(directory.resolve(server + ".pem"), authority.getCertificatePEM())),
        file);
    Container.ExecResult result =
        client.execInContainer(
            "/opt/openssl/terms", Containers.gateway(network) + ":" + port, DOMAIN, file);
    assertThat(result.getExitCode()).as(result.getStderr()).isZero();
    Map<String, String> terms = new HashMap<>();
    for (String line : result.getStdout().lines().toList()) {
      boolean one = line.matches("(compression|secure-renegotiation|chain) .*");
      int split = one ? line.indexOf(' ') : line.indexOf(' ', line.indexOf(' ') + 1);
      terms.put(line.substring(0, split), line.substring(split + 1));
    }
    return terms;
  }

  private static Porin porin(Server server, Path files, int port) throws Exception {
    Porin.Settings settings =
        new Porin.Settings(
            Loopback.freePort(), // where no XMPP server is: it keeps trying
            Map.of(),
            List.of("montague.example"),
            List.of(DOMAIN),
            Loopback.freePort(),
            "127.0.0.1:" + Loopback.freePort(),
            Map.of());
    return Porin.run(
        settings,
        "",
        server.jvmOptions,
        Map.of(
            "PORIN_SIP_LISTEN", "tls:0.0.0.0:" + port,
            "PORIN_SIP_TLS_CERTIFICATE", files.resolve("certificate.pem").toString(),
            "PORIN_SIP_TLS_KEY", files.resolve("key.pem").toString()));
  }

  /** Of the domain, with one between it and the authority. */
  private static X509Bundle certificates(Path files, Server server) throws Exception {
    X509Bundle authority = authority("CN=Authority of Verona", server).buildSelfSigned();
    X509Bundle between = authority("CN=Authority between", server).buildIssuedBy(authority);
    X509Bundle ours =
        server
            .key
            .apply(new CertificateBuilder().subject("CN=somebody").addSanDnsName(DOMAIN))
            .buildIssuedBy(between);
    Files.writeString(files.resolve("certificate.pem"), ours.getCertificatePathPEM());
    Files.writeString(files.resolve("key.pem"), ours.getPrivateKeyPEM());
    return authority;
  }

  private static CertificateBuilder authority(String name, Server server) {
    return server.key.apply(new CertificateBuilder().subject(name)).setIsCertificateAuthority(true);
  }
}
