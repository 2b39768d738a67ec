package org.porin.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.trust.KeyState;
import org.porin.trust.ScheduledKey;
import org.porin.trust.Trust;
import org.porin.trust.TrustSettings;

/**
 * Looks for what will keep keys and anchors from their use tomorrow; what they do today is {@link
 * KeyCheck}'s. Reads files.
 */
final class TrustCheck {
  private static final Duration SOON = Duration.ofDays(14);

  private final Configuration configuration;
  private final Instant now;

  TrustCheck(Configuration configuration, InstantSource clock) {
    this.configuration = configuration;
    this.now = clock.instant();
  }

  /** None where nothing is set, or nothing is wrong. */
  List<Finding> findings() {
    TrustSettings settings = configuration.trust();
    List<Finding> findings = new ArrayList<>();
    try {
      List<ScheduledKey> keys = Trust.read(settings);
      for (ScheduledKey key : keys) {
        readers(key).ifPresent(findings::add);
        end(key, keys).ifPresent(findings::add);
      }
      for (String domain : configuration.xmpp().served()) {
        settings.keys().flatMap(each -> found(each, domain)).ifPresent(findings::add);
      }
    } catch (IOException e) {
      String what = "files of [trust]: " + e.getMessage();
      if (settings.keys().isEmpty()) { // else KeyCheck says it
        findings.add(Finding.wrong(what, "Correct the file, or the key that names it"));
      }
    }
    return findings;
  }

  private Optional<Finding> end(ScheduledKey key, List<ScheduledKey> keys) {
    boolean endsSoon = key.state(now) == KeyState.SIGNING && key.until().isBefore(now.plus(SOON));
    boolean followed =
        keys.stream()
            .filter(each -> each.domain().equals(key.domain()))
            .anyMatch(each -> each.state(now) == KeyState.PUBLISHED);
    return endsSoon && !followed
        ? Optional.of(
            Finding.note(
                "keys: that of " + key.domain() + " ends at " + key.until() + ", and none follows",
                "Make the one that follows: porin keys rotate " + key.domain()))
        : Optional.empty();
  }

  /** What peers would refuse to fetch from. */
  private static Optional<Finding> found(TrustSettings.Keys keys, String domain) {
    String host = keys.base().host();
    return host.equals(domain) || host.endsWith("." + domain)
        ? Optional.empty()
        : Optional.of(
            Finding.note(
                "trust.x5u: its host " + host + " does not lie in served domain " + domain,
                "Peers fetch from it only where they list it (trust.credential-hosts); a host below "
                    + domain
                    + " is found by all"));
  }

  private static Optional<Finding> readers(ScheduledKey key) {
    try {
      var permissions = Files.getPosixFilePermissions(key.file());
      boolean others =
          permissions.contains(PosixFilePermission.GROUP_READ)
              || permissions.contains(PosixFilePermission.OTHERS_READ);
      return others
          ? Optional.of(
              Finding.wrong(
                  key.file() + ": others than its owner can read it",
                  "Whoever reads it can speak for " + key.domain() + ": chmod 600, and rotate"))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // it was read a moment ago
    }
  }
}
