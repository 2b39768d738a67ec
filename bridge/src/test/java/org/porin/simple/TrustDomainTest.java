package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.PlainClient.message;
import static org.porin.simple.PlainPeer.response;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Response.Status;
import org.porin.requirement.Requirement;
import org.porin.resolve.Transport;
import org.porin.simple.TrustDomain.Member;
import org.porin.trust.Pki;
import org.porin.trust.TlsFiles;

/** P-Asserted-Identity on the wire, between hops that have proven who they are and others. */
@Timeout(60)
class TrustDomainTest {
  private static final String JULIET = "sip:juliet@capulet.example";
  private static final String ASSERTED = "P-Asserted-Identity: <sip:romeo@montague.example>\r\n";

  private final Pki pki;
  private final TlsFiles.Identity montague;
  private final Bridge bridge;
  private int messages;

  TrustDomainTest(@TempDir Path directory) throws Exception {
    pki = new Pki(directory);
    montague = pki.forNames("montague.example");
    Member member = new Member(Set.of(), Attestation.C);
    bridge =
        new Bridge(
            pki.files(pki.forNames("capulet.example")),
            new TrustDomain(Set.of("capulet.example"), Map.of("montague.example", member)));
  }

  @AfterEach
  void stop() {
    bridge.close();
  }

  @Test
  @Requirement({"3325-4-1", "3325-5-3", "3325-12-1"})
  void aPeerWithItsCertificateIsToldWhoSends() throws Exception {
    try (PlainPeer peer =
        PlainPeer.tls(pki.jdk(montague), request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TLS);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(peer.takeRequest())
          .contains("P-Asserted-Identity: <sip:juliet@capulet.example>\r\n");
    }
  }

  @Test
  @Requirement({"3325-5-5", "3325-7-1", "3325-12-1"})
  void thatGoesInClearTextToNobody() throws Exception {
    try (PlainPeer peer = PlainPeer.tcp(request -> response(request, "200 OK"))) {
      bridge.reaching(peer.address(), Transport.TCP);
      assertThat(bridge.send("x").status()).isEqualTo(Status.SUCCESS);
      assertThat(peer.takeRequest()).doesNotContain("P-Asserted-Identity");
    }
  }

  @Test
  @Requirement("3325-5-2")
  void whatAPeerWithItsCertificateAssertsIsBelieved() throws Exception {
    assertThat(answer(pki.jdk(montague), ASSERTED)).startsWith("SIP/2.0 202 ");
    Assertion assertion = bridge.takeArrived().origin().assertion().orElseThrow();
    assertThat(assertion.attestation()).isEqualTo(Attestation.B);
    assertThat(assertion.signer()).isEqualTo("montague.example");
  }

  @Test
  @Requirement({"3325-5-1", "3325-6-1", "3325-8-1"})
  void whatAnybodyElseAssertsIsAsIfItWereNotThere() throws Exception {
    String other = ASSERTED.replace("romeo", "prince");
    SSLContext verona = pki.jdk(pki.forNames("verona.example"));
    for (String header : new String[] {ASSERTED, other, other.replace("Asserted", "Preferred")}) {
      assertThat(answer(verona, header)).startsWith("SIP/2.0 202 ");
      assertThat(bridge.takeArrived().origin().assertion()).isEmpty();
      try (PlainClient client = new PlainClient(bridge.address(Transport.TCP))) {
        client.write(request(header));
        assertThat(client.read().orElseThrow()).startsWith("SIP/2.0 202 ");
      }
      assertThat(bridge.takeArrived().origin().assertion()).isEmpty();
    }
  }

  @Test
  void whoseNetworkNamesSomebodyElseIsRefused() throws Exception {
    String tybalt = ASSERTED.replace("romeo", "tybalt");
    assertThat(answer(pki.jdk(montague), tybalt)).startsWith("SIP/2.0 403 ");
    assertThat(answer(pki.jdk(montague), tybalt + "Privacy: id\r\n")).startsWith("SIP/2.0 202 ");
    assertThat(bridge.takeArrived().origin().assertion()).isEqualTo(Optional.empty());
  }

  private String answer(SSLContext client, String header) throws Exception {
    InetSocketAddress there = bridge.address(Transport.TLS);
    SSLSocket socket =
        (SSLSocket) client.getSocketFactory().createSocket(there.getAddress(), there.getPort());
    socket.startHandshake();
    try (PlainClient connected = new PlainClient(socket)) {
      connected.write(request(header));
      return connected.read().orElseThrow();
    }
  }

  private String request(String header) {
    return message(JULIET, "pai" + ++messages, "x", header.strip().split("\r\n"));
  }
}
