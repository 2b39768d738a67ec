package org.porin.simple;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.porin.resolve.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The TCP and TLS connections: those accepted, and those made, one for each {@link Way} and shared
 * by all requests that go it. An accepted connection carries the answers to what came over it, and
 * never a request of ours, also where a client certificate proves a domain (RFC 5923 §5): where
 * that domain takes requests is for the DNS to say. Used on the event loop only.
 */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final int FLUSH_AFTER = 256;
  private static final int RETURN_SHARE = 10;
  private static final long LINE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final SocketContext context;
  private final SimpleSettings settings;
  private final AddressCounts acceptedFrom = new AddressCounts();
  private final Map<Way, Promise<Connection>> made = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<ConnectionEnd, Long> lastLines = new EnumMap<>(ConnectionEnd.class);
  private int accepted;
  private int returning;
  private boolean full;

  Connections(SocketContext context) {
    this.context = context;
    this.settings = context.settings();
  }

  /**
   * Begins to listen; the future is done, one way or the other, soon.
   *
   * @param transport TCP, or TLS where there is a certificate to show
   */
  ChannelFuture listen(Transport transport, InetSocketAddress address) {
    return new ServerBootstrap()
        .group(context.network().loop())
        .channel(context.network().servers())
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, 512)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, transport == Transport.TCP)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                accept(transport, context.network().kept(channel));
              }
            })
        .bind(address);
  }

  /**
   * The connection that goes this way, made if there is none yet. Exactly one of the two is called,
   * perhaps before this returns.
   *
   * @param failed takes the cause in words, without an address
   */
  void to(Way way, Consumer<Connection> ready, Consumer<String> failed) {
    retireUnproven(way);
    Promise<Connection> opened = made.get(way);
    if (opened == null) {
      if (made.size() >= settings.limits().connections() && !evict()) {
        failed.accept("too many connections to other peers are open");
        return;
      }
      opened = connect(way);
    }
    opened.addListener(
        (Future<Connection> done) -> {
          if (done.isSuccess()) {
            ready.accept(done.getNow());
          } else {
            failed.accept(cause(way, done.cause()));
          }
        });
  }

  /** One that is no longer believed gets no new request; what it carries comes to its end. */
  private void retireUnproven(Way way) {
    if (way.transport() == Transport.TCP) {
      return; // who answers there proves nothing
    }
    @Nullable Promise<Connection> opened = made.get(way);
    @Nullable Connection connection = opened == null ? null : opened.getNow();
    if (connection != null && fault(way, connection) != null) {
      made.remove(way);
      if (!connection.isBusy()) {
        connection.close(ConnectionEnd.TLS);
      }
    }
  }

  /**
   * As {@link #to}, for an answer: where it goes is for a stranger to say, who could keep every
   * place busy with attempts that lead nowhere. So they have a tenth of the places.
   */
  void back(Way way, Consumer<Connection> ready, Consumer<String> failed) {
    if (returning >= Math.max(1, settings.limits().connections() / RETURN_SHARE)) {
      failed.accept("too many answers look for their clients");
      return;
    }
    returning++;
    to(
        way,
        connection -> {
          returning--;
          ready.accept(connection);
        },
        cause -> {
          returning--;
          failed.accept(cause);
        });
  }

  private Promise<Connection> connect(Way way) {
    Promise<Connection> opened = context.network().loop().newPromise();
    made.put(way, opened);
    ChannelFuture connecting =
        new Bootstrap()
            .group(context.network().loop())
            .channel(context.network().streams())
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) settings.patience().connect().toMillis())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    if (way.transport() == Transport.TLS) {
                      channel.pipeline().addLast(clientTls(way, channel));
                    }
                    equip(way.transport(), channel);
                  }
                })
            .connect(way.remote());
    context.network().kept(connecting.channel());
    connecting.addListener(done -> onLoop(() -> connected(way, connecting, opened)));
    return opened;
  }

  /** Netty tells on a thread of its own that there is no descriptor for a channel. */
  private void onLoop(Runnable work) {
    EventLoop loop = context.network().loop();
    if (loop.inEventLoop()) {
      work.run();
    } else {
      loop.execute(work);
    }
  }

  private void connected(Way way, ChannelFuture connecting, Promise<Connection> opened) {
    if (!connecting.isSuccess()) {
      made.remove(way, opened);
      context.traffic().ended(ConnectionEnd.FAILED);
      opened.tryFailure(connecting.cause());
      return;
    }
    Channel channel = connecting.channel();
    channel
        .closeFuture()
        .addListener(
            closed -> {
              made.remove(way, opened);
              // behind whoever knows better why it closed
              channel.eventLoop().execute(() -> opened.tryFailure(new ClosedChannelException()));
            });
    Connection connection = channel.pipeline().get(Connection.class).opened();
    if (way.transport() == Transport.TCP) {
      opened.trySuccess(connection);
      return;
    }
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    tls.handshakeFuture()
        .addListener(
            (Future<Channel> done) -> {
              @Nullable Throwable cause = done.isSuccess() ? fault(way, connection) : done.cause();
              if (cause == null) {
                opened.trySuccess(connection);
              } else {
                warn(way, cause);
                made.remove(way, opened);
                opened.tryFailure(cause);
                connection.close(ConnectionEnd.TLS);
              }
            });
  }

  /** Why a TLS server is not who it should be (RFC 5922 §7.3); nothing was sent to it before. */
  private @Nullable Throwable fault(Way way, Connection connection) {
    try {
      connection
          .tlsPeer()
          .orElseThrow(() -> new CertificateException("there was no handshake"))
          .require(way.identities());
      return null;
    } catch (CertificateException e) {
      return e;
    }
  }

  private SslHandler clientTls(Way way, SocketChannel channel) {
    SslHandler tls =
        context
            .tls()
            .current()
            .client(way.identities())
            .newHandler(
                channel.alloc(),
                way.identities().get(0),
                way.remote().getPort(),
                context.network().tasks());
    tls.setHandshakeTimeoutMillis(settings.patience().connect().toMillis());
    return tls;
  }

  private void accept(Transport transport, SocketChannel channel) {
    @Nullable InetSocketAddress remote = channel.remoteAddress();
    if (remote == null) {
      refuse(channel, ConnectionEnd.PEER); // it has gone already
      return;
    }
    InetAddress address = remote.getAddress();
    if (accepted >= settings.limits().connections()) {
      if (!full) { // once, and not for each: how often is for strangers to choose
        LOG.warn("SIP connections are refused: {} are open, the limit", accepted);
      }
      full = true;
      refuse(channel, ConnectionEnd.TOO_MANY);
      return;
    }
    full = false;
    if (acceptedFrom.of(address) >= settings.limits().connectionsPerAddress()) {
      LOG.debug("a SIP connection from {} is refused: too many from there", address);
      refuse(channel, ConnectionEnd.TOO_MANY_FROM_ADDRESS);
      return;
    }
    accepted++;
    acceptedFrom.add(address);
    channel
        .closeFuture()
        .addListener(
            closed -> {
              accepted--;
              acceptedFrom.remove(address);
            });
    if (transport == Transport.TLS) {
      SslHandler tls =
          context
              .tls()
              .current()
              .server()
              .orElseThrow()
              .newHandler(channel.alloc(), context.network().tasks());
      tls.setHandshakeTimeoutMillis(settings.patience().connect().toMillis());
      channel.pipeline().addLast(tls);
      tls.handshakeFuture().addListener(done -> noteDoubt(channel));
    }
    equip(transport, channel);
  }

  /** A client may show a certificate that proves nothing, and its operator should learn of it. */
  private void noteDoubt(SocketChannel channel) {
    Optional<String> doubt =
        TlsPeer.of(channel, context.tls()).flatMap(peer -> peer.proof().doubt());
    if (doubt.isPresent()) {
      LOG.atLevel(isWorthALine(ConnectionEnd.TLS, System.nanoTime()) ? Level.WARN : Level.DEBUG)
          .log(
              "the client certificate of {} proves nothing: {}",
              channel.remoteAddress(),
              TlsFailure.clipped(doubt.get()));
    }
  }

  private void refuse(Channel channel, ConnectionEnd why) {
    context.traffic().ended(why);
    channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  private void equip(Transport transport, SocketChannel channel) {
    context.network().tune(channel.config());
    channel
        .pipeline()
        .addLast(new FlushConsolidationHandler(FLUSH_AFTER, true))
        .addLast(new Connection(transport, channel, context, this));
  }

  /**
   * Whether the end of a connection that a peer made deserves a line of the log: one a minute for
   * each cause, since how often it happens is for strangers to choose. All are counted.
   */
  boolean isWorthALine(ConnectionEnd cause, long nowNanos) {
    @Nullable Long last = lastLines.get(cause);
    if (last != null && nowNanos - last < LINE_NANOS) {
      return false;
    }
    lastLines.put(cause, nowNanos);
    return true;
  }

  /** Ends the one not used for longest that nobody waits for. */
  private boolean evict() {
    for (Map.Entry<Way, Promise<Connection>> each : made.entrySet()) {
      @Nullable Connection connection = each.getValue().getNow();
      if (connection != null && !connection.isBusy()) {
        made.remove(each.getKey());
        connection.close(ConnectionEnd.DISPLACED);
        return true;
      }
    }
    return false;
  }

  /** Above the high mark a connection is not writable, and its slow reader is on notice. */
  private WriteBufferWaterMark waterMark() {
    int high = settings.limits().unsentOctets() / 4;
    return new WriteBufferWaterMark(high / 2, high);
  }

  private String cause(Way way, Throwable cause) {
    long seconds = settings.patience().connect().toSeconds();
    if (cause instanceof ConnectTimeoutException) {
      return "no connection within " + seconds + " s";
    }
    if (cause instanceof NoRouteToHostException) {
      return "no route to host";
    }
    if (cause instanceof ConnectException) {
      return "connection refused";
    }
    if (way.transport() == Transport.TCP) {
      return "connection failed";
    }
    return TlsFailure.of(cause, seconds).cause();
  }

  private void warn(Way way, Throwable cause) {
    TlsFailure failure = TlsFailure.of(cause, settings.patience().connect().toSeconds());
    LOG.warn(
        "no TLS with {} for {}: {}; {}",
        way.remote(),
        way.identities().get(0),
        failure.cause(),
        failure.remedy());
  }
}
