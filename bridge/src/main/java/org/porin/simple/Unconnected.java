package org.porin.simple;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Far ends that take datagrams and no connections, though nothing says so of them: phones, most of
 * all. What goes there is not signed, and does not wait for a connection each time. Used by one
 * thread.
 */
final class Unconnected {
  private static final Duration BELIEVED = Duration.ofMinutes(10);
  private static final int MOST = 10_000;

  private final Map<InetSocketAddress, Instant> until =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Instant> eldest) {
          return size() > MOST;
        }
      };

  /** No connection could be made there. */
  void remember(InetSocketAddress address, Instant now) {
    until.remove(address);
    until.put(address, now.plus(BELIEVED));
  }

  /** Whether that is so lately. */
  boolean isRemembered(InetSocketAddress address, Instant now) {
    Instant end = until.get(address);
    if (end == null || now.isBefore(end)) {
      return end != null;
    }
    until.remove(address);
    return false;
  }
}
