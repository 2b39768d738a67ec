package org.porin.simple;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of the SIP side, those that help it with TLS, and the channel classes that go with
 * its kind of polling.
 */
final class NetworkLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkLoop.class);
  private static final String LEAK_DETECTION = "io.netty.leakDetection.level";
  private static final int TASK_THREADS = 2;
  private static final int USER_TIMEOUT_MILLIS = 30_000;

  private final EventLoopGroup group;
  private final boolean nativePolling;
  private final ExecutorService tasks;
  private final ChannelGroup channels;

  private NetworkLoop(EventLoopGroup group, boolean nativePolling) {
    this.group = group;
    this.channels = new DefaultChannelGroup(group.next(), true);
    this.nativePolling = nativePolling;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            TASK_THREADS,
            TASK_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // as many as there are handshakes, one each
            new DefaultThreadFactory("sip-tls", true));
    pool.allowCoreThreadTimeOut(true);
    this.tasks = pool;
  }

  /** Starts the thread: epoll where the native library loads, else the JDK's selector. */
  static NetworkLoop open() {
    if (System.getProperty(LEAK_DETECTION) == null) { // on by default, at a price for each message
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
    boolean nativePolling = Epoll.isAvailable();
    IoHandlerFactory handlers =
        nativePolling ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new NetworkLoop(
        new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("sip"), handlers),
        nativePolling);
  }

  /** One of its channels, of any kind: it is closed when this is. For any thread. */
  <C extends Channel> C kept(C channel) {
    if (channel.isOpen()) { // one that never was can neither be closed nor say that it is
      channels.add(channel);
    }
    return channel;
  }

  EventLoop loop() {
    return group.next(); // a group of one
  }

  /** For the slow sums of TLS handshakes, which would hold up the loop, and for reading files. */
  Executor tasks() {
    return tasks;
  }

  /** Does something that waits for the disk once in a while, beside the loop. */
  void every(Duration period, Runnable slow) {
    long millis = period.toMillis();
    loop()
        .scheduleWithFixedDelay(() -> tasks.execute(slow), millis, millis, TimeUnit.MILLISECONDS)
        .addListener(
            done -> {
              if (!done.isCancelled()) { // the loop cancels it when it ends
                LOG.error("what was to be done every so often is done no more", done.cause());
              }
            });
  }

  /** Has the kernel give up on a peer that acknowledges nothing, where it can (RFC 5482). */
  void tune(SocketChannelConfig config) {
    if (nativePolling) {
      config.setOption(EpollChannelOption.TCP_USER_TIMEOUT, USER_TIMEOUT_MILLIS);
    }
  }

  Class<? extends DatagramChannel> datagrams() {
    return nativePolling ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  Class<? extends ServerSocketChannel> servers() {
    return nativePolling ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  Class<? extends SocketChannel> streams() {
    return nativePolling ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /**
   * Closes every channel and ends the thread; waits for that, at most 5 s each. Netty's loop (4.2)
   * closes none where it is told to end in the midst of its work: their ports would stay bound for
   * as long as the process lives.
   */
  @Override
  public void close() {
    channels.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
    tasks.shutdownNow();
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
