package org.porin.simple;

import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.porin.resolve.Transport;
import org.porin.sip.SipLimits;
import org.porin.trust.CertificateExpiry;
import org.porin.trust.RenewedTls;
import org.porin.trust.TlsFiles;

/** Everything that SIP goes in and out by. Opened by any thread, then used on the event loop. */
final class Sockets {
  private final List<UdpPort> udpPorts = new ArrayList<>();
  private final List<Listen> bound = new ArrayList<>();
  private final Connections connections;

  private final SentBy sentBy;
  private final RenewedTls tls;

  private Sockets(Connections connections, SentBy sentBy, RenewedTls tls) {
    this.tls = tls;
    this.connections = connections;
    this.sentBy = sentBy;
  }

  /**
   * Binds what the settings say; waits for it.
   *
   * @throws IOException when an address or a file cannot be had; the message says which, why, and
   *     what to do. What was bound until then ends with the loop.
   */
  static Sockets open(
      NetworkLoop network,
      SimpleSettings settings,
      Receiver receiver,
      SipWireLog wireLog,
      Traffic traffic,
      SentBy sentBy,
      Consumer<Flow> asking)
      throws IOException {
    RenewedTls tls = RenewedTls.open(settings.tls());
    SipLimits limits = limits(settings.limits());
    SocketContext context =
        new SocketContext(network, settings, tls, limits, receiver, wireLog, traffic, asking);
    Sockets sockets = new Sockets(new Connections(context), sentBy, tls);
    for (Listen listen : settings.listen()) {
      if (listen.transport() == Transport.TLS && tls.current().server().isEmpty()) {
        throw new IOException(
            "cannot listen on "
                + listen
                + " ([sip] listen): TLS needs a certificate: set sip.tls-certificate and sip.tls-key");
      }
      ChannelFuture future =
          listen.transport() == Transport.UDP
              ? UdpPort.bind(listen.address(), context)
              : sockets.connections.listen(listen.transport(), listen.address());
      network.kept(future.channel());
      future.awaitUninterruptibly();
      if (!future.isSuccess()) {
        throw new IOException(refusal(listen, future.cause()), future.cause());
      }
      InetSocketAddress local = (InetSocketAddress) future.channel().localAddress();
      sockets.bound.add(new Listen(listen.transport(), local));
      if (listen.transport() == Transport.UDP) {
        sockets.udpPorts.add(future.channel().pipeline().get(UdpPort.class));
      }
    }
    if (!settings.tls().equals(TlsFiles.NONE)) {
      network.every(settings.tls().look(), tls::refresh);
    }
    return sockets;
  }

  /** What is listened on, with the ports that were found. */
  List<Listen> bound() {
    return List.copyOf(bound);
  }

  /** When what TLS needs runs out; for any thread. */
  List<CertificateExpiry> certificates() {
    return tls.current().expiries();
  }

  /** The port of the first listener of a transport. */
  OptionalInt port(Transport transport) {
    return bound.stream()
        .filter(listen -> listen.transport() == transport)
        .mapToInt(listen -> listen.address().getPort())
        .findFirst();
  }

  /** The UDP flow to a far address, if there is a socket for addresses of its kind. */
  Optional<Flow> datagrams(InetSocketAddress remote) {
    List<UdpPort> reaching = udpPorts.stream().filter(port -> port.reaches(remote)).toList();
    return reaching.stream()
        .filter(port -> reaching.size() == 1 || port.isBoundTo(sentBy.source(remote)))
        .findFirst()
        .or(() -> reaching.stream().findFirst())
        .map(port -> port.to(remote));
  }

  /** As {@link Connections#to}. */
  void connect(Way way, Consumer<Connection> ready, Consumer<String> failed) {
    connections.to(way, ready, failed);
  }

  /**
   * A body larger than a MESSAGE may have is still read, as far as it goes, so that it can be
   * answered by 413 and the connection live on.
   */
  private static SipLimits limits(SimpleSettings.Limits limits) {
    SipLimits usual = SipLimits.DEFAULT;
    return new SipLimits(
        usual.startLineOctets(),
        usual.headerLineOctets(),
        usual.headerCount(),
        usual.headOctets(),
        Math.min(2 * limits.messageOctets(), 1 << 24));
  }

  private static String refusal(Listen listen, Throwable cause) {
    String why = String.valueOf(cause.getMessage());
    String remedy;
    if (why.contains("in use")) {
      remedy = "the port is taken by another program: stop that, or choose another port";
    } else if (why.contains("denied")) {
      remedy = "ports below 1024 need the right to bind them: choose another port";
    } else if (why.contains("assign")) {
      remedy = "no interface of this host has that address: choose one that it has";
    } else {
      remedy = why;
    }
    return "cannot listen on " + listen + " ([sip] listen): " + remedy;
  }
}
