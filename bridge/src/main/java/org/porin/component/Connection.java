package org.porin.component;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.porin.component.ComponentHandshake.Action;
import org.porin.component.ComponentHandshake.State;
import org.porin.component.LinkEnd.Cause;
import org.porin.stanza.StanzaReader;
import org.porin.stanza.StreamElement;
import org.porin.stanza.StreamHeader;
import org.porin.wire.MalformedException;

/**
 * One connection to the component port of a server, over TCP or TLS, after the handshake. Read and
 * made by one thread, written by one; any thread may close it.
 */
final class Connection implements AutoCloseable {
  private static final Duration SLOWEST_TICK = Duration.ofMillis(500);

  /**
   * What the server has sent and this process has not read is lost with the process; left to itself
   * the kernel lets it be megabytes. A server that finds no room writes many stanzas at once later,
   * which costs it less than one by one.
   */
  private static final int RECEIVE_OCTETS = 64 * 1024;

  private final ComponentSettings settings;
  private final Socket socket;
  private final WatchedInput in;
  private final OutputStream out;
  private final Optional<LinkTlsSocket> tls;
  private final LinkCounts counts;
  private final StanzaReader reader;

  private Connection(
      ComponentSettings settings,
      Socket socket,
      WatchedInput in,
      Optional<LinkTlsSocket> tls,
      LinkCounts counts)
      throws IOException {
    this.settings = settings;
    this.socket = socket;
    this.in = in;
    this.tls = tls;
    this.counts = counts;
    this.out = tls.isPresent() ? tls.get().out() : socket.getOutputStream();
    this.reader =
        new StanzaReader(
            new CountedInput(tls.isPresent() ? tls.get().in() : in, counts), settings.limits());
  }

  /** Deadlines are kept to a twentieth of the shortest, and at least twice a second. */
  private static Duration tick(LinkTimes times) {
    Duration shortest = times.answer();
    for (Duration time : List.of(times.handshake(), times.idle())) {
      shortest = time.compareTo(shortest) < 0 ? time : shortest;
    }
    Duration tick = shortest.dividedBy(20);
    return tick.compareTo(SLOWEST_TICK) < 0 ? tick : SLOWEST_TICK;
  }

  /**
   * Connects and shakes hands. Blocks until that is done.
   *
   * @param stopping ends the attempt with {@link Cause#STOPPED} once true
   * @throws LinkEndException saying why there is no link
   */
  static Connection open(
      ComponentSettings settings,
      LinkCounts counts,
      LongSupplier nanoTime,
      BooleanSupplier stopping)
      throws LinkEndException {
    Socket socket = connect(settings);
    var handshake = new ComponentHandshake(settings.domain(), settings.secret());
    long deadline = nanoTime.getAsLong() + settings.times().handshake().toNanos();
    WatchedInput.Watch watch =
        (now, lastRead) -> {
          if (stopping.getAsBoolean()) {
            throw new LinkEndException(LinkEnd.of(Cause.STOPPED, "the bridge is stopping"));
          }
          if (deadline - now <= 0) {
            for (Action action : handshake.deadlinePassed()) {
              endIf(action);
            }
          }
        };
    Optional<WatchedInput> in = Optional.empty();
    boolean opened = false;
    try {
      in = Optional.of(new WatchedInput(socket, tick(settings.times()), watch, nanoTime));
      Optional<LinkTlsSocket> tls = secured(settings, socket, in.get());
      var connection = new Connection(settings, socket, in.get(), tls, counts);
      connection.shakeHands(handshake);
      opened = true;
      return connection;
    } catch (IOException | MalformedException e) {
      LinkEnd end =
          in.map(watched -> endOf(settings, watched, e))
              .orElseGet(() -> LinkEnd.of(Cause.RESET, text(settings, e)));
      throw new LinkEndException(withTlsRemedy(settings, end));
    } finally {
      if (!opened) { // by a fault of ours too: it would be a descriptor a try
        close(socket);
      }
    }
  }

  private static Optional<LinkTlsSocket> secured(
      ComponentSettings settings, Socket socket, WatchedInput in) throws IOException {
    return settings.tls() instanceof LinkTls.None
        ? Optional.empty()
        : Optional.of(LinkTlsSocket.over(socket, in, settings.tls(), settings.host()));
  }

  /** A TLS port answers to clear text with what is no XML, or with nothing (Prosody). */
  private static LinkEnd withTlsRemedy(ComponentSettings settings, LinkEnd end) {
    boolean perhaps =
        (end.cause() == Cause.MALFORMED || end.cause() == Cause.CLOSED)
            && end.remedy().isEmpty()
            && settings.tls() instanceof LinkTls.None;
    return perhaps
        ? LinkEnd.of(
            end.cause(),
            end.text(),
            "is this the server's component port? If it wants TLS, set component.tls")
        : end;
  }

  /**
   * Connects, with TLS if that is asked for, and leaves again without a word to the component port.
   *
   * @throws LinkEndException saying why that cannot be done
   */
  static void reach(ComponentSettings settings, LongSupplier nanoTime) throws LinkEndException {
    Socket socket = connect(settings);
    long deadline = nanoTime.getAsLong() + settings.times().handshake().toNanos();
    WatchedInput.Watch watch =
        (now, lastRead) -> {
          if (deadline - now <= 0) {
            throw new LinkEndException(
                LinkEnd.of(
                    Cause.HANDSHAKE_TIMEOUT,
                    "the server did not finish the TLS handshake in time",
                    "does that port speak TLS?"));
          }
        };
    try {
      secured(settings, socket, new WatchedInput(socket, tick(settings.times()), watch, nanoTime));
    } catch (LinkEndException e) {
      throw e;
    } catch (IOException e) {
      throw new LinkEndException(LinkEnd.of(Cause.RESET, text(settings, e)));
    } finally {
      close(socket);
    }
  }

  private static Socket connect(ComponentSettings settings) throws LinkEndException {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(settings.host());
    } catch (UnknownHostException e) {
      throw new LinkEndException(
          LinkEnd.of(
              Cause.HOST_UNRESOLVED,
              "the server's host name " + settings.host() + " has no address",
              "is it spelt rightly, and does DNS answer?"));
    }
    Optional<IOException> failure = Optional.empty();
    for (InetAddress address : addresses) {
      var socket = new Socket();
      try {
        socket.setReceiveBufferSize(RECEIVE_OCTETS);
        socket.setTcpNoDelay(true); // a lone message must not wait for an acknowledgement
        socket.connect(
            new InetSocketAddress(address, settings.port()),
            Math.toIntExact(settings.times().connect().toMillis()));
        return socket;
      } catch (IOException e) {
        close(socket);
        failure = Optional.of(e);
      }
    }
    String cause = failure.map(IOException::getMessage).orElse("no address");
    throw new LinkEndException(
        LinkEnd.of(
            Cause.NOT_CONNECTED,
            "no connection to " + settings.host() + ":" + settings.port() + " (" + cause + ")",
            "is the server running, and does its component port listen there?"));
  }

  private void shakeHands(ComponentHandshake handshake) throws IOException, MalformedException {
    write(
        "<?xml version='1.0'?><stream:stream xmlns='"
            + ComponentHandshake.NAMESPACE
            + "' xmlns:stream='http://etherx.jabber.org/streams' to='"
            + settings.domain()
            + "'>");
    StreamHeader header = reader.open();
    perform(handshake.streamOpened(header.namespace(), header.id()));
    while (handshake.state() != State.OPEN) {
      perform(input(handshake, reader.next()));
    }
  }

  private static List<Action> input(ComponentHandshake handshake, Optional<StreamElement> element) {
    if (element.isEmpty()) {
      return handshake.streamClosed();
    }
    if (element.get() instanceof StreamElement.Handshake) {
      return handshake.acknowledged();
    }
    if (element.get() instanceof StreamElement.StreamError error) {
      return handshake.streamError(error.condition(), error.text());
    }
    return handshake.stanza();
  }

  private void perform(List<Action> actions) throws IOException {
    for (Action action : actions) {
      endIf(action);
      if (action instanceof Action.Send send) {
        write(send.text());
      }
    }
  }

  private static void endIf(Action action) throws LinkEndException {
    if (action instanceof Action.Close close) {
      throw new LinkEndException(close.end());
    }
  }

  private void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** From now on, this watch looks while the reader waits. */
  void watch(WatchedInput.Watch watch) {
    in.watch(watch);
  }

  /** The stream, open. For the reading thread. */
  StanzaReader reader() {
    return reader;
  }

  /** Writes at once. For the writing thread. */
  void write(byte[] octets) throws IOException {
    out.write(octets);
    counts.octetsOut(octets.length);
  }

  /** Nothing more will be written; over TLS the server is told. For the writing thread. */
  void sayGoodbye() throws IOException {
    if (tls.isPresent()) {
      tls.get().shutdownOutput();
    }
  }

  /** Nobody reads for now, which is not the server's silence. For the reading thread. */
  void paused() throws IOException {
    in.paused();
  }

  /** What an exception of the reader means for the link. */
  LinkEnd endOf(Exception e) {
    return endOf(settings, in, e);
  }

  private static LinkEnd endOf(ComponentSettings settings, WatchedInput in, Exception e) {
    if (in.verdict().isPresent()) {
      return in.verdict().get();
    }
    if (e instanceof LinkEndException ended) {
      return ended.end();
    }
    if (in.atEnd() || e instanceof EOFException) {
      return LinkEnd.of(
          Cause.CLOSED, "the server closed the connection of " + settings.domain() + " half-way");
    }
    if (e instanceof MalformedException) {
      return LinkEnd.of(
          Cause.MALFORMED,
          "what came on the link of " + settings.domain() + " is no stream: " + e.getMessage());
    }
    return LinkEnd.of(Cause.RESET, text(settings, e));
  }

  private static String text(ComponentSettings settings, Exception e) {
    return "the connection of " + settings.domain() + " broke (" + e.getMessage() + ")";
  }

  /** Ends the connection at once, whatever is under way on it. */
  @Override
  public void close() {
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closing releases the descriptor in any case; there is nobody to tell.
    }
  }
}
