package org.porin.simple;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.SipUri;
import org.porin.mapping.ErrorMapping;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.profile.Conversation;
import org.porin.profile.Failure;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.PresenceService;
import org.porin.profile.Response;
import org.porin.profile.TransId;
import org.porin.profile.Transit;
import org.porin.resolve.Locator;
import org.porin.resolve.Resolution;
import org.porin.resolve.Resolver;
import org.porin.resolve.ResolverSettings;
import org.porin.resolve.Service;
import org.porin.resolve.Target;
import org.porin.resolve.Transport;
import org.porin.simple.SimpleSettings.Limits;
import org.porin.simple.SimpleSettings.Patience;
import org.porin.trust.TlsFiles;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** A transport on free ports of the loopback, with a list in place of DNS and of the membrane. */
final class Bridge implements Locator, AutoCloseable {
  static final ImUri JULIET = new ImUri("juliet", "capulet.example");
  static final ImUri ROMEO = new ImUri("romeo", "montague.example");
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final BlockingQueue<MessageOperation> arrived = new LinkedBlockingQueue<>();
  private final List<Target> targets = new ArrayList<>();
  private final List<Service> asked = new CopyOnWriteArrayList<>();
  private final Resolver resolver = Resolver.open(ResolverSettings.standard()); // of addresses
  private final SimpleTransport transport;
  private volatile Function<MessageOperation, CompletionStage<Response>> inbound =
      operation -> CompletableFuture.completedFuture(Response.indeterminant(operation.transId()));

  Bridge() throws IOException {
    this(Limits.DEFAULT, Patience.DEFAULT);
  }

  Bridge(Limits limits, Patience patience) throws IOException {
    this(limits, patience, TlsFiles.NONE);
  }

  /** As set. */
  Bridge(SimpleSettings settings) throws IOException {
    transport = started(settings, Peers.NONE);
  }

  /** One that knows something of montague.example, or of its users. */
  Bridge(PeerSettings montague) throws IOException {
    Peers peers = new Peers(PeerSettings.DEFAULT, Map.of("montague.example", montague));
    transport = started(settings(Limits.DEFAULT, Patience.DEFAULT, TlsFiles.NONE), peers);
  }

  /** One that knows these of its peers. */
  Bridge(Peers peers) throws IOException {
    transport = started(settings(Limits.DEFAULT, Patience.DEFAULT, TlsFiles.NONE), peers);
  }

  /** Listens for TLS as well, where there is something to show. */
  Bridge(Limits limits, Patience patience, TlsFiles tls) throws IOException {
    transport = started(settings(limits, patience, tls), Peers.NONE);
  }

  /** One that says and finds out who speaks. */
  Bridge(Identities who, PeerSettings others, Patience patience) throws IOException {
    this(who, others, patience, InstantSource.fixed(NOW));
  }

  /** The same with another clock. */
  Bridge(Identities who, PeerSettings others, Patience patience, InstantSource clock)
      throws IOException {
    SimpleSettings settings = settings(Limits.DEFAULT, patience, TlsFiles.NONE);
    transport =
        new SimpleTransport(
            settings, new Peers(others, Map.of()), this, errors(), who, SipWireLog.NONE, clock);
    transport.start(this::record);
  }

  private static SimpleSettings settings(Limits limits, Patience patience, TlsFiles tls) {
    InetSocketAddress any = new InetSocketAddress(PlainPeer.LOOPBACK, 0);
    List<Listen> listen = new ArrayList<>();
    listen.add(new Listen(Transport.UDP, any));
    listen.add(new Listen(Transport.TCP, any));
    if (tls.identity().isPresent()) {
      listen.add(new Listen(Transport.TLS, any));
    }
    return new SimpleSettings(
        listen, Optional.empty(), OptionalInt.empty(), tls, limits, patience, 100);
  }

  /** Listens for TLS as well, and trusts some to say who sends. */
  Bridge(TlsFiles tls, TrustDomain trusted) throws IOException {
    Peers peers = new Peers(PeerSettings.DEFAULT, Map.of(), Transit.NONE, trusted);
    transport = started(settings(Limits.DEFAULT, Patience.DEFAULT, tls), peers);
  }

  /** One that serves presence. */
  Bridge(PresenceService presence) throws IOException {
    this(presence, PeerSettings.DEFAULT, InstantSource.fixed(NOW));
  }

  /** One that serves presence by TLS too. */
  Bridge(PresenceService presence, TlsFiles tls) throws IOException {
    SimpleSettings settings = settings(Limits.DEFAULT, Patience.DEFAULT, tls);
    transport = made(settings, Peers.NONE, InstantSource.fixed(NOW));
    transport.start(this::record, presence);
  }

  /** One that serves presence, and knows something of montague.example. */
  Bridge(PresenceService presence, PeerSettings montague, InstantSource clock) throws IOException {
    Peers peers = new Peers(PeerSettings.DEFAULT, Map.of("montague.example", montague));
    SimpleSettings settings = settings(Limits.DEFAULT, Patience.DEFAULT, TlsFiles.NONE);
    transport = made(settings, peers, clock);
    transport.start(this::record, presence);
  }

  private SimpleTransport started(SimpleSettings settings, Peers peers) throws IOException {
    SimpleTransport started = made(settings, peers, InstantSource.fixed(NOW));
    started.start(this::record);
    return started;
  }

  private SimpleTransport made(SimpleSettings settings, Peers peers, InstantSource clock) {
    return new SimpleTransport(settings, peers, this, errors(), SipWireLog.NONE, clock);
  }

  private static ErrorMapping errors() {
    return new ErrorMapping(
        new AddressMapping(
            Set.of("capulet.example"), Set.of("montague.example"), Optional.empty()));
  }

  private CompletionStage<Response> record(MessageOperation operation) {
    arrived.add(operation);
    return inbound.apply(operation);
  }

  /** Patience as usual, but for answers. */
  static Patience answerWithin(Duration answer) {
    Patience usual = Patience.DEFAULT;
    return new Patience(
        answer,
        usual.connect(),
        usual.firstMessage(),
        usual.message(),
        usual.unsent(),
        usual.idle(),
        usual.keepAlive(),
        Duration.ZERO,
        usual.dialect());
  }

  /** Adds a next hop for every domain, behind those added before. */
  Bridge reaching(InetSocketAddress address, Transport... transports) {
    String host = "sip" + (targets.size() + 1) + ".montague.example";
    targets.add(
        new Target(
            host,
            address.getPort(),
            List.of(address),
            Arrays.asList(transports),
            0,
            0,
            List.of(ROMEO.domain())));
    return this;
  }

  /** What happens to messages that come in. */
  Bridge inbound(Function<MessageOperation, CompletionStage<Response>> answers) {
    inbound = answers;
    return this;
  }

  SimpleTransport transport() {
    return transport;
  }

  /** Where it listens. */
  InetSocketAddress address(Transport kind) {
    return transport.listening().stream()
        .filter(listen -> listen.transport() == kind)
        .findFirst()
        .orElseThrow()
        .address();
  }

  /** The next message that came in. */
  MessageOperation takeArrived() throws InterruptedException {
    MessageOperation operation = arrived.poll(10, TimeUnit.SECONDS);
    if (operation == null) {
      throw new AssertionError("no message came in");
    }
    return operation;
  }

  /** Messages that came in and were not yet taken. */
  int arrivedCount() {
    return arrived.size();
  }

  /** Sends a text to Romeo and waits for the outcome. */
  Response send(String text) throws Exception {
    return transport.message(message(text)).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** The cause of a failure. */
  static Failure failure(Response response) {
    return response.failure().orElseThrow(() -> new AssertionError("no failure: " + response));
  }

  /** A message of Juliet to Romeo, as the other edge makes it. */
  static MessageOperation message(String text) {
    return message("Verona", text);
  }

  /** A message of Juliet to Romeo with a subject, escaped as in Message/CPIM. */
  static MessageOperation message(String subject, String text) {
    return message(ROMEO, subject, text);
  }

  /** A message of Juliet. */
  static MessageOperation message(ImUri to, String subject, String text) {
    String cpim =
        "From: <im:juliet@capulet.example>\r\nTo: <"
            + to
            + ">\r\nDateTime: 2026-01-01T12:00:00.000Z\r\nSubject: "
            + subject
            + "\r\n\r\nContent-type: text/plain; charset=utf-8\r\n\r\n"
            + text;
    try {
      return new MessageOperation(
          JULIET,
          to,
          new TransId("t1"),
          69,
          List.of("bridge-a", "bridge-b"),
          new Origin(Origin.Side.XMPP, "montague.example"),
          Optional.empty(),
          Conversation.NONE,
          CpimCodec.decode(Octets.utf8(cpim), CpimLimits.DEFAULT),
          Optional.empty());
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    transport.close();
  }

  /** What the domains were asked for. */
  List<Service> asked() {
    return asked;
  }

  @Override
  public CompletionStage<Resolution> locate(SipUri uri, String domain) {
    return resolver.locate(uri, domain);
  }

  @Override
  public CompletionStage<Resolution> resolve(Service service, String domain) {
    asked.add(service);
    Optional<Failure.Refused> none =
        targets.isEmpty()
            ? Optional.of(
                new Failure.Refused(Failure.Reason.DOMAIN_NOT_FOUND, domain + " has no targets"))
            : Optional.empty();
    return CompletableFuture.completedFuture(
        new Resolution(domain, targets, none, List.of(), Optional.empty()));
  }
}
