package org.porin.trust;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an operator keeps what TLS needs. All files are PEM.
 *
 * @param identity what this bridge shows; without one it speaks TLS as a client only
 * @param authorities the certificates that peers' chains must lead to; without it those of the
 *     system
 */
public record TlsFiles(Optional<Identity> identity, Optional<Path> authorities) {
  /** Nothing to show, and the system's authorities. */
  public static final TlsFiles NONE = new TlsFiles(Optional.empty(), Optional.empty());

  /**
   * What a TLS server shows.
   *
   * @param certificate the bridge's certificate, and behind it those that lead to an authority
   * @param key its private key, not encrypted, in PKCS #8 ({@code BEGIN PRIVATE KEY})
   */
  public record Identity(Path certificate, Path key) {}
}
