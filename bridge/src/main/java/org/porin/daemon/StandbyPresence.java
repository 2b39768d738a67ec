package org.porin.daemon;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.porin.address.ImUri;
import org.porin.address.PresUri;
import org.porin.profile.Notification;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService;
import org.porin.profile.Response;
import org.porin.profile.TransId;

/**
 * Presence as {@link StandbyGate} does messages: subscriptions are with the bridge that has the
 * link, and 481 from any other would end them (RFC 6665 §4.1.2.3); 503 does not.
 */
record StandbyPresence(PresenceService service, Predicate<ImUri> mayCarry)
    implements PresenceService {
  @Override
  public CompletionStage<Answer> subscribe(Subscribe operation, Arrival arrival) {
    return isOurs(operation.watcher())
        ? service.subscribe(operation, arrival)
        : refused(operation.transId());
  }

  @Override
  public CompletionStage<Answer> notify(Notification notification, Arrival arrival) {
    return isOurs(notification.target())
        ? service.notify(notification, arrival)
        : refused(notification.transId());
  }

  private boolean isOurs(PresUri foreign) {
    return mayCarry.test(new ImUri(foreign.localPart(), foreign.domain()));
  }

  private static CompletionStage<Answer> refused(TransId transId) {
    Response response = Response.failure(transId, StandbyGate.REFUSAL);
    return CompletableFuture.completedFuture(
        new Answer(response, Optional.empty(), Optional.empty()));
  }
}
