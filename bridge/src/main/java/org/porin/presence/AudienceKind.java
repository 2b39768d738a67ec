package org.porin.presence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.porin.mapping.PresenceMapping;
import org.porin.profile.PresenceCarrier.Outcome;

/** Subscriptions of foreign watchers, as the service keeps them. */
final class AudienceKind implements Kind<Audience> {
  private final PresenceMapping mapping;

  AudienceKind(PresenceMapping mapping) {
    this.mapping = mapping;
  }

  @Override
  public boolean isOutward() {
    return false;
  }

  @Override
  public Optional<Instant> due(Audience audience) {
    return audience.due();
  }

  @Override
  public Set<String> legs(Audience audience) {
    return audience.legs().stream()
        .map(each -> each.leg().name())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String state(Audience audience) {
    boolean live = audience.legs().stream().anyMatch(AudienceLeg::isLive);
    return switch (audience.grant()) {
      case NONE -> "asking";
      case ASKED -> live ? "pending" : "asked";
      case GIVEN -> live ? "active" : "granted";
      case REFUSED -> "refused";
    };
  }

  @Override
  public Step<Audience> time(Audience audience, Instant now) {
    return audience.time(now);
  }

  @Override
  public Step<Audience> outcome(Audience audience, String leg, Outcome outcome, Instant now) {
    return audience.notified(leg, outcome, now);
  }

  @Override
  public Step<Audience> restarted(Audience audience, Instant now) {
    return audience.restarted(now);
  }

  @Override
  public Step<Audience> opened(Audience audience, Instant now) {
    return audience.opened(now);
  }

  @Override
  public Step<Audience> wanted(Audience audience, Instant now) {
    return audience.opened(now);
  }

  /**
   * The refusal is not the user's, so it is not kept: once it may be, the watcher may ask again.
   */
  @Override
  public Step<Audience> ended(Audience audience, Instant now) {
    Ends ends = Ends.of(mapping, audience.target(), audience.watcher());
    Step<Audience> refused = audience.stanza(ends.fromUser("unsubscribed"), now);
    List<Action> actions = new ArrayList<>(refused.actions());
    Optional<Audience> after = refused.after();
    if (after.isPresent()) {
      Step<Audience> forgotten = after.get().stanza(ends.fromUser("subscribe"), now);
      actions.addAll(forgotten.actions());
      after = forgotten.after();
    }
    return ends.told(new Step<>(after, actions), "unsubscribe");
  }
}
