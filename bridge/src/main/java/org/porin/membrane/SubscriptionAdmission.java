package org.porin.membrane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.porin.address.PresUri;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Hops;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;

/**
 * Whether a subscription may cross: served users watch foreign ones and foreign users served ones,
 * and nobody else anybody (RFC 8048 §8, OPEN a 3 and f). So the same pair never comes from both
 * sides, and no subscription goes in a circle through this bridge alone. Safe for many threads.
 */
public final class SubscriptionAdmission {
  /** Of those who do not want to be known (RFC 3261 §8.1.1.3, RFC 2779 §5.1.14). */
  private static final String ANONYMOUS = "anonymous.invalid";

  private final Set<String> served;
  private final PolicyCheck policy;
  private final TraceMark mark;
  private final RateLimits rates;
  private final LongSupplier nanoTime;

  /**
   * @param settings of which the rates hold for subscriptions by themselves, beside messages
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public SubscriptionAdmission(MembraneSettings settings, LongSupplier nanoTime) {
    served = settings.served();
    policy = new PolicyCheck(settings.policy(), served);
    mark = new TraceMark(settings.bridgeId());
    rates = new RateLimits(settings.quotas(), nanoTime.getAsLong());
    this.nanoTime = nanoTime;
  }

  /**
   * Why a subscribe operation may not cross; empty when it may.
   *
   * @param side by which it came
   */
  public Optional<Refused> refusalOf(Side side, PresUri watcher, PresUri target, Hops hops) {
    return refusalOf(side, watcher, target).or(() -> loopOf(watcher, target, hops));
  }

  /** The same of a subscription that there is, and no operation: by the two ends alone. */
  public Optional<Refused> refusalOf(Side side, PresUri watcher, PresUri target) {
    boolean fromServed = served.contains(watcher.domain());
    boolean toServed = served.contains(target.domain());
    Optional<Refused> refusal =
        side == Side.XMPP
            ? ofXmpp(watcher, target, fromServed, toServed)
            : ofSimple(watcher, target, fromServed, toServed);
    return refusal.or(() -> policy.refusalOf(side, watcher, target));
  }

  /** Why it comes too early; empty when it does not, and then it has used up its token. */
  public Optional<Refused> tooEarly(Origin origin, PresUri watcher, PresUri target) {
    return rates
        .refusalOf(
            origin,
            AccessList.folded(watcher.localPart(), watcher.domain()),
            AccessList.folded(target.localPart(), target.domain()),
            nanoTime.getAsLong())
        .map(
            refused ->
                new Refused(
                    refused.reason(),
                    "this gateway takes no more subscriptions from there for a while",
                    refused.retryAfter()));
  }

  /** The hops of an operation that came and goes on (OPEN a 1, 2). */
  public Hops relayed(PresUri source, PresUri destination, Hops hops) {
    return marked(source, destination, new Hops(Math.max(0, hops.maxForwards() - 1), hops.trace()));
  }

  /** The hops of an operation that begins here. */
  public Hops born(PresUri source, PresUri destination) {
    return marked(source, destination, Hops.NEW);
  }

  /** What this bridge leaves in the trace of an operation between the two (OPEN a 2). */
  public String mark(PresUri source, PresUri destination) {
    return mark.of(source.toString(), destination.toString());
  }

  private Hops marked(PresUri source, PresUri destination, Hops hops) {
    List<String> trace = new ArrayList<>(hops.trace());
    trace.add(mark(source, destination));
    return new Hops(hops.maxForwards(), trace);
  }

  private static Optional<Refused> ofXmpp(
      PresUri watcher, PresUri target, boolean fromServed, boolean toServed) {
    if (!fromServed) {
      return refuse(
          Reason.RELAY, "this bridge carries no subscriptions for users of " + watcher.domain());
    }
    return toServed
        ? refuse(Reason.LOOP, target.domain() + " is served by the XMPP server itself")
        : Optional.empty();
  }

  private static Optional<Refused> ofSimple(
      PresUri watcher, PresUri target, boolean fromServed, boolean toServed) {
    if (fromServed) {
      return refuse(
          Reason.FORGED_SOURCE,
          "users of " + watcher.domain() + " do not subscribe from this side");
    }
    if (watcher.domain().equals(ANONYMOUS)) {
      return refuse(Reason.DENIED, "nobody is told of presence who does not say who he is");
    }
    return toServed
        ? Optional.empty()
        : refuse(
            Reason.RELAY, target.domain() + " is not served here, and this bridge does not relay");
  }

  private Optional<Refused> loopOf(PresUri watcher, PresUri target, Hops hops) {
    if (hops.maxForwards() == 0) {
      return refuse(Reason.HOPS_EXHAUSTED, "the subscription has used up its hops");
    }
    if (hops.trace().contains(mark(watcher, target))) {
      return refuse(Reason.LOOP, "the subscription has already passed this bridge");
    }
    return hops.trace().size() >= Admission.MAX_TRACE
        ? refuse(Reason.LOOP, "the subscription has passed " + Admission.MAX_TRACE + " bridges")
        : Optional.empty();
  }

  private static Optional<Refused> refuse(Reason reason, String text) {
    return Optional.of(new Refused(reason, text));
  }
}
