package org.porin.simple;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.porin.mapping.ErrorMapping;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.MessageOperation;
import org.porin.profile.PresenceCarrier;
import org.porin.profile.PresenceService;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.profile.Sending;
import org.porin.resolve.Locator;
import org.porin.resolve.Resolution;
import org.porin.resolve.Service;
import org.porin.resolve.Transport;
import org.porin.sip.DigestClient;
import org.porin.sip.SipTimers;
import org.porin.trust.CertificateExpiry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transport from start to close: what lives on one event loop, and the way onto it. */
final class Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
  private static final int MOST_THREADS = 100_000;

  private final SimpleSettings settings;
  private final Peers peers;
  private final Locator locator;
  private final InstantSource clock;
  private final InstantSource ticks;
  private final NetworkLoop network;
  private final EventLoop loop;
  private final Tokens tokens = new Tokens();
  private final CallSequence calls = new CallSequence(MOST_THREADS);
  private final PeerMemory memory;
  private final Windows windows;
  private final Signer signer;
  private final Map<String, DigestClient> identities = new HashMap<>();
  private final Delivery.Ways ways;
  private final Exchanges exchanges;
  private final LegsUnderWay legs = new LegsUnderWay();
  private final PresenceDispatch presence;
  private final Answering answering;
  private final Traffic traffic = new Traffic();
  private final Sockets sockets;
  private final Outstanding outgoing = new Outstanding(this::settle);
  private final CountDownLatch drained = new CountDownLatch(1);
  private final CountDownLatch gaveUp = new CountDownLatch(1);

  private Endpoint(
      NetworkLoop network,
      SimpleSettings settings,
      Peers peers,
      Locator locator,
      ErrorMapping errors,
      Identities who,
      CommonProfile inbound,
      Optional<PresenceService> presence,
      SipWireLog wireLog,
      InstantSource clock)
      throws IOException {
    this.settings = settings;
    this.peers = peers;
    this.locator = locator;
    this.clock = clock;
    this.ticks = new Ticks(clock.instant());
    this.network = network;
    this.loop = network.loop();
    this.memory = PeerMemory.of(settings.dialects(), settings.patience().dialect());
    this.windows = new Windows(loop, SipTimers.DEFAULT.t2());
    this.signer = new Signer(loop, who.signing());
    SentBy sentBy = new SentBy(settings.advertised(), settings.advertisedTlsPort());
    this.answering =
        new Answering(
            loop,
            settings,
            peers,
            errors,
            inbound,
            who.verification(),
            presence.map(
                service -> refusals -> new PresenceAnswers(service, legs, sentBy, refusals)),
            traffic,
            tokens,
            clock,
            this::settle);
    this.exchanges = new Exchanges(loop, settings, answering, tokens, sentBy, traffic);
    Asking asking = new Asking(exchanges, sentBy, tokens);
    this.sockets =
        Sockets.open(network, settings, exchanges, wireLog, traffic, sentBy, asking::ask);
    this.ways =
        new Delivery.Ways(
            sockets,
            exchanges,
            windows,
            signer,
            new AssertedIdentity(peers.trusted()),
            new Unconnected(),
            traffic,
            ticks);
    PresenceRequests requests =
        new PresenceRequests(
            settings,
            peers,
            locator,
            memory.targets(),
            ways,
            sentBy,
            legs,
            this::identity,
            traffic,
            clock);
    this.presence = new PresenceDispatch(this::onLoop, outgoing, requests);
    onLoop(
        () -> {
          for (Listen each : sockets.bound()) {
            sentBy.takesRequests(each.transport(), each.address().getPort());
          }
          for (Transport each : List.of(Transport.TCP, Transport.TLS)) {
            sockets.port(each).ifPresent(port -> sentBy.listensOn(each, port));
          }
        });
  }

  /**
   * Binds the sockets and takes requests from then on.
   *
   * @throws IOException as {@link Sockets#open}
   */
  static Endpoint open(
      SimpleSettings settings,
      Peers peers,
      Locator locator,
      ErrorMapping errors,
      Identities who,
      CommonProfile inbound,
      Optional<PresenceService> presence,
      SipWireLog wireLog,
      InstantSource clock)
      throws IOException {
    NetworkLoop network = NetworkLoop.open();
    try {
      return new Endpoint(
          network, settings, peers, locator, errors, who, inbound, presence, wireLog, clock);
    } catch (IOException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  List<Listen> bound() {
    return sockets.bound();
  }

  NetworkStatus status() {
    return traffic.status();
  }

  /** See {@link SimpleTransport#turn}. */
  CompletionStage<Void> turn() {
    CompletableFuture<Void> turned = new CompletableFuture<>();
    if (!onLoop(() -> turned.complete(null))) {
      turned.complete(null);
    }
    return turned;
  }

  /** See {@link SimpleTransport#certificates}. */
  List<CertificateExpiry> certificates() {
    return sockets.certificates();
  }

  CompletionStage<Response> message(MessageOperation operation, Optional<Sending> sending) {
    CompletableFuture<Response> response = new CompletableFuture<>();
    if (!onLoop(() -> carry(operation, sending, response))) {
      response.complete(stopping(operation));
    }
    return response;
  }

  /** As {@link PresenceCarrier}. */
  CompletionStage<PresenceCarrier.Outcome> presence(PresenceRequest request) {
    return presence.carry(request);
  }

  /** What is known of the peers; asks the loop, and waits for it. */
  List<PeerStatus> peers() throws InterruptedException {
    try {
      return loop.submit(() -> memory.statuses(peers, windows, ticks.instant())).get();
    } catch (RejectedExecutionException e) {
      return List.of(); // the loop has ended
    } catch (ExecutionException e) {
      throw new IllegalStateException("the state of the peers cannot be read", e);
    }
  }

  /** Refuses what is new, waits a while for what is not, then ends the loop. */
  void close() {
    onLoop(
        () -> {
          outgoing.close();
          answering.close();
          settle();
        });
    Duration drain = settings.patience().drain();
    try {
      if (!drained.await(drain.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("SIP side closes with messages unanswered after {} s", drain.toSeconds());
      }
      if (onLoop(this::giveUp)) {
        gaveUp.await(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the caller is in a hurry: end without waiting
      onLoop(this::giveUp);
    }
    network.close();
  }

  private void carry(
      MessageOperation operation, Optional<Sending> sending, CompletableFuture<Response> response) {
    if (outgoing.isClosing()) {
      response.complete(stopping(operation));
      return;
    }
    Carried carried = new Carried(operation, sending, response);
    outgoing.add(carried);
    resolution(operation.destination().domain())
        .whenComplete(
            (resolution, fault) ->
                onLoop(
                    () -> {
                      try {
                        resolved(carried, resolution, fault);
                      } catch (RuntimeException e) {
                        LOG.error("fault while a message was sent by SIP", e);
                        carried.fail(Reason.INTERNAL, "a fault of the bridge");
                      }
                    }));
  }

  /** A resolver that throws is one that failed. */
  private CompletionStage<Resolution> resolution(String domain) {
    try {
      return locator.resolve(Service.IM, domain);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void resolved(
      Carried carried, @Nullable Resolution resolution, @Nullable Throwable fault) {
    if (resolution == null) {
      LOG.error("no resolution of a domain", fault);
      carried.fail(Reason.INTERNAL, "a fault of the bridge");
    } else if (resolution.failure().isPresent()) {
      carried.end(new Walk.Outcome(Status.FAILURE, Optional.of(resolution.failure().get())));
    } else {
      MessageOperation operation = carried.operation;
      PeerSettings peer = peers.of(operation.destination().domain());
      Draft writer =
          operation.carried().isPresent()
              ? new TransitWriter(operation, carried.sending, peer, tokens, calls, clock.instant())
              : new RequestWriter(operation, carried.sending, peer, tokens, calls, clock);
      int maxOctets = Math.min(settings.limits().messageOctets(), peer.pathOctets());
      new Delivery(
              writer,
              walk(carried, NextHop.of(resolution)),
              ways,
              identity(operation.destination().domain(), peer),
              peer.window(),
              maxOctets,
              carried::end)
          .begin();
    }
  }

  private Walk walk(Carried carried, List<NextHop> hops) {
    MessageOperation operation = carried.operation;
    boolean mayHaveArrived = carried.sending.filter(Sending::mayHaveArrived).isPresent();
    Instant now = ticks.instant();
    Instant deadline = now.plus(settings.patience().answer());
    return operation.carried().isPresent()
        ? Walk.unchanged(operation.destination(), hops, memory, mayHaveArrived, now, deadline)
        : new Walk(operation.destination(), hops, memory, mayHaveArrived, now, deadline);
  }

  /** One for all messages to a domain: what a nonce was used for counts for all of them. */
  private Optional<DigestClient> identity(String domain, PeerSettings peer) {
    return peer.credentials()
        .map(
            ours ->
                identities.computeIfAbsent(
                    domain, name -> new DigestClient(ours::in, tokens::next)));
  }

  private void settle() {
    if (outgoing.isClosing() && outgoing.isEmpty() && answering.isIdle()) {
      drained.countDown();
    }
  }

  private void giveUp() {
    signer.close();
    answering.giveUp();
    outgoing.failAll(
        new Failure.Refused(Reason.STOPPING, "the bridge stopped before the peer answered"));
    loop.execute(gaveUp::countDown); // behind the task by which the last answers are written
  }

  /** Whether the loop still takes work. */
  private boolean onLoop(Runnable work) {
    if (loop.inEventLoop()) {
      work.run();
      return true;
    }
    try {
      loop.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false; // the loop has ended, and gave up everything before
    }
  }

  /** The outcome of what comes too late. */
  static Response stopping(MessageOperation operation) {
    return Response.failure(operation.transId(), Outstanding.STOPPING);
  }

  /** An operation until its outcome. */
  private final class Carried implements Outstanding.Operation {
    private final MessageOperation operation;
    private final Optional<Sending> sending;
    private final CompletableFuture<Response> response;

    Carried(
        MessageOperation operation,
        Optional<Sending> sending,
        CompletableFuture<Response> response) {
      this.operation = operation;
      this.sending = sending;
      this.response = response;
    }

    @Override
    public void fail(Failure failure) {
      end(Walk.Outcome.failed(failure));
    }

    void fail(Reason reason, String text) {
      end(Walk.Outcome.failed(reason, text));
    }

    void end(Walk.Outcome outcome) {
      outgoing.end(
          this,
          () ->
              response.complete(
                  new Response(operation.transId(), outcome.status(), outcome.failure())));
    }
  }
}
