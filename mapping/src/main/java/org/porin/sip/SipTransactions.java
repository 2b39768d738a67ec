package org.porin.sip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.porin.sip.ServerTransaction.MergeKey;
import org.porin.sip.TransactionAction.Cause;
import org.porin.sip.TransactionAction.Reason;
import org.porin.sip.TransactionKey.ClientKey;
import org.porin.sip.TransactionKey.ServerKey;

/**
 * All transactions of one SIP element, except those of INVITE (RFC 3261 §17.1.2, §17.2.2): inputs
 * are messages, answers, faults and time, and each input gives the actions that follow from it.
 * Knows no socket, thread or clock. For one thread at a time, or under one lock.
 *
 * <p>{@code nowNanos} is a nanosecond clock that never goes back, such as {@code
 * System.nanoTime()}; only differences count. After each input the owner asks {@link
 * #nanosUntilNextTimer} and calls {@link #timersDue} then.
 *
 * <p>INVITE, which this element does not serve, is passed to the user like any other request so
 * that it can be refused, and its ACK is ignored.
 *
 * @param <F> the transport's own kind of flow
 */
public final class SipTransactions<F extends SipFlow> {
  /** What a 503 asks for in Retry-After, in seconds: T4, after which repeats have gone. */
  public static final int RETRY_AFTER_SECONDS = 5;

  private final SipTimers times;
  private final int mostClients;
  private final int mostServers;
  private final Supplier<String> ids;
  private final TimerLanes<Transaction<F>> lanes = new TimerLanes<>();
  private final Map<ClientKey, ClientTransaction<F>> clients = new HashMap<>();
  private final Map<ServerKey, ServerTransaction<F>> servers = new HashMap<>();
  private final Map<MergeKey, ServerTransaction<F>> mergeable = new HashMap<>();

  /**
   * @param mostClients client transactions at a time; one over UDP stays for T4 behind its response
   * @param mostServers server transactions at a time; one over UDP stays for 64*T1 behind its
   *     response
   * @param ids tokens for branches and tags, never the same again and not to be guessed: who knows
   *     a branch can forge its response (§19.3 asks for 32 random bits; take 128)
   */
  public SipTransactions(SipTimers times, int mostClients, int mostServers, Supplier<String> ids) {
    if (mostClients < 1 || mostServers < 1) {
      throw new IllegalArgumentException("at least one transaction a side");
    }
    this.times = times;
    this.mostClients = mostClients;
    this.mostServers = mostServers;
    this.ids = ids;
  }

  /**
   * A request that was given to {@link #send}.
   *
   * @param key the name of its transaction
   * @param actions what to do for it now
   */
  public record Sending<F extends SipFlow>(ClientKey key, List<TransactionAction<F>> actions) {
    public Sending {
      actions = List.copyOf(actions);
    }
  }

  /**
   * Sends a request. Exactly one of a final {@code DeliverResponse}, {@code TimedOut} and {@code
   * Failed} follows, at once or later.
   *
   * @param request without a Via of ours
   * @param via to be put on top, with a branch that is made here (§8.1.1.7)
   */
  public Sending<F> send(SipRequest request, Via via, F flow, long nowNanos) {
    String branch = Via.MAGIC_COOKIE + ids.get();
    ClientKey key = new ClientKey(branch, request.method());
    if (clients.size() >= mostClients) {
      return new Sending<>(key, List.of(new TransactionAction.Failed<>(key, Cause.FULL)));
    }
    SipRequest sent =
        request.withHeaders(request.headers().withOnTop("Via", via.withBranch(branch).toString()));
    ClientTransaction<F> client =
        new ClientTransaction<>(key, via.sentBy(), sent, flow, times, lanes);
    if (clients.putIfAbsent(key, client) != null) {
      throw new IllegalStateException("the source of ids repeats itself");
    }
    List<TransactionAction<F>> out = new ArrayList<>(1);
    client.start(nowNanos, out);
    return new Sending<>(key, out);
  }

  /** A response came in; it belongs to the client transaction of its branch (§17.1.3). */
  public List<TransactionAction<F>> responseReceived(SipResponse response, long nowNanos) {
    Via via = response.topVia();
    ClientTransaction<F> client =
        clients.get(new ClientKey(via.branch().orElse(""), response.cseq().method()));
    boolean forUsAlone = response.headers().all("Via").size() == 1; // §8.1.3.3
    if (client == null || !client.isSentBy(via.sentBy()) || !forUsAlone) {
      return List.of(new TransactionAction.Ignored<>(Reason.STRAY_RESPONSE));
    }
    List<TransactionAction<F>> out = new ArrayList<>(1);
    client.responseReceived(response, nowNanos, out);
    forgetIfOver(client);
    return out;
  }

  /**
   * A request came in: a repeat of one that is known (§17.2.3), or one for the user.
   *
   * <p>A request that came here before by another way (§8.2.2.2: same From tag, Call-ID and CSeq,
   * other branch, while the first is ongoing) is answered 482. Passed on is only one for the same
   * Request-URI from the same address: it is the repeat of a client that lost its connection, and
   * whoever remembers messages gives it the answer of the first (OPEN b).
   *
   * @param request with its source noted ({@link SipRequest#receivedFrom})
   */
  public List<TransactionAction<F>> requestReceived(SipRequest request, F flow, long nowNanos) {
    if (request.method().equals("ACK")) {
      return List.of(new TransactionAction.Ignored<>(Reason.STRAY_ACK));
    }
    ServerKey key = ServerKey.of(request);
    ServerTransaction<F> known = servers.get(key);
    List<TransactionAction<F>> out = new ArrayList<>(1);
    if (known != null) {
      known.requestRepeated(out);
      return out;
    }
    MergeKey mergeKey = MergeKey.of(request);
    ServerTransaction<F> ongoing = mergeKey == null ? null : mergeable.get(mergeKey);
    if (ongoing != null && !ongoing.isRepeatedBy(request)) {
      return List.of(refusal(key, request, 482, "Loop Detected", flow));
    }
    if (servers.size() >= mostServers) {
      return List.of(refusal(key, request, 503, "Service Unavailable", flow));
    }
    ServerTransaction<F> server =
        new ServerTransaction<>(key, mergeKey, request, flow, times, lanes);
    servers.put(key, server);
    if (mergeKey != null) {
      mergeable.putIfAbsent(mergeKey, server);
    }
    server.start(request, nowNanos, out);
    return out;
  }

  /** The user answers a request; behind a final answer there is no other. */
  public List<TransactionAction<F>> answer(ServerKey key, SipResponse response, long nowNanos) {
    ServerTransaction<F> server = servers.get(key);
    if (server == null) {
      return List.of(new TransactionAction.Ignored<>(Reason.LATE_ANSWER));
    }
    List<TransactionAction<F>> out = new ArrayList<>(1);
    server.answer(response, nowNanos, out);
    forgetIfOver(server);
    return out;
  }

  /** What this transaction sent could not be sent, or its connection is gone (§17.1.4, §17.2.4). */
  public List<TransactionAction<F>> transportFailed(TransactionKey key) {
    Transaction<F> transaction = find(key);
    if (transaction == null) {
      return List.of();
    }
    List<TransactionAction<F>> out = new ArrayList<>(1);
    transaction.transportFailed(out);
    forgetIfOver(transaction);
    return out;
  }

  /** Time has passed. */
  public List<TransactionAction<F>> timersDue(long nowNanos) {
    List<TransactionAction<F>> out = new ArrayList<>();
    TimerLanes.Timer<Transaction<F>> timer;
    while ((timer = lanes.pollDue(nowNanos)) != null) {
      Transaction<F> owner = timer.owner();
      owner.timerDue(timer, nowNanos, out);
      forgetIfOver(owner);
    }
    return out;
  }

  /** How long until {@link #timersDue} has something to do; empty while no timer runs. */
  public OptionalLong nanosUntilNextTimer(long nowNanos) {
    return lanes.nanosUntilNext(nowNanos);
  }

  /** How many transactions of ours there are. */
  public int clientCount() {
    return clients.size();
  }

  /** How many transactions of peers there are. */
  public int serverCount() {
    return servers.size();
  }

  private @Nullable Transaction<F> find(TransactionKey key) {
    return key instanceof ClientKey client ? clients.get(client) : servers.get((ServerKey) key);
  }

  private void forgetIfOver(Transaction<F> transaction) {
    if (!transaction.isTerminated()) {
      return;
    }
    if (transaction instanceof ServerTransaction<F> server) {
      servers.remove(server.key());
      MergeKey mergeKey = server.mergeKey();
      if (mergeKey != null) {
        mergeable.remove(mergeKey, server);
      }
    } else if (transaction instanceof ClientTransaction<F> client) {
      clients.remove(client.key());
    }
  }

  /** An answer that is remembered nowhere (§8.2.7): a repeat of the request gets it again. */
  private TransactionAction<F> refusal(
      ServerKey key, SipRequest request, int status, String reason, F flow) {
    SipResponse response = SipResponse.to(request, status, reason, ids.get());
    return new TransactionAction.Transmit<>(
        key,
        status == 503
            ? response.with("Retry-After", Integer.toString(RETRY_AFTER_SECONDS))
            : response,
        flow);
  }
}
