package org.porin.presence;

import java.time.Instant;
import java.util.List;
import org.porin.address.PresUri;
import org.porin.profile.Leg;
import org.porin.profile.SubscriptId;

/**
 * One subscription of a foreign watcher to an XMPP user; a pair may have several (OPEN k). Key: the
 * name of the leg.
 *
 * @param expires when it ends unless it is refreshed
 * @param accept content types that the watcher takes; empty for what is usual
 * @param told a digest of what was last told; empty for nothing
 */
public record AudienceRow(
    PresUri watcher,
    PresUri target,
    SubscriptId subscriptId,
    Leg leg,
    Instant expires,
    List<String> accept,
    String told)
    implements PresenceStore.Row {
  public AudienceRow {
    accept = List.copyOf(accept);
  }
}
