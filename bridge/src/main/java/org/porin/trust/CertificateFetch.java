package org.porin.trust;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.porin.wire.Octets;

/**
 * Fetches what stands at a URL, by one GET on a connection of its own (TRUST 9). The name is looked
 * up once; the addresses are looked at, and those that may be are connected to, so that a name
 * which changes its address meanwhile leads nowhere else. One thread, whatever goes on.
 */
final class CertificateFetch implements AutoCloseable {
  /** For all of it: look-up, connection, TLS and answer. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Of what stands at a URL. */
  static final int MAX_OCTETS = 64 * 1024;

  /** At a time, for one domain and to one address. */
  static final int MAX_FOR_EACH = 4;

  /** At a time. */
  static final int MAX_FETCHES = 64;

  /** Of a name that has more. */
  private static final int MAX_ADDRESSES = 3;

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("credentials", true), NioIoHandler.newFactory());
  private final HostAddresses addresses;
  private final FetchRules rules;
  private final Supplier<SslContext> tls;
  private final FetchTurns domains = new FetchTurns(MAX_FETCHES, MAX_FOR_EACH);
  private final FetchTurns hosts = new FetchTurns(MAX_FETCHES, MAX_FOR_EACH);

  /**
   * @param tls for a client that checks the host's name (RFC 9110 §4.3.4)
   */
  CertificateFetch(HostAddresses addresses, FetchRules rules, Supplier<SslContext> tls) {
    this.addresses = addresses;
    this.rules = rules;
    this.tls = tls;
  }

  /**
   * Fetches it.
   *
   * @param domain whose certificate it is to be
   * @return completes within {@link #PATIENCE}, or fails with a {@link FetchException}
   */
  CompletableFuture<Octets> get(CertificateUrl url, String domain) {
    if (!domains.enter(domain)) {
      return failed(FetchException.ours("too many certificates are fetched at the moment"));
    }
    CompletableFuture<Octets> result = new CompletableFuture<>();
    result.whenComplete((octets, thrown) -> domains.leave(domain));
    EventLoop loop = group.next();
    try {
      var deadline =
          loop.schedule(
              () ->
                  result.completeExceptionally(
                      FetchException.theirs(CredentialFault.SLOW, "its host is too slow")),
              PATIENCE.toMillis(),
              TimeUnit.MILLISECONDS);
      result.whenComplete((octets, thrown) -> deadline.cancel(false));
      addresses
          .of(url.host())
          .thenAcceptAsync(found -> connect(url, allowed(found), 0, result), loop)
          .exceptionally(
              thrown -> {
                result.completeExceptionally(FetchException.ours("this bridge stops"));
                return null;
              });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(FetchException.ours("this bridge stops"));
    }
    return result;
  }

  private List<InetAddress> allowed(List<InetAddress> found) {
    return found.stream().filter(rules::allow).limit(MAX_ADDRESSES).toList();
  }

  /** On the loop. */
  private void connect(
      CertificateUrl url, List<InetAddress> allowed, int index, CompletableFuture<Octets> result) {
    if (result.isDone()) {
      return;
    }
    if (index == allowed.size()) {
      result.completeExceptionally(
          allowed.isEmpty()
              ? FetchException.theirs(
                  CredentialFault.NO_ADDRESS, "its host has no address that may be asked")
              : FetchException.theirs(CredentialFault.UNREACHABLE, "its host is not there"));
      return;
    }
    InetAddress address = allowed.get(index);
    if (!hosts.enter(address)) {
      result.completeExceptionally(
          FetchException.ours("too many certificates are fetched at the moment"));
      return;
    }
    ChannelFuture connecting =
        bootstrap(url, result, (int) PATIENCE.toMillis() / allowed.size())
            .connect(new InetSocketAddress(address, url.port()));
    Channel channel = connecting.channel();
    channel.closeFuture().addListener(closed -> hosts.leave(address));
    result.whenComplete((octets, thrown) -> channel.close());
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            connect(url, allowed, index + 1, result);
          }
        });
  }

  private Bootstrap bootstrap(
      CertificateUrl url, CompletableFuture<Octets> result, int connectMillis) {
    return new Bootstrap()
        .group(group)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                if (url.secure()) {
                  channel
                      .pipeline()
                      .addLast(tls.get().newHandler(channel.alloc(), url.host(), url.port()));
                }
                channel.pipeline().addLast(new FetchExchange(url, result));
              }
            });
  }

  private static CompletableFuture<Octets> failed(FetchException why) {
    return CompletableFuture.failedFuture(why);
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
