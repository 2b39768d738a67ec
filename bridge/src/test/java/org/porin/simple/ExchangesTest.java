package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.resolve.Transport;
import org.porin.sip.SipCodec;
import org.porin.sip.SipLimits;
import org.porin.sip.SipMessage;
import org.porin.sip.Via;
import org.porin.trust.TlsFiles;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** What is left of a fault of ours where requests come in. */
@Timeout(60)
class ExchangesTest {
  private final EventLoop loop = new DefaultEventLoop();
  private final List<String> acted = new ArrayList<>();

  @AfterEach
  void end() {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** One that takes everything. */
  private static final class OpenFlow implements Flow {
    final List<SipMessage> sent = new ArrayList<>();

    @Override
    public Transport transport() {
      return Transport.TCP;
    }

    @Override
    public Flow answering(Via via) {
      return this;
    }

    @Override
    public InetSocketAddress local() {
      return new InetSocketAddress(PlainPeer.LOOPBACK, 1);
    }

    @Override
    public InetSocketAddress remote() {
      return new InetSocketAddress(PlainPeer.LOOPBACK, 2);
    }

    @Override
    public void send(SipMessage message) {
      sent.add(message);
    }

    @Override
    public void watch(Watcher watcher) {
      // It does not end.
    }

    @Override
    public void unwatch(Watcher watcher) {
      // It does not end.
    }

    @Override
    public void requestPending() {
      // Nobody counts.
    }

    @Override
    public void requestAnswered() {
      // Nobody counts.
    }
  }

  @Test
  void aFaultOfWhoActsUponARequestDoesNotComeBackToWhoReadsTheNext() throws Exception {
    OpenFlow flow = new OpenFlow();
    List<String> read =
        loop.submit(
                () -> {
                  Exchanges exchanges = exchanges();
                  exchanges.received(message("a1"), flow);
                  exchanges.received(message("a2"), flow);
                  return acted;
                })
            .get();
    assertThat(read).containsExactly("a1", "a2");
  }

  private Exchanges exchanges() {
    SimpleSettings settings =
        new SimpleSettings(
            List.of(new Listen(Transport.TCP, new InetSocketAddress(PlainPeer.LOOPBACK, 0))),
            Optional.empty(),
            OptionalInt.empty(),
            TlsFiles.NONE,
            SimpleSettings.Limits.DEFAULT,
            SimpleSettings.Patience.DEFAULT,
            100);
    return new Exchanges(
        loop,
        settings,
        this::act,
        new Tokens(),
        new SentBy(Optional.empty(), OptionalInt.empty()),
        new Traffic());
  }

  private void act(Exchanges.Asked asked) {
    acted.add(asked.request().headers().first("Call-ID").orElseThrow().substring(0, 2));
    throw new IllegalStateException("a fault of ours");
  }

  private static SipMessage message(String callId) throws MalformedException {
    return SipCodec.decode(
        Octets.utf8(PlainClient.message("sip:juliet@capulet.example", callId, "x")),
        SipLimits.DEFAULT);
  }
}
