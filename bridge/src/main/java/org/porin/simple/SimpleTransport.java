package org.porin.simple;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.porin.address.ImUri;
import org.porin.address.PresUri;
import org.porin.address.SipUri;
import org.porin.mapping.ErrorMapping;
import org.porin.profile.CommonProfile;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.MessageOperation;
import org.porin.profile.Notification;
import org.porin.profile.PresenceCarrier;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService;
import org.porin.profile.Response;
import org.porin.profile.Sending;
import org.porin.resolve.Locator;
import org.porin.sip.Dialog;
import org.porin.trust.CertificateExpiry;

/**
 * The edge of the membrane that speaks SIP: carries message operations as MESSAGE requests (RFC
 * 3428) and presence operations as SUBSCRIBE and NOTIFY (RFC 6665), and hands in what SIP peers
 * send.
 *
 * <p>Threads: one event loop, named {@code sip-…}, owns the sockets, the transactions and the
 * dialects, and nothing else touches them; two threads {@code sip-tls-…} make the sums of TLS
 * handshakes and look for renewed certificates. {@link #message} and the operations of presence may
 * be called from any thread and never block; what they return completes on the event loop, and so
 * do stages that depend on it. The inbound profile is called on the event loop, which it must not
 * block; it may complete its stage on any thread. The locator is called on the event loop and may
 * complete anywhere.
 */
public final class SimpleTransport implements CommonProfile, PresenceCarrier, AutoCloseable {
  private final SimpleSettings settings;
  private final Peers peers;
  private final Locator locator;
  private final ErrorMapping errors;
  private final Identities who;
  private final SipWireLog wireLog;
  private final InstantSource clock;
  private final Tokens tokens = new Tokens(); // guarded by itself
  private volatile @Nullable Endpoint endpoint;

  /**
   * @param peers what is known of foreign domains beforehand
   * @param locator gives the next hops of requests
   * @param errors words failures as answers
   * @param wireLog sees every message
   * @param clock for dates; what is waited for is measured by another
   */
  public SimpleTransport(
      SimpleSettings settings,
      Peers peers,
      Locator locator,
      ErrorMapping errors,
      SipWireLog wireLog,
      InstantSource clock) {
    this(settings, peers, locator, errors, Identities.NONE, wireLog, clock);
  }

  /**
   * The same, and it is said and found out who speaks.
   *
   * @param who signs what goes out, and verifies what comes in
   */
  public SimpleTransport(
      SimpleSettings settings,
      Peers peers,
      Locator locator,
      ErrorMapping errors,
      Identities who,
      SipWireLog wireLog,
      InstantSource clock) {
    this.settings = settings;
    this.peers = peers;
    this.locator = locator;
    this.errors = errors;
    this.who = who;
    this.wireLog = wireLog;
    this.clock = clock;
  }

  /**
   * Binds the sockets and takes requests from then on.
   *
   * @param inbound what comes in is handed to it
   * @throws IOException when an address cannot be listened on; the message names it and the remedy
   * @throws IllegalStateException when it was started before
   */
  public void start(CommonProfile inbound) throws IOException {
    start(inbound, Optional.empty());
  }

  /**
   * The same, and serves presence as well (RFC 3856).
   *
   * @param presence who keeps subscriptions; it is called on the event loop
   */
  public void start(CommonProfile inbound, PresenceService presence) throws IOException {
    start(inbound, Optional.of(presence));
  }

  private void start(CommonProfile inbound, Optional<PresenceService> presence) throws IOException {
    if (endpoint != null) {
      throw new IllegalStateException("started before");
    }
    endpoint =
        Endpoint.open(settings, peers, locator, errors, who, inbound, presence, wireLog, clock);
  }

  /** What is listened on, with the ports that were found; empty before the start. */
  public List<Listen> listening() {
    Endpoint open = endpoint;
    return open == null ? List.of() : open.bound();
  }

  /** What the sockets hold and have done; for any thread, and without waiting. */
  public NetworkStatus status() {
    Endpoint open = endpoint;
    return open == null ? new Traffic().status() : open.status();
  }

  /** When the certificates of TLS run out; for any thread. Empty before the start. */
  public List<CertificateExpiry> certificates() {
    Endpoint open = endpoint;
    return open == null ? List.of() : open.certificates();
  }

  /**
   * Completes on the event loop when it has come round, so soon; at once when there is none, since
   * nothing was started or all is closed. Never exceptionally.
   */
  public CompletionStage<Void> turn() {
    Endpoint open = endpoint;
    return open == null ? CompletableFuture.completedFuture(null) : open.turn();
  }

  /**
   * What was learnt of the peers, by domain and address; of a thousand of these at the most, the
   * ones heard of last. Empty before the start. Waits for the event loop, so not to be called on
   * it.
   */
  public List<PeerStatus> peers() throws InterruptedException {
    Endpoint open = endpoint;
    return open == null ? List.of() : open.peers();
  }

  /**
   * Sends a MESSAGE and waits for its outcome: {@code SUCCESS} for 200, {@code INDETERMINANT} for
   * any other 2xx (RFC 3428 §4). That one message at a time goes to a destination (RFC 3428 §8) is
   * for the caller to see to.
   */
  @Override
  public CompletionStage<Response> message(MessageOperation operation) {
    return message(operation, Optional.empty());
  }

  /** The same under names that a repeat has too: Call-ID, From tag and CSeq (OPEN b). */
  @Override
  public CompletionStage<Response> message(MessageOperation operation, Sending sending) {
    return message(operation, Optional.of(sending));
  }

  private CompletionStage<Response> message(MessageOperation operation, Optional<Sending> sending) {
    Endpoint open = endpoint;
    return open == null
        ? CompletableFuture.completedFuture(Endpoint.stopping(operation))
        : open.message(operation, sending);
  }

  /** A dialog that is to be: a Call-ID and a tag that nobody has seen. */
  @Override
  public Leg leg(PresUri watcher, PresUri target) {
    String callId;
    String tag;
    synchronized (tokens) {
      callId = tokens.next();
      tag = tokens.next();
    }
    return LegState.watcher(Dialog.begin(callId, sip(watcher), tag, sip(target))).toLeg();
  }

  /**
   * Sends a SUBSCRIBE and waits for its final response, of which any 2xx is {@code SUCCESS} (RFC
   * 6665 §8.3.1). The NOTIFY that makes the dialog may come in before.
   */
  @Override
  public CompletionStage<Outcome> subscribe(Subscribe operation, Leg leg, Hops hops) {
    return presence(PresenceRequest.of(operation, leg, hops));
  }

  /** Sends a NOTIFY and waits for its final response. */
  @Override
  public CompletionStage<Outcome> notify(Notification notification, Leg leg, Hops hops) {
    return presence(PresenceRequest.of(notification, leg, hops));
  }

  private CompletionStage<Outcome> presence(PresenceRequest request) {
    Endpoint open = endpoint;
    return open == null
        ? CompletableFuture.completedFuture(PresenceRequests.stopped(request))
        : open.presence(request);
  }

  private static String sip(PresUri uri) {
    return SipUri.of(new ImUri(uri.localPart(), uri.domain())).toString();
  }

  /**
   * Refuses new requests with 503 and new operations, waits a bounded time for what is pending, and
   * closes the sockets. What is then still open fails: inbound with 504, outgoing as {@link
   * org.porin.profile.Failure.Reason#STOPPING}.
   */
  @Override
  public void close() {
    Endpoint open = endpoint;
    if (open != null) {
      open.close();
    }
  }
}
