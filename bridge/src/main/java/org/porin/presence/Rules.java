package org.porin.presence;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.porin.address.PresUri;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.SubscriptionMapping;
import org.porin.mapping.TransactionIds;
import org.porin.mapping.UnmappableException;
import org.porin.membrane.SubscriptionAdmission;
import org.porin.profile.Hops;
import org.porin.profile.TransId;

/** What the state machines are given of their surroundings and of the operator's settings. */
record Rules(
    PresenceSettings settings,
    PresenceMapping mapping,
    SubscriptionMapping subscriptions,
    Surroundings around,
    RandomGenerator random) {
  private static final int ID_OCTETS = 16;

  WatchRules ofWatches() {
    WatchTimes usual = WatchTimes.DEFAULT;
    return new WatchRules(
        mapping,
        subscriptions,
        new WatchTimes(settings.asked(), usual.patience(), usual.fetchHolds()),
        around.carrier()::leg,
        around.admission()::mark,
        this::isReached,
        this::octets,
        random::nextDouble);
  }

  AudienceRules ofAudiences(Course<Watch> watches) {
    Supplier<TransId> transIds = () -> TransactionIds.random(octets());
    return new AudienceRules(
        mapping,
        subscriptions,
        new Trail(around.admission()),
        (user, contact) -> watches.table().find(new Pair(user, contact)).isPresent(),
        transIds,
        settings.least(),
        settings.most(),
        AudienceRules.MOST_LEGS);
  }

  private record Trail(SubscriptionAdmission admission) implements AudienceRules.Trail {
    @Override
    public Hops relayed(PresUri source, PresUri destination, Hops hops) {
      return admission.relayed(source, destination, hops);
    }

    @Override
    public Hops born(PresUri source, PresUri destination) {
      return admission.born(source, destination);
    }
  }

  private boolean isReached(PresUri contact) {
    try {
      return around.stream().isOpen(mapping.toJid(contact));
    } catch (UnmappableException e) {
      return false;
    }
  }

  private byte[] octets() {
    byte[] octets = new byte[ID_OCTETS];
    random.nextBytes(octets);
    return octets;
  }
}
