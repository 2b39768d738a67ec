package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetworkLoopTest {
  private static final InetSocketAddress ANY_PORT = new InetSocketAddress(PlainPeer.LOOPBACK, 0);

  private final NetworkLoop network = NetworkLoop.open();

  /** Whoever begins anew in the same process takes the same ports. */
  @Test
  void aLoopThatIsClosedInTheMidstOfItsWorkLeavesNoSocketBound() throws Exception {
    InetSocketAddress udp = bound(network.kept(datagrams()));
    InetSocketAddress tcp = bound(network.kept(server()));
    keepBusy();
    network.close();
    assertThatCode(() -> new DatagramSocket(udp).close()).doesNotThrowAnyException();
    assertThatCode(() -> serverSocket(tcp).close()).doesNotThrowAnyException();
  }

  @Test
  void aConnectionThatIsOpenThenEnds() throws Exception {
    InetSocketAddress tcp = bound(network.kept(server()));
    try (Socket peer = new Socket(tcp.getAddress(), tcp.getPort())) {
      peer.setSoTimeout(10_000);
      peer.getOutputStream().write('x');
      assertThat(peer.getInputStream().read()).isEqualTo('x'); // it is accepted
      keepBusy();
      network.close();
      assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }
  }

  /** Of a descriptor that the system did not give Netty makes a channel that never closes. */
  @Test
  void whatNeverOpenedIsNotKeptAndHindersNoEnd() {
    Channel none =
        new Bootstrap()
            .group(network.loop())
            .channelFactory(
                () -> {
                  throw new ChannelException("too many open files");
                })
            .handler(new ChannelInboundHandlerAdapter())
            .connect(ANY_PORT)
            .channel();
    assertThat(network.kept(none)).isSameAs(none);
    network.close();
    assertThat(network.loop().isTerminated()).isTrue();
  }

  /** Work that makes more work, as each message does, until the end has begun. */
  private void keepBusy() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    network.loop().execute(() -> work(begun));
    begun.await();
  }

  private void work(CountDownLatch begun) {
    begun.countDown();
    if (!network.loop().isShuttingDown()) {
      network.loop().execute(() -> work(begun));
    }
  }

  private Channel datagrams() {
    return new Bootstrap()
        .group(network.loop())
        .channel(network.datagrams())
        .handler(new ChannelInboundHandlerAdapter())
        .bind(ANY_PORT)
        .syncUninterruptibly()
        .channel();
  }

  private Channel server() {
    return new ServerBootstrap()
        .group(network.loop())
        .channel(network.servers())
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                network.kept(channel).pipeline().addLast(new Echo());
              }
            })
        .bind(ANY_PORT)
        .syncUninterruptibly()
        .channel();
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext handling, Object octets) {
      handling.writeAndFlush(octets);
    }
  }

  private static InetSocketAddress bound(Channel channel) {
    return (InetSocketAddress) channel.localAddress();
  }

  private static ServerSocket serverSocket(InetSocketAddress at) throws Exception {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(at);
    return socket;
  }
}
