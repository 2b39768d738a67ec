package org.porin.conformance.interop;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Names that were heard: as many as a far end remembers, so that an hour needs no more. */
final class RecentNames extends LinkedHashMap<String, Boolean> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 200_000;

  private RecentNames() {}

  /** Safe for many threads; the oldest goes first. */
  static Set<String> set() {
    return Collections.newSetFromMap(Collections.synchronizedMap(new RecentNames()));
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
    return size() > MOST;
  }
}
