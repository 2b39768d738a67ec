package org.porin.simple;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.porin.resolve.Transport;
import org.porin.sip.SipCodec;
import org.porin.sip.SipInput;
import org.porin.sip.SipMessage;
import org.porin.sip.Via;
import org.porin.wire.Octets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket (RFC 3261 §18): a message is a datagram. What it takes it also sends from, so that
 * answers come from where requests went (RFC 3581 §4). Used on the event loop only.
 */
final class UdpPort extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);
  private static final int MAX_DATAGRAM_OCTETS = 65_535;
  private static final int SOCKET_BUFFER_OCTETS = 4 << 20;

  private final Channel channel;
  private final SocketContext context;
  private final Traffic.Lane lane;
  private final Map<InetSocketAddress, Watchers> watchers = new HashMap<>();

  private UdpPort(Channel channel, SocketContext context) {
    this.channel = channel;
    this.context = context;
    this.lane = context.traffic().of(Transport.UDP);
  }

  /** Binds a socket; the channel of the future has a UdpPort in its pipeline. */
  static ChannelFuture bind(InetSocketAddress address, SocketContext context) {
    return new Bootstrap()
        .group(context.network().loop())
        .channel(context.network().datagrams())
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_OCTETS))
        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_OCTETS)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new UdpPort(channel, context));
              }
            })
        .bind(address);
  }

  /** The bound address; the unspecified one if bound to all. */
  InetSocketAddress local() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Whether it can reach addresses of the family of this one. */
  boolean reaches(InetSocketAddress remote) {
    boolean six = local().getAddress() instanceof Inet6Address;
    boolean dual = six && local().getAddress().isAnyLocalAddress();
    return dual || six == remote.getAddress() instanceof Inet6Address;
  }

  /** Whether what leaves this host by that address can leave by this socket. */
  boolean isBoundTo(InetAddress source) {
    InetAddress own = local().getAddress();
    return own.isAnyLocalAddress() || own.equals(source);
  }

  /** The flow to a far address. */
  Flow to(InetSocketAddress remote) {
    return new Datagrams(this, remote);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext handling, DatagramPacket datagram) {
    Flow flow = to(datagram.sender());
    byte[] octets = ByteBufUtil.getBytes(datagram.content());
    lane.octetsIn(octets.length);
    SipInput input = SipCodec.decodeDatagram(Octets.copyOf(octets), context.limits());
    input.choose(
        new SipInput.Cases<Boolean>() {
          @Override
          public Boolean message(SipMessage message) {
            context.wireLog().received(message, flow.remote());
            lane.messageIn();
            context.receiver().received(message, flow);
            return true;
          }

          @Override
          public Boolean malformed(SipInput.Malformed malformed) {
            context.traffic().malformed(malformed);
            context.receiver().malformed(malformed, flow);
            return true;
          }

          @Override
          public Boolean keepAlive() {
            return false; // RFC 5626 §4.4.2 keeps UDP alive by STUN; bare CRLF wants no answer
          }
        });
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext handling, Throwable cause) {
    if (!(cause instanceof IOException)) { // an ICMP error for what was sent before
      LOG.error("fault on the SIP socket {}", local(), cause);
    }
  }

  /**
   * The operating system did not send it. Where there is no way to the far end, whoever waits for
   * an answer waits in vain (RFC 3261 §18.4); what else may be wrong goes for one datagram, and is
   * for retransmission to mend.
   */
  private void refused(Datagrams flow, Throwable cause) {
    context.traffic().dropped(Drop.DATAGRAM);
    LOG.debug("not sent to {} from {}", flow.remote(), local(), cause);
    String why = String.valueOf(cause.getMessage());
    boolean noWay = why.contains("nreachable") || why.contains("nvalid argument"); // off loopback
    @Nullable Watchers waiting = noWay ? watchers.remove(flow.remote()) : null;
    if (waiting != null) { // not now: whoever sends is not done with it yet
      channel.eventLoop().execute(() -> waiting.notSent(flow, "no route to host"));
    }
  }

  /** A UDP socket and a far address; equal ones are the same flow, and it never ends. */
  private record Datagrams(UdpPort port, InetSocketAddress remote) implements Flow {
    @Override
    public Transport transport() {
      return Transport.UDP;
    }

    @Override
    public Flow answering(Via via) {
      return via.hasRport() // RFC 3581 §4
          ? this
          : port.to(
              new InetSocketAddress(
                  remote.getAddress(), via.port().orElse(Transport.UDP.defaultPort())));
    }

    @Override
    public InetSocketAddress local() {
      return port.local();
    }

    @Override
    public void send(SipMessage message) {
      port.context.wireLog().sent(message, remote);
      byte[] octets = SipCodec.write(message);
      port.lane.messageOut();
      port.lane.octetsOut(octets.length);
      port.channel
          .writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(octets), remote))
          .addListener(
              done -> {
                if (!done.isSuccess()) {
                  port.refused(this, done.cause());
                }
              });
    }

    @Override
    public void watch(Watcher watcher) {
      port.watchers.computeIfAbsent(remote, key -> new Watchers()).add(watcher);
    }

    @Override
    public void unwatch(Watcher watcher) {
      port.watchers.computeIfPresent(
          remote,
          (key, each) -> {
            each.remove(watcher);
            return each.isEmpty() ? null : each;
          });
    }

    @Override
    public void requestPending() {}

    @Override
    public void requestAnswered() {}
  }
}
