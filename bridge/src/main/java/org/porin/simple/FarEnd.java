package org.porin.simple;

import java.net.InetSocketAddress;
import org.porin.address.ImUri;

/**
 * The user agent behind a Request-URI as far as a sender can tell two of them apart: the next hop
 * and the instant inbox asked for. Behind one hop live user agents of many makes, so what one of
 * them accepts says nothing about the others (DESIGN 3.14).
 *
 * @param nextHop where the request is sent
 * @param destination the instant inbox that the Request-URI names
 */
record FarEnd(InetSocketAddress nextHop, ImUri destination) {
  /** By hand, as in {@link ImUri}: looked for with each message. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FarEnd that
        && destination.equals(that.destination)
        && nextHop.equals(that.nextHop);
  }

  @Override
  public int hashCode() {
    return 31 * destination.hashCode() + nextHop.hashCode();
  }
}
