package org.porin.trust;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.porin.profile.Failure.Reason;
import org.porin.trust.CredentialCounts.Place;
import org.porin.trust.KnownCertificate.Judgement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Certificates from this bridge's own keys, from the request itself ({@code cid:}), or fetched, and
 * kept for a while by their URL (RFC 8226 §7). Equal fetches under way are done once. {@code sip:}
 * URLs are not followed (TRUST 9).
 */
final class FetchedCredentials implements Credentials {
  private static final String CID = "cid:";
  private static final String BUSY = "this bridge has too many certificates to look at; try later";

  private final OwnCertificates own;
  private final FetchRules rules;
  private final CertificateFetch fetch;
  private final Executor judges;
  private final InstantSource clock;
  private volatile PathValidation validation;
  private final KnownCertificates known = new KnownCertificates();
  private final Tally<Place> looked = new Tally<>(Place.class);
  private final Tally<CredentialFault> failed = new Tally<>(CredentialFault.class);

  /** Those that this bridge publishes itself. */
  interface OwnCertificates {
    Optional<List<X509Certificate>> at(String url, Instant now);
  }

  /**
   * @param judges has threads for sums, and may refuse when it has too many
   */
  FetchedCredentials(
      OwnCertificates own,
      FetchRules rules,
      CertificateFetch fetch,
      PathValidation validation,
      Executor judges,
      InstantSource clock) {
    this.own = own;
    this.rules = rules;
    this.fetch = fetch;
    this.validation = validation;
    this.judges = judges;
    this.clock = clock;
  }

  /** Judges by other anchors from now on, also what it has judged already. */
  void use(PathValidation other) {
    validation = other;
    known.clear();
  }

  /** What was looked for. */
  CredentialCounts counts() {
    return new CredentialCounts(looked.sums(), failed.sums());
  }

  @Override
  public CompletionStage<Finding> find(CredentialRequest request) {
    Instant now = clock.instant();
    Optional<List<X509Certificate>> mine = own.at(request.x5u(), now);
    if (mine.isPresent()) {
      looked.count(Place.OWN);
      // what this bridge signs with it believes, whoever has certified it
      Set<KeyPin> pin = Set.of(KeyPin.of(mine.get().get(0).getPublicKey()));
      KnownCertificate its = KnownCertificate.of(new CertificateChain(mine.get()), 0, now);
      return done(finding(its.judge(pin, validation, now), request));
    }
    return request.x5u().regionMatches(true, 0, CID, 0, CID.length())
        ? enclosed(request, now)
        : atUrl(request, now);
  }

  private CompletionStage<Finding> enclosed(CredentialRequest request, Instant now) {
    looked.count(Place.REQUEST);
    if (request.enclosed().isEmpty()) {
      failed.count(CredentialFault.NOT_ENCLOSED);
      return done(unavailable("the part of the request that has its certificate is not there"));
    }
    Octets octets = request.enclosed().get();
    if (octets.length() > CertificateFetch.MAX_OCTETS) {
      failed.count(CredentialFault.NOT_ENCLOSED);
      return done(unavailable("its certificate is too long"));
    }
    return judged(
        CompletableFuture.completedFuture(octets)
            .thenApplyAsync(each -> read(each, now), judges)
            .exceptionally(this::none),
        request,
        now);
  }

  private CompletionStage<Finding> atUrl(CredentialRequest request, Instant now) {
    CertificateUrl url;
    try {
      url = CertificateUrl.parse(request.x5u());
    } catch (MalformedException e) {
      failed.count(CredentialFault.FORBIDDEN);
      return done(unavailable("the URL of its certificate is none that can be followed"));
    }
    Optional<String> fault = rules.fault(url, request.domain());
    if (fault.isPresent()) {
      failed.count(CredentialFault.FORBIDDEN);
      return done(unavailable(fault.get())); // not kept: it may be right for another domain
    }
    CompletableFuture<KnownCertificate> found = known(url, request, now);
    Optional<Judgement> judged =
        found.isDone() ? found.join().judged(request.pins()) : Optional.empty();
    return judged.isPresent() ? done(finding(judged.get(), request)) : judged(found, request, now);
  }

  private CompletableFuture<KnownCertificate> known(
      CertificateUrl url, CredentialRequest request, Instant now) {
    synchronized (known) { // so that a URL is fetched once
      Optional<CompletableFuture<KnownCertificate>> kept = known.get(request.x5u());
      if (kept.isPresent() && !kept.get().isDone()) {
        looked.count(Place.MEMORY);
        return kept.get();
      }
      if (kept.isPresent() && kept.get().join().isFresh(now)) {
        looked.count(Place.MEMORY);
        if (kept.get().join().isToBeRenewed(now)) {
          renew(url, request);
        }
        return kept.get();
      }
      looked.count(Place.FETCH);
      CompletableFuture<KnownCertificate> fetched =
          fetch
              .get(url, request.domain())
              .handleAsync(this::fetched, judges)
              .exceptionally(this::none);
      known.put(request.x5u(), fetched);
      return fetched;
    }
  }

  private void renew(CertificateUrl url, CredentialRequest request) {
    looked.count(Place.FETCH);
    fetch
        .get(url, request.domain())
        .thenApplyAsync(octets -> read(octets, clock.instant()), judges)
        .exceptionally(this::none) // what is known holds as long as it does
        .thenAccept(
            its -> {
              if (its.fault().isEmpty()) {
                known.put(request.x5u(), CompletableFuture.completedFuture(its));
              }
            });
  }

  private KnownCertificate fetched(Octets octets, Throwable thrown) {
    return thrown == null ? read(octets, clock.instant()) : none(thrown);
  }

  private KnownCertificate none(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException e ? e.getCause() : thrown;
    failed.count(cause instanceof FetchException e ? e.fault() : CredentialFault.BUSY);
    if (cause instanceof FetchException e) {
      Duration life = e.isOurs() ? Duration.ZERO : KnownCertificate.FAULT_LIFE;
      return KnownCertificate.none(e.why(), clock.instant(), life);
    }
    return KnownCertificate.none(BUSY, clock.instant(), Duration.ZERO);
  }

  private KnownCertificate read(Octets octets, Instant now) {
    try {
      return KnownCertificate.of(CertificateChain.parse(octets), octets.length(), now);
    } catch (MalformedException e) {
      failed.count(CredentialFault.NO_CERTIFICATE);
      String why = "what stands where its certificate should is none";
      return KnownCertificate.none(why, now, KnownCertificate.FAULT_LIFE);
    }
  }

  private CompletionStage<Finding> judged(
      CompletableFuture<KnownCertificate> found, CredentialRequest request, Instant now) {
    return found
        .thenApplyAsync(its -> finding(its, request, now), judges)
        .exceptionally(refused -> unavailable(BUSY));
  }

  private Finding finding(KnownCertificate its, CredentialRequest request, Instant now) {
    return its.fault()
        .map(FetchedCredentials::unavailable)
        .orElseGet(() -> finding(its.judge(request.pins(), validation, now), request));
  }

  private static Finding finding(Judgement judgement, CredentialRequest request) {
    if (judgement.believed().isEmpty()) {
      return Finding.none(
          Reason.CREDENTIAL_UNTRUSTED,
          "the certificate of who vouches is not believed: " + judgement.why());
    }
    Believed its = judgement.believed().get();
    if (!request.instants().stream().allMatch(its::isValidAt)) {
      return Finding.none(
          Reason.CREDENTIAL_UNTRUSTED, "the certificate of who vouches is not valid at that time");
    }
    return its.domains().contain(request.domain())
        ? Finding.of(new Credential(its.key(), its.domains(), its.constraints()))
        : Finding.none(
            Reason.IDENTITY_INVALID, "the certificate of who vouches is for another domain");
  }

  private static Finding unavailable(String why) {
    return Finding.none(
        Reason.CREDENTIAL_UNAVAILABLE, "the certificate of who vouches cannot be had: " + why);
  }

  private static CompletionStage<Finding> done(Finding finding) {
    return CompletableFuture.completedFuture(finding);
  }
}
