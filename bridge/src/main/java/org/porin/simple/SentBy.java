package org.porin.simple;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
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
  private final OptionalInt advertisedTls;
  private final Map<Transport, Integer> ports = new EnumMap<>(Transport.class);
  private final Map<Transport, Integer> listened = new LinkedHashMap<>();
  private final Map<InetAddress, InetAddress> routes =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, InetAddress> eldest) {
          return size() > MAX_ROUTES;
        }
      };

  /**
   * @param advertisedTls the port for TLS, where it is not the one listened on; the host is the
   *     same
   */
  SentBy(Optional<HostPort> advertised, OptionalInt advertisedTls) {
    this.advertised = advertised;
    this.advertisedTls = advertisedTls;
  }

  /**
   * Connections of this kind are listened for at this port; without one, answers come by the flow
   * alone.
   */
  void listensOn(Transport transport, int port) {
    ports.put(transport, port);
  }

  /**
   * Requests of this kind are taken at this port, the first of its kind. Names UDP as well, which
   * Via does not need.
   */
  void takesRequests(Transport transport, int port) {
    listened.putIfAbsent(transport, port);
  }

  /**
   * A Contact where requests of a dialog reach this bridge from there (RFC 3261 §8.1.1.8), by the
   * transport of the flow where that is listened for. It is no other dialog's, and stays the same
   * over restarts: what a GRUU is to its device (RFC 6665 §4.5.1, RFC 5627).
   *
   * @param leg a token that no other leg has
   */
  String contact(Flow flow, String leg) {
    Transport transport = flow.transport();
    if (!listened.containsKey(transport) && !listened.isEmpty()) {
      transport = listened.keySet().iterator().next();
    }
    int own = listened.getOrDefault(transport, flow.local().getPort());
    int port =
        transport == Transport.TLS
            ? advertisedTls.orElse(own)
            : advertised.map(HostPort::port).orElse(own);
    String way = transport == Transport.UDP ? "" : ";transport=" + transport.token();
    return "<sip:" + host(flow) + ":" + port + way + ";gr=" + leg + ">";
  }

  /** The Via of a request that goes out by a flow, without a branch. */
  Via via(Flow flow) {
    String own = advertised.map(HostPort::host).orElseGet(() -> localHost(flow));
    String host = own.contains(":") ? "[" + own + "]" : own;
    return Via.of(flow.transport().name(), host, port(flow));
  }

  /** What a SIP URI of this bridge itself has as its host. */
  String host(Flow flow) {
    return via(flow).host();
  }

  private int port(Flow flow) {
    int listened = ports.getOrDefault(flow.transport(), flow.local().getPort());
    return flow.transport() == Transport.TLS
        ? advertisedTls.orElse(listened)
        : advertised.map(HostPort::port).orElse(listened);
  }

  private String localHost(Flow flow) {
    InetAddress address = flow.local().getAddress();
    return NetUtil.toAddressString(
        address.isAnyLocalAddress() ? source(flow.remote(), address) : address);
  }

  /** The address from which packets to there leave; that of the loopback if there is no route. */
  InetAddress source(InetSocketAddress remote) {
    return source(remote, NetUtil.LOCALHOST4);
  }

  private InetAddress source(InetSocketAddress remote, InetAddress fallback) {
    return routes.computeIfAbsent(remote.getAddress(), address -> route(address, fallback));
  }

  /** Asks the routing table, sends nothing. */
  private static InetAddress route(InetAddress remote, InetAddress fallback) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(remote, 9));
      return socket.getLocalAddress();
    } catch (IOException | RuntimeException e) { // no route: then the answer cannot come either
      return fallback;
    }
  }
}
