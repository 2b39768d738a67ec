package org.porin.simple;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The one thread of the SIP side, and the channel classes that go with its kind of polling. */
final class NetworkLoop implements AutoCloseable {
  private final EventLoopGroup group;
  private final boolean nativePolling;

  private NetworkLoop(EventLoopGroup group, boolean nativePolling) {
    this.group = group;
    this.nativePolling = nativePolling;
  }

  /** Starts the thread: epoll where the native library loads, else the JDK's selector. */
  static NetworkLoop open() {
    boolean nativePolling = Epoll.isAvailable();
    IoHandlerFactory handlers =
        nativePolling ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new NetworkLoop(
        new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("sip"), handlers),
        nativePolling);
  }

  EventLoop loop() {
    return group.next(); // a group of one
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

  /** Closes every channel and ends the thread; waits for that, at most 5 s. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
