package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is renewed under a running bridge. */
class RenewedTlsTest {
  private final Pki pki;
  private final TlsFiles.Identity used;
  private final RenewedTls tls;
  private int changes;

  RenewedTlsTest(@TempDir Path directory) throws Exception {
    pki = new Pki(directory);
    used = pki.forNames("capulet.example");
    tls = RenewedTls.open(pki.files(used));
  }

  @Test
  void whatIsNotChangedIsNotReadAgain() {
    TlsContexts before = tls.current();
    tls.refresh();
    assertThat(tls.current()).isSameAs(before);
  }

  @Test
  void aRenewedCertificateIsUsedFromThenOn() throws Exception {
    TlsFiles.Identity renewed = pki.forNames("verona.example");
    replace(used.certificate(), renewed.certificate());
    tls.refresh(); // the key is not there yet
    assertThat(domains()).isEqualTo("capulet.example");
    replace(used.key(), renewed.key());
    tls.refresh();
    assertThat(domains()).isEqualTo("verona.example");
  }

  @Test
  void aFileThatIsGoneChangesNothing() throws Exception {
    Files.delete(used.key());
    tls.refresh();
    assertThat(domains()).isEqualTo("capulet.example");
  }

  @Test
  void aPinThatIsTakenOutOfItsFileIsBelievedNoMore(@TempDir Path pins) throws Exception {
    TlsFiles.Identity old = pki.selfSigned(names -> names.addSanDnsName("montague.example"));
    TlsFiles.Identity next = pki.selfSigned(names -> names.addSanDnsName("montague.example"));
    Path file = pins.resolve("montague.pins");
    Files.writeString(
        file, "# both for now\nsha256/%s\n%s # next\n".formatted(pki.pin(old), pki.pin(next)));
    PeerTls pinned = new PeerTls(false, Optional.empty(), Set.of(), Optional.of(file));
    RenewedTls renewed = RenewedTls.open(pki.files(used, "montague.example", pinned));
    assertThat(proven(renewed, old)).isTrue();
    Files.writeString(file, "sha256/" + pki.pin(next));
    changed(file);
    renewed.refresh();
    assertThat(proven(renewed, old)).isFalse();
    assertThat(proven(renewed, next)).isTrue();
    Files.writeString(file, "sha256/" + pki.pin(old) + "\nno pin\n");
    changed(file);
    renewed.refresh(); // and what was there before stays in use
    assertThat(proven(renewed, old)).isFalse();
    assertThat(proven(renewed, next)).isTrue();
  }

  @Test
  void authoritiesOfOnePeerAreReadAgainToo(@TempDir Path elsewhere) throws Exception {
    Pki montague = new Pki(elsewhere);
    TlsFiles.Identity theirs = montague.forNames("montague.example");
    Path file = elsewhere.resolve("ca.pem");
    Files.copy(pki.authorities(), file);
    PeerTls own = new PeerTls(false, Optional.of(file), Set.of(), Optional.empty());
    RenewedTls renewed = RenewedTls.open(pki.files(used, "montague.example", own));
    List<X509Certificate> chain = montague.chain(theirs);
    assertThat(renewed.current().trust().proof(chain).domains().names()).isEmpty();
    replace(file, montague.authorities());
    renewed.refresh();
    assertThat(renewed.current().trust().proof(chain).domains().names())
        .containsExactly("montague.example");
  }

  private boolean proven(RenewedTls tls, TlsFiles.Identity identity) {
    return tls.current().trust().proof(pki.chain(identity)).domains().contain("montague.example");
  }

  private String domains() throws Exception {
    return SipDomains.of(tls.current().certificate().orElseThrow()).names().get(0);
  }

  /** Whatever the grain of the file system's times is, the change shows. */
  private void replace(Path old, Path renewed) throws Exception {
    Files.copy(renewed, old, StandardCopyOption.REPLACE_EXISTING);
    changed(old);
  }

  private void changed(Path old) throws Exception {
    Files.setLastModifiedTime(old, FileTime.from(Instant.ofEpochSecond(1_000_000 + ++changes)));
  }
}
