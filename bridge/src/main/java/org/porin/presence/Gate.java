package org.porin.presence;

import java.util.Optional;
import org.porin.address.Jid;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.UnmappableException;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;

/** Whether there may be a subscription more: what users have blocked, and how many there are. */
final class Gate {
  private final PresenceSettings settings;
  private final PresenceMapping mapping;
  private final Blocks blocks;

  Gate(PresenceSettings settings, PresenceMapping mapping, Blocks blocks) {
    this.settings = settings;
    this.mapping = mapping;
    this.blocks = blocks;
  }

  /** Why a pair may not have a subscription of that kind; empty when it may. */
  <M> Optional<Refused> ofNew(Course<M> course, Pair pair) {
    Table<M> table = course.table();
    return ofBlocked(pair)
        .or(
            () -> {
              boolean full =
                  table.size() >= settings.subscriptions()
                      || table.with(pair.contact().domain()) >= settings.perDomain()
                      || table.of(pair.user()).size() >= settings.perUser();
              return full
                  ? Optional.of(
                      new Refused(
                          Reason.CONGESTED, "there are as many subscriptions as there may be"))
                  : Optional.empty();
            });
  }

  /** Why a pair may not have any; empty when it may. */
  Optional<Refused> ofBlocked(Pair pair) {
    try {
      Jid user = mapping.toJid(pair.user());
      Jid contact = mapping.toJid(pair.contact());
      return blocks.block(user, contact, pair.contact().domain())
          ? Optional.of(new Refused(Reason.DENIED, "the user has blocked that address"))
          : Optional.empty();
    } catch (UnmappableException e) {
      return Optional.of(new Refused(e.reason(), e.text()));
    }
  }
}
