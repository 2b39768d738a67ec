package org.porin.daemon;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.porin.trust.AssertionPolicy;
import org.porin.trust.AssertionPolicy.Demand;
import org.porin.trust.Es256;
import org.porin.trust.KeyDirectory;
import org.porin.trust.SigningKey;

/** What would be said of who speaks, and has to be said of it, for {@code porin trace}. */
record SpeakerTrace(Configuration configuration) {
  /** Of a message of a served domain. Reads the keys. */
  List<String> signed(String domain) {
    if (configuration.trust().keys().isEmpty()) {
      return List.of("nobody: trust.keys is not set");
    }
    Optional<SigningKey> key;
    try {
      key =
          KeyDirectory.open(configuration.trust().keys().get(), Es256.open())
              .at(domain, Instant.now());
    } catch (IOException e) {
      return List.of("nobody: " + e.getMessage());
    }
    if (key.isEmpty()) {
      return List.of("nobody: no key signs for " + domain + " now (porin keys list)");
    }
    LocalProof proof = LocalProof.of(configuration);
    return List.of(
        domain + ", attestation " + proof.attestation() + ": " + proof.why(),
        "its certificate is at " + key.get().x5u(),
        "by an Identity header field over a connection; where it has no room, nobody");
  }

  /** Of a message of a foreign domain. */
  List<String> wanted(String domain) {
    AssertionPolicy policy = configuration.assertions().of(domain);
    List<String> lines = new ArrayList<>();
    lines.add(
        switch (policy.demand()) {
          case REQUIRE -> "somebody who may: without a signature it is refused, 428";
          case PREFER -> "a signature is verified where there is one";
          case IGNORE -> "nobody: signatures are not looked at";
        });
    if (policy.demand() != Demand.REQUIRE) {
      lines.add("unsigned is taken: " + words(policy));
    }
    if (policy.demand() != Demand.IGNORE) {
      lines.add("attestation " + policy.least() + " at least; by " + signers(domain, policy));
    }
    return lines;
  }

  private static String signers(String domain, AssertionPolicy policy) {
    List<String> signers = new ArrayList<>(List.of(domain));
    policy.signers().stream().sorted().forEach(signers::add);
    return String.join(", ", signers);
  }

  private static String words(AssertionPolicy policy) {
    return policy.unsigned().isEmpty()
        ? "nothing"
        : policy.unsigned().stream()
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .sorted()
            .collect(Collectors.joining(", "));
  }
}
