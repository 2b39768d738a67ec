package org.porin.simple;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Those who want to know when one flow ends. */
final class Watchers {
  private final Set<Flow.Watcher> watching = new LinkedHashSet<>();

  void add(Flow.Watcher watcher) {
    watching.add(watcher);
  }

  void remove(Flow.Watcher watcher) {
    watching.remove(watcher);
  }

  boolean isEmpty() {
    return watching.isEmpty();
  }

  /** Tells each of them, once, that what it waits for was not sent. */
  void notSent(Flow flow, String cause) {
    List<Flow.Watcher> told = new ArrayList<>(watching);
    watching.clear();
    told.forEach(watcher -> watcher.notSent(flow, cause));
  }

  /** Tells each of them, once. */
  void ended(Flow flow) {
    List<Flow.Watcher> told = new ArrayList<>(watching);
    watching.clear();
    told.forEach(watcher -> watcher.flowEnded(flow));
  }
}
