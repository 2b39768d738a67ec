package org.porin.trust;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator says of TLS with one foreign domain, beyond what holds for all.
 *
 * @param mutual whether the domain has to prove itself by a certificate in whatever it sends, and
 *     is shown ours
 * @param authorities the certificates that its chain must lead to, in place of those that hold for
 *     all: a file in PEM
 * @param pins of the keys one of which its certificate must have
 * @param pinFile more of them, one a line; a file that may change under a running bridge
 */
public record PeerTls(
    boolean mutual, Optional<Path> authorities, Set<KeyPin> pins, Optional<Path> pinFile) {
  /** Nothing that does not hold for all. */
  public static final PeerTls NONE =
      new PeerTls(false, Optional.empty(), Set.of(), Optional.empty());

  public PeerTls {
    pins = Set.copyOf(pins);
  }

  /** Whether its certificates are judged by a rule of its own. */
  public boolean hasRule() {
    return authorities.isPresent() || isPinned();
  }

  /** Whether only certain keys are believed. */
  public boolean isPinned() {
    return !pins.isEmpty() || pinFile.isPresent();
  }
}
