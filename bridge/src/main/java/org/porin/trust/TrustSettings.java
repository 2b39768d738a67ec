package org.porin.trust;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator says of keys and certificates of those who speak.
 *
 * @param keys what this bridge signs with; empty where it signs nothing
 * @param publication where this bridge itself publishes its certificates; empty where another
 *     server does
 * @param anchors a PEM file, or a directory of those, with the certificates that paths must lead
 *     to; empty where only pins and own keys are believed
 * @param hosts from which a certificate may be fetched for any domain, and by {@code http}; in
 *     A-labels
 * @param networks that certificates may be fetched from though they are not public
 */
public record TrustSettings(
    Optional<Keys> keys,
    Optional<Publication> publication,
    Optional<Path> anchors,
    Set<String> hosts,
    List<IpNetwork> networks) {
  /** Signs nothing and believes nobody. */
  public static final TrustSettings NONE =
      new TrustSettings(Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), List.of());

  public TrustSettings {
    hosts = Set.copyOf(hosts);
    networks = List.copyOf(networks);
  }

  /**
   * Keys of this bridge.
   *
   * @param directory where they lie
   * @param base where their certificates are found by others
   */
  public record Keys(Path directory, X5uBase base) {}

  /**
   * An HTTPS server of this bridge.
   *
   * @param address where it listens
   * @param identity what it shows, in PEM
   */
  public record Publication(InetSocketAddress address, TlsFiles.Identity identity) {}
}
