package org.porin.trust;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.porin.address.ImUri;
import org.porin.passport.AssertionHeader;
import org.porin.passport.Identity;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.sip.SipRequest;
import org.porin.trust.AssertionPolicy.Demand;
import org.porin.trust.AssertionPolicy.Operation;
import org.porin.trust.Examination.Circumstances;
import org.porin.trust.Examination.Conclusion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies requests by the steps of TRUST 6, and applies the policy for the domain of their From.
 * Safe for many threads.
 */
public final class SipVerification implements VerificationService {
  private static final Logger LOG = LoggerFactory.getLogger(SipVerification.class);

  private final Credentials credentials;
  private final Es256 es256;
  private final Function<String, AssertionPolicy> policies;
  private final Set<String> gateways;
  private final TrustThreads threads;
  private final InstantSource clock;
  private final TrustCounters counters;

  /**
   * @param policies the policy for a domain in lower case and A-labels; safe for many threads
   * @param gateways the domains by which this bridge signs as a gateway, to know its own way again
   */
  public SipVerification(
      Credentials credentials,
      Es256 es256,
      Function<String, AssertionPolicy> policies,
      Set<String> gateways,
      TrustThreads threads,
      InstantSource clock,
      TrustCounters counters) {
    this.credentials = credentials;
    this.es256 = es256;
    this.policies = policies;
    this.gateways = Set.copyOf(gateways);
    this.threads = threads;
    this.clock = clock;
    this.counters = counters;
  }

  @Override
  public CompletionStage<Verdict> verify(SipRequest request, Hop hop) {
    AssertionPolicy policy = policies.apply(Source.of(request).map(ImUri::domain).orElse(""));
    if (policy.demand() == Demand.IGNORE) {
      return CompletableFuture.completedFuture(ignored(request, policy));
    }
    if (!isSigned(request)) {
      return CompletableFuture.completedFuture(unsigned(request, policy, "Use Identity Header"));
    }
    Circumstances circumstances =
        new Circumstances(clock.instant(), policy, policies, gateways, es256, StepLog.NONE);
    Examination examination =
        new Examination(request, hop, circumstances, new KnownCredentials(credentials));
    return threads
        .inLane(
            Lane.ofVerifying(request),
            Lane.octets(request),
            thread -> conclude(examination, thread))
        .map(stage -> stage.thenApply(conclusion -> verdict(request, policy, conclusion)))
        .orElseGet(() -> CompletableFuture.completedFuture(overloaded()))
        .exceptionally(fault -> internal(request, fault));
  }

  private static CompletionStage<Conclusion> conclude(Examination examination, Executor thread) {
    try {
      return CompletableFuture.completedFuture(examination.conclude());
    } catch (AwaitedCredentialException e) {
      return e.finding()
          .thenComposeAsync(
              finding -> {
                examination.take(e.request(), finding);
                return conclude(examination, thread);
              },
              thread);
    }
  }

  /** Whether there is anything to look at; most requests of strangers say nothing. */
  public static boolean isSigned(SipRequest request) {
    return request.headers().has(Identity.NAME)
        || request.body().toText(0, request.body().length()).contains(AssertionHeader.NAMESPACE);
  }

  private Verdict verdict(SipRequest request, AssertionPolicy policy, Conclusion conclusion) {
    conclusion.asides().forEach(counters::count);
    if (conclusion.assertion().isPresent()) {
      Assertion assertion = conclusion.assertion().get();
      counters.verified(assertion.attestation());
      return new Verdict(Optional.of(assertion), Optional.empty());
    }
    InvalidAssertionException fault = conclusion.fault().orElseThrow();
    if (fault.fault() == AssertionFault.MISSING) {
      return unsigned(request, policy, fault.text());
    }
    counters.count(fault.fault());
    return policy.demand() == Demand.PREFER && isAsUnsigned(fault.fault()) && takes(request, policy)
        ? taken()
        : refused(fault.fault(), fault.text());
  }

  /** What is not broken, and yet nobody here can know whether it is true. */
  private static boolean isAsUnsigned(AssertionFault fault) {
    return switch (fault) {
      case UNKNOWN_KIND, CREDENTIAL_UNAVAILABLE, CREDENTIAL_UNTRUSTED -> true;
      default -> false;
    };
  }

  private Verdict unsigned(SipRequest request, AssertionPolicy policy, String text) {
    return takes(request, policy) ? taken() : countedRefusal(AssertionFault.MISSING, text);
  }

  private Verdict ignored(SipRequest request, AssertionPolicy policy) {
    return takes(request, policy)
        ? taken()
        : countedRefusal(AssertionFault.NOT_TAKEN, "nothing of the kind is taken from this domain");
  }

  private static boolean takes(SipRequest request, AssertionPolicy policy) {
    return switch (request.method()) {
      case "MESSAGE" -> policy.unsigned().contains(Operation.MESSAGE);
      case "SUBSCRIBE" -> policy.unsigned().contains(Operation.SUBSCRIBE);
      default -> policy.unsigned().contains(Operation.NOTIFY);
    };
  }

  private Verdict taken() {
    counters.unsigned();
    return new Verdict(Optional.empty(), Optional.empty());
  }

  private Verdict overloaded() {
    return countedRefusal(AssertionFault.OVERLOADED, "too much waits to be verified");
  }

  private Verdict countedRefusal(AssertionFault fault, String text) {
    counters.count(fault);
    return refused(fault, text);
  }

  private static Verdict refused(AssertionFault fault, String text) {
    return new Verdict(Optional.empty(), Optional.of(new Refused(fault.reason(), text)));
  }

  private static Verdict internal(SipRequest request, Throwable fault) {
    LOG.error("a fault while {} was verified", request.method(), fault);
    return new Verdict(
        Optional.empty(), Optional.of(new Refused(Reason.INTERNAL, "a fault of the bridge")));
  }
}
