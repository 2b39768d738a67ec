package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.component.ComponentCheck;
import org.porin.component.ComponentSecret;
import org.porin.component.ComponentSettings;
import org.porin.component.LinkEnd;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.LinkTimes;
import org.porin.component.LinkTls;
import org.porin.component.TrustAnchors;
import org.porin.stanza.StanzaLimits;
import org.testcontainers.containers.GenericContainer;

/** Component links under TLS to real servers, set as docs/prosody.md and docs/ejabberd.md say. */
@RequiresDocker
class ComponentTlsInterop {
  private static final String DOMAIN = "montague.example";
  private static final String SERVER = "capulet.example"; // what its certificate is for
  private static final LinkTimes PATIENT =
      new LinkTimes(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10));

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
    return ComponentCheck.run(
        new ComponentSettings(
            DOMAIN,
            server.getHost(),
            server.getMappedPort(Containers.COMPONENT_TLS_PORT),
            tls,
            new ComponentSecret(secret),
            SERVER,
            PATIENT,
            StanzaLimits.DEFAULT,
            ComponentSettings.DEFAULT_QUEUE_OCTETS));
  }
}
