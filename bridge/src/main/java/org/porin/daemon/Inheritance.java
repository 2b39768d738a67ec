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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What bridges leave that die goes to the parts of this one. */
record Inheritance(
    Optional<KeptMessages> kept,
    Optional<Subscriptions> presence,
    Membrane membrane,
    ComponentLinks component)
    implements Heir {
  private static final Logger LOG = LoggerFactory.getLogger(Inheritance.class);

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
    read.forEach(Inheritance::takeUp);
  }

  /** A fault of ours in one part keeps no other from what is its own. */
  private static void takeUp(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      LOG.error("a fault of Porin itself: some of what a dead bridge left waits for a restart", e);
    }
  }

  @Override
  public void hold(Set<String> domains) {
    component.permit(domains);
  }
}
