package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainClient.message;
import static org.porin.simple.PlainPeer.header;
import static org.porin.simple.PlainPeer.response;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.profile.Failure;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Limits;
import org.porin.simple.SimpleSettings.Patience;
import org.porin.trust.KeyPin;
import org.porin.trust.PeerTls;
import org.porin.trust.Pki;
import org.porin.trust.TlsFiles;
import org.porin.trust.TlsFiles.Clients;
import org.porin.trust.TlsFiles.Identity;

/** Certificates on both sides, on the wire (RFC 5922 §7.3, §7.4, RFC 3261 §26.3.2.2). */
@Timeout(60)
class MutualTlsTest {
  private static final String JULIET = "sip:juliet@capulet.example";
  private static final String MONTAGUE = "montague.example";
  private static final PeerTls MUTUAL =
      new PeerTls(true, Optional.empty(), Set.of(), Optional.empty());

  private final Pki pki;
  private final Pki other;
  private final Path directory;
  private final Identity capulet;
  private final Identity montague;
  private final List<Bridge> open = new ArrayList<>();
  private Bridge bridge;
  private int messages;

  MutualTlsTest(@TempDir Path directory, @TempDir Path elsewhere) throws Exception {
    this.directory = directory;
    pki = new Pki(directory);
    other = new Pki(elsewhere);
    capulet = pki.forNames("capulet.example");
    montague = pki.forNames(MONTAGUE);
  }

  @BeforeEach
  void start() throws Exception {
    bridge = bridge(pki.files(capulet, MONTAGUE, MUTUAL));
  }

  @AfterEach
  void stop() {
    open.forEach(Bridge::close);
  }

  @Test
  void whatTheDomainSendsOverItsOwnConnectionIsTaken() throws Exception {
    assertThat(answer(pki.jdk(montague))).startsWith("SIP/2.0 202 ");
    assertThat(bridge.takeArrived().source()).isEqualTo(Bridge.ROMEO);
    Identity byUri = pki.identity(b -> b.addSanUriName(URI.create("sip:" + MONTAGUE)));
    assertThat(answer(pki.jdk(byUri))).startsWith("SIP/2.0 202 ");
    Identity many = pki.forNames("verona.example", MONTAGUE);
    assertThat(answer(pki.jdk(many))).startsWith("SIP/2.0 202 ");
  }

  /** A client that comes again shows no certificate, if its server remembers the first time. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void whoComesAgainHasStillProvenItself(String version) throws Exception {
    SSLContext client = pki.jdk(montague);
    for (int i = 0; i < 3; i++) {
      SSLSocket socket =
          (SSLSocket)
              client
                  .getSocketFactory()
                  .createSocket(PlainPeer.LOOPBACK, bridge.address(Transport.TLS).getPort());
      socket.setEnabledProtocols(new String[] {version});
      try (PlainClient connected = new PlainClient(socket)) {
        connected.write(message(JULIET, "again" + i, "x"));
        assertThat(connected.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      }
    }
  }

  @Test
  void withoutACertificateItIsNobody() throws Exception {
    assertRefused(pki.jdk());
  }

  @Test
  void theCertificateOfAnotherDomainIsNotItsOwn() throws Exception {
    assertRefused(pki.jdk(pki.forNames("verona.example")));
    assertRefused(pki.jdk(pki.forNames("sip.montague.example")));
    assertRefused(pki.jdk(pki.wildcard("*.example")));
    assertRefused(pki.jdk(pki.identity(b -> b.subject("CN=" + MONTAGUE))));
    assertRefused(pki.jdk(pki.identity(b -> b.addSanIpAddress(PlainPeer.LOOPBACK))));
    Identity user = pki.identity(b -> b.addSanUriName(URI.create("sip:romeo@" + MONTAGUE)));
    assertRefused(pki.jdk(user));
  }

  @Test
  void anExpiredCertificateAndOneOfAnUnknownAuthorityProveNothing() throws Exception {
    assertRefused(pki.jdk(pki.expired(MONTAGUE)));
    assertRefused(trustingOurs(other.forNames(MONTAGUE)));
  }

  @Test
  void inClearTextItIsNobodyAndOtherDomainsAreTaken() throws Exception {
    String answer =
        PlainClient.exchange(
            bridge.address(Transport.UDP),
            message(JULIET, "udp", "x").replace("SIP/2.0/TCP", "SIP/2.0/UDP"));
    assertThat(answer).startsWith("SIP/2.0 403 ");
    try (PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      client.write(message(JULIET, "tcp1", "x"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 403 ");
      client.write(message(JULIET, "tcp2", "x").replace("<sip:romeo@m", "<sip:romeo@x.m"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
    }
    assertThat(bridge.transport().status().unproven()).isEqualTo(2);
  }

  /** However the domain is written, the mapping makes one of it. */
  @Test
  void noSpellingOfTheDomainGetsBy() throws Exception {
    try (PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
      for (String from :
          List.of(
              "sip:romeo@MONTAGUE.Example",
              "sip:romeo@montague.example.",
              "sip:romeo@montague.example:5060;transport=tcp",
              "SIP:romeo@montague.example",
              "sips:romeo@montague.example",
              "im:romeo@montague.example",
              "im:romeo@Montague.example.",
              "IM:romeo@montague.example")) {
        client.write(
            message(JULIET, "f" + ++messages, "x")
                .replace("<sip:romeo@montague.example>", "<" + from + ">"));
        assertThat(client.read().orElseThrow()).as(from).startsWith("SIP/2.0 403 ");
      }
    }
    assertThat(bridge.arrivedCount()).isZero();
  }

  @Test
  @Requirement("2779-5.1.1-1")
  void presenceOfADomainIsNotPassedOnFromAConnectionThatDoesNotProveIt() throws Exception {
    Keeper keeper = new Keeper();
    Bridge watching = entered(new Bridge(keeper, pki.files(capulet, MONTAGUE, MUTUAL)));
    String notify =
        "NOTIFY sip:juliet@capulet.example SIP/2.0\r\n"
            + "Via: SIP/2.0/TLS client.montague.example;branch=z9hG4bKn1;rport\r\n"
            + "Max-Forwards: 70\r\nFrom: <sip:romeo@montague.example>;tag=a\r\n"
            + "To: <sip:juliet@capulet.example>;tag=b\r\nCall-ID: n1\r\nCSeq: 1 NOTIFY\r\n"
            + "Event: presence\r\nSubscription-State: active;expires=60\r\n"
            + "Contact: <sip:127.0.0.1>\r\nContent-Length: 0\r\n\r\n";
    InetSocketAddress there = watching.address(Transport.TLS);
    try (PlainClient client = new PlainClient(socket(pki.jdk(), there))) {
      client.write(notify);
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 403 ");
      client.write(
          notify.replace("NOTIFY", "SUBSCRIBE").replace(";tag=b", "").replace("bKn1", "bKs1"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 403 ");
    }
    try (PlainClient client = new PlainClient(socket(pki.jdk(montague), there))) {
      client.write(notify.replace("bKn1", "bKn2"));
      // taken, and then known to belong to no subscription
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 481 ");
    }
  }

  @Test
  void theSameCertificateIsMoreOrLessFromOneReadingOfTheFilesToTheNext() throws Exception {
    Identity own = other.selfSigned(b -> b.addSanDnsName(MONTAGUE));
    Path pins = directory.resolve("montague.pins");
    Files.writeString(pins, "sha256/" + other.pin(own));
    PeerTls pinned = new PeerTls(true, Optional.empty(), Set.of(), Optional.of(pins));
    bridge = bridge(pki.files(capulet, MONTAGUE, pinned));
    InetSocketAddress there = bridge.address(Transport.TLS);
    try (PlainClient client = new PlainClient(socket(trustingOurs(own), there))) {
      client.write(message(JULIET, "p1", "x"));
      assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      Files.writeString(pins, "sha256/" + pki.pin(montague)); // theirs was stolen
      Files.setLastModifiedTime(pins, FileTime.from(Instant.ofEpochSecond(1_000_000)));
      Eventually.isTrue(
          () -> {
            client.write(message(JULIET, "p" + ++messages + "x", "x"));
            return client.read().orElseThrow().startsWith("SIP/2.0 403 ");
          });
    }
  }

  @Test
  void whoMustProveSomethingDoesNotGetInWithout() throws Exception {
    TlsFiles usual = pki.files(capulet);
    bridge =
        bridge(
            new TlsFiles(
                usual.identity(),
                usual.authorities(),
                Clients.REQUIRED,
                Map.of(),
                TlsFiles.USUAL_LOOK));
    assertThat(answer(pki.jdk(pki.forNames("verona.example")))).startsWith("SIP/2.0 202 ");
    for (SSLContext stranger :
        List.of(
            pki.jdk(),
            pki.jdk(pki.expired(MONTAGUE)),
            pki.jdk(pki.identity(b -> b.subject("CN=" + MONTAGUE))),
            trustingOurs(other.forNames(MONTAGUE)))) {
      assertThat(isLetIn(stranger)).isFalse();
    }
    Eventually.isTrue(() -> bridge.transport().status().ended(ConnectionEnd.TLS) == 4);
  }

  @Test
  void weShowWhoWeAreToAServerThatAsks() throws Exception {
    try (PlainPeer peer = PlainPeer.asking(pki.jdk(montague), ok())) {
      bridge.reaching(peer.address(), Transport.TLS);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(((X509Certificate) peer.clients().get(0)).getSubjectAlternativeNames())
          .containsExactly(List.of(2, "capulet.example"));
    }
  }

  @Test
  void aServerOfAPinnedDomainIsBelievedByItsKeyAlone() throws Exception {
    Identity own = other.selfSigned(b -> b.addSanDnsName(MONTAGUE));
    try (PlainPeer right = PlainPeer.tls(other.jdk(own), ok());
        PlainPeer wrong = PlainPeer.tls(pki.jdk(montague), ok())) {
      Bridge pinning = bridge(pki.files(capulet, MONTAGUE, pinned(other.pin(own))));
      pinning.reaching(right.address(), Transport.TLS);
      assertThat(pinning.send("x").status()).isEqualTo(Status.SUCCESS);
      Bridge strict = bridge(pki.files(capulet, MONTAGUE, pinned(other.pin(own))));
      strict.reaching(wrong.address(), Transport.TLS);
      assertThat(((Failure.Refused) Bridge.failure(strict.send("x"))).text())
          .contains("its key is none of those that are pinned; it has sha256/" + pki.pin(montague));
      assertThat(wrong.waitingRequests()).isZero();
    }
  }

  @Test
  void theAuthoritiesOfADomainTakeThePlaceOfTheUsualOnes() throws Exception {
    PeerTls theirs =
        new PeerTls(false, Optional.of(other.authorities()), Set.of(), Optional.empty());
    try (PlainPeer right = PlainPeer.tls(other.jdk(other.forNames(MONTAGUE)), ok());
        PlainPeer wrong = PlainPeer.tls(pki.jdk(montague), ok())) {
      Bridge trusting = bridge(pki.files(capulet, MONTAGUE, theirs));
      trusting.reaching(right.address(), Transport.TLS);
      assertThat(trusting.send("x").status()).isEqualTo(Status.SUCCESS);
      Bridge strict = bridge(pki.files(capulet, MONTAGUE, theirs));
      strict.reaching(wrong.address(), Transport.TLS);
      assertThat(((Failure.Refused) Bridge.failure(strict.send("x"))).text())
          .contains("its certificate leads to no authority that is trusted here");
    }
  }

  /** The connection stays open, and nothing more goes over it. */
  @Test
  void aServerWhosePinIsTakenOutGetsNothingMore() throws Exception {
    Identity own = other.selfSigned(b -> b.addSanDnsName(MONTAGUE));
    Path pins = directory.resolve("out.pins");
    Files.writeString(pins, "sha256/" + other.pin(own));
    PeerTls pinned = new PeerTls(false, Optional.empty(), Set.of(), Optional.of(pins));
    try (PlainPeer peer = PlainPeer.tls(other.jdk(own), ok())) {
      Bridge pinning = bridge(pki.files(capulet, MONTAGUE, pinned));
      pinning.reaching(peer.address(), Transport.TLS);
      assertThat(pinning.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(pinning.send("y").status()).isEqualTo(Status.SUCCESS);
      assertThat(peer.connections()).isEqualTo(1);
      Files.writeString(pins, "sha256/" + pki.pin(montague));
      Files.setLastModifiedTime(pins, FileTime.from(Instant.ofEpochSecond(1_000_000)));
      Eventually.isTrue(() -> pinning.send("z").status() == Status.FAILURE);
      int taken = peer.waitingRequests();
      assertThat(pinning.send("z").status()).isEqualTo(Status.FAILURE);
      assertThat(peer.waitingRequests()).isEqualTo(taken);
    }
  }

  @Test
  void aRenewedCertificateIsShownToWhoComesAndWhoIsThereStays() throws Exception {
    InetSocketAddress there = bridge.address(Transport.TLS);
    try (PlainClient early = new PlainClient(socket(pki.jdk(montague), there))) {
      Identity renewed = pki.forNames("capulet.example", "new.capulet.example");
      Files.copy(renewed.certificate(), capulet.certificate(), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(renewed.key(), capulet.key(), StandardCopyOption.REPLACE_EXISTING);
      Eventually.isTrue(
          () -> {
            try (SSLSocket late = socket(pki.jdk(), there)) {
              X509Certificate shown = (X509Certificate) late.getSession().getPeerCertificates()[0];
              return shown.getSubjectAlternativeNames().size() == 2;
            }
          });
      early.write(message(JULIET, "early", "x"));
      assertThat(early.read().orElseThrow()).startsWith("SIP/2.0 202 ");
    }
  }

  @Test
  void twoBridgesProveThemselvesToEachOther() throws Exception {
    Bridge there = bridge(pki.files(montague, "capulet.example", MUTUAL));
    bridge.reaching(there.address(Transport.TLS), Transport.TLS);
    assertThat(bridge.send("O Romeo").status()).isEqualTo(Status.INDETERMINANT);
    there.takeArrived();
    Bridge forger = bridge(pki.files(pki.forNames("verona.example")));
    forger.reaching(there.address(Transport.TLS), Transport.TLS);
    assertThat(Bridge.failure(forger.send("as if Juliet wrote")))
        .isInstanceOfSatisfying(
            Failure.SipAnswer.class, answer -> assertThat(answer.status()).isEqualTo(403));
    assertThat(there.arrivedCount()).isZero();
  }

  private void assertRefused(SSLContext client) throws Exception {
    long before = bridge.transport().status().unproven();
    String answer = answer(client);
    assertThat(answer).startsWith("SIP/2.0 403 ");
    assertThat(header(answer, "Warning"))
        .isEqualTo("399 porin \"montague.example speaks only by TLS with a certificate for it\"");
    assertThat(bridge.transport().status().unproven()).isEqualTo(before + 1);
    assertThat(bridge.arrivedCount()).isZero();
  }

  /** To a message of Romeo over a connection of its own. */
  private String answer(SSLContext client) throws Exception {
    try (PlainClient connected = new PlainClient(socket(client, bridge.address(Transport.TLS)))) {
      connected.write(message(JULIET, "m" + ++messages, "x"));
      return connected.read().orElseThrow();
    }
  }

  /** By TLS 1.3 a client learns only with the first answer that it is not let in. */
  private boolean isLetIn(SSLContext client) {
    try {
      return answer(client).startsWith("SIP/2.0 ");
    } catch (Exception e) {
      return false;
    }
  }

  private static SSLSocket socket(SSLContext client, InetSocketAddress there) throws Exception {
    SSLSocket socket =
        (SSLSocket) client.getSocketFactory().createSocket(there.getAddress(), there.getPort());
    socket.startHandshake();
    return socket;
  }

  /** A client that shows what another authority vouches for, if any, and believes ours. */
  private SSLContext trustingOurs(Identity identity) throws Exception {
    return other.jdk(identity, pki);
  }

  private Bridge bridge(TlsFiles files) throws Exception {
    Patience usual = Patience.DEFAULT;
    Patience patience =
        new Patience(
            usual.answer(),
            usual.connect(),
            usual.firstMessage(),
            usual.message(),
            usual.unsent(),
            usual.idle(),
            usual.keepAlive(),
            Duration.ZERO,
            usual.dialect());
    return entered(new Bridge(Limits.DEFAULT, patience, files));
  }

  private Bridge entered(Bridge made) {
    open.add(made);
    return made;
  }

  private static PeerTls pinned(KeyPin pin) {
    return new PeerTls(false, Optional.empty(), Set.of(pin), Optional.empty());
  }

  private static PlainPeer.Script ok() {
    return request -> response(request, "200 OK");
  }
}
