package org.porin.component;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.porin.address.AddressMapping;
import org.porin.mapping.ErrorMapping;
import org.porin.profile.Failure;
import org.porin.profile.MessageOperation;
import org.porin.profile.OutcomeSink.Told;
import org.porin.profile.Response.Status;
import org.porin.stanza.Stanza;

/**
 * How the sender of a message hears of its failure when the stanza is long gone: by a stanza error
 * to the full JID that sent it, with the id of its stanza. The server has it when it has answered a
 * ping behind it; until then the link may end, and nobody knows. Safe for many threads.
 */
final class Bounces {
  private final AddressMapping addresses;
  private final ErrorMapping errors;
  private final StanzaIds ids;

  Bounces(AddressMapping addresses, StanzaIds ids) {
    this.addresses = addresses;
    this.errors = new ErrorMapping(addresses);
    this.ids = ids;
  }

  /** Hands an error to a link, which settles its delivery. */
  interface Way {
    void give(Link link, Stanza error, Delivery delivery);
  }

  /**
   * Tells of a failure. Nobody is told of what came by no link: the gateway wrote it.
   *
   * @param link by which the message came
   * @return completes when the server has taken the error, or the link has ended before that
   */
  CompletionStage<Told> tell(
      Optional<Link> link, MessageOperation operation, Failure failure, Way way) {
    Optional<Sender> sender =
        Sender.of(operation, addresses).filter(each -> !LateFailures.isGateway(each.from()));
    Optional<Stanza> error = sender.flatMap(each -> each.error(errors.toStanzaError(failure)));
    if (link.isEmpty() || error.isEmpty()) {
      return CompletableFuture.completedStage(Told.NEVER);
    }
    Sender it = sender.get();
    Delivery delivery =
        Delivery.ofError(ids.nextUnguessable(), it.to(), it.from(), operation.transId());
    way.give(link.get(), error.get(), delivery);
    return delivery
        .outcome()
        .thenApply(end -> end.status() == Status.FAILURE ? Told.LATER : Told.YES);
  }
}
