package org.porin.presence;

import java.time.Clock;
import java.time.Instant;
import org.porin.mapping.HopHeaders;
import org.porin.membrane.SubscriptionAdmission;
import org.porin.profile.Hops;
import org.porin.profile.Origin.Side;
import org.porin.profile.PresenceCarrier;
import org.porin.profile.PresenceStream;
import org.porin.stanza.PresenceStanza;

/**
 * What the state machines of both kinds live among.
 *
 * @param stale those whose two sides may not agree any more
 */
record Surroundings(
    PresenceCarrier carrier,
    PresenceStream stream,
    SubscriptionAdmission admission,
    WriteBehind rows,
    Mailbox mailbox,
    TimingWheel wheel,
    Pace<Held<?>> stale,
    PresenceCounts counts,
    SubscriptionLog log,
    Clock clock) {
  Instant now() {
    return clock.instant();
  }

  /** A stanza to the user with how far it has come; where it says nothing, it begins here. */
  PresenceStanza marked(PresenceStanza stanza, Pair pair) {
    boolean marked =
        stanza.children().stream().anyMatch(child -> child.is(HopHeaders.NAMESPACE, "headers"));
    if (marked) {
      return stanza;
    }
    Hops hops = admission.born(pair.contact(), pair.user());
    return stanza.with(new HopHeaders(hops.maxForwards(), hops.trace()).toElement());
  }

  /** Something was not told: all of it is told again, in its turn. */
  void lost(Held<?> held) {
    if (!held.stale()) {
      held.stale(true);
      stale.add(held);
    }
  }

  /** Whether there may be a subscription of the two at all. */
  boolean admits(Pair pair, boolean outward) {
    return outward
        ? admission.refusalOf(Side.XMPP, pair.user(), pair.contact()).isEmpty()
        : admission.refusalOf(Side.SIMPLE, pair.contact(), pair.user()).isEmpty();
  }
}
