package org.porin.membrane;

import java.util.Optional;
import java.util.Set;
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
  }

  /** Why the operation may not cross; empty when it may. */
  Optional<Refused> refusalOf(MessageOperation operation) {
    boolean outwards = operation.origin().side() == Side.XMPP;
    Gate gate = outwards ? outward : inward;
    var own = outwards ? operation.source() : operation.destination();
    var foreign = outwards ? operation.destination() : operation.source();
    boolean may =
        (gate.own().isEmpty() || gate.own().names(own))
            && (gate.foreign().isEmpty() || gate.foreign().names(foreign))
            && !gate.deny().names(own)
            && !gate.deny().names(foreign);
    return may ? Optional.empty() : Optional.of(denied(operation));
  }

  /** Does not tell which of the two is meant: that is the operator's business. */
  private static Refused denied(MessageOperation operation) {
    String text =
        "this gateway's policy does not let a message from %s to %s pass"
            .formatted(operation.source().domain(), operation.destination().domain());
    return new Refused(Reason.DENIED, text);
  }
}
