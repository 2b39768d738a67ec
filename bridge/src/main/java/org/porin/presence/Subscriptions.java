package org.porin.presence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.porin.address.AddressMapping;
import org.porin.durable.StoreException;
import org.porin.mapping.ErrorMapping;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.SubscriptionMapping;
import org.porin.membrane.ReplayMemory;
import org.porin.membrane.SubscriptionAdmission;
import org.porin.presence.PresenceCounts.Input;
import org.porin.profile.ContactDirectory;
import org.porin.profile.Notification;
import org.porin.profile.PresenceCarrier;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService;
import org.porin.profile.PresenceStream;
import org.porin.stanza.PresenceStanza;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps all subscriptions, both ways, and has the one thread {@code presence} on which all of them
 * take their inputs. What comes from the edges waits in a bounded mailbox; nothing that the edges
 * call blocks. What is not told for want of room is told later, in its turn.
 */
public final class Subscriptions implements PresenceService, PresenceStream.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

  private static final int MOST_INPUTS = 20_000;
  private static final long MOST_OCTETS = 32L << 20;
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration RESYNC_TICK = Duration.ofMillis(10);
  private static final int MOST_TIMES = 1_000; // in one turn, so that inputs have theirs
  private static final long IDLE_POLL_MILLIS = 10;
  private static final long ROWS_SECONDS = 10;

  private final PresenceStore store;
  private final Surroundings around;
  private final Course<Watch> watches;
  private final Course<Audience> audiences;
  private final Resync resync;
  private final Contacts contacts;
  private final Blocks blocks = new Blocks();
  private final WatchRules watchRules;
  private final AudienceRules audienceRules;
  private final RandomGenerator random;
  private final StanzaIntake stanzas;
  private final OperationIntake operations;
  private final Lost lost = new Lost();
  private final Thread thread = new Thread(this::run, "presence");
  private volatile PresenceStatus.Gauges gauges = new PresenceStatus.Gauges(0, 0, false, 0);
  private volatile boolean stopping;
  private volatile boolean ended;

  /**
   * @param carrier the edge to foreign domains
   * @param stream the edge to the XMPP server
   * @param store stays the caller's to close, after this
   * @param random must not be predictable
   */
  public Subscriptions(
      PresenceSettings settings,
      SubscriptionAdmission admission,
      AddressMapping addresses,
      PresenceCarrier carrier,
      PresenceStream stream,
      PresenceStore store,
      Clock clock,
      RandomGenerator random) {
    this(settings, admission, ReplayMemory.NONE, addresses, carrier, stream, store, clock, random);
  }

  /**
   * The same where it is verified who speaks.
   *
   * @param replays knows which signatures came before
   */
  public Subscriptions(
      PresenceSettings settings,
      SubscriptionAdmission admission,
      ReplayMemory replays,
      AddressMapping addresses,
      PresenceCarrier carrier,
      PresenceStream stream,
      PresenceStore store,
      Clock clock,
      RandomGenerator random) {
    this.store = store;
    Instant now = clock.instant();
    PresenceMapping mapping = new PresenceMapping(addresses);
    ErrorMapping errors = new ErrorMapping(addresses);
    Mailbox mailbox = new Mailbox(MOST_INPUTS, MOST_OCTETS);
    PresenceCounts counts = new PresenceCounts();
    around =
        new Surroundings(
            carrier,
            stream,
            admission,
            new WriteBehind(store, mailbox),
            mailbox,
            new TimingWheel(TICK, now),
            new Pace<>(settings.resyncPerSecond(), now),
            counts,
            new SubscriptionLog(counts),
            clock);
    watches = new Course<>(new WatchKind(mapping), around);
    audiences = new Course<>(new AudienceKind(mapping), around);
    Rules rules =
        new Rules(settings, mapping, new SubscriptionMapping(mapping, errors), around, random);
    watchRules = rules.ofWatches();
    audienceRules = rules.ofAudiences(watches);
    Gate gate = new Gate(settings, mapping, blocks);
    Refusals refusals = new Refusals(stream, errors, counts);
    stanzas =
        new StanzaIntake(mapping, gate, refusals, watches, audiences, watchRules, around, lost);
    operations =
        new OperationIntake(gate, refusals, watches, audiences, audienceRules, replays, around);
    resync = new Resync(watches, audiences, mapping, around, random);
    contacts = new Contacts(watches, audiences, blocks, resync, mapping, around);
    this.random = random;
  }

  /**
   * Takes up what a former process has left. Blocks for the store. Before the edges begin, which
   * may call from then on.
   *
   * @throws StoreException when the store cannot be read
   */
  public void load() throws StoreException {
    Inventory inventory = new Inventory();
    store.load(inventory);
    take(inventory);
  }

  /** What gives rows to whoever reads them. */
  @FunctionalInterface
  public interface Source {
    /**
     * Reads them.
     *
     * @throws StoreException when they cannot be read
     */
    void read(PresenceStore.Rows rows) throws StoreException;
  }

  /**
   * Reads what another bridge left that died.
   *
   * @return what takes it up as after a restart, on any thread
   * @throws StoreException when the store cannot be read
   */
  public Runnable read(Source source) throws StoreException {
    Inventory inventory = new Inventory();
    source.read(inventory);
    return () -> around.mailbox().post(() -> take(inventory));
  }

  private void take(Inventory inventory) {
    inventory.blocksTo(blocks);
    inventory.watchesTo(watches, watchRules, around.now());
    inventory.audiencesTo(audiences, audienceRules, around.now());
    inventory.queue(around, random.nextLong());
  }

  /** Begins. After the edges, which are called from then on. */
  public void start() {
    thread.setDaemon(true); // who has not closed it in time does not wait for it
    thread.start();
  }

  @Override
  public CompletionStage<Answer> subscribe(Subscribe operation, Arrival arrival) {
    return operations.subscribe(operation, arrival);
  }

  @Override
  public CompletionStage<Answer> notify(Notification notification, Arrival arrival) {
    return operations.notify(notification, arrival);
  }

  @Override
  public void presence(PresenceStanza stanza) {
    stanzas.presence(stanza);
  }

  @Override
  public void opened(String domain) {
    around.counts().input(Input.LINK_OPENED);
    around.mailbox().post(() -> resync.opened(domain));
  }

  /**
   * Does what waits and what is due, on the one thread.
   *
   * @return after which time there may be something to do again, unless something comes
   */
  Duration turn() {
    int done = around.mailbox().runAll();
    Instant now = around.now();
    int times = stopping ? 0 : around.wheel().expire(now, MOST_TIMES);
    if (!stopping) {
      resync.lost(lost);
      Optional<Held<?>> next = around.stale().next(now);
      while (next.isPresent()) {
        next.get().resync();
        next = around.stale().next(now);
      }
    }
    around.rows().turn(now);
    gauges = gauges();
    if (times == MOST_TIMES || done > 0) {
      return Duration.ZERO;
    }
    return around.stale().left() > 0 ? RESYNC_TICK : TICK;
  }

  private void run() {
    while (!ended) {
      try {
        Duration wait = turn();
        around.mailbox().await(wait.toNanos());
      } catch (InterruptedException e) {
        ended = true;
      } catch (RuntimeException | Error e) { // never without this thread
        LOG.error("presence: a fault of the gateway; what was under way is lost", e);
      }
    }
  }

  /**
   * Takes nothing more, gives what is under way some time, and keeps all rows. Nobody is told
   * anything: subscriptions are taken up by the next process. Before the edges are closed.
   *
   * @param patience for what is under way
   */
  public void close(Duration patience) {
    around.mailbox().close();
    stopping = true;
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!isIdle() && System.nanoTime() < deadline) {
        Thread.sleep(IDLE_POLL_MILLIS);
      }
      CompletableFuture<CompletionStage<Void>> rows = new CompletableFuture<>();
      around.mailbox().post(() -> rows.complete(around.rows().last()));
      if (!thread.isAlive()) { // it never began
        turn();
      }
      rows.thenCompose(stage -> stage).get(ROWS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.error("presence: what changed last could not be kept: {}", String.valueOf(e.getCause()));
    }
    ended = true;
    around.mailbox().post(() -> {}); // wakes it
  }

  private boolean isIdle() {
    return around.mailbox().isIdle() && around.counts().underWay() == 0;
  }

  /** What users may ask of their contacts, and decide of them. */
  public ContactDirectory contacts() {
    return contacts;
  }

  /** How presence is doing. Any thread. */
  public PresenceStatus status() {
    return new PresenceStatus(around.counts().totals(), around.mailbox().depth(), gauges);
  }

  private PresenceStatus.Gauges gauges() {
    return new PresenceStatus.Gauges(
        around.wheel().size(),
        around.rows().waiting(),
        around.rows().failing(),
        around.stale().left());
  }

  /** The subscriptions in which a text is part of an address, the first of them. Any thread. */
  public CompletionStage<PresenceStatus.Page> subscriptions(String part) {
    CompletableFuture<PresenceStatus.Page> page = new CompletableFuture<>();
    around.mailbox().post(() -> page.complete(new SubscriptionList(watches, audiences).page(part)));
    return page;
  }
}
