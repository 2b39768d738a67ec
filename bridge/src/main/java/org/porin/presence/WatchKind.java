package org.porin.presence;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.porin.mapping.PresenceMapping;
import org.porin.profile.PresenceCarrier.Outcome;

/** Subscriptions of XMPP users, as the service keeps them. */
final class WatchKind implements Kind<Watch> {
  private final PresenceMapping mapping;

  WatchKind(PresenceMapping mapping) {
    this.mapping = mapping;
  }

  @Override
  public boolean isOutward() {
    return true;
  }

  @Override
  public Optional<Instant> due(Watch watch) {
    return watch.due().equals(WatchRules.NEVER) ? Optional.empty() : Optional.of(watch.due());
  }

  @Override
  public Set<String> legs(Watch watch) {
    return watch.leg().map(leg -> Set.of(leg.name())).orElse(Set.of());
  }

  @Override
  public String state(Watch watch) {
    return watch.phase().word();
  }

  @Override
  public Step<Watch> time(Watch watch, Instant now) {
    return watch.time(now);
  }

  @Override
  public Step<Watch> outcome(Watch watch, String leg, Outcome outcome, Instant now) {
    return watch.outcome(outcome, now);
  }

  /** It was made so that it is due at once. */
  @Override
  public Step<Watch> restarted(Watch watch, Instant now) {
    return watch.time(now);
  }

  @Override
  public Step<Watch> opened(Watch watch, Instant now) {
    return watch.opened(now);
  }

  @Override
  public Step<Watch> wanted(Watch watch, Instant now) {
    return watch.resync(now);
  }

  @Override
  public Step<Watch> ended(Watch watch, Instant now) {
    Ends ends = Ends.of(mapping, watch.watcher(), watch.target());
    return ends.told(watch.stanza(ends.fromUser("unsubscribe"), now), "unsubscribed");
  }
}
