package org.porin.daemon;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.porin.address.AddressMapping;
import org.porin.address.SipUri;
import org.porin.component.ComponentSettings;
import org.porin.component.LinkTimes;
import org.porin.component.TinderSettings;
import org.porin.membrane.Lanes;
import org.porin.membrane.MembraneSettings;
import org.porin.membrane.Outbox;
import org.porin.outbox.Direction;
import org.porin.outbox.OutboxSettings;
import org.porin.profile.CommonProfile;
import org.porin.resolve.Route;
import org.porin.resolve.Transport;
import org.porin.simple.PeerSettings;
import org.porin.simple.Peers;
import org.porin.simple.SimpleSettings;
import org.porin.simple.SimpleSettings.Limits;
import org.porin.simple.SimpleSettings.Patience;
import org.porin.simple.TrustDomain;
import org.porin.stanza.StanzaLimits;
import org.porin.store.LinkClaims;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.wire.MalformedException;

/** A configuration in the words of each part. */
record Settings(Configuration configuration) {
  /**
   * What an edge still waits for when it closes. The membrane has waited before, for everything
   * that the edges have accepted: this is for the last words to be written and read.
   */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  /** Enough to recognise every repeat within its window at 15,000 messages a second (OPEN b). */
  private static final int MOST_REMEMBERED = 1_000_000;

  /** Of the heap, for each message that is remembered: a tenth of a small heap at the most. */
  private static final int HEAP_OCTETS_FOR_EACH = 512;

  /** Which addresses stand for which. */
  AddressMapping addresses() {
    return new AddressMapping(
        configuration.xmpp().served(),
        configuration.component().transparent(),
        configuration.component().domain());
  }

  /** What the membrane decides by. */
  MembraneSettings membrane() {
    Configuration.Policy policy = configuration.policy();
    return new MembraneSettings(
        configuration.xmpp().served(), // the reader has them in A-labels
        bridgeId(),
        configuration.transit(),
        policy.access(),
        policy.quotas(),
        policy.conceal(),
        remembered());
  }

  private static int remembered() {
    long fitting = Runtime.getRuntime().maxMemory() / HEAP_OCTETS_FOR_EACH;
    return (int) Math.min(MOST_REMEMBERED, fitting);
  }

  /** Opaque, and the same after a restart: a digest of what no other bridge is connected as. */
  private String bridgeId() {
    String links = String.join("\n", configuration.component().links());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(links.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** One a link; pings for confirmation go to the first served domain. */
  List<ComponentSettings> links() {
    return configuration.component().links().stream().map(this::link).toList();
  }

  /** The same, inside of a server. */
  List<TinderSettings> components() {
    return configuration.component().links().stream()
        .map(
            domain ->
                new TinderSettings(
                    domain,
                    configuration.xmpp().served().iterator().next(),
                    configuration.limits().barrier(),
                    LAST_WORDS,
                    ComponentSettings.DEFAULT_QUEUE_OCTETS))
        .toList();
  }

  private ComponentSettings link(String domain) {
    Configuration.Component component = configuration.component();
    return new ComponentSettings(
        domain,
        component.host(),
        component.portOf(domain),
        component.tls(),
        component.secret(),
        configuration.xmpp().served().iterator().next(),
        new LinkTimes(
            component.connect(),
            component.handshake(),
            component.idle(),
            configuration.limits().barrier(),
            LAST_WORDS),
        new StanzaLimits(
            configuration.limits().stanzaOctets(),
            StanzaLimits.DEFAULT.depth(),
            StanzaLimits.DEFAULT.attributes(),
            StanzaLimits.DEFAULT.elements()),
        ComponentSettings.DEFAULT_QUEUE_OCTETS);
  }

  /** Where subscriptions are kept. */
  StoreSettings store() {
    Configuration.Store store = configuration.store();
    return new StoreSettings(
        store.location(),
        store.account(),
        StoreSettings.LEASE,
        StoreSettings.WAITING_OCTETS,
        store.sharing().node());
  }

  /** The links that one bridge may have at a time, where several share a store. */
  LinkClaims claims() {
    Configuration.Store store = configuration.store();
    if (!(store.location() instanceof StoreLocation.OnServer)) {
      return LinkClaims.NONE;
    }
    Set<String> links = Set.copyOf(configuration.component().links());
    return new LinkClaims(
        links, store.sharing().first().isEmpty() ? links : store.sharing().first());
  }

  /** What one direction of the durable outbox may hold, and for how long. */
  OutboxSettings durable(Direction direction) {
    Configuration.Outbox outbox = configuration.outbox();
    Map<String, Configuration.Peer> peers = configuration.peers();
    Duration longest =
        peers.values().stream()
            .flatMap(peer -> peer.expiry().stream())
            .reduce(outbox.expiry(), (one, other) -> one.compareTo(other) < 0 ? other : one);
    return new OutboxSettings(
        configuration.limits().queuedPerDestination(),
        configuration.limits().queuedOctets(),
        (long) outbox.megabytes() << 20,
        domain ->
            Optional.ofNullable(peers.get(domain))
                .flatMap(Configuration.Peer::expiry)
                .orElse(outbox.expiry()),
        longest,
        direction == Direction.TO_XMPP ? OutboxSettings.LINK_PAUSE : OutboxSettings.PEER_PAUSE,
        counted());
  }

  /** The foreign domains that metrics may name: what comes from outside makes none. */
  private Set<String> counted() {
    Set<String> counted = new HashSet<>(configuration.named());
    counted.addAll(configuration.transit().partners().keySet());
    return counted;
  }

  /** What waits for its turn towards foreign domains, where it need not outlive the process. */
  Outbox outbox(CommonProfile edge) {
    Configuration.Limits limits = configuration.limits();
    return new Lanes(
        edge,
        limits.queuedPerDestination(),
        limits.queuedOctets(),
        limits.queued(),
        System::nanoTime);
  }

  /** The SIP side. */
  SimpleSettings simple() {
    Configuration.Sip sip = configuration.sip();
    Configuration.Limits limits = configuration.limits();
    SimpleSettings usual = SimpleSettings.listeningOn(sip.listen());
    Limits usually = usual.limits();
    return new SimpleSettings(
        sip.listen(),
        sip.advertise(),
        sip.advertiseTlsPort(),
        sip.tls(),
        new Limits(
            limits.sipConnections(),
            Math.min(limits.sipConnectionsPerAddress(), limits.sipConnections()),
            limits.sipPendingRequests(),
            Math.min(usually.pendingPerConnection(), limits.sipPendingRequests()),
            limits.messageOctets(),
            Math.max(usually.unsentOctets(), limits.messageOctets()),
            usually.transactions(),
            limits.cpim()),
        new Patience(
            sip.answer(),
            sip.connect(),
            usual.patience().firstMessage(),
            usual.patience().message(),
            usual.patience().unsent(),
            sip.idle(),
            sip.keepAlive(),
            LAST_WORDS,
            sip.dialect()),
        usual.dialects());
  }

  /** What is known of foreign domains. */
  Peers peers() {
    Map<String, PeerSettings> named = new HashMap<>();
    configuration
        .routes()
        .keySet()
        .forEach(domain -> named.put(domain, peer(configuration.limits().messageOctets())));
    configuration.sip().tls().peers().entrySet().stream()
        .filter(each -> each.getValue().mutual())
        .forEach(each -> named.put(each.getKey(), peer(configuration.limits().messageOctets())));
    configuration.peers().forEach((domain, peer) -> named.put(domain, peer(domain, peer)));
    return new Peers(
        peer(configuration.sip().unknownPathOctets()),
        named,
        configuration.transit(),
        trustDomain());
  }

  /** Who asserts identities by P-Asserted-Identity (RFC 3325). */
  private TrustDomain trustDomain() {
    Map<String, TrustDomain.Member> members = new HashMap<>();
    configuration
        .asserting()
        .forEach(
            (domain, addresses) ->
                members.put(
                    domain,
                    new TrustDomain.Member(
                        addresses, configuration.assertions().of(domain).least())));
    return new TrustDomain(configuration.xmpp().served(), members);
  }

  /** Of a foreign domain: whether its users hear of what came back after it was accepted. */
  Predicate<String> hearsOfLateFailures() {
    Map<String, Configuration.Peer> peers = configuration.peers();
    if (configuration.policy().conceal()) {
      return domain -> false; // what came back tells of its recipient
    }
    return domain ->
        Optional.ofNullable(peers.get(domain)).map(Configuration.Peer::lateFailures).orElse(true);
  }

  private PeerSettings peer(int pathOctets) {
    return new PeerSettings(
        configuration.sip().window(), pathOctets, Optional.empty(), Optional.empty(), false, false);
  }

  /** RFC 3428 §8 wants "positive knowledge" of the path: here the operator has it. */
  private PeerSettings peer(String domain, Configuration.Peer peer) {
    boolean known =
        configuration.routes().containsKey(domain)
            || peer.outboundProxy().isPresent()
            || configuration.sip().tls().peer(domain).mutual()
            || peer.transport().filter(each -> each != Transport.UDP).isPresent();
    int usual =
        known ? configuration.limits().messageOctets() : configuration.sip().unknownPathOctets();
    return new PeerSettings(
        peer.window().orElse(configuration.sip().window()),
        peer.messageOctets().orElse(usual),
        peer.credentials(),
        peer.outboundProxy().map(Settings::uri),
        peer.answer() == 200,
        peer.resource(),
        peer.cpimAssertion());
  }

  private static SipUri uri(Route proxy) {
    try {
      return SipUri.parse(proxy.toString());
    } catch (MalformedException e) {
      throw new IllegalArgumentException("a checked configuration has URIs of proxies", e);
    }
  }
}
