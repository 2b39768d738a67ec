package org.porin.presence;

import java.time.Instant;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.profile.Leg;
import org.porin.profile.SubscriptId;

/**
 * What an XMPP user watches on the other side. Key: watcher and target.
 *
 * @param subscriptId kept over restarts (RFC 3859 §3.4)
 * @param phase the word of the state machine
 * @param approved whether the watcher has been told {@code subscribed}
 * @param leg empty where there is none now
 * @param due when something is to be done next: a refresh, another try
 * @param expires when the subscription ends unless it is refreshed
 * @param attempts tries that failed, one after the other
 * @param told what the watcher was last told, in the words of {@code Told}; empty for nothing
 */
public record WatchRow(
    PresUri watcher,
    PresUri target,
    SubscriptId subscriptId,
    String phase,
    boolean approved,
    Optional<Leg> leg,
    Instant due,
    Instant expires,
    int attempts,
    String told)
    implements PresenceStore.Row {}
