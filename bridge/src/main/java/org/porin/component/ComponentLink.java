package org.porin.component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.porin.address.Jid;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.LinkStatus.State;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.Stanza;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link of one domain through all its connections: made again after every kind of end, until it
 * is closed. Owns one reading thread, and one writing thread while connected. Safe for many
 * threads.
 */
final class ComponentLink implements Link, ReturnPath {
  private static final Logger LOG = LoggerFactory.getLogger(ComponentLink.class);

  private record Phase(State state, Instant since) {}

  private final ComponentSettings settings;
  private final String domain;
  private final LinkReceiver receiver;
  private final InboundPresence presence;
  private final StanzaIds ids;
  private final LinkCounts counts = new LinkCounts();
  private final Unrecorded unrecorded = new Unrecorded();
  private final WireLog wireLog;
  private final Backoff backoff;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Thread reading;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Permission permission = new Permission();
  private volatile Phase phase;
  private volatile Optional<LinkSession> session = Optional.empty();
  private volatile Optional<LinkEnd> lastEnd = Optional.empty();

  ComponentLink(ComponentSettings settings, LinkOutline.Shared shared) {
    this.settings = settings;
    this.domain = new Jid("", settings.domain(), "").domain();
    this.receiver = new StanzaDispatch(shared, this);
    this.presence = shared.presence();
    this.ids = shared.ids();
    this.wireLog = shared.wireLog();
    this.backoff = new Backoff(shared.random());
    this.clock = shared.clock();
    this.nanoTime = shared.nanoTime();
    this.phase = new Phase(State.NEW, clock.instant());
    this.reading = new Thread(this::keepUp, "component-" + settings.domain() + "-read");
    this.reading.setDaemon(true);
  }

  @Override
  public void start() {
    reading.start();
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
    if (stopping.getCount() == 0) {
      delivery.fail(new Failure.Refused(Reason.STOPPING, "the bridge is stopping"));
      return;
    }
    session.ifPresentOrElse(
        open -> open.outgoing().deliver(message, delivery),
        () ->
            delivery.fail(
                new Failure.Refused(
                    Reason.LINK_DOWN,
                    "the link of " + settings.domain() + " to the XMPP server is down")));
  }

  @Override
  public boolean send(PresenceStanza stanza) {
    Optional<LinkSession> open = session;
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
    return session.filter(LinkSession::canAnswer).isPresent();
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
  public void holdUntil(CompletionStage<Void> recorded, int octets) {
    unrecorded.add(recorded, octets);
  }

  @Override
  public void count(LinkCount count) {
    counts.add(count);
  }

  private void keepUp() {
    while (ending.getCount() > 0) {
      if (!permission.isGiven()) {
        awaitPermission();
        continue;
      }
      if (ending.getCount() == 0) {
        break; // its end gives the permission too: to connect now would push out who has the link
      }
      enter(State.CONNECTING);
      Duration openFor = Duration.ZERO;
      LinkEnd end;
      try (var connection =
          Connection.open(settings, counts, nanoTime, () -> ending.getCount() == 0)) {
        long openedAt = nanoTime.getAsLong();
        end = converse(connection);
        openFor = Duration.ofNanos(nanoTime.getAsLong() - openedAt);
      } catch (LinkEndException e) {
        end = e.end();
      } catch (RuntimeException | StackOverflowError e) {
        LOG.error("{}: the link failed by a fault of this bridge", settings.domain(), e);
        end = LinkEnd.of(Cause.FAULT, "a fault of this bridge ended the link");
      }
      counts.ended(end.cause());
      if (ending.getCount() > 0 && permission.isGiven()) {
        retryAfter(end, backoff.next(end.cause(), openFor));
      }
    }
    enter(State.CLOSED);
  }

  private void awaitPermission() {
    enter(State.STANDBY);
    LOG.info("{}: standing by: another bridge has the link, or may have it", settings.domain());
    try {
      permission.await();
    } catch (InterruptedException e) {
      ending.countDown(); // nobody interrupts this thread but to end it
    }
  }

  @Override
  public void permit(boolean permitted) {
    permission.set(permitted);
    if (!permitted) {
      session.ifPresent(LinkSession::abort);
    }
  }

  private LinkEnd converse(Connection connection) {
    var outgoing =
        new Outgoing(
            domain,
            settings.queueOctets(),
            settings.times().answer(),
            new LinkPings(settings.domain(), settings.pingTarget(), ids),
            counts,
            nanoTime);
    var open =
        new LinkSession(settings, connection, outgoing, unrecorded, counts, wireLog, nanoTime);
    session = Optional.of(open);
    try {
      counts.connected();
      enter(State.OPEN);
      LOG.info("{}: the link is open", settings.domain());
      if (!permission.isGiven()) { // it went while the handshake ended
        open.abort();
      } else if (ending.getCount()
          == 0) { // closed while the handshake ended: nobody else will say so
        open.end();
      } else {
        presence.opened(this);
      }
      return open.run(receiver);
    } finally {
      session = Optional.empty();
    }
  }

  private void retryAfter(LinkEnd end, Duration wait) {
    boolean isNews = lastEnd.isEmpty() || !lastEnd.get().equals(end) || phase.state() == State.OPEN;
    lastEnd = Optional.of(end);
    enter(State.WAITING);
    if (isNews && end.cause().operatorNeeded()) {
      LOG.error("{}: {}; next try in {} ms", settings.domain(), end, wait.toMillis());
    } else if (isNews) {
      LOG.warn("{}: {}; next try in {} ms", settings.domain(), end, wait.toMillis());
    } else {
      LOG.debug("{}: {}; next try in {} ms", settings.domain(), end, wait.toMillis());
    }
    try {
      if (ending.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("{}: closed while waiting", settings.domain());
      }
    } catch (InterruptedException e) {
      ending.countDown(); // nobody interrupts this thread but to end it
    }
  }

  private void enter(State state) {
    phase = new Phase(state, clock.instant());
  }

  @Override
  public void stop() {
    stopping.countDown();
  }

  @Override
  public boolean awaitSettled(Duration atMost) throws InterruptedException {
    Optional<LinkSession> open = session;
    return open.isEmpty() || open.get().awaitSettled(atMost);
  }

  @Override
  public void end() {
    ending.countDown();
    permission.set(true); // nothing is connected any more
    session.ifPresent(LinkSession::end);
  }

  @Override
  public void awaitClosed(Duration atMost) throws InterruptedException {
    if (phase.state() == State.NEW) {
      enter(State.CLOSED);
      return;
    }
    reading.join(Math.max(1, atMost.toMillis()));
    session.ifPresent(LinkSession::abort);
    reading.join();
  }

  @Override
  public void abort() {
    ending.countDown();
    permission.set(true); // nothing is connected any more
    session.ifPresent(LinkSession::abort);
  }
}
