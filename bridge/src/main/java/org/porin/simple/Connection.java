package org.porin.simple;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.porin.resolve.Transport;
import org.porin.sip.SipCodec;
import org.porin.sip.SipInput;
import org.porin.sip.SipMessage;
import org.porin.sip.SipResponse;
import org.porin.sip.SipStreamDecoder;
import org.porin.sip.Via;
import org.porin.trust.SipDomains;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One TCP or TLS connection (RFC 3261 §18.3): frames what comes in, answers keepalives (RFC 5626
 * §4.4.1) and sends them, and bounds what its peer may cost. A peer that leaves a message half
 * sent, or does not read what is sent to it, is cut off; one with many unanswered requests is not
 * read from for a while. A peer that has ended its half of TCP still gets the answers it waits for.
 */
final class Connection extends ChannelInboundHandlerAdapter implements Flow {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final InetSocketAddress UNKNOWN = new InetSocketAddress(0);
  private static final byte[] CRLF = "\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PING = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** How soon a connection that somebody waits for is looked at again. */
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Transport transport;
  private final Channel channel;
  private final SocketContext context;
  private final Connections connections;
  private final SimpleSettings settings;
  private final Traffic.Lane lane;
  private final SipStreamDecoder decoder;
  private final Watchers watchers = new Watchers();
  private final Liveness liveness;
  private final Deadline messageDeadline;
  private final Deadline unsentDeadline;
  private InetSocketAddress local = UNKNOWN;
  private InetSocketAddress remote = UNKNOWN;
  private int pendingRequests;
  private boolean asking;
  private boolean inputEnded;
  private boolean ended;
  private ConnectionEnd end = ConnectionEnd.PEER;
  private @Nullable ScheduledFuture<?> look;

  Connection(Transport transport, Channel channel, SocketContext context, Connections connections) {
    this.transport = transport;
    this.channel = channel;
    this.context = context;
    this.connections = connections;
    this.settings = context.settings();
    this.lane = context.traffic().of(transport);
    this.decoder = new SipStreamDecoder(context.limits());
    this.messageDeadline = new Deadline(channel);
    this.unsentDeadline = new Deadline(channel);
    this.liveness = new Liveness(isAccepted(), settings.patience(), System.nanoTime());
  }

  /**
   * Notes both ends, which a closed channel may not know any more. Whoever waits for a connection
   * is told of it before {@link #channelActive}, and calls this first.
   */
  Connection opened() {
    local = (InetSocketAddress) channel.localAddress();
    remote = (InetSocketAddress) channel.remoteAddress();
    return this;
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public Flow answering(Via via) {
    return new ReturnPath(this, connections, context.traffic(), via);
  }

  /** Whether something may be sent still. */
  boolean isOpen() {
    return !ended && channel.isOpen();
  }

  /** Whether its peer has ended its half, and perhaps the whole. */
  boolean isEnding() {
    return inputEnded;
  }

  /** Whether somebody waits for something from it, or its peer does. */
  boolean isBusy() {
    return pendingRequests > 0 || !watchers.isEmpty();
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public Optional<SipDomains> certified() {
    return tlsPeer()
        .map(peer -> peer.proof().domains())
        .filter(proven -> !proven.names().isEmpty());
  }

  /** The far end of TLS, once the handshake is complete. */
  Optional<TlsPeer> tlsPeer() {
    return TlsPeer.of(channel, context.tls());
  }

  @Override
  public void send(SipMessage message) {
    if (channel.bytesBeforeWritable() > settings.limits().unsentOctets()) {
      cutOff(
          ConnectionEnd.UNSENT_OVERFLOW,
          "more than " + settings.limits().unsentOctets() + " octets wait for it");
      return;
    }
    context.wireLog().sent(message, remote);
    lane.messageOut();
    if (!asking) {
      liveness.messageSent(System.nanoTime());
    }
    write(SipCodec.write(message));
  }

  @Override
  public void watch(Watcher watcher) {
    if (ended) {
      channel.eventLoop().execute(() -> watcher.flowEnded(this));
    } else {
      watchers.add(watcher);
    }
  }

  @Override
  public void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  @Override
  public void requestPending() {
    pendingRequests++;
    breathe();
  }

  @Override
  public void requestAnswered() {
    pendingRequests--;
    breathe();
    if (inputEnded) { // the answer is yet to be written
      channel.eventLoop().execute(this::endIfAnswered);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    opened();
    lane.opened(isAccepted());
    look(0);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object octets) {
    ByteBuf buffer = (ByteBuf) octets;
    lane.octetsIn(buffer.readableBytes());
    List<SipInput> inputs;
    try {
      inputs = decoder.feed(buffer.nioBuffer());
    } finally {
      buffer.release();
    }
    if (inputs.isEmpty() && !decoder.isMidMessage()) {
      liveness.pong(System.nanoTime());
      if (!isAccepted()) { // the next ping may be due before the answer to this one was
        look = cancelled(look);
        look(Math.max(SOON_NANOS, liveness.nanosUntilDue(System.nanoTime())));
      }
    } else {
      liveness.octets(System.nanoTime());
    }
    inputs.forEach(this::take);
    if (!inputs.isEmpty() || !decoder.isMidMessage()) {
      messageDeadline.met();
    }
    if (decoder.isMidMessage() && channel.config().isAutoRead()) {
      Duration limit = settings.patience().message();
      String why = "a message took it more than " + limit.toSeconds() + " s";
      messageDeadline.begin(limit, () -> cutOff(ConnectionEnd.SLOW_MESSAGE, why));
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    breathe();
    if (channel.isWritable()) {
      unsentDeadline.met();
    } else {
      Duration limit = settings.patience().unsent();
      String why = "it read nothing for " + limit.toSeconds() + " s";
      unsentDeadline.begin(limit, () -> cutOff(ConnectionEnd.SLOW_READER, why));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      endIfAnswered();
    } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
      LOG.debug("no TLS handshake with {}", remote, handshake.cause());
      close(ConnectionEnd.TLS);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    messageDeadline.met();
    unsentDeadline.met();
    look = cancelled(look);
    ended = true;
    lane.closed(isAccepted());
    this.context.traffic().ended(end);
    watchers.ended(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    boolean byPeer = cause instanceof IOException || cause.getCause() instanceof SSLException;
    if (!byPeer) { // a reset or an alert is the peer's business, not a fault
      LOG.error("fault on the SIP connection with {}", remote, cause);
      close(ConnectionEnd.FAILED);
    } else {
      close(end);
    }
  }

  private void take(SipInput input) {
    input.choose(
        new SipInput.Cases<Boolean>() {
          @Override
          public Boolean message(SipMessage message) {
            context.wireLog().received(message, remote);
            lane.messageIn();
            if (!isAnswerToAsking(message)) {
              liveness.messageReceived(System.nanoTime());
            }
            context.receiver().received(message, Connection.this);
            return true;
          }

          @Override
          public Boolean malformed(SipInput.Malformed malformed) {
            context.traffic().malformed(malformed);
            context.receiver().malformed(malformed, Connection.this);
            if (malformed.fatal()) {
              end = ConnectionEnd.FRAMING_LOST;
              channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
            return true;
          }

          @Override
          public Boolean keepAlive() {
            write(CRLF);
            return true;
          }
        });
  }

  /**
   * Reads on or pauses: a peer that asks faster than it can be answered waits in its own buffers,
   * and so does one that leaves our answers unread.
   */
  private void breathe() {
    boolean answersFlow = channel.isWritable() || !isAccepted();
    boolean read = answersFlow && pendingRequests < settings.limits().pendingPerConnection();
    if (!read) {
      messageDeadline.met(); // from here on it is we who make it wait
    }
    channel.config().setAutoRead(read);
  }

  /** Does what its liveness says is due, and comes back for what is next. */
  private void look(long delayNanos) {
    look = channel.eventLoop().schedule(this::lookNow, delayNanos, TimeUnit.NANOSECONDS);
  }

  private void lookNow() {
    boolean goesOn =
        switch (liveness.due(System.nanoTime(), isBusy())) {
          case WAIT -> true;
          case PING -> {
            write(PING);
            yield true;
          }
          case ASK -> {
            ask();
            yield true;
          }
          case END_IDLE -> {
            close(ConnectionEnd.IDLE);
            yield false;
          }
          case END_SILENT -> {
            cutOff(ConnectionEnd.SILENT, "it sent no message");
            yield false;
          }
          case END_DEAD -> {
            cutOff(ConnectionEnd.DEAD, "it answers neither pings nor OPTIONS");
            yield false;
          }
        };
    if (goesOn && channel.isOpen()) {
      look(Math.max(SOON_NANOS, liveness.nanosUntilDue(System.nanoTime())));
    }
  }

  /** Our own question is no sign that the connection is of use. */
  private void ask() {
    asking = true;
    try {
      context.asking().accept(this);
    } finally {
      asking = false;
    }
  }

  private static boolean isAnswerToAsking(SipMessage message) {
    return message instanceof SipResponse response && response.cseq().method().equals("OPTIONS");
  }

  /** When the peer has nothing more to say, and was told all that it asked for. */
  private void endIfAnswered() {
    if (pendingRequests == 0) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private boolean isAccepted() {
    return channel.parent() != null;
  }

  private void cutOff(ConnectionEnd cause, String why) {
    boolean line = !isAccepted() || connections.isWorthALine(cause, System.nanoTime());
    LOG.atLevel(line ? Level.WARN : Level.DEBUG)
        .log("SIP connection with {} cut off: {}", remote, why);
    close(cause);
  }

  private void write(byte[] octets) {
    lane.octetsOut(octets.length);
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(octets))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  /** Ends it; the first cause counts. */
  void close(ConnectionEnd cause) {
    if (end == ConnectionEnd.PEER) {
      end = cause;
    }
    channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  /** Always null, for the field that held it. */
  private static @Nullable ScheduledFuture<?> cancelled(@Nullable ScheduledFuture<?> task) {
    if (task != null) {
      task.cancel(false);
    }
    return null;
  }
}
