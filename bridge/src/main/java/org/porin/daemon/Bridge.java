package org.porin.daemon;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.porin.address.AddressMapping;
import org.porin.component.ComponentLinks;
import org.porin.component.WireLog;
import org.porin.durable.StoreException;
import org.porin.mapping.ErrorMapping;
import org.porin.membrane.Membrane;
import org.porin.membrane.ReplayMemory;
import org.porin.membrane.SubscriptionAdmission;
import org.porin.operate.EdgeMetrics;
import org.porin.operate.Health;
import org.porin.operate.Leg;
import org.porin.operate.MessageMetrics;
import org.porin.operate.Metrics;
import org.porin.operate.OutboxMetrics;
import org.porin.operate.Page;
import org.porin.operate.PresenceMetrics;
import org.porin.operate.StoreMetrics;
import org.porin.operate.TlsMetrics;
import org.porin.operate.TrustMetrics;
import org.porin.presence.PresenceSettings;
import org.porin.presence.Subscriptions;
import org.porin.profile.Origin.Side;
import org.porin.resolve.Resolver;
import org.porin.simple.Identities;
import org.porin.simple.Listen;
import org.porin.simple.SimpleTransport;
import org.porin.simple.SipWireLog;
import org.porin.store.LinkClaims;
import org.porin.store.Store;
import org.porin.store.Stores;
import org.porin.trust.TlsContexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the parts and joins them: the only class that names every concrete type. */
final class Bridge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

  /** What operations of subscriptions under way get at a stop; a dead peer takes 32 s. */
  private static final Duration LAST_OPERATIONS = Duration.ofSeconds(1);

  /** Until the next try to listen where the operate endpoint is to be. */
  private static final Duration OPERATE_AGAIN = Duration.ofSeconds(5);

  private final Configuration configuration;
  private final Clock clock;
  private final AddressMapping addresses;
  private final ComponentLinks component;
  private final SimpleTransport simple;
  private final Membrane membrane;
  private final Resolver resolver;
  private final Optional<Store> store;
  private final Optional<KeptMessages> kept;
  private final Optional<Identification> identification;
  private volatile boolean lost;
  private Optional<Subscriptions> presence = Optional.empty();
  private Optional<OperateListener> operate = Optional.empty();

  /** Makes the XMPP edge of a bridge. */
  interface Links {
    ComponentLinks of(Settings settings, AddressMapping addresses, WireLog wireLog, Clock clock);
  }

  /**
   * Opens the store, where one is wanted.
   *
   * @throws IOException when it cannot be opened, or a key or an anchor cannot be used; it names
   *     the remedy
   */
  Bridge(Configuration configuration, Clock clock) throws IOException {
    this(configuration, clock, LocalProof.of(configuration), Bridge::overStreams);
  }

  Bridge(Configuration configuration, Clock clock, LocalProof proof, Links links)
      throws IOException {
    this.configuration = configuration;
    this.clock = clock;
    WireTrace trace = new WireTrace(configuration.log());
    boolean traced = configuration.log().wire();
    Settings settings = new Settings(configuration);
    addresses = settings.addresses();
    component = links.of(settings, addresses, traced ? trace.stanzas() : WireLog.NONE, clock);
    resolver = Resolver.open(configuration.resolver());
    identification = Identification.open(configuration, proof, resolver::addresses, clock);
    try {
      store = openStore(configuration);
    } catch (IOException e) {
      identification.ifPresent(Identification::close); // it may be tried again
      throw e;
    }
    simple =
        new SimpleTransport(
            settings.simple(),
            settings.peers(),
            resolver,
            new ErrorMapping(addresses),
            identification.map(Identification::identities).orElse(Identities.NONE),
            traced ? trace.sip() : SipWireLog.NONE,
            clock);
    kept =
        store
            .filter(each -> configuration.outbox().durable())
            .map(each -> new KeptMessages(settings, each, component, simple, clock));
    membrane =
        kept.map(each -> each.membrane(settings, replays()))
            .orElseGet(
                () ->
                    new Membrane(
                        settings.membrane(),
                        component,
                        settings.outbox(simple),
                        replays(),
                        System::nanoTime));
  }

  private static Optional<Store> openStore(Configuration configuration) throws IOException {
    if (configuration.presence().isEmpty() && !configuration.outbox().durable()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Stores.open(new Settings(configuration).store()));
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private ReplayMemory replays() {
    return identification.map(Identification::replays).orElse(ReplayMemory.NONE);
  }

  private static ComponentLinks overStreams(
      Settings settings, AddressMapping addresses, WireLog wireLog, Clock clock) {
    return new ComponentLinks(
        settings.links(), addresses, Version.text(), wireLog, clock, new SecureRandom());
  }

  /**
   * Takes up the messages and subscriptions that are kept, listens for SIP and begins to connect
   * the links.
   *
   * @throws IOException when a SIP address cannot be listened on, or the store not be read; it
   *     names the remedy
   */
  void start() throws IOException {
    Predicate<String> told = new Settings(configuration).hearsOfLateFailures();
    LinkClaims claims = new Settings(configuration).claims();
    if (store.isPresent() && !claims.domains().isEmpty()) {
      component.permit(Set.of()); // before it is known which are this bridge's
    }
    if (configuration.presence().isPresent() && store.isPresent()) {
      presence = Optional.of(openPresence(configuration.presence().get(), store.get()));
    }
    if (kept.isPresent()) {
      kept.get().load(membrane);
    }
    if (presence.isPresent()) {
      Subscriptions subscriptions = presence.get();
      simple.start(
          membrane,
          new StandbyPresence(
              subscriptions,
              component::mayCarry)); // before the links: a port that is taken shows first
      component.start(membrane, told, subscriptions, subscriptions.contacts());
      subscriptions.start();
    } else {
      simple.start(membrane);
      component.start(membrane, told);
    }
    String home = configuration.xmpp().served().iterator().next();
    kept.ifPresent(each -> each.start(membrane, told, home));
    store.ifPresent(
        each -> {
          var unused = each.lost().thenAccept(this::lose);
          each.follow(claims, new Inheritance(kept, presence, membrane, component));
        });
    LOG.info(
        "SIP on {} (TLS by {}), connecting {} to {}",
        text(simple.listening()),
        TlsContexts.library(),
        text(configuration.component().links()),
        configuration.component().host());
    configuration.operate().listen().ifPresent(this::serveOperator);
  }

  /** Another bridge carries on: what this one still did would be done twice. */
  private void lose(String why) {
    LOG.error("{}", why);
    lost = true;
    component.abandon();
  }

  /** Whether another bridge has taken what this one had; then there is nothing left to do here. */
  boolean isLost() {
    return lost;
  }

  private Subscriptions openPresence(PresenceSettings settings, Store opened) throws IOException {
    Settings all = new Settings(configuration);
    try {
      Subscriptions subscriptions =
          new Subscriptions(
              settings,
              new SubscriptionAdmission(all.membrane(), System::nanoTime),
              replays(),
              addresses,
              simple,
              component,
              opened.presence(),
              clock,
              new SecureRandom());
      presence = Optional.of(subscriptions); // from now on it is closed with the bridge
      subscriptions.load();
      return subscriptions;
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Messages go on also where nobody can watch them: then the log says what to do. */
  private void serveOperator(InetSocketAddress address) {
    Health health = new Health(Version.text(), this::legs, simple::turn);
    OperatorProof proof = new OperatorProof(configuration.component().secret());
    Map<String, Page> pages = new HashMap<>();
    pages.put("/healthz", health.alive());
    pages.put("/readyz", health.ready());
    pages.put("/metrics", new Metrics(measured()).page());
    pages.put(SendPage.PATH, new SendPage(membrane, addresses, proof, clock).page());
    pages.put(PeersPage.PATH, PeersPage.of(simple::peers));
    pages.put(
        AssertionsPage.PATH,
        AssertionsPage.of(
            SpeakerTerms.of(configuration, identification.isPresent()),
            () -> identification.map(Identification::evidence).orElse(List.of())));
    presence.ifPresent(
        each ->
            pages.put(
                PresencePage.PATH, new PresencePage(each::subscriptions, proof, clock).page()));
    kept.ifPresent(
        each -> pages.put(OutboxPage.PATH, new OutboxPage(each.views(), proof, clock).page()));
    OperateListener listener = new OperateListener(address, pages, OPERATE_AGAIN);
    operate = Optional.of(listener);
    listener.start();
  }

  private List<Supplier<List<MetricSnapshot>>> measured() {
    List<Supplier<List<MetricSnapshot>>> parts = new ArrayList<>();
    parts.add(() -> MessageMetrics.of(membrane.tally(Side.XMPP), membrane.tally(Side.SIMPLE)));
    parts.add(() -> MessageMetrics.of(membrane.waiting()));
    kept.ifPresent(each -> parts.add(() -> OutboxMetrics.of(each.reports(), clock.millis())));
    parts.add(() -> EdgeMetrics.ofLinks(component.statuses()));
    parts.add(() -> EdgeMetrics.of(simple.status()));
    identification.ifPresent(each -> parts.add(() -> TrustMetrics.of(each.counts())));
    identification.ifPresent(each -> parts.add(() -> TrustMetrics.of(each.credentialCounts())));
    identification.ifPresent(
        each -> parts.add(() -> TrustMetrics.of(simple.status().identities())));
    parts.add(() -> TlsMetrics.of(simple.certificates()));
    parts.add(() -> EdgeMetrics.of(resolver.counts()));
    presence.ifPresent(each -> parts.add(() -> PresenceMetrics.of(each.status())));
    store.ifPresent(each -> parts.add(() -> StoreMetrics.of(each.status())));
    store.ifPresent(each -> parts.add(() -> StoreMetrics.of(each.cluster())));
    return parts;
  }

  private List<Leg> legs() {
    List<Leg> legs = new ArrayList<>(component.statuses().stream().map(Leg::of).toList());
    List<Listen> sockets = simple.listening();
    sockets.forEach(socket -> legs.add(Leg.of(socket)));
    if (sockets.isEmpty()) {
      legs.add(Leg.ofNoSocket());
    }
    Leg.ofStandby(legs).ifPresent(legs::add);
    kept.ifPresent(each -> legs.add(each.leg(configuration.outbox().alarm(), clock.instant())));
    return legs;
  }

  /** Whether every link is open, and every socket bound. */
  boolean isReady() {
    return legs().stream().allMatch(Leg::ready);
  }

  /** Lets what was admitted come to its end, within the configured time, and stops. */
  @Override
  public void close() {
    presence.ifPresent(each -> each.close(lost ? Duration.ZERO : LAST_OPERATIONS));
    try {
      membrane.drain(lost ? Duration.ZERO : configuration.limits().drain());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // in a hurry: the edges fail what is open
    }
    if (!lost) {
      membrane.carryRemnants();
    }
    component.close(); // first: what the server still sends leaves by SIP
    simple.close();
    identification.ifPresent(Identification::close);
    kept.ifPresent(KeptMessages::close);
    store.ifPresent(Store::close);
    operate.ifPresent(OperateListener::close); // last: a stop that takes long can be watched
    for (Side side : Side.values()) {
      LOG.info("messages from the {} side: {}", side, membrane.tally(side));
    }
  }

  private static String text(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
