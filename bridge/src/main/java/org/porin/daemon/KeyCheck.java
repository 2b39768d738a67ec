package org.porin.daemon;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.passport.Attestation;
import org.porin.resolve.Resolver;
import org.porin.trust.AssertionPolicy;
import org.porin.trust.AssertionPolicy.Demand;
import org.porin.trust.CredentialRequest;
import org.porin.trust.Credentials;
import org.porin.trust.KeyPin;
import org.porin.trust.SigningKey;
import org.porin.trust.Trust;
import org.porin.trust.TrustSettings;

/**
 * Looks at what this bridge signs with, as its peers will: whether the certificate that stands at
 * the {@code x5u} is the one of the key. Reads files and waits for the network.
 */
final class KeyCheck {
  private static final String NOWHERE =
      "Right if this Porin itself is to serve it (trust.publish) and does not run yet; else put there"
          + " what \"porin keys publish\" writes";

  private final Configuration configuration;
  private final Resolver resolver;

  KeyCheck(Configuration configuration, Resolver resolver) {
    this.configuration = configuration;
    this.resolver = resolver;
  }

  /** None where nothing is set. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(believing());
    if (configuration.trust().keys().isEmpty()) {
      return findings;
    }
    LocalProof proof = LocalProof.of(configuration);
    String level = "your users are vouched for as " + proof.attestation() + ": " + proof.why();
    findings.add(
        proof.attestation() == Attestation.A
            ? Finding.right(level)
            : Finding.note(level, "Right if that is so; see docs/operating.md"));
    TrustSettings settings = configuration.trust();
    try (Trust own =
            Trust.open(reading(settings, settings.keys()), resolver::addresses, Instant::now);
        Trust peer =
            Trust.open(reading(settings, Optional.empty()), resolver::addresses, Instant::now)) {
      for (String domain : configuration.xmpp().served()) {
        findings.add(key(domain, own, peer));
      }
    } catch (IOException e) {
      findings.add(Finding.wrong("keys: " + e.getMessage(), "Correct [trust], or the file"));
    }
    return findings;
  }

  private static Finding key(String domain, Trust own, Trust peer) {
    Optional<SigningKey> key = own.signingKeys().at(domain, Instant.now());
    if (key.isEmpty()) {
      return Finding.note(
          "keys: none signs for served domain " + domain + " now",
          "What its users send is unsigned: \"porin keys generate\" makes one, \"porin keys list\""
              + " says when each begins");
    }
    String what = "keys: the certificate of " + domain + " at " + key.get().x5u() + ": ";
    Credentials.Finding found =
        peer.credentials()
            .find(
                new CredentialRequest(
                    key.get().x5u(),
                    domain,
                    List.of(Instant.now()),
                    Set.of(KeyPin.of(key.get().certificate().getPublicKey())),
                    Optional.empty()))
            .toCompletableFuture()
            .join();
    return found
        .refusal()
        .map(refusal -> Finding.wrong(what + refusal.text(), NOWHERE))
        .orElseGet(() -> Finding.right(what + "it is the one that signs"));
  }

  /** Somebody is to be believed, and nobody can be. */
  private List<Finding> believing() {
    List<Finding> findings = new ArrayList<>();
    if (configuration.trust().anchors().isPresent()) {
      return findings;
    }
    Configuration.Assertions assertions = configuration.assertions();
    if (assertions.others().demand() == Demand.REQUIRE) {
      findings.add(lost("trust.assertions"));
    }
    assertions
        .peers()
        .forEach(
            (domain, policy) -> {
              if (isLost(policy)) {
                findings.add(lost("peers.\"" + domain + "\".assertions"));
              }
            });
    return findings;
  }

  private static boolean isLost(AssertionPolicy policy) {
    return policy.demand() == Demand.REQUIRE && policy.pins().isEmpty();
  }

  private static Finding lost(String key) {
    return Finding.wrong(
        key + ": signatures are required, and there is no certificate that is believed",
        "Nothing would be taken: set trust.anchors, or signer-pins for the peer");
  }

  /** What it reads and believes, with these keys, and nothing that it serves. */
  private static TrustSettings reading(TrustSettings settings, Optional<TrustSettings.Keys> keys) {
    return new TrustSettings(
        keys, Optional.empty(), settings.anchors(), settings.hosts(), settings.networks());
  }
}
