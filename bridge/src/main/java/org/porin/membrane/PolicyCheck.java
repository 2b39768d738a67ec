package org.porin.membrane;

import java.util.Optional;
import java.util.Set;
import org.porin.address.PresUri;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin.Side;

/** A {@link Policy}, ready to be asked for each operation. */
final class PolicyCheck {
  private final Gate outward;
  private final Gate inward;

  /**
   * @param served the domains of the own users, as A-labels in lower case
   */
  PolicyCheck(Policy policy, Set<String> served) {
    outward = Gate.of(policy.outward(), served);
    inward = Gate.of(policy.inward(), served);
  }

  private record Gate(AccessList own, AccessList foreign, AccessList deny) {
    static Gate of(Policy.Rules rules, Set<String> served) {
      return new Gate(
          rules.allow().only(served::contains),
          rules.allow().only(domain -> !served.contains(domain)),
          rules.deny());
    }

    /** Asks a list whether it names somebody. */
    interface Naming {
      boolean by(AccessList list);
    }

    boolean lets(Naming namesOwn, Naming namesForeign) {
      return (own.isEmpty() || namesOwn.by(own))
          && (foreign.isEmpty() || namesForeign.by(foreign))
          && !namesOwn.by(deny)
          && !namesForeign.by(deny);
    }
  }

  /** Why the operation may not cross; empty when it may. */
  Optional<Refused> refusalOf(MessageOperation operation) {
    boolean outwards = operation.origin().side() == Side.XMPP;
    if (!outwards && operation.carried().isPresent()) {
      return refusalOfTransit(operation);
    }
    Gate gate = outwards ? outward : inward;
    var own = outwards ? operation.source() : operation.destination();
    var foreign = outwards ? operation.destination() : operation.source();
    boolean may = gate.lets(list -> list.names(own), list -> list.names(foreign));
    return may
        ? Optional.empty()
        : Optional.of(
            denied("a message", operation.source().domain(), operation.destination().domain()));
  }

  /** The pair of domains is allowed by its being named; who is denied is denied there as well. */
  private Optional<Refused> refusalOfTransit(MessageOperation operation) {
    boolean denied =
        inward.deny().names(operation.source()) || outward.deny().names(operation.destination());
    return denied
        ? Optional.of(
            denied("a message", operation.source().domain(), operation.destination().domain()))
        : Optional.empty();
  }

  /**
   * Why a user may not subscribe to another; empty when one may.
   *
   * @param side of the watcher
   */
  Optional<Refused> refusalOf(Side side, PresUri watcher, PresUri target) {
    boolean outwards = side == Side.XMPP;
    PresUri own = outwards ? watcher : target;
    PresUri foreign = outwards ? target : watcher;
    Gate gate = outwards ? outward : inward;
    boolean may = gate.lets(list -> list.names(own), list -> list.names(foreign));
    return may
        ? Optional.empty()
        : Optional.of(denied("a subscription", watcher.domain(), target.domain()));
  }

  /** Does not tell which of the two is meant: that is the operator's business. */
  private static Refused denied(String what, String from, String to) {
    String text =
        "this gateway's policy does not let %s from %s to %s pass".formatted(what, from, to);
    return new Refused(Reason.DENIED, text);
  }
}
