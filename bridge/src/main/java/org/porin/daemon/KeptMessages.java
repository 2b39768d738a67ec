package org.porin.daemon;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.porin.component.ComponentLinks;
import org.porin.durable.StoreException;
import org.porin.membrane.Membrane;
import org.porin.membrane.ReplayMemory;
import org.porin.membrane.SettledIdentity;
import org.porin.operate.Leg;
import org.porin.outbox.Direction;
import org.porin.outbox.DurableOutbox;
import org.porin.outbox.FailureNotices;
import org.porin.outbox.OutboxReport;
import org.porin.outbox.OutboxThread;
import org.porin.outbox.OutboxView;
import org.porin.outbox.Recovery;
import org.porin.profile.Failure;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin.Side;
import org.porin.profile.OutcomeSink;
import org.porin.simple.SimpleTransport;
import org.porin.store.Heir;
import org.porin.store.Store;

/** The durable outbox, in both directions, and what goes with it. */
final class KeptMessages implements AutoCloseable {
  private final Store store;
  private final ComponentLinks component;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final OutboxThread thread;
  private final DurableOutbox toSimple;
  private final DurableOutbox toXmpp;

  KeptMessages(
      Settings settings,
      Store store,
      ComponentLinks component,
      SimpleTransport simple,
      Clock clock) {
    this.store = store;
    this.component = component;
    this.clock = clock;
    thread = new OutboxThread(clock);
    toSimple =
        new DurableOutbox(
            Direction.TO_SIMPLE,
            simple,
            store.outbox(),
            settings.durable(Direction.TO_SIMPLE),
            thread,
            random);
    toXmpp =
        new DurableOutbox(
            Direction.TO_XMPP,
            component,
            store.outbox(),
            settings.durable(Direction.TO_XMPP),
            thread,
            random);
  }

  /**
   * What decides between the edges, with an outbox before each.
   *
   * @param replays knows which signatures came before
   */
  Membrane membrane(Settings settings, ReplayMemory replays) {
    return new Membrane(
        settings.membrane(),
        new StandbyGate(toXmpp, component::mayCarry),
        toSimple,
        replays,
        System::nanoTime);
  }

  /**
   * Takes up what an earlier process left.
   *
   * @param membrane recognises repeats of it
   * @throws IOException when the store cannot be read
   */
  void load(Membrane membrane) throws IOException {
    try {
      Recovery.of(store.outbox(), toSimple, toXmpp, new ByMembrane(membrane));
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What came before is recognised where everything is. */
  private record ByMembrane(Membrane membrane) implements Recovery.Repeats {
    @Override
    public void remember(MessageOperation operation) {
      membrane.remember(operation);
    }

    @Override
    public void recall(SettledIdentity identity) {
      membrane.recall(identity);
    }
  }

  /**
   * Reads what a bridge left that died.
   *
   * @return what takes it up
   */
  Runnable read(Heir.Estate estate, Membrane membrane) throws StoreException {
    Recovery recovery = Recovery.read(estate::messages);
    return () -> recovery.give(toSimple, toXmpp, new ByMembrane(membrane));
  }

  /**
   * Begins to carry: both edges take messages.
   *
   * @param texts of a foreign domain: whether its users want texts about failures
   * @param home a served domain, whose gateway writes where no other can
   */
  void start(Membrane membrane, Predicate<String> texts, String home) {
    FailureNotices notices = new FailureNotices(membrane, texts, home, random, clock);
    toSimple.start(new Origins(component, notices));
    toXmpp.start(notices);
  }

  /**
   * Who tells origins, by where they are: what passes on between two foreign domains came by SIP.
   */
  private record Origins(OutcomeSink byXmpp, OutcomeSink bySip) implements OutcomeSink {
    private OutcomeSink of(MessageOperation operation) {
      return operation.origin().side() == Side.XMPP ? byXmpp : bySip;
    }

    @Override
    public boolean hears(MessageOperation operation) {
      return of(operation).hears(operation);
    }

    @Override
    public Told failed(MessageOperation operation, Failure failure) {
      return of(operation).failed(operation, failure);
    }

    @Override
    public void tell(MessageOperation operation, Failure failure, Consumer<Told> told) {
      of(operation).tell(operation, failure, told);
    }

    @Override
    public void passedOn(MessageOperation operation, Failure failure, Consumer<Told> told) {
      of(operation).passedOn(operation, failure, told);
    }
  }

  /** What each direction holds. */
  List<OutboxReport> reports() {
    return List.of(toSimple.report(), toXmpp.report());
  }

  /** What an operator sees of each direction, and may do. */
  List<OutboxView> views() {
    return List.of(new OutboxView(toSimple), new OutboxView(toXmpp));
  }

  /** Whether something waits for so long that somebody is to look. */
  Leg leg(Duration alarm, Instant now) {
    long oldest =
        reports().stream()
            .flatMapToLong(report -> report.oldest().stream())
            .min()
            .orElse(now.toEpochMilli());
    return Leg.ofOutbox(Duration.ofMillis(now.toEpochMilli() - oldest), alarm);
  }

  /** Nothing is tried any more; the store is closed after this. */
  @Override
  public void close() {
    thread.close();
  }
}
