package org.porin.presence;

import java.util.List;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.mapping.AssertionElement;
import org.porin.membrane.Novelty;
import org.porin.membrane.ReplayMemory;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.PresenceService.Answer;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.profile.TransId;

/** Who vouches for one operation from the other side, and what follows from it (TRUST 5, 6). */
final class Vouching {
  private final Optional<Assertion> assertion;
  private final Novelty novelty;

  Vouching(ReplayMemory replays, Optional<Assertion> assertion) {
    this.assertion = assertion;
    this.novelty = new Novelty(replays, assertion);
  }

  /**
   * Why an operation is not taken that is on its leg: it speaks for somebody else than the other
   * end of the subscription, or its signature came before. Who is not vouched for may be another
   * user of that domain, as some write it, since what is to be known of him is the same.
   *
   * @param source whom the operation claims to be from, and whom the signature is of
   * @param contact the other end
   */
  Optional<Refused> refusalOf(PresUri source, PresUri contact) {
    boolean same =
        assertion.isPresent() ? source.equals(contact) : source.domain().equals(contact.domain());
    return same ? novelty.claim() : Optional.of(elsewhere());
  }

  private static Refused elsewhere() {
    return new Refused(Reason.IDENTITY_INVALID, "this is not who the subscription is with");
  }

  /** The operation has its answer. */
  void answered(Answer answer) {
    if (answer.response().status() == Status.FAILURE) {
      novelty.failed();
    }
  }

  /** A refusal, as the step of what stays as it was. */
  static <M> Step<M> refused(Optional<M> before, TransId transId, Refused refusal) {
    Response response = Response.failure(transId, refusal);
    return new Step<>(
        before, List.of(new Action.Answer(response, Optional.empty(), Optional.empty())));
  }

  /** What the user is told of the operation, with who vouches for it. */
  <M> Step<M> told(Step<M> step) {
    if (assertion.isEmpty()) {
      return step;
    }
    return new Step<>(step.after(), step.actions().stream().map(this::told).toList());
  }

  /** A probe is a question to the server, of this bridge's own. */
  private Action told(Action action) {
    return action instanceof Action.Tell tell && !tell.stanza().is("probe")
        ? new Action.Tell(AssertionElement.in(tell.stanza(), assertion))
        : action;
  }
}
