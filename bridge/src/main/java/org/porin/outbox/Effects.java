package org.porin.outbox;

import java.util.ArrayList;
import java.util.List;

/** What is to be done when the lock is given back: edges and callers are called without it. */
final class Effects {
  private final List<Runnable> all = new ArrayList<>(2);

  void add(Runnable effect) {
    all.add(effect);
  }

  void run() {
    for (Runnable each : all) {
      each.run();
    }
  }
}
