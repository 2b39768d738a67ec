package org.porin.conformance.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.SipUri;
import org.porin.mapping.ErrorMapping;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.profile.Conversation;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Response;
import org.porin.profile.TransId;
import org.porin.requirement.Requirement;
import org.porin.resolve.Locator;
import org.porin.resolve.Resolution;
import org.porin.resolve.Service;
import org.porin.resolve.Target;
import org.porin.resolve.Transport;
import org.porin.simple.Listen;
import org.porin.simple.Peers;
import org.porin.simple.SimpleSettings;
import org.porin.simple.SimpleTransport;
import org.porin.simple.SipWireLog;
import org.porin.trust.PeerTls;
import org.porin.trust.TlsFiles;
import org.porin.wire.Octets;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/**
 * SIP by TLS with Kamailio, whose TLS is OpenSSL, in both directions, each side proving itself to
 * the other (RFC 3261 §18, §26.3.2.2, RFC 5922).
 */
@RequiresDocker
class KamailioTlsInterop {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final PeerTls MUTUAL =
      new PeerTls(true, Optional.empty(), Set.of(), Optional.empty());
  private static final Stage STAGE = new Stage();
  private static final BlockingQueue<MessageOperation> ARRIVED = new LinkedBlockingQueue<>();
  private static GenericContainer<?> kamailio;
  private static SimpleTransport bridge;
  private static InetSocketAddress tls;

  @BeforeAll
  static void raiseTheCurtain(@TempDir Path directory) throws Exception {
    X509Bundle authority =
        new CertificateBuilder()
            .subject("CN=Authority of Verona")
            .ecp256()
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Path theirs = Files.createDirectory(directory.resolve("montague"));
    Path ours = Files.createDirectory(directory.resolve("capulet"));
    identity(theirs, authority, "montague.example");
    identity(ours, authority, "capulet.example");
    int port = Loopback.freePort();
    Network network = STAGE.enter(Network.newNetwork());
    kamailio = STAGE.enter(Containers.kamailioTls(network, port, theirs));
    kamailio.start();
    tls = new InetSocketAddress(LOOPBACK, kamailio.getMappedPort(5061));
    bridge = STAGE.enter(bridge(port, ours));
    bridge.start(
        operation -> {
          ARRIVED.add(operation);
          return CompletableFuture.completedFuture(Response.indeterminant(operation.transId()));
        });
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @Test
  @Requirement("6125-6.2-1")
  void kamailioTakesAMessageOverTls() throws Exception {
    Response response =
        bridge.message(message("montague.example")).toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(response.status()).isEqualTo(Response.Status.INDETERMINANT); // 202
    Await.until(
        "the message in Kamailio's log",
        Duration.ofSeconds(5),
        () -> kamailio.getLogs().contains("taken by tls: From: <im:juliet@capulet.example>"));
  }

  @Test
  @Requirement("6125-6.2-1")
  void kamailioIsSentNothingForADomainThatItCannotProve() throws Exception {
    Response response =
        bridge.message(message("verona.example")).toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(response.failure().orElseThrow().toString())
        .contains("its certificate is for montague.example, not for verona.example (RFC 5922)");
    assertThat(kamailio.getLogs()).doesNotContain("verona.example");
  }

  @Test
  void kamailioHandsAMessageToUsByTls() throws Exception {
    assertThat(throughKamailio("montague.example")).isEqualTo("SIP/2.0 202 ");
    MessageOperation operation = ARRIVED.poll(5, TimeUnit.SECONDS);
    assertThat(operation).isNotNull();
    assertThat(bridge.status().connections(Transport.TLS).acceptedEver()).isEqualTo(1);
  }

  @Test
  void whatKamailioForwardsForAnotherDomainIsNotTaken() throws Exception {
    assertThat(throughKamailio("mantua.example")).isEqualTo("SIP/2.0 403 ");
    assertThat(bridge.status().unproven()).isEqualTo(1);
  }

  private static String throughKamailio(String domain) throws IOException {
    String request =
        """
        MESSAGE sip:juliet@capulet.example SIP/2.0
        Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK%1$s;rport
        Max-Forwards: 70
        From: <sip:romeo@%1$s>;tag=1
        To: <sip:juliet@capulet.example>
        Call-ID: %1$s
        CSeq: 1 MESSAGE
        Content-Type: text/plain
        Content-Length: 9

        Wherefore"""
            .formatted(domain)
            .replace("\n", "\r\n");
    try (Socket socket = new Socket(LOOPBACK, kamailio.getMappedPort(5060))) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), US_ASCII);
    }
  }

  /** Has Kamailio for every domain. */
  private static final class AtKamailio implements Locator {
    @Override
    public CompletionStage<Resolution> resolve(Service service, String domain) {
      Target target =
          new Target(
              "kamailio." + domain,
              tls.getPort(),
              List.of(tls),
              List.of(Transport.TLS),
              0,
              0,
              List.of(domain));
      return CompletableFuture.completedFuture(
          new Resolution(domain, List.of(target), Optional.empty(), List.of(), Optional.empty()));
    }

    @Override
    public CompletionStage<Resolution> locate(SipUri uri, String domain) {
      return resolve(Service.PRES, domain);
    }
  }

  private static SimpleTransport bridge(int port, Path ours) {
    SimpleSettings usual =
        SimpleSettings.listeningOn(List.of(new Listen(Transport.TLS, new InetSocketAddress(port))));
    SimpleSettings settings =
        new SimpleSettings(
            usual.listen(),
            Optional.empty(),
            OptionalInt.empty(),
            new TlsFiles(
                Optional.of(
                    new TlsFiles.Identity(
                        ours.resolve("certificate.pem"), ours.resolve("key.pem"))),
                Optional.of(ours.resolve("authority.pem")),
                TlsFiles.Clients.REQUIRED,
                Map.of("montague.example", MUTUAL, "mantua.example", MUTUAL),
                TlsFiles.USUAL_LOOK),
            usual.limits(),
            usual.patience(),
            usual.dialects());
    return new SimpleTransport(
        settings,
        Peers.NONE,
        new AtKamailio(),
        new ErrorMapping(
            new AddressMapping(Set.of("capulet.example"), Set.of(), Optional.of("x.example"))),
        SipWireLog.NONE,
        InstantSource.system());
  }

  private static MessageOperation message(String domain) throws Exception {
    String cpim =
        "From: <im:juliet@capulet.example>\r\nTo: <im:romeo@"
            + domain
            + ">\r\nDateTime: 2026-01-01T12:00:00.000Z\r\n\r\n"
            + "Content-type: text/plain; charset=utf-8\r\n\r\nO Romeo";
    return new MessageOperation(
        new ImUri("juliet", "capulet.example"),
        new ImUri("romeo", domain),
        new TransId("t1"),
        69,
        List.of(),
        new Origin(Origin.Side.XMPP, "capulet.example"),
        Optional.empty(),
        Conversation.NONE,
        CpimCodec.decode(Octets.utf8(cpim), CpimLimits.DEFAULT),
        Optional.empty());
  }

  private static void identity(Path directory, X509Bundle authority, String domain)
      throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=somebody")
            .ecp256()
            .addSanDnsName(domain)
            .buildIssuedBy(authority);
    write(directory.resolve("authority.pem"), authority.getCertificatePEM());
    write(directory.resolve("certificate.pem"), bundle.getCertificatePEM());
    write(directory.resolve("key.pem"), bundle.getPrivateKeyPEM());
  }

  private static void write(Path file, String pem) throws IOException {
    Files.writeString(file, pem);
  }
}
