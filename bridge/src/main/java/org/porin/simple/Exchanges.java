package org.porin.simple;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.porin.resolve.Target;
import org.porin.sip.SipCodec;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipInput;
import org.porin.sip.SipMessage;
import org.porin.sip.SipRequest;
import org.porin.sip.SipResponse;
import org.porin.sip.SipTimers;
import org.porin.sip.SipTransactions;
import org.porin.sip.TransactionAction;
import org.porin.sip.TransactionKey;
import org.porin.sip.TransactionKey.ClientKey;
import org.porin.sip.TransactionKey.ServerKey;
import org.porin.sip.Via;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests and their answers over flows: feeds {@link SipTransactions} with messages, ends of flows
 * and time, and performs what it says. One scheduled task stands for all its timers. Used on the
 * event loop only.
 */
final class Exchanges implements Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);

  /** Who sends a request; exactly one of the methods is called, once. */
  interface Client {
    /** A final response came. */
    void answered(SipResponse response);

    /** None came in time. */
    void silent();

    /** The flow ended before one came. */
    void lost();

    /** Nothing left this host. */
    void unsent(String cause);

    /** Nothing was sent, since too many requests wait for their answers. */
    void full();
  }

  /** Who acts upon requests. */
  interface Server {
    /** A request came in, not seen before. */
    void asked(Asked asked);
  }

  private final EventLoop loop;
  private final Server server;
  private final Tokens tokens;
  private final SipTransactions<Flow> transactions;
  private final Duration timerF = SipTimers.DEFAULT.transaction();
  private final Map<ClientKey, Call> calls = new HashMap<>();
  private final Alarms alarms;
  private final SentBy sentBy;
  private final Traffic traffic;
  private @Nullable ScheduledFuture<?> timer;
  private long timerNanos;

  Exchanges(
      EventLoop loop,
      SimpleSettings settings,
      Server server,
      Tokens tokens,
      SentBy sentBy,
      Traffic traffic) {
    this.loop = loop;
    this.alarms = new Alarms(loop);
    this.server = server;
    this.tokens = tokens;
    this.sentBy = sentBy;
    this.traffic = traffic;
    int most = settings.limits().transactions();
    this.transactions = new SipTransactions<>(SipTimers.DEFAULT, most, most, tokens::next);
  }

  /** Whether a request may go over UDP (RFC 3428 §8): Via included, it is small enough. */
  boolean fitsDatagram(SipRequest request, Flow flow) {
    String via = sentBy.via(flow).withBranch(Via.MAGIC_COOKIE + Tokens.SAMPLE).toString();
    int viaOctets = ("Via: " + via + "\r\n").getBytes(StandardCharsets.UTF_8).length;
    return SipCodec.fits(request, Target.MAX_UDP_OCTETS - viaOctets);
  }

  /**
   * Sends a request that has no Via yet.
   *
   * @param patience how long the client waits, at most Timer F
   */
  void request(SipRequest request, Flow flow, Duration patience, Client client) {
    SipTransactions.Sending<Flow> sending =
        transactions.send(request, sentBy.via(flow), flow, System.nanoTime());
    Call call = new Call(sending.key(), flow, client);
    calls.put(sending.key(), call);
    flow.watch(call);
    if (patience.compareTo(timerF) < 0) {
      call.patience = alarms.set(patience, call::giveUp);
    }
    perform(sending.actions());
  }

  @Override
  public void received(SipMessage message, Flow flow) {
    message.choose(
        new SipMessage.Cases<Boolean>() {
          @Override
          public Boolean request(SipRequest request) {
            SipRequest noted =
                request.receivedFrom(
                    NetUtil.toAddressString(flow.remote().getAddress()), flow.remote().getPort());
            Flow back = flow.answering(noted.topVia());
            perform(transactions.requestReceived(noted, back, System.nanoTime()));
            return true;
          }

          @Override
          public Boolean response(SipResponse response) {
            perform(transactions.responseReceived(response, System.nanoTime()));
            return true;
          }
        });
  }

  @Override
  public void malformed(SipInput.Malformed input, Flow flow) {
    LOG.debug("malformed SIP from {}: {}", flow.remote(), input.cause().getMessage());
    if (input.answerable().isEmpty()) {
      return;
    }
    SipHeaders headers = input.answerable().get();
    try {
      Via via =
          Via.parse(headers.first("Via").orElse(""))
              .receivedFrom(
                  NetUtil.toAddressString(flow.remote().getAddress()), flow.remote().getPort());
      String reason = input.reason() + ": " + input.cause().getMessage();
      flow.answering(via)
          .send(
              SipResponse.to(
                  headers.withFirst("Via", via.toString()), input.status(), reason, tokens.next()));
    } catch (MalformedException e) {
      LOG.debug("no way back for a malformed request", e);
    }
  }

  private void perform(List<TransactionAction<Flow>> actions) {
    actions.forEach(this::perform);
    traffic.transactions(transactions.clientCount(), transactions.serverCount());
    arm();
  }

  /** A fault of ours in one of them keeps nobody from the others, nor from the next timer. */
  private void perform(TransactionAction<Flow> action) {
    try {
      action.choose(performer);
    } catch (RuntimeException e) {
      LOG.error("fault while a SIP transaction was performed", e);
    }
  }

  private final TransactionAction.Cases<Flow, Boolean> performer =
      new TransactionAction.Cases<>() {
        @Override
        public Boolean transmit(TransactionAction.Transmit<Flow> action) {
          action.flow().send(action.message());
          return true;
        }

        @Override
        public Boolean deliverRequest(TransactionAction.DeliverRequest<Flow> action) {
          server.asked(new Asked(action.key(), action.request(), action.flow()));
          return true;
        }

        @Override
        public Boolean deliverResponse(TransactionAction.DeliverResponse<Flow> action) {
          if (action.response().isFinal()) {
            end(action.key(), client -> client.answered(action.response()));
          }
          return true;
        }

        @Override
        public Boolean timedOut(TransactionAction.TimedOut<Flow> action) {
          return end(action.key(), Client::silent);
        }

        @Override
        public Boolean failed(TransactionAction.Failed<Flow> action) {
          return end(
              action.key(),
              action.cause() == TransactionAction.Cause.FULL ? Client::full : Client::lost);
        }

        @Override
        public Boolean ignored(TransactionAction.Ignored<Flow> action) {
          LOG.debug("SIP input without effect: {}", action.reason());
          return true;
        }
      };

  private boolean end(TransactionKey key, Consumer<Client> telling) {
    Call call = key instanceof ClientKey ? calls.remove(key) : null;
    if (call == null) {
      return false; // one that its client has given up, or a peer's
    }
    call.release();
    telling.accept(call.client);
    return true;
  }

  /** Sets the task for the next timer. One that is due later than the task comes to it by then. */
  private void arm() {
    long now = System.nanoTime();
    OptionalLong wait = transactions.nanosUntilNextTimer(now);
    if (wait.isEmpty() || (timer != null && timerNanos - now <= wait.getAsLong())) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    timerNanos = now + wait.getAsLong();
    timer = loop.schedule(this::timersDue, Math.max(0, wait.getAsLong()), TimeUnit.NANOSECONDS);
  }

  private void timersDue() {
    timer = null;
    perform(transactions.timersDue(System.nanoTime()));
  }

  /** A request that waits for its final response. */
  private final class Call implements Flow.Watcher {
    private final ClientKey key;
    private final Flow flow;
    private final Client client;
    private Alarms.@Nullable Alarm patience;

    Call(ClientKey key, Flow flow, Client client) {
      this.key = key;
      this.flow = flow;
      this.client = client;
    }

    @Override
    public void flowEnded(Flow ended) {
      perform(transactions.transportFailed(key));
    }

    @Override
    public void notSent(Flow over, String cause) {
      end(key, client -> client.unsent(cause));
      perform(transactions.transportFailed(key)); // what it says of it has nobody to hear it now
    }

    /** The client waits no longer; the transaction goes on to absorb what is late. */
    private void giveUp() {
      end(key, Client::silent);
    }

    private void release() {
      flow.unwatch(this);
      if (patience != null) {
        patience.callOff();
      }
    }
  }

  /** A request of a peer, and the way to answer it. Compares by identity. */
  final class Asked {
    private final ServerKey key;
    private final SipRequest request;
    private final Flow flow;

    private Asked(ServerKey key, SipRequest request, Flow flow) {
      this.key = key;
      this.request = request;
      this.flow = flow;
    }

    SipRequest request() {
      return request;
    }

    Flow flow() {
      return flow;
    }

    /** The far address and port as text. */
    String peer() {
      return NetUtil.toSocketAddressString(flow.remote());
    }

    /** The far address alone: a peer that repeats itself does so from another port. */
    String peerHost() {
      return NetUtil.toAddressString(flow.remote().getAddress());
    }

    /** Sends the answer; without effect when the peer cannot wait for it any more. */
    void answer(SipResponse response) {
      perform(transactions.answer(key, response, System.nanoTime()));
    }
  }
}
