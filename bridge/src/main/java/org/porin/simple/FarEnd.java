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
record FarEnd(InetSocketAddress nextHop, ImUri destination) {}
