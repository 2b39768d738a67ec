package org.porin.presence;

import java.util.List;
import java.util.Optional;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.PresenceService.Arrival;

/** How operations come in: a leg counts what came on it, and takes nothing twice. */
record Arrivals(String legName, int number, boolean first, Hops hops) implements Arrival {
  /** The first on a leg. */
  static Arrivals opening(String leg) {
    return new Arrivals(leg, 1, true, Hops.NEW);
  }

  /** A later one. */
  static Arrivals on(String leg, int number) {
    return new Arrivals(leg, number, false, Hops.NEW);
  }

  Arrivals with(Hops its) {
    return new Arrivals(legName, number, first, its);
  }

  @Override
  public Origin origin() {
    return new Origin(Side.SIMPLE, "192.0.2.7");
  }

  @Override
  public List<String> accept() {
    return List.of("application/pidf+xml");
  }

  @Override
  public Optional<Leg> opened() {
    return first ? Optional.of(new Leg(legName, "1")) : Optional.empty();
  }

  @Override
  public Optional<Leg> on(Leg before) {
    boolean later = before.name().equals(legName) && Integer.parseInt(before.state()) < number;
    return later ? Optional.of(new Leg(legName, Integer.toString(number))) : Optional.empty();
  }
}
