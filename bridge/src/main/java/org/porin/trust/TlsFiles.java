package org.porin.trust;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What TLS needs of an operator, most of it files. All of them are PEM, but for those with pins.
 *
 * @param identity what this bridge shows; without one it speaks TLS as a client only
 * @param authorities the certificates that peers' chains must lead to; without it those of the
 *     system
 * @param clients what is asked of who connects
 * @param peers what holds for single domains, in lower case and A-labels
 * @param look how often it is seen whether one of the files was changed
 */
public record TlsFiles(
    Optional<Identity> identity,
    Optional<Path> authorities,
    Clients clients,
    Map<String, PeerTls> peers,
    Duration look) {
  /** Soon enough for a certificate, and for a key that is not to be believed any more. */
  public static final Duration USUAL_LOOK = Duration.ofMinutes(1);

  /** Nothing to show, and the system's authorities. */
  public static final TlsFiles NONE = new TlsFiles(Optional.empty(), Optional.empty());

  public TlsFiles {
    peers = Map.copyOf(peers);
    if (look.isNegative() || look.isZero()) {
      throw new IllegalArgumentException("a time between two looks is positive");
    }
  }

  /** With nothing that holds for single domains. */
  public TlsFiles(Optional<Identity> identity, Optional<Path> authorities) {
    this(identity, authorities, Clients.OPTIONAL, Map.of(), USUAL_LOOK);
  }

  /** What holds for a domain in lower case and A-labels. */
  public PeerTls peer(String domain) {
    return peers.getOrDefault(domain, PeerTls.NONE);
  }

  /** The paths of all files that are set. */
  List<Path> paths() {
    List<Path> paths = new ArrayList<>();
    identity.ifPresent(each -> paths.add(each.certificate()));
    identity.ifPresent(each -> paths.add(each.key()));
    authorities.ifPresent(paths::add);
    for (PeerTls peer : peers.values()) {
      peer.authorities().ifPresent(paths::add);
      peer.pinFile().ifPresent(paths::add);
    }
    return paths;
  }

  /**
   * What this bridge shows, to clients and to servers that ask.
   *
   * @param certificate the bridge's certificate, and behind it those that lead to an authority
   * @param key its private key, not encrypted, in PKCS #8 ({@code BEGIN PRIVATE KEY})
   */
  public record Identity(Path certificate, Path key) {}

  /** Whether a client that proves no domain may connect by TLS (RFC 5922 §7.4). */
  public enum Clients {
    /** It may; what it sends is from nobody in particular. */
    OPTIONAL,
    /** It may not. */
    REQUIRED
  }
}
