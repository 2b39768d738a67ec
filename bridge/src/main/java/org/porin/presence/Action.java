package org.porin.presence;

import java.time.Duration;
import java.util.Optional;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.PresenceOperation;
import org.porin.profile.Response;
import org.porin.stanza.PresenceStanza;

/** What a subscription wants done; all of it in the order in which it is given. */
sealed interface Action {
  /** A stanza to the XMPP side. */
  record Tell(PresenceStanza stanza) implements Action {}

  /** A subscribe operation to the other side; its outcome comes back to the subscription. */
  record Ask(PresenceOperation.Subscribe operation, Leg leg, Hops hops) implements Action {}

  /** A notify operation to the other side; its outcome comes back to the subscription. */
  record Notify(Notification notification, Leg leg, Hops hops) implements Action {}

  /** The answer to the operation that is being handled, of which there is one. */
  record Answer(Response response, Optional<Leg> leg, Optional<Duration> duration)
      implements Action {}

  /** A row is to be kept; what follows waits until it is durable where {@code first}. */
  record Keep(PresenceStore.Row row, boolean first) implements Action {}

  /** A row is not needed any more. */
  record Forget(PresenceStore.Row row) implements Action {}
}
