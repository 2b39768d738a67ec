package org.porin.simple;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.porin.resolve.HostPort;
import org.porin.resolve.Transport;
import org.porin.sip.Via;

/**
 * What this bridge calls itself in Via, the place to send answers to when the flow is gone (RFC
 * 3261 §18.1.1): what the operator advertises, else the own address towards the peer and the port
 * that is listened on. Used on the event loop only.
 */
final class SentBy {
  private static final int MAX_ROUTES = 1_024;

  private final Optional<HostPort> advertised;
  private OptionalInt tcpPort = OptionalInt.empty();
  private final Map<InetAddress, InetAddress> routes =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, InetAddress> eldest) {
          return size() > MAX_ROUTES;
        }
      };

  SentBy(Optional<HostPort> advertised) {
    this.advertised = advertised;
  }

  /** TCP is listened on at this port; without one, answers over TCP come by the flow alone. */
  void listensOn(OptionalInt port) {
    tcpPort = port;
  }

  /** The Via of a request that goes out by a flow, without a branch. */
  Via via(Flow flow) {
    HostPort own = advertised.orElseGet(() -> local(flow));
    String host = own.host().contains(":") ? "[" + own.host() + "]" : own.host();
    return Via.of(flow.transport().name(), host, own.port());
  }

  private HostPort local(Flow flow) {
    InetAddress address = flow.local().getAddress();
    if (address.isAnyLocalAddress()) {
      address =
          routes.computeIfAbsent(flow.remote().getAddress(), remote -> route(remote, flow.local()));
    }
    int port =
        flow.transport() == Transport.TCP
            ? tcpPort.orElse(flow.local().getPort())
            : flow.local().getPort();
    return new HostPort(NetUtil.toAddressString(address), port);
  }

  /** The address from which packets to there leave. Asks the routing table, sends nothing. */
  private static InetAddress route(InetAddress remote, InetSocketAddress fallback) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(remote, 9));
      return socket.getLocalAddress();
    } catch (IOException | RuntimeException e) { // no route: then the answer cannot come either
      return fallback.getAddress();
    }
  }
}
