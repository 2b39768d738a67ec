package org.porin.daemon;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.porin.membrane.ReplayMemory;
import org.porin.simple.Identities;
import org.porin.trust.AssertionPolicy;
import org.porin.trust.AuthenticationService;
import org.porin.trust.CredentialCounts;
import org.porin.trust.EnclosingAuthentication;
import org.porin.trust.Evidence;
import org.porin.trust.HostAddresses;
import org.porin.trust.ReplayCache;
import org.porin.trust.ReplayHorizon;
import org.porin.trust.SigningKeys;
import org.porin.trust.SipAuthentication;
import org.porin.trust.SipGateway;
import org.porin.trust.SipVerification;
import org.porin.trust.Trust;
import org.porin.trust.TrustCounters;
import org.porin.trust.TrustCounts;
import org.porin.trust.TrustThreads;
import org.porin.trust.WatchedVerification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who speaks: the services of RFC 8224 as a configuration wants them, and what they share. */
final class Identification implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Identification.class);

  private final Configuration configuration;
  private final LocalProof proof;
  private final Trust trust;
  private final InstantSource clock;
  private final TrustThreads threads = TrustThreads.open();
  private final TrustCounters counters = new TrustCounters();
  private final ReplayCache replays = new ReplayCache(counters, System::nanoTime);
  private final ReplayHorizon horizon;
  private final WatchedVerification verification;

  private Identification(
      Configuration configuration, LocalProof proof, Trust trust, InstantSource clock) {
    this.configuration = configuration;
    this.proof = proof;
    this.trust = trust;
    this.clock = clock;
    this.horizon = new ReplayHorizon(clock, counters);
    this.verification =
        new WatchedVerification(
            new SipVerification(
                trust.credentials(),
                trust.es256(),
                configuration.assertions()::of,
                configuration.xmpp().served(),
                threads,
                clock,
                counters),
            clock);
  }

  /**
   * Reads keys and anchors, and publishes where that is wanted.
   *
   * @return empty where the configuration says nothing of keys, anchors or who is to be believed:
   *     then nothing is signed, and what is signed is not looked at
   * @throws IOException when a file is not fit for its use, or an address cannot be listened on
   */
  static Optional<Identification> open(
      Configuration configuration, LocalProof proof, HostAddresses addresses, InstantSource clock)
      throws IOException {
    if (!isWanted(configuration)) {
      return Optional.empty();
    }
    Trust trust = Trust.open(configuration.trust(), addresses, clock);
    Identification opened = new Identification(configuration, proof, trust, clock);
    opened.tell();
    return Optional.of(opened);
  }

  private static boolean isWanted(Configuration configuration) {
    Configuration.Assertions assertions = configuration.assertions();
    boolean asks =
        Stream.concat(Stream.of(assertions.others()), assertions.peers().values().stream())
            .anyMatch(policy -> !policy.equals(AssertionPolicy.DEFAULT));
    return asks
        || configuration.trust().keys().isPresent()
        || configuration.trust().anchors().isPresent();
  }

  private void tell() {
    if (configuration.trust().keys().isPresent()) {
      LOG.info("your users are vouched for as {}: {}", proof.attestation(), proof.why());
    }
    trust.publishing().ifPresent(address -> LOG.info("certificates are published on {}", address));
  }

  /** For the SIP side. */
  Identities identities() {
    Optional<Identities.Signing> signing =
        configuration.trust().keys().isEmpty() ? Optional.empty() : Optional.of(signing());
    return new Identities(signing, Optional.of(verification));
  }

  private Identities.Signing signing() {
    SigningKeys keys = trust.signingKeys();
    AuthenticationService requests =
        new SipAuthentication(keys, trust.es256(), threads, clock, counters);
    String ours = configuration.xmpp().served().iterator().next();
    return new Identities.Signing(
        requests,
        proof.attestation(),
        new EnclosingAuthentication(requests, keys, trust.es256(), threads, clock),
        Optional.of(new SipGateway(ours, keys, trust.es256(), threads, clock)),
        configuration.transit().visitors());
  }

  /** For the membrane, and for who keeps subscriptions. */
  ReplayMemory replays() {
    return ReplayMemory.of(
        assertion -> horizon.refusalOf(assertion).or(() -> replays.admit(assertion)),
        replays::forget);
  }

  /** What was seen lately, by domain. */
  List<Evidence> evidence() {
    return verification.evidence();
  }

  /** What was counted. */
  TrustCounts counts() {
    return counters.counts(replays);
  }

  /** The same, of certificates. */
  CredentialCounts credentialCounts() {
    return trust.credentialCounts();
  }

  /** After the SIP side, for which it works. */
  @Override
  public void close() {
    threads.close();
    trust.close();
  }
}
