package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.porin.trust.TlsFiles.Clients;

/** What an operator can do wrong with certificates, and is told. */
class TlsContextsTest {
  private final Path directory;
  private final Pki pki;

  TlsContextsTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.pki = new Pki(directory);
  }

  /** Whatever library speaks it. */
  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL", "JDK"})
  void theFloorIsTls12AndAllIsEphemeralAndAuthenticated(SslProvider provider) throws Exception {
    assumeTrue(provider == SslProvider.JDK || OpenSsl.isAvailable(), "SKIPPED: no BoringSSL here");
    TlsContexts contexts =
        TlsContexts.open(
            pki.files(pki.forNames("capulet.example")), InstantSource.system(), provider);
    for (SslContext each :
        List.of(contexts.client(List.of("montague.example")), contexts.server().orElseThrow())) {
      SSLEngine engine = each.newEngine(UnpooledByteBufAllocator.DEFAULT);
      assertThat(engine.getEnabledProtocols())
          .contains("TLSv1.2", "TLSv1.3")
          .doesNotContain("TLSv1", "TLSv1.1", "SSLv3");
      assertThat(engine.getEnabledCipherSuites())
          .hasSize(9)
          .allMatch(suite -> suite.matches("TLS_(ECDHE_(ECDSA|RSA)_WITH_)?(AES|CHACHA).*"))
          .allMatch(suite -> suite.contains("_GCM_") || suite.contains("_POLY1305_"));
      if (!engine.getUseClientMode()) {
        assertThat(engine.getWantClientAuth()).isTrue();
      }
    }
  }

  @Test
  void whoHasToProveItselfIsAskedSo() throws Exception {
    TlsFiles usual = pki.files(pki.forNames("capulet.example"));
    TlsFiles strict =
        new TlsFiles(
            usual.identity(), usual.authorities(), Clients.REQUIRED, Map.of(), usual.look());
    SslContext server = TlsContexts.open(strict).server().orElseThrow();
    assertThat(server.newEngine(UnpooledByteBufAllocator.DEFAULT).getNeedClientAuth()).isTrue();
  }

  @Test
  void aCertificateForServersAloneIsShownToServersOnlyWhereItIsToBe() throws Exception {
    TlsFiles.Identity server =
        pki.identity(b -> b.addSanDnsName("capulet.example").addExtendedKeyUsageServerAuth());
    PeerTls mutual = new PeerTls(true, Optional.empty(), Set.of(), Optional.empty());
    TlsContexts contexts = TlsContexts.open(pki.files(server, "montague.example", mutual));
    assertThat(contexts.client(List.of("montague.example", "sip.montague.example")))
        .isNotSameAs(contexts.client(List.of("verona.example")));
    TlsFiles.Identity both = pki.forNames("capulet.example");
    TlsContexts usual = TlsContexts.open(pki.files(both, "montague.example", mutual));
    assertThat(usual.client(List.of("montague.example")))
        .isSameAs(usual.client(List.of("verona.example")));
  }

  @Test
  void aFileOfPinsSaysWhichLineIsNone() throws Exception {
    Path pins = Files.writeString(directory.resolve("x.pins"), "# none yet\n\nsha256/AAAA\n");
    PeerTls pinned = new PeerTls(false, Optional.empty(), Set.of(), Optional.of(pins));
    TlsFiles files = pki.files(pki.forNames("capulet.example"), "montague.example", pinned);
    assertThatThrownBy(() -> TlsContexts.open(files))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot use " + pins + ": line 3 is no pin");
    Files.writeString(pins, "# none\n");
    assertThatThrownBy(() -> TlsContexts.open(files)).hasMessageContaining("it has no pin");
  }

  @Test
  void withoutAnIdentityThereIsAClientAlone() throws Exception {
    assertThat(TlsContexts.open(TlsFiles.NONE).server()).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsNamed() throws Exception {
    TlsFiles.Identity right = pki.forNames("capulet.example");
    Path none = directory.resolve("none.pem");
    assertMessage(new TlsFiles.Identity(none, right.key()))
        .isEqualTo("cannot use " + none + ": there is no such file");
    assertThatThrownBy(() -> TlsContexts.open(new TlsFiles(Optional.empty(), Optional.of(none))))
        .hasMessage("cannot use " + none + ": there is no such file");
  }

  @Test
  void filesThatAreMistakenForEachOtherAreNamed() throws Exception {
    TlsFiles.Identity right = pki.forNames("capulet.example");
    assertMessage(new TlsFiles.Identity(right.key(), right.key()))
        .contains("it has no certificate; it must begin with -----BEGIN CERTIFICATE-----");
    assertMessage(new TlsFiles.Identity(right.certificate(), right.certificate()))
        .contains("it has no private key; it must have a line -----BEGIN PRIVATE KEY-----");
    TlsFiles.Identity other = pki.forNames("verona.example");
    assertMessage(new TlsFiles.Identity(right.certificate(), other.key()))
        .contains("it is not the key of the first certificate in " + right.certificate());
  }

  @Test
  void keysOfOtherFormsComeWithTheCommandThatConvertsThem() throws Exception {
    Path certificate = pki.forNames("capulet.example").certificate();
    for (String kind : List.of("RSA", "EC")) {
      Path old = pem(kind + " PRIVATE KEY", "AAAA");
      assertMessage(new TlsFiles.Identity(certificate, old))
          .contains("openssl pkcs8 -topk8 -nocrypt -in " + old.getFileName());
    }
    assertMessage(new TlsFiles.Identity(certificate, pem("ENCRYPTED PRIVATE KEY", "AAAA")))
        .contains("it is encrypted");
    assertMessage(new TlsFiles.Identity(certificate, pem("PRIVATE KEY", "AAAA")))
        .contains("RSA, EC or Ed25519");
    assertMessage(new TlsFiles.Identity(pem("CERTIFICATE", "AAAA"), certificate))
        .contains("a certificate in it cannot be read");
  }

  private Path pem(String kind, String base64) throws IOException {
    return Files.writeString(
        Files.createTempFile(directory, "made", ".pem"),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, base64, kind));
  }

  private static AbstractStringAssert<?> assertMessage(TlsFiles.Identity identity) {
    try {
      TlsContexts.open(new TlsFiles(Optional.of(identity), Optional.empty()));
    } catch (IOException e) {
      return assertThat(String.valueOf(e.getMessage()));
    }
    throw new AssertionError("these files are no identity");
  }
}
