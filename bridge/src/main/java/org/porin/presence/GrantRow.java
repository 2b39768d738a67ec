package org.porin.presence;

import java.time.Instant;
import org.porin.address.PresUri;

/**
 * What an XMPP user has decided of a foreign watcher, or not yet. Key: watcher and target. It
 * outlives the subscriptions: who is let in once is let in again (RFC 8048 §5.3.3).
 *
 * @param decision the word of the state machine
 * @param since when it became so
 */
public record GrantRow(PresUri watcher, PresUri target, String decision, Instant since)
    implements PresenceStore.Row {}
