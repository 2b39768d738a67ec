package org.porin.simple;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.porin.simple.PlainClient.message;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Limits;
import org.porin.simple.SimpleSettings.Patience;
import org.porin.trust.Pki;
import org.porin.trust.TlsFiles;

/** A client of the OpenSSL project, where this host has one. */
@Timeout(60)
class OpenSslClientTest {
  private final TlsFiles files;

  OpenSslClientTest(@TempDir Path directory) throws Exception {
    assumeTrue(isInstalled(), "SKIPPED: no openssl command on this host, so no client of OpenSSL");
    Pki pki = new Pki(directory);
    files = pki.files(pki.forNames("capulet.example"));
  }

  @Test
  void itVerifiesTheCertificateAndIsAnswered() throws Exception {
    for (String version : List.of("-tls1_2", "-tls1_3")) {
      try (Bridge bridge = new Bridge(Limits.DEFAULT, Patience.DEFAULT, files)) {
        Process client = client(bridge.address(Transport.TLS), version);
        try (OutputStream out = client.getOutputStream()) {
          out.write(message("sip:juliet@capulet.example", "o1", "x").getBytes(US_ASCII));
          out.flush();
          String answer = PlainPeer.read(client.getInputStream()).orElse("");
          assertThat(answer).as(version).startsWith("SIP/2.0 202 ");
          bridge.takeArrived();
        } finally {
          client.destroyForcibly();
        }
      }
    }
  }

  @Test
  void olderVersionsAreRefused() throws Exception {
    try (Bridge bridge = new Bridge(Limits.DEFAULT, Patience.DEFAULT, files)) {
      Process client = client(bridge.address(Transport.TLS), "-tls1_1");
      client.getOutputStream().close();
      assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).isNotZero();
    }
  }

  private Process client(InetSocketAddress there, String version) throws IOException {
    return new ProcessBuilder(
            "openssl",
            "s_client",
            "-quiet",
            "-verify_return_error",
            "-verify_hostname",
            "capulet.example",
            "-CAfile",
            files.authorities().orElseThrow().toString(),
            version,
            "-connect",
            there.getAddress().getHostAddress() + ":" + there.getPort())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
