package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.trust.Credentials.Finding;
import org.porin.wire.Octets;

/** One bridge signs and publishes, another fetches and verifies, as they do in the open. */
@Timeout(60)
class TrustTest {
  private static final String DOMAIN = "a.example";
  private static final HostAddresses LOOPBACK =
      name -> CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress()));

  @TempDir private Path directory;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Pki pki;
  private TlsFiles.Identity identity;
  private TrustSettings.Keys keys;
  private int port;

  @BeforeEach
  void prepare() throws Exception {
    pki = new Pki(directory);
    identity = pki.forNames("keys.a.example");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort(); // it stands in URLs before the server is there
    }
    keys =
        new TrustSettings.Keys(
            directory.resolve("keys"), X5uBase.parse("https://keys.a.example:" + port + "/p/"));
    maker().generate(DOMAIN, Duration.ofDays(30));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private KeyMaker maker() {
    return new KeyMaker(keys, new SecureRandom(), InstantSource.system());
  }

  private Trust open(TrustSettings settings) throws IOException {
    Trust trust = Trust.open(settings, LOOPBACK, InstantSource.system());
    opened.add(trust);
    return trust;
  }

  private Trust signer() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return open(
        new TrustSettings(
            Optional.of(keys),
            Optional.of(new TrustSettings.Publication(address, identity)),
            Optional.empty(),
            Set.of(),
            List.of()));
  }

  private Trust verifier(Path anchors) throws IOException {
    return open(
        new TrustSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.of(anchors),
            Set.of(),
            List.of(IpNetwork.of("127.0.0.0/8"))));
  }

  private Path anchors(X509Certificate signer) throws Exception {
    Path anchors = Files.createDirectories(directory.resolve("anchors"));
    Files.copy(pki.authorities(), anchors.resolve("web.pem"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(anchors.resolve("signer.crt"), Published.pem(List.of(signer)));
    Files.writeString(anchors.resolve("README"), "not a certificate");
    return anchors;
  }

  private static Finding find(Trust verifier, String x5u) throws Exception {
    return verifier
        .credentials()
        .find(
            new CredentialRequest(x5u, DOMAIN, List.of(Instant.now()), Set.of(), Optional.empty()))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  @Test
  @Requirement({"8224-7.3-1", "8224-7.3-2", "8224-7.2-1", "8226-7-1"})
  void whatOneBridgeSignsAnotherVerifies() throws Exception {
    Trust signer = signer();
    SigningKey key = signer.signingKeys().at(DOMAIN, Instant.now()).orElseThrow();
    Octets signed = Octets.utf8("Art thou not Romeo, and a Montague?");
    Octets signature = signer.es256().sign(key.key(), signed);

    Trust verifier = verifier(anchors(key.certificate()));
    Credential credential = find(verifier, key.x5u()).credential().orElseThrow();
    assertThat(verifier.es256().verify(credential.key(), signed, signature)).isTrue();
    assertThat(find(signer, key.x5u()).credential()).as("and so does the first").isPresent();
  }

  @Test
  void aRunningBridgeBelievesNewAnchors() throws Exception {
    SigningKey key = signer().signingKeys().at(DOMAIN, Instant.now()).orElseThrow();
    Path anchors = anchors(key.certificate());
    Files.delete(anchors.resolve("signer.crt"));
    Trust verifier = verifier(anchors);
    assertThat(find(verifier, key.x5u()).credential()).isEmpty();
    anchors(key.certificate());
    verifier.refresh();
    assertThat(find(verifier, key.x5u()).credential()).isPresent();
  }

  /** Nobody is asked whether it was revoked: the operator is who ends it. */
  @Test
  void aSignerThatIsTakenOutOfTheAnchorsIsBelievedNoMore() throws Exception {
    SigningKey key = signer().signingKeys().at(DOMAIN, Instant.now()).orElseThrow();
    Path anchors = anchors(key.certificate());
    Trust verifier = verifier(anchors);
    assertThat(find(verifier, key.x5u()).credential()).isPresent();
    Files.delete(anchors.resolve("signer.crt"));
    verifier.refresh();
    assertThat(find(verifier, key.x5u()).refusal().orElseThrow().reason())
        .as("also where it was fetched before, and is still remembered")
        .isEqualTo(Reason.CREDENTIAL_UNTRUSTED);
  }

  @Test
  void withoutSettingsNothingIsSignedAndNobodyBelieved() throws Exception {
    Trust trust = open(TrustSettings.NONE);
    assertThat(trust.signingKeys().at(DOMAIN, Instant.now())).isEmpty();
    assertThat(trust.publishing()).isEmpty();
    assertThat(find(trust, "https://keys.a.example/x").refusal()).isPresent();
  }

  @Test
  void whoAsksForAnythingElseGetsNothing() throws Exception {
    Trust signer = signer();
    String x5u = signer.signingKeys().at(DOMAIN, Instant.now()).orElseThrow().x5u();
    String path = x5u.substring(x5u.indexOf("/p/"));
    assertThat(ask("GET " + path + " HTTP/1.1\r\nHost: keys.a.example\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .contains("application/pkix-cert");
    assertThat(ask("HEAD " + path + " HTTP/1.1\r\nHost: keys.a.example\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
    for (String other :
        List.of(
            "/",
            "/p/",
            "/p/a.example/",
            "/p/a.example/../a.example/x.cer",
            "/p/%2e%2e/%2e%2e/etc/passwd",
            path + "/",
            path + "%00",
            path.replace("/p/", "/"))) {
      assertThat(ask("GET " + other + " HTTP/1.1\r\nHost: keys.a.example\r\n\r\n"))
          .as(other)
          .startsWith("HTTP/1.1 404 ");
    }
    assertThat(ask("PUT " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ");
  }

  @Test
  void oneWhoNeverAsksIsCutOff() throws Exception {
    signer();
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port)) {
      silent.setSoTimeout(30_000);
      silent.getOutputStream().write(0x16); // the first octet of a TLS record, and no other
      silent.getInputStream().readAllBytes(); // an alert, and then the end
    }
  }

  @Test
  void aRenewedIdentityIsShown() throws Exception {
    Trust signer = signer();
    X509Certificate before = shown();
    TlsFiles.Identity renewed = pki.forNames("keys.a.example");
    Files.copy(renewed.certificate(), identity.certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(renewed.key(), identity.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(identity.key(), FileTime.from(Instant.now().plusSeconds(2)));
    signer.refresh();
    assertThat(shown()).isNotEqualTo(before);
    Files.writeString(identity.key(), "no key");
    signer.refresh();
    assertThat(shown()).isNotEqualTo(before);
  }

  @Test
  void anAddressInUseIsNamed() throws Exception {
    signer();
    assertThatThrownBy(this::signer)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("trust.publish");
  }

  private SSLSocket connect() throws Exception {
    SSLSocket socket =
        (SSLSocket)
            pki.jdk(identity)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private X509Certificate shown() throws Exception {
    try (SSLSocket socket = connect()) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private String ask(String request) throws Exception {
    try (SSLSocket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
