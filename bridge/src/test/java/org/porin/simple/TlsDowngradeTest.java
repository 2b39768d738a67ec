package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Limits;
import org.porin.simple.SimpleSettings.Patience;
import org.porin.trust.Pki;

/** What a client cannot talk this bridge into, and what it cannot take from others by asking. */
@Timeout(60)
class TlsDowngradeTest {
  private static final int PROTOCOL_VERSION = 70;
  private static final int INAPPROPRIATE_FALLBACK = 86;

  private final Pki pki;
  private Bridge bridge;

  TlsDowngradeTest(@TempDir Path directory) throws Exception {
    pki = new Pki(directory);
  }

  @BeforeEach
  void start() throws Exception {
    bridge =
        new Bridge(Limits.DEFAULT, Patience.DEFAULT, pki.files(pki.forNames("capulet.example")));
  }

  @AfterEach
  void stop() {
    bridge.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0300, TlsHello.TLS_1_0, TlsHello.TLS_1_1})
  void anOlderVersionIsRefusedByItsAlert(int version) throws Exception {
    TlsHello.Answer answer = say(TlsHello.of(version, 0xc009, 0xc013, 0x002f, 0x0035, 0x000a));
    assertThat(answer.alertNumber()).isEqualTo(PROTOCOL_VERSION);
    Eventually.isTrue(() -> bridge.transport().status().ended(ConnectionEnd.TLS) == 1);
  }

  /** With keys that are not ephemeral, without authentication, with CBC, RC4, 3DES, or nothing. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x0001, 0x0005, 0x000a, 0x002f, 0x0035, 0x009c, 0x009d, 0x009e, 0xc006, 0xc007, 0xc008,
        0xc009, 0xc00a, 0xc013, 0xc014, 0xc018, 0xc023, 0xc024, 0xc027, 0xc028, 0xc0ac
      })
  void aWeakSuiteIsRefused(int suite) throws Exception {
    assertThat(say(TlsHello.of(TlsHello.TLS_1_2, suite)).refuses()).isTrue();
    Eventually.isTrue(() -> bridge.transport().status().ended(ConnectionEnd.TLS) == 1);
  }

  @Test
  void aGoodSuiteIsTakenAndNothingIsCompressed() throws Exception {
    TlsHello hello =
        new TlsHello(
            TlsHello.TLS_1_2, List.of(TlsHello.ECDHE_ECDSA_AES_128_GCM), List.of(1, 0)); // deflate
    TlsHello.Answer answer = say(hello);
    assertThat(answer.refuses()).isFalse();
    assertThat(answer.compression()).isZero();
  }

  @Test
  void whoFellBackThoughMoreIsSpokenIsToldSo() throws Exception {
    TlsHello hello =
        TlsHello.of(TlsHello.TLS_1_2, TlsHello.ECDHE_ECDSA_AES_128_GCM, TlsHello.FALLBACK);
    assertThat(say(hello).alertNumber()).isEqualTo(INAPPROPRIATE_FALLBACK);
  }

  @Test
  void handshakesOfOneAddressTakeNoPlaceOfOthers() throws Exception {
    bridge.close();
    Limits usual = Limits.DEFAULT;
    Limits few =
        new Limits(
            30,
            20,
            usual.pendingRequests(),
            usual.pendingPerConnection(),
            usual.messageOctets(),
            usual.unsentOctets(),
            usual.transactions());
    bridge = new Bridge(few, Patience.DEFAULT, pki.files(pki.forNames("capulet.example")));
    List<Socket> flood = new ArrayList<>();
    for (int i = 0; i < 200; i++) { // each begins a handshake, and says no more
      Socket socket = new Socket(PlainPeer.LOOPBACK, bridge.address(Transport.TLS).getPort());
      socket.getOutputStream().write(new byte[] {22, 3, 1});
      flood.add(socket);
    }
    Eventually.isTrue(
        () -> bridge.transport().status().ended(ConnectionEnd.TOO_MANY_FROM_ADDRESS) == 180);
    InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
    try (Socket plain =
            new Socket(PlainPeer.LOOPBACK, bridge.address(Transport.TLS).getPort(), elsewhere, 0);
        SSLSocket tls = (SSLSocket) pki.jdk().getSocketFactory().createSocket(plain, "x", 0, true);
        PlainClient client = new PlainClient(tls)) {
      client.write(PlainClient.message("sip:juliet@capulet.example", "flood", "x"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
    }
    for (Socket each : flood) {
      each.close();
    }
  }

  @Test
  void aHandshakeThatComesOctetByOctetIsCutOffInTime() throws Exception {
    bridge.close();
    Patience usual = Patience.DEFAULT;
    Patience little =
        new Patience(
            usual.answer(),
            Duration.ofMillis(400),
            usual.firstMessage(),
            usual.message(),
            usual.unsent(),
            usual.idle(),
            usual.keepAlive(),
            Duration.ZERO,
            usual.dialect());
    bridge = new Bridge(Limits.DEFAULT, little, pki.files(pki.forNames("capulet.example")));
    try (Socket socket = new Socket(PlainPeer.LOOPBACK, bridge.address(Transport.TLS).getPort())) {
      socket.setSoTimeout(20);
      InputStream in = socket.getInputStream();
      byte[] hello = {22, 3, 1, 0x02, 0x00, 1, 0, 0x01, (byte) 0xfc, 3, 3};
      int sent = 0;
      while (bridge.transport().status().ended(ConnectionEnd.TLS) == 0) {
        try {
          socket.getOutputStream().write(sent < hello.length ? hello[sent] : 0); // it never ends
          sent++;
          if (in.read() < 0) {
            break;
          }
        } catch (IOException nothingYet) {
          // once more
        }
      }
    }
    Eventually.isTrue(() -> bridge.transport().status().ended(ConnectionEnd.TLS) == 1);
  }

  private TlsHello.Answer say(TlsHello hello) throws Exception {
    return hello.to(bridge.address(Transport.TLS));
  }
}
