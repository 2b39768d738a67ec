package org.porin.simple;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.porin.resolve.Resolution;
import org.porin.resolve.Target;

/**
 * One address to try, of one target (RFC 3861 §6).
 *
 * @param target what the address belongs to
 * @param address where the request goes
 */
record NextHop(Target target, InetSocketAddress address) {
  /** The most addresses that are tried for one message (RFC 3861 §6 allows a limit of two up). */
  static final int MAX_HOPS = 8;

  /** All addresses of all targets in their order, as far as the limit goes. */
  static List<NextHop> of(Resolution resolution) {
    List<NextHop> hops = new ArrayList<>(2);
    for (Target target : resolution.targets()) {
      for (InetSocketAddress address : target.addresses()) {
        if (hops.size() < MAX_HOPS) {
          hops.add(new NextHop(target, address));
        }
      }
    }
    return List.copyOf(hops);
  }

  /** The name and port that DNS gave to the public: fit to be told to a user. */
  String label() {
    return target.host() + ":" + target.port();
  }
}
