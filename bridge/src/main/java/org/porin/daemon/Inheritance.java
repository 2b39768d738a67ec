package org.porin.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.component.ComponentLinks;
import org.porin.durable.StoreException;
import org.porin.membrane.Membrane;
import org.porin.presence.Subscriptions;
import org.porin.store.Heir;

/** What bridges leave that die goes to the parts of this one. */
record Inheritance(
    Optional<KeptMessages> kept,
    Optional<Subscriptions> presence,
    Membrane membrane,
    ComponentLinks component)
    implements Heir {
  /** All is read before anything of it is taken up. */
  @Override
  public void takeUp(Estate estate) throws StoreException {
    List<Runnable> read = new ArrayList<>();
    if (kept.isPresent()) {
      read.add(kept.get().read(estate, membrane));
    }
    if (presence.isPresent()) {
      read.add(presence.get().read(estate::subscriptions));
    }
    read.forEach(Runnable::run);
  }

  @Override
  public void hold(Set<String> domains) {
    component.permit(domains);
  }
}
