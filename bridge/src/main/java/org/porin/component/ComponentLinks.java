package org.porin.component;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.mapping.InstantMessageMapping;
import org.porin.mapping.NotificationRequest;
import org.porin.mapping.UnmappableException;
import org.porin.profile.CommonProfile;
import org.porin.profile.ContactDirectory;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.MessageOperation;
import org.porin.profile.OutcomeSink;
import org.porin.profile.PresenceStream;
import org.porin.profile.Response;
import org.porin.profile.Sending;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.PresenceStanza;

/**
 * The XMPP edge: the links of all domains that the server hands to this bridge (XEP-0114, OPEN f).
 *
 * <p>A message to XMPP is answered {@code indeterminant} when the server has taken and routed it,
 * and with a failure that names the cause in every other case: a bounce that came before, a link
 * that is down, full or ended, no confirmation in time. Answers come on the link's reading thread,
 * or on the caller's. Presence has no answer, and waits in a lane of its own, so that messages do
 * not wait behind what a start or a flood brings. Safe for many threads.
 */
public final class ComponentLinks
    implements CommonProfile, OutcomeSink, PresenceStream, AutoCloseable {
  private final AddressMapping addresses;
  private final InstantMessageMapping mapping;
  private final ContactName names;
  private final String version;
  private final long startedAt;
  private final WireLog wireLog;
  private final Clock clock;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private final StanzaIds ids;
  private final Bounces bounces;
  private final List<LinkOutline> outlines;
  private volatile Optional<Set<String>> permitted = Optional.empty(); // empty for all
  private volatile Started started = new Started(Map.of(), Optional.empty());

  private record Started(Map<String, Link> links, Optional<InboundMessages> inbound) {}

  /**
   * @param settings one for each domain, no domain twice
   * @param version of this software, told to who asks
   * @param random must not be predictable; safe for many threads
   */
  public ComponentLinks(
      List<ComponentSettings> settings,
      AddressMapping addresses,
      String version,
      WireLog wireLog,
      Clock clock,
      RandomGenerator random) {
    this(
        addresses,
        version,
        wireLog,
        clock,
        random,
        System::nanoTime,
        settings.stream().map(ComponentLinks::outline).toList());
  }

  static LinkOutline outline(ComponentSettings settings) {
    return new LinkOutline() {
      @Override
      public String domain() {
        return settings.domain();
      }

      @Override
      public Duration drain() {
        return settings.times().drain();
      }

      @Override
      public Link link(Shared shared) {
        return new ComponentLink(settings, shared);
      }
    };
  }

  ComponentLinks(
      AddressMapping addresses,
      String version,
      WireLog wireLog,
      Clock clock,
      RandomGenerator random,
      LongSupplier nanoTime,
      List<LinkOutline> outlines) {
    long domains = outlines.stream().map(ComponentLinks::linkKey).distinct().count();
    if (domains != outlines.size()) {
      throw new IllegalArgumentException("a domain has one link");
    }
    this.outlines = List.copyOf(outlines);
    this.addresses = addresses;
    this.version = version;
    this.startedAt = nanoTime.getAsLong();
    this.mapping = new InstantMessageMapping(addresses);
    this.names = new ContactName(addresses);
    this.wireLog = wireLog;
    this.clock = clock;
    this.random = random;
    this.nanoTime = nanoTime;
    this.ids = new StanzaIds(random);
    this.bounces = new Bounces(addresses, ids);
  }

  /** A domain as JIDs have it. */
  private static String linkKey(LinkOutline outline) {
    return new Jid("", outline.domain(), "").domain();
  }

  /**
   * Begins to connect all links, and returns at once. Presence is not carried: it is counted, and
   * requests for subscriptions stay pending on the server.
   *
   * @param inbound gets what comes from XMPP, on the reading threads
   * @throws IllegalStateException when called again
   */
  public void start(CommonProfile inbound) {
    start(inbound, domain -> true);
  }

  /**
   * The same for bridges that do not tell every peer of late failures (OPEN p).
   *
   * @param told of a foreign domain: whether its users get a text of the gateway when a message
   *     comes back that was accepted before
   * @throws IllegalStateException when called again
   */
  public void start(CommonProfile inbound, Predicate<String> told) {
    start(inbound, told, Optional.empty(), Optional.empty());
  }

  /**
   * The same, and presence is carried.
   *
   * @param presence gets the presence that comes from XMPP, on the reading threads, and is told of
   *     each link that opens
   * @param contacts what users may ask of their contacts, and do
   */
  public void start(
      CommonProfile inbound,
      Predicate<String> told,
      PresenceStream.Listener presence,
      ContactDirectory contacts) {
    start(inbound, told, Optional.of(presence), Optional.of(contacts));
  }

  private synchronized void start(
      CommonProfile inbound,
      Predicate<String> told,
      Optional<PresenceStream.Listener> presence,
      Optional<ContactDirectory> contacts) {
    if (started.inbound().isPresent()) {
      throw new IllegalStateException("started already");
    }
    var late = new LateFailures(addresses, told, nanoTime);
    var messages = new InboundMessages(inbound, addresses, mapping, random, clock, late);
    var shared =
        new LinkOutline.Shared(
            messages,
            new InboundPresence(presence, addresses),
            responder(contacts.isPresent() ? Commands.FEATURES : List.of()),
            contacts.map(directory -> new Commands(directory, addresses, ids, clock)),
            ids,
            wireLog,
            random,
            clock,
            nanoTime);
    Map<String, Link> links = new LinkedHashMap<>();
    for (LinkOutline each : outlines) {
      links.put(linkKey(each), each.link(shared));
    }
    started = new Started(links, Optional.of(messages));
    permit();
    links.values().forEach(Link::start);
  }

  /**
   * Says which links this bridge may have from now on, where another one may have them; before that
   * is said it may have all.
   *
   * @param domains of links
   */
  public synchronized void permit(Set<String> domains) {
    Set<String> keys = new HashSet<>();
    domains.forEach(domain -> keys.add(new Jid("", domain, "").domain()));
    permitted = Optional.of(keys);
    permit();
  }

  private void permit() {
    permitted.ifPresent(
        keys -> started.links().forEach((domain, link) -> link.permit(keys.contains(domain))));
  }

  /** Whether the link by which messages of somebody go may be this bridge's. */
  public boolean mayCarry(ImUri source) {
    try {
      String domain = addresses.toJid(source).domain();
      return permitted.filter(keys -> !keys.contains(domain)).isEmpty();
    } catch (UnmappableAddressException e) {
      return true; // what is wrong with it is said by whoever carries it
    }
  }

  /** Ends all links now, with what is under way in them. */
  public void abandon() {
    started.links().values().forEach(Link::abort);
  }

  private IqResponder responder(List<String> features) {
    LongSupplier upSeconds = () -> Duration.ofNanos(nanoTime.getAsLong() - startedAt).toSeconds();
    return new IqResponder(addresses, version, upSeconds, features);
  }

  @Override
  public boolean send(PresenceStanza stanza) {
    if (stanza.from().isEmpty() || stanza.to().isEmpty()) {
      throw new IllegalArgumentException("presence goes from somebody to somebody");
    }
    return link(stanza.from().get()).filter(link -> link.send(names.named(stanza))).isPresent();
  }

  @Override
  public boolean isOpen(Jid foreign) {
    return link(foreign).filter(Link::isOpen).isPresent();
  }

  private Optional<Link> link(Jid foreign) {
    return Optional.ofNullable(started.links().get(foreign.domain()));
  }

  @Override
  public CompletionStage<Response> message(MessageOperation operation) {
    return message(operation, ids.next(operation));
  }

  @Override
  public CompletionStage<Response> message(MessageOperation operation, Sending sending) {
    return message(operation, StanzaIds.of(operation, sending));
  }

  /** Not while the link is down by which the stanza came: nobody could be told. */
  @Override
  public boolean hears(MessageOperation operation) {
    return link(operation).map(Link::isOpen).orElse(true);
  }

  /** By which a message came; empty where it came by none. */
  private Optional<Link> link(MessageOperation operation) {
    return Optional.ofNullable(started.links().get(operation.origin().peer()));
  }

  /** See {@link #tell}: what is not certain at once is on its way. */
  @Override
  public Told failed(MessageOperation operation, Failure failure) {
    return bounces
        .tell(link(operation), operation, failure, Link::tell)
        .toCompletableFuture()
        .getNow(Told.YES);
  }

  /**
   * A stanza error to the full JID that sent the message, with the id of its stanza. Nobody is told
   * of what came by no link: the gateway wrote it. Certain when the server has taken it, or the
   * link ends before that.
   */
  @Override
  public void tell(MessageOperation operation, Failure failure, Consumer<Told> told) {
    bounces.tell(link(operation), operation, failure, Link::tell).thenAccept(told);
  }

  /** Certain as in {@link #tell}: the error was handed to the same link. */
  @Override
  public void passedOn(MessageOperation operation, Failure failure, Consumer<Told> told) {
    bounces.tell(link(operation), operation, failure, Link::follow).thenAccept(told);
  }

  private CompletionStage<Response> message(MessageOperation operation, String id) {
    try {
      Optional<Link> link = link(addresses.toJid(operation.source()));
      if (link.isEmpty()) {
        return refused(
            operation,
            new Failure.Refused(
                Reason.LINK_DOWN, "the domain of the sender has no link to the XMPP server"));
      }
      MessageStanza stanza = OutgoingStanza.of(operation, id, addresses, mapping).value();
      var delivery =
          new Delivery(
              stanza.id().orElseThrow(),
              stanza.from().orElseThrow(),
              stanza.to().orElseThrow(),
              operation.transId(),
              NotificationRequest.ofFailure(
                  operation.content(), operation.destination().toString()));
      link.get().deliver(stanza, delivery);
      return delivery.outcome();
    } catch (UnmappableAddressException e) {
      return refused(operation, new Failure.Refused(Reason.INVALID_ADDRESS, e.text()));
    } catch (UnmappableException e) {
      return refused(operation, e.failure());
    }
  }

  private static CompletionStage<Response> refused(MessageOperation operation, Failure failure) {
    return CompletableFuture.completedStage(Response.failure(operation.transId(), failure));
  }

  /** How each link is, in the order of the settings; empty before the start. */
  public List<LinkStatus> statuses() {
    return started.links().values().stream().map(Link::status).toList();
  }

  /**
   * Takes no more messages, waits until those taken are settled both ways, ends the streams, and
   * reads each to its end: what the server still sends then is carried on. Blocks no longer than
   * twice the longest drain time; what is not confirmed by then fails.
   */
  @Override
  public void close() {
    Collection<Link> links = started.links().values();
    Duration drain =
        outlines.stream().map(LinkOutline::drain).max(Duration::compareTo).orElse(Duration.ZERO);
    try {
      links.forEach(Link::stop);
      started.inbound().ifPresent(InboundMessages::stop);
      long settledBy = System.nanoTime() + drain.toNanos();
      for (Link link : links) {
        link.awaitSettled(left(settledBy));
      }
      awaitInbound(settledBy);
      links.forEach(Link::end);
      long closedBy = System.nanoTime() + drain.toNanos();
      for (Link link : links) {
        link.awaitClosed(left(closedBy));
      }
      awaitInbound(closedBy);
    } catch (InterruptedException e) {
      links.forEach(Link::abort);
      Thread.currentThread().interrupt();
    }
  }

  private void awaitInbound(long deadline) throws InterruptedException {
    if (started.inbound().isPresent()) {
      started.inbound().get().awaitNone(left(deadline));
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }
}
