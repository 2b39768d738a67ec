package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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

  private String domains() throws Exception {
    return SipDomains.of(tls.current().certificate().orElseThrow()).names().get(0);
  }

  /** Whatever the grain of the file system's times is, the change shows. */
  private void replace(Path old, Path renewed) throws Exception {
    Files.copy(renewed, old, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(old, FileTime.from(Instant.ofEpochSecond(1_000_000 + ++changes)));
  }
}
