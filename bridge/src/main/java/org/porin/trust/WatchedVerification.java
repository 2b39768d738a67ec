package org.porin.trust;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.porin.address.SipUri;
import org.porin.sip.SipRequest;
import org.porin.wire.MalformedException;

/**
 * Remembers what came of it, domain by domain, for an operator to see. A domain that anybody can
 * write has its place among a thousand of these; the ones heard of last stay. Safe for many
 * threads.
 */
public final class WatchedVerification implements VerificationService {
  private static final int MOST_DOMAINS = 1_000;

  private final VerificationService service;
  private final InstantSource clock;
  private final Map<String, Evidence> evidence = // guarded by itself
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Evidence> eldest) {
          return size() > MOST_DOMAINS;
        }
      };

  /** Watches a service. */
  public WatchedVerification(VerificationService service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Verdict> verify(SipRequest request, Hop hop) {
    CompletionStage<Verdict> verdict = service.verify(request, hop);
    verdict.whenComplete((known, fault) -> note(request, known));
    return verdict;
  }

  private void note(SipRequest request, @Nullable Verdict verdict) {
    Optional<String> domain = domain(request);
    if (verdict == null || domain.isEmpty()) {
      return;
    }
    synchronized (evidence) {
      Evidence before =
          Optional.ofNullable(evidence.get(domain.get()))
              .orElseGet(() -> Evidence.none(domain.get()));
      evidence.put(domain.get(), before.with(verdict, clock.instant()));
    }
  }

  private static Optional<String> domain(SipRequest request) {
    try {
      String host = SipUri.parse(request.from().uri()).host();
      return Optional.of(host.toLowerCase(Locale.ROOT));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** What is remembered, by the time when it was heard of. */
  public List<Evidence> evidence() {
    synchronized (evidence) {
      return List.copyOf(evidence.values());
    }
  }
}
