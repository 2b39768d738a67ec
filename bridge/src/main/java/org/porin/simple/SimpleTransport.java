package org.porin.simple;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.porin.mapping.ErrorMapping;
import org.porin.profile.CommonProfile;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;
import org.porin.resolve.Resolution;

/**
 * The edge of the membrane that speaks SIP: carries message operations as MESSAGE requests (RFC
 * 3428), and hands in what SIP peers send.
 *
 * <p>Threads: one event loop, named {@code sip-…}, owns the sockets, the transactions and the
 * dialects, and nothing else touches them; two threads {@code sip-tls-…} make the sums of TLS
 * handshakes and look for renewed certificates. {@link #message} may be called from any thread and
 * never blocks; what it returns completes on the event loop, and so do stages that depend on it.
 * The inbound profile is called on the event loop, which it must not block; it may complete its
 * stage on any thread. The resolver is called on the event loop and may complete anywhere.
 */
public final class SimpleTransport implements CommonProfile, AutoCloseable {
  private final SimpleSettings settings;
  private final Peers peers;
  private final Function<String, CompletionStage<Resolution>> resolver;
  private final ErrorMapping errors;
  private final SipWireLog wireLog;
  private final InstantSource clock;
  private volatile @Nullable Endpoint endpoint;

  /**
   * @param peers what is known of foreign domains beforehand
   * @param resolver gives the next hops of a domain, and never completes exceptionally
   * @param errors words failures as answers
   * @param wireLog sees every message
   * @param clock for dates; what is waited for is measured by another
   */
  public SimpleTransport(
      SimpleSettings settings,
      Peers peers,
      Function<String, CompletionStage<Resolution>> resolver,
      ErrorMapping errors,
      SipWireLog wireLog,
      InstantSource clock) {
    this.settings = settings;
    this.peers = peers;
    this.resolver = resolver;
    this.errors = errors;
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
    if (endpoint != null) {
      throw new IllegalStateException("started before");
    }
    endpoint = Endpoint.open(settings, peers, resolver, errors, inbound, wireLog, clock);
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
    Endpoint open = endpoint;
    return open == null
        ? CompletableFuture.completedFuture(Endpoint.stopping(operation))
        : open.message(operation);
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
