package org.porin.simple;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCP connections: those accepted, up to a limit, and those made, one for each far address and
 * shared by all requests to it. An accepted connection carries the answers to what came over it,
 * and never a request of ours: only the peer knows whether it serves the domain that we would send
 * for (RFC 5923 asks for proof, and clear TCP has none). Used on the event loop only.
 */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final int FLUSH_AFTER = 256;

  private final SocketContext context;
  private final NetworkLoop network;
  private final SimpleSettings settings;
  private final ChannelGroup accepted;
  private final Map<InetSocketAddress, ChannelFuture> made = new HashMap<>();
  private boolean full;

  Connections(SocketContext context) {
    this.context = context;
    this.network = context.network();
    this.settings = context.settings();
    this.accepted = new DefaultChannelGroup(network.loop());
  }

  /** Begins to listen; the future is done, one way or the other, soon. */
  ChannelFuture listen(InetSocketAddress address) {
    return new ServerBootstrap()
        .group(network.loop())
        .channel(network.servers())
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, 512)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                accept(channel);
              }
            })
        .bind(address);
  }

  /**
   * The connection to a far address, made if there is none yet. Exactly one of the two is called,
   * perhaps before this returns.
   *
   * @param failed takes the cause in words, without an address
   */
  void to(InetSocketAddress remote, Consumer<Connection> ready, Consumer<String> failed) {
    ChannelFuture future = made.get(remote);
    if (future == null) {
      future = connect(remote);
      made.put(remote, future);
      watch(remote, future);
    }
    future.addListener(
        done -> {
          if (done.isSuccess()) {
            ready.accept(
                ((ChannelFuture) done).channel().pipeline().get(Connection.class).opened());
          } else {
            failed.accept(cause(done.cause()));
          }
        });
  }

  private ChannelFuture connect(InetSocketAddress remote) {
    return new Bootstrap()
        .group(network.loop())
        .channel(network.streams())
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.patience().connect().toMillis())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                equip(channel);
              }
            })
        .connect(remote);
  }

  private void watch(InetSocketAddress remote, ChannelFuture future) {
    future.addListener(
        done -> {
          if (done.isSuccess()) {
            future.channel().closeFuture().addListener(closed -> made.remove(remote, future));
          } else {
            made.remove(remote, future);
            context.traffic().ended(ConnectionEnd.FAILED);
          }
        });
  }

  private void accept(Channel channel) {
    if (accepted.size() >= settings.limits().connections()) {
      if (!full) { // once, and not for each: how often is for strangers to choose
        LOG.warn("SIP connections are refused: {} are open, the limit", accepted.size());
      }
      full = true;
      context.traffic().ended(ConnectionEnd.TOO_MANY);
      channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
      return;
    }
    full = false;
    accepted.add(channel);
    equip(channel);
  }

  private void equip(Channel channel) {
    long idleMillis = settings.patience().idle().toMillis();
    channel
        .pipeline()
        .addLast(new FlushConsolidationHandler(FLUSH_AFTER, true))
        .addLast(new IdleStateHandler(0, 0, idleMillis, TimeUnit.MILLISECONDS))
        .addLast(new Connection(channel, context));
  }

  /** Above the high mark a connection is not writable, and its slow reader is on notice. */
  private WriteBufferWaterMark waterMark() {
    int high = settings.limits().unsentOctets() / 4;
    return new WriteBufferWaterMark(high / 2, high);
  }

  private String cause(Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return "no connection within " + settings.patience().connect().toSeconds() + " s";
    }
    if (cause instanceof NoRouteToHostException) {
      return "no route to host";
    }
    return cause instanceof ConnectException ? "connection refused" : "connection failed";
  }
}
