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

/** Looks at the keys that this bridge signs with, and at whom it believes. Reads files. */
final class TrustCheck {
  private static final Duration SOON = Duration.ofDays(14);

  private final Configuration configuration;
  private final Instant now;

  TrustCheck(Configuration configuration, InstantSource clock) {
    this.configuration = configuration;
    this.now = clock.instant();
  }

  /** None where nothing is set. */
  List<Finding> findings() {
    TrustSettings settings = configuration.trust();
    if (settings.equals(TrustSettings.NONE)) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    try {
      List<ScheduledKey> keys = Trust.read(settings);
      findings.add(Finding.right("files of [trust]: they can be used"));
      keys.forEach(key -> readers(key).ifPresent(findings::add));
      if (settings.keys().isPresent()) {
        for (String domain : configuration.xmpp().served()) {
          findings.add(signing(keys, domain));
          found(settings.keys().get(), domain).ifPresent(findings::add);
        }
      }
    } catch (IOException e) {
      findings.add(
          Finding.wrong("files of [trust]: " + e.getMessage(), "Correct the key, or the file"));
    }
    return findings;
  }

  private Finding signing(List<ScheduledKey> keys, String domain) {
    List<ScheduledKey> its = keys.stream().filter(key -> key.domain().equals(domain)).toList();
    Optional<ScheduledKey> signing =
        its.stream().filter(key -> key.state(now) == KeyState.SIGNING).findFirst();
    if (signing.isEmpty()) {
      return Finding.wrong(
          "served domain " + domain + ": nothing is signed for it",
          "Make a key: porin keys generate " + domain);
    }
    String what = "served domain " + domain + ": signed for until " + signing.get().until();
    boolean followed = its.stream().anyMatch(key -> key.state(now) == KeyState.PUBLISHED);
    return signing.get().until().isBefore(now.plus(SOON)) && !followed
        ? Finding.note(what, "Make the key that follows: porin keys rotate " + domain)
        : Finding.right(what);
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
