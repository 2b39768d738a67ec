package org.porin.membrane;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.profile.Carried;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin.Side;
import org.porin.profile.Transit;

/**
 * Whether an operation may cross at all: the checks of RFC 3860 §3.4 that need no state. The bridge
 * is no open relay: out of a served domain by the XMPP side, into a served domain by the other,
 * between the two of a pair and for visitors that the operator named, and nothing else (RFC 8048
 * §8, OPEN f).
 */
public final class Admission {
  /** A longer trace is taken as a loop (OPEN a). */
  static final int MAX_TRACE = 16;

  /** So many gateway tokens a message may have (TRUST 3). */
  static final int MAX_GATEWAYS = 8;

  private final Set<String> served;
  private final Transit transit;
  private final PolicyCheck policy;
  private final TraceMark mark;

  /**
   * @param served the domains whose users are on our XMPP server, as A-labels in lower case
   * @param policy for those pairs that the bridge stands between
   */
  Admission(Set<String> served, Transit transit, Policy policy, TraceMark mark) {
    this.served = Set.copyOf(served);
    this.transit = transit;
    this.policy = new PolicyCheck(policy, served);
    this.mark = mark;
  }

  /** As a membrane with these settings admits. */
  public Admission(MembraneSettings settings) {
    this(
        settings.served(),
        settings.transit(),
        settings.policy(),
        new TraceMark(settings.bridgeId()));
  }

  /** Why the operation may not cross; empty when it may. */
  public Optional<Refused> refusalOf(MessageOperation operation) {
    boolean fromServed = served.contains(operation.source().domain());
    boolean toServed = served.contains(operation.destination().domain());
    Optional<Refused> refusal =
        operation.origin().side() == Side.XMPP
            ? ofXmpp(operation, fromServed, toServed)
            : ofSimple(operation, fromServed, toServed);
    return refusal
        .or(() -> loopOf(operation))
        .or(() -> chainLoopOf(operation))
        .or(() -> policy.refusalOf(operation));
  }

  /** An admitted operation as it leaves, one hop later and with this bridge's mark (OPEN a). */
  public MessageOperation relayed(MessageOperation operation) {
    return operation.relayedBy(mark.of(operation));
  }

  private Optional<Refused> ofXmpp(
      MessageOperation operation, boolean fromServed, boolean toServed) {
    if (!fromServed && !transit.visitors().contains(operation.source().domain())) {
      return refuse(
          Reason.RELAY,
          "this bridge carries no messages for users of " + operation.source().domain());
    }
    if (toServed) {
      return refuse(
          Reason.LOOP, operation.destination().domain() + " is served by the XMPP server itself");
    }
    return Optional.empty();
  }

  private Optional<Refused> ofSimple(
      MessageOperation operation, boolean fromServed, boolean toServed) {
    if (fromServed) {
      return refuse(
          Reason.FORGED_SOURCE,
          "users of " + operation.source().domain() + " do not send from this side");
    }
    if (!toServed && !passesOn(operation)) {
      return refuse(
          Reason.RELAY,
          operation.destination().domain() + " is not served here, and this bridge does not relay");
    }
    return Optional.empty();
  }

  private boolean passesOn(MessageOperation operation) {
    return operation.carried().isPresent()
        && transit.joins(operation.source().domain(), operation.destination().domain());
  }

  private Optional<Refused> loopOf(MessageOperation operation) {
    if (operation.maxForwards() == 0) {
      return refuse(Reason.HOPS_EXHAUSTED, "the message has used up its hops");
    }
    if (mark.isIn(operation)) {
      return refuse(Reason.LOOP, "the message has already passed this bridge");
    }
    if (operation.trace().size() >= MAX_TRACE) {
      return refuse(Reason.LOOP, "the message has passed " + MAX_TRACE + " bridges");
    }
    return Optional.empty();
  }

  /** What those who passed it on have signed of its way, as far as it goes on. */
  private Optional<Refused> chainLoopOf(MessageOperation operation) {
    List<String> gateways = operation.carried().map(Carried::gateways).orElse(List.of());
    if (gateways.stream().anyMatch(served::contains)) {
      return refuse(Reason.LOOP, "the message has already been passed on by this bridge");
    }
    return gateways.size() >= MAX_GATEWAYS
        ? refuse(Reason.LOOP, "the message has been passed on by " + MAX_GATEWAYS + " gateways")
        : Optional.empty();
  }

  private static Optional<Refused> refuse(Reason reason, String text) {
    return Optional.of(new Refused(reason, text));
  }
}
