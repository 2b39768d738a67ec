package org.porin.component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dom4j.Element;
import org.porin.address.Jid;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.LinkStatus.State;
import org.porin.component.WriteQueue.Batch;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.Stanza;
import org.porin.stanza.StanzaLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.component.ComponentException;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * The link of a component inside of a server: open from {@code start} to {@code shutdown}. Owns two
 * threads while open, one that hands over and one that looks at the clock. Safe for many threads.
 */
final class TinderLink implements Link, ReturnPath {
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Logger LOG = LoggerFactory.getLogger(TinderLink.class);

  /** Hands a stanza to the server. */
  interface Server {
    void send(Packet packet) throws ComponentException;
  }

  private record Phase(State state, Instant since) {}

  /** From one start to one shutdown. */
  private record Session(Outgoing outgoing, Thread writer, CountDownLatch over) {}

  private final TinderSettings settings;
  private final String domain;
  private final Server server;
  private final LinkOutline.Shared shared;
  private final LinkReceiver receiver;
  private final LinkCounts counts = new LinkCounts();
  private final Unrecorded unrecorded = new Unrecorded();
  private final Clock clock;
  private volatile Phase phase;
  private volatile Optional<Session> session = Optional.empty();
  private volatile Optional<LinkEnd> lastEnd = Optional.empty();
  private volatile boolean stopping;

  TinderLink(TinderSettings settings, Server server, LinkOutline.Shared shared) {
    this.settings = settings;
    this.domain = new Jid("", settings.domain(), "").domain();
    this.server = server;
    this.shared = shared;
    this.clock = shared.clock();
    this.phase = new Phase(State.NEW, clock.instant());
    this.receiver = new StanzaDispatch(shared, this);
  }

  @Override
  public void start() {
    enter(State.WAITING); // for the server to take the component
  }

  /** The server has taken the component. */
  void open() {
    if (begin()) {
      shared.presence().opened(this); // under no lock
    }
  }

  private synchronized boolean begin() {
    if (session.isPresent() || stopping) {
      return false;
    }
    var outgoing =
        new Outgoing(
            domain,
            settings.queueOctets(),
            settings.answer(),
            new LinkPings(settings.domain(), settings.pingTarget(), shared.ids()),
            counts,
            shared.nanoTime());
    var over = new CountDownLatch(1);
    var writer = new Thread(() -> write(outgoing), "component-" + settings.domain() + "-write");
    var watch =
        new Thread(() -> watch(outgoing, over), "component-" + settings.domain() + "-watch");
    writer.setDaemon(true);
    watch.setDaemon(true);
    session = Optional.of(new Session(outgoing, writer, over));
    counts.connected();
    enter(State.OPEN);
    writer.start();
    watch.start();
    LOG.info("{}: the component is open inside of the server", domain);
    return true;
  }

  /** The server takes the component back. */
  synchronized void shut() {
    shut(LinkEnd.of(Cause.CLOSED, "the server took the component " + domain + " back"));
  }

  private synchronized void shut(LinkEnd end) {
    if (session.isEmpty()) {
      return;
    }
    Session open = session.get();
    session = Optional.empty();
    open.outgoing().queue().end("");
    try {
      if (Thread.currentThread() != open.writer()) { // the server may answer on it
        open.writer().join(LAST_WORDS.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.over().countDown();
    open.outgoing().abandon("").run();
    lastEnd = Optional.of(end);
    counts.ended(end.cause());
    enter(stopping ? State.CLOSED : State.WAITING);
    LOG.info("{}", end);
  }

  /** A stanza came, on a thread of the server. */
  void receive(Element stanza) {
    try {
      Optional<Session> open = session;
      if (open.isEmpty()) {
        count(LinkCount.NOT_OPEN);
        return;
      }
      counts.stanzaIn();
      DomStanza.Sized sized = DomStanza.decode(stanza, StanzaLimits.DEFAULT);
      counts.octetsIn(sized.octets());
      boolean carried = stanza.getName().equals("message");
      if (carried && Thread.currentThread() != open.get().writer()) {
        awaitRecording();
      }
      receiver.receive(sized.element(), sized.octets(), open.get().outgoing());
    } catch (RuntimeException | StackOverflowError e) { // nothing of ours breaks the server
      LOG.error("{}: a stanza could not be handled", domain, e);
    }
  }

  /** Answers to pings come by other stanzas, which never wait here. */
  private void awaitRecording() {
    try {
      while (session.isPresent() && !unrecorded.awaitRoom(TICK)) {
        LOG.debug("{}: the server waits until what it sent is recorded", domain);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is in a hurry: takes it nevertheless
    }
  }

  private void write(Outgoing outgoing) {
    try {
      Batch batch;
      do {
        batch = outgoing.queue().take();
        batch.stanzas().forEach(stanza -> handOrLog(stanza, outgoing));
      } while (!batch.last());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One stanza that cannot be handed over does not end the thread for those behind it. */
  private void handOrLog(String stanza, Outgoing outgoing) {
    try {
      hand(stanza, outgoing);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("{}: a stanza could not be handed to the server", domain, e);
    }
  }

  private void hand(String stanza, Outgoing outgoing) {
    if (shared.wireLog().isOn()) {
      shared.wireLog().out(domain, stanza);
    }
    Element element = DomStanza.encode(stanza);
    try {
      server.send(packet(element));
      counts.stanzasOut(1);
      counts.octetsOut(stanza.length());
    } catch (ComponentException | RuntimeException e) {
      LOG.warn("{}: the server refused a stanza: {}", domain, LinkEnd.clip(String.valueOf(e)));
      outgoing.refused(element.attributeValue("id", ""));
    }
  }

  /** Addresses are right already, and Tinder is slow at finding that out. */
  private static Packet packet(Element element) {
    return switch (element.getName()) {
      case "message" -> new Message(element, true);
      case "presence" -> new Presence(element, true);
      default -> new IQ(element, true);
    };
  }

  private static void watch(Outgoing outgoing, CountDownLatch over) {
    try {
      while (!over.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        outgoing.failExpired();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public LinkStatus status() {
    Phase now = phase;
    WriteQueue.Depth depth =
        session.map(open -> open.outgoing().queue().depth()).orElse(WriteQueue.Depth.NOTHING);
    return new LinkStatus(
        settings.domain(),
        now.state(),
        now.since(),
        lastEnd,
        counts.traffic(depth),
        counts.ends(),
        counts.snapshot());
  }

  @Override
  public void deliver(MessageStanza message, Delivery delivery) {
    if (stopping) {
      delivery.fail(new Failure.Refused(Reason.STOPPING, "the bridge is stopping"));
      return;
    }
    session.ifPresentOrElse(
        open -> open.outgoing().deliver(message, delivery),
        () ->
            delivery.fail(
                new Failure.Refused(
                    Reason.LINK_DOWN, "the component " + domain + " is not open in the server")));
  }

  @Override
  public boolean send(PresenceStanza stanza) {
    Optional<Session> open = session;
    if (open.isEmpty()) {
      count(LinkCount.PRESENCE_REFUSED);
      return false;
    }
    return open.get().outgoing().present(stanza);
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public boolean isOpen() {
    return session.isPresent();
  }

  @Override
  public void answer(Stanza error) {
    session.ifPresentOrElse(
        open -> open.outgoing().answer(error), () -> count(LinkCount.ANSWER_LOST));
  }

  @Override
  public void tell(Stanza error, Delivery delivery) {
    session.ifPresentOrElse(
        open -> open.outgoing().tell(error, delivery), () -> Outgoing.ended(delivery));
  }

  @Override
  public void follow(Stanza error, Delivery delivery) {
    session.ifPresentOrElse(
        open -> open.outgoing().follow(error, delivery), () -> Outgoing.ended(delivery));
  }

  @Override
  public boolean offer(Stanza error) {
    return session.filter(open -> open.outgoing().offer(error)).isPresent();
  }

  @Override
  public void count(LinkCount count) {
    counts.add(count);
  }

  @Override
  public void holdUntil(CompletionStage<Void> recorded, int octets) {
    unrecorded.add(recorded, octets);
  }

  private void enter(State state) {
    phase = new Phase(state, clock.instant());
  }

  @Override
  public void stop() {
    stopping = true;
  }

  @Override
  public boolean awaitSettled(Duration atMost) throws InterruptedException {
    Optional<Session> open = session;
    return open.isEmpty() || open.get().outgoing().queue().awaitSettled(atMost);
  }

  @Override
  public void end() {
    stopping = true;
    shut(LinkEnd.of(Cause.STOPPED, "the bridge closed the component " + domain));
    enter(State.CLOSED);
  }

  @Override
  public void awaitClosed(Duration atMost) {
    enter(State.CLOSED);
  }

  @Override
  public void abort() {
    end();
  }
}
