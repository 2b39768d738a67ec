package org.porin.presence;

import java.time.Duration;

/**
 * What an operator sets for subscriptions.
 *
 * @param asked for how long a subscription is asked for on the other side
 * @param least the shortest that is granted to others (RFC 6665 §4.2.1.1)
 * @param most the longest that is granted to others, and what is granted where they ask for none
 * @param resyncPerSecond subscriptions that are resynchronised in a second, at most; at least 10
 * @param perUser subscriptions of one XMPP user, and as many to one
 * @param perDomain subscriptions with the users of one foreign domain, in each direction
 * @param subscriptions all together, in each direction
 */
public record PresenceSettings(
    Duration asked,
    Duration least,
    Duration most,
    int resyncPerSecond,
    int perUser,
    int perDomain,
    int subscriptions) {
  public PresenceSettings {
    if (least.compareTo(most) > 0) {
      throw new IllegalArgumentException("the shortest time is not above the longest");
    }
  }
}
