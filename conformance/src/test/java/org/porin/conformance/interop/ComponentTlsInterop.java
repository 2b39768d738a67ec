package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.address.AddressMapping;
import org.porin.component.ComponentCheck;
import org.porin.component.ComponentLinks;
import org.porin.component.ComponentSecret;
import org.porin.component.ComponentSettings;
import org.porin.component.LinkEnd;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.LinkTimes;
import org.porin.component.LinkTls;
import org.porin.component.TrustAnchors;
import org.porin.component.WireLog;
import org.porin.stanza.StanzaLimits;
import org.testcontainers.containers.GenericContainer;

/** Component links under TLS to real servers, set as docs/prosody.md and docs/ejabberd.md say. */
@RequiresDocker
class ComponentTlsInterop {
  private static final String DOMAIN = "montague.example";
  private static final String SERVER = "capulet.example"; // what its certificate is for
  private static final Stage STAGE = new Stage();
  private static GenericContainer<?> prosody;
  private static GenericContainer<?> ejabberd;

  @TempDir private static Path directory;

  @BeforeAll
  static void raiseTheCurtain() throws Exception {
    prosody = STAGE.enter(Containers.prosodyUnderTls(DOMAIN));
    ejabberd = STAGE.enter(Containers.ejabberdUnderTls(DOMAIN));
    prosody.start();
    ejabberd.start();
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @Test
  void prosodyIsBelievedByItsAuthorityAndAcceptsTheHandshake() throws Exception {
    LinkTls tls = verified(prosody, "/var/lib/prosody/certificate.pem", SERVER);
    assertThat(check(prosody, tls, Containers.SECRET)).isEmpty();
    assertThat(check(prosody, tls, "wrong")).map(LinkEnd::cause).contains(Cause.NOT_AUTHORIZED);
  }

  @Test
  void ejabberdIsBelievedByItsAuthorityAndAcceptsTheHandshake() throws Exception {
    LinkTls tls = verified(ejabberd, "/opt/ejabberd/certificate.pem", SERVER);
    assertThat(check(ejabberd, tls, Containers.SECRET)).isEmpty();
    assertThat(check(ejabberd, tls, "wrong")).map(LinkEnd::cause).contains(Cause.NOT_AUTHORIZED);
  }

  @Test
  void stanzasCrossBothWaysUnderTls() throws Exception {
    for (GenericContainer<?> server : List.of(prosody, ejabberd)) {
      String certificate =
          server == prosody ? "/var/lib/prosody/certificate.pem" : "/opt/ejabberd/certificate.pem";
      LinkTls tls = verified(server, certificate, SERVER);
      var links =
          new ComponentLinks(
              List.of(settings(server, tls, Containers.SECRET, Duration.ofSeconds(1))),
              new AddressMapping(Set.of(SERVER), Set.of(DOMAIN), Optional.empty()),
              "test",
              WireLog.NONE,
              Clock.systemUTC(),
              new SecureRandom());
      try (links) {
        links.start(operation -> CompletableFuture.failedStage(new IllegalStateException()));
        // Idle, it pings (XEP-0199); what comes back is the server's answer, through its router.
        Await.until(
            "answers to pings under TLS",
            Duration.ofSeconds(30),
            () -> links.statuses().get(0).traffic().stanzasIn() >= 3);
        assertThat(links.statuses().get(0).traffic().connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void neitherIsBelievedForAnotherNameOrByAnotherAuthority() throws Exception {
    LinkTls prosodys = verified(prosody, "/var/lib/prosody/certificate.pem", "localhost");
    assertThat(check(prosody, prosodys, Containers.SECRET))
        .map(LinkEnd::cause)
        .contains(Cause.UNTRUSTED);
    LinkTls others = verified(ejabberd, "/opt/ejabberd/certificate.pem", SERVER);
    assertThat(check(prosody, others, Containers.SECRET))
        .map(LinkEnd::cause)
        .contains(Cause.UNTRUSTED);
    assertThat(check(ejabberd, prosodys, Containers.SECRET))
        .map(LinkEnd::cause)
        .contains(Cause.UNTRUSTED);
  }

  @Test
  void aLinkInClearIsToldThatThePortMayWantTls() {
    assertThat(check(prosody, LinkTls.NONE, Containers.SECRET).orElseThrow().toString())
        .contains("component.tls");
    assertThat(check(ejabberd, LinkTls.NONE, Containers.SECRET).orElseThrow().toString())
        .contains("component.tls");
  }

  private static LinkTls verified(GenericContainer<?> server, String certificate, String name)
      throws IOException {
    Path copy = directory.resolve("anchor.pem");
    server.copyFileFromContainer(certificate, copy.toString());
    String pem = Files.readString(copy); // ejabberd has its key in front
    Files.writeString(copy, pem.substring(pem.indexOf("-----BEGIN CERTIFICATE")));
    return new LinkTls.Verified(name, TrustAnchors.read(copy));
  }

  private static Optional<LinkEnd> check(GenericContainer<?> server, LinkTls tls, String secret) {
    return ComponentCheck.run(settings(server, tls, secret, Duration.ofSeconds(30)));
  }

  private static ComponentSettings settings(
      GenericContainer<?> server, LinkTls tls, String secret, Duration idle) {
    return new ComponentSettings(
        DOMAIN,
        server.getHost(),
        server.getMappedPort(Containers.COMPONENT_TLS_PORT),
        tls,
        new ComponentSecret(secret),
        SERVER,
        new LinkTimes(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            idle,
            Duration.ofSeconds(20),
            Duration.ofSeconds(1)),
        StanzaLimits.DEFAULT,
        ComponentSettings.DEFAULT_QUEUE_OCTETS);
  }
}
