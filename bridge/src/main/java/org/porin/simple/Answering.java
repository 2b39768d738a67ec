package org.porin.simple;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.porin.mapping.ErrorMapping;
import org.porin.mapping.SipStatus;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.CpimLimits;
import org.porin.profile.Assertion;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Response;
import org.porin.sip.NameAddr;
import org.porin.sip.RetryAfter;
import org.porin.sip.SipRequest;
import org.porin.sip.SipResponse;
import org.porin.sip.Via;
import org.porin.sip.Warning;
import org.porin.trust.VerificationService;
import org.porin.trust.VerificationService.Verdict;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts upon requests: hands each MESSAGE in as an operation and words its outcome as the answer
 * (RFC 3261 §8.2, RFC 3428 §7). Lives on the event loop and never blocks it; an answer that takes
 * its time is sent when it is there.
 */
final class Answering implements Exchanges.Server {
  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  /** Who warns, in a Warning (RFC 3261 §20.43). */
  private static final String AGENT = "porin";

  private final EventLoop loop;
  private final Screening screening;
  private final ProvenSources proven;
  private final int maxPending;
  private final Peers peers;
  private final ErrorMapping errors;
  private final CommonProfile inbound;
  private final Optional<Verifying> verifying;
  private final Restraint restraint = new Restraint(System::nanoTime);
  private final Optional<PresenceAnswers> presence;
  private final Traffic traffic;
  private final Tokens tokens;
  private final CpimLimits cpimLimits;
  private final InstantSource clock;
  private final Runnable settled;
  private final Set<Exchanges.Asked> pending = new LinkedHashSet<>();
  private boolean closing;

  /**
   * @param verification finds out who speaks; empty where nobody does
   * @param presence answers SUBSCRIBE and NOTIFY; empty where no presence is served
   * @param settled called whenever nothing is pending any more
   */
  Answering(
      EventLoop loop,
      SimpleSettings settings,
      Peers peers,
      ErrorMapping errors,
      CommonProfile inbound,
      Optional<VerificationService> verification,
      Optional<Function<PresenceAnswers.Refusals, PresenceAnswers>> presence,
      Traffic traffic,
      Tokens tokens,
      InstantSource clock,
      Runnable settled) {
    this.loop = loop;
    SimpleSettings.Limits limits = settings.limits();
    this.proven = new ProvenSources(settings.tls());
    this.screening = new Screening(limits.messageOctets(), presence.isPresent());
    this.maxPending = limits.pendingRequests();
    this.cpimLimits = limits.cpim();
    this.peers = peers;
    this.errors = errors;
    this.inbound = inbound;
    AssertedIdentity network = new AssertedIdentity(peers.trusted());
    this.verifying =
        verification
            .or(network::alone)
            .map(service -> new Verifying(loop, service, network, clock));
    this.presence = presence.map(answers -> answers.apply(this::refusal));
    this.traffic = traffic;
    this.tokens = tokens;
    this.clock = clock;
    this.settled = settled;
  }

  /** From now on everything is refused, to be tried again. */
  void close() {
    closing = true;
  }

  boolean isIdle() {
    return pending.isEmpty();
  }

  /** Answers what still waits: its outcome will never be known here. */
  void giveUp() {
    for (Exchanges.Asked asked : Set.copyOf(pending)) {
      answer(asked, SipResponse.to(asked.request(), 504, "Server Time-out", tokens.next()));
    }
  }

  @Override
  public void asked(Exchanges.Asked asked) {
    guard(asked, () -> act(asked));
  }

  /** A fault of ours ends this request alone: others wait behind it. */
  private void guard(Exchanges.Asked asked, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("fault while {} from {} was acted upon", asked.request().method(), asked.peer(), e);
      answerFault(asked);
    }
  }

  private void answerFault(Exchanges.Asked asked) {
    SipResponse answer =
        SipResponse.to(asked.request(), 500, "Server Internal Error", tokens.next());
    if (pending.contains(asked)) {
      answer(asked, answer);
    } else {
      asked.answer(answer);
    }
  }

  private void act(Exchanges.Asked asked) {
    SipRequest request = asked.request();
    String toTag = tokens.next();
    if (request.method().equals("CANCEL")) {
      asked.answer(cancelAnswer(request, toTag));
      return;
    }
    Optional<SipResponse> refusal = screening.refusal(request, toTag);
    if (refusal.isPresent()) {
      countPresence(request, refusal.get());
      asked.answer(refusal.get());
    } else if (request.method().equals("OPTIONS")) {
      asked.answer(screening.capabilities(request, toTag));
    } else if (isUnproven(asked, toTag)) {
      traffic.unproven();
    } else if (isRestrained(asked, toTag)) {
      traffic.restrained();
    } else if (closing || pending.size() >= maxPending) {
      asked.answer(
          SipResponse.to(request, 503, "Service Unavailable", toTag)
              .with("Retry-After", RetryAfter.of(RETRY_AFTER).toString()));
    } else {
      pending.add(asked);
      asked.flow().requestPending();
      verifying.ifPresentOrElse(
          each ->
              each.verify(asked, verdict -> guard(asked, () -> verified(asked, toTag, verdict))),
          () -> handIn(asked, toTag, Optional.empty()));
    }
  }

  private void verified(Exchanges.Asked asked, String toTag, Verdict verdict) {
    if (!pending.contains(asked)) {
      return; // a stop has answered it
    }
    if (verdict.refusal().isPresent()) {
      Refused refused = verdict.refusal().get();
      restraint.refused(asked.request(), asked.flow(), refused);
      answer(asked, refusal(asked.request(), refused, toTag));
      return;
    }
    handIn(asked, toTag, verdict.assertion());
  }

  private void handIn(Exchanges.Asked asked, String toTag, Optional<Assertion> assertion) {
    Origin origin = new Origin(Origin.Side.SIMPLE, asked.peerHost(), assertion);
    if (asked.request().method().equals("MESSAGE")) {
      handInMessage(asked, toTag, origin);
    } else {
      handInPresence(asked, toTag, origin);
    }
  }

  /** Answers what comes from a domain that its connection does not prove. */
  private boolean isUnproven(Exchanges.Asked asked, String toTag) {
    SipRequest request = asked.request();
    return isRefused(asked, proven.refusal(request, asked.flow()), toTag);
  }

  /** Answers what is not worth a look at its signature. */
  private boolean isRestrained(Exchanges.Asked asked, String toTag) {
    return verifying.isPresent()
        && isRefused(asked, restraint.refusalOf(asked.request(), asked.flow()), toTag);
  }

  private boolean isRefused(
      Exchanges.Asked asked, Optional<? extends Failure> failure, String toTag) {
    failure.ifPresent(
        each -> {
          SipResponse answer = refusal(asked.request(), each, toTag);
          countPresence(asked.request(), answer);
          asked.answer(answer);
        });
    return failure.isPresent();
  }

  /** RFC 3261 §9.2: CANCEL has no effect on a request other than INVITE, but it is answered. */
  private SipResponse cancelAnswer(SipRequest cancel, String toTag) {
    Via via = cancel.topVia();
    boolean known =
        pending.stream()
            .map(asked -> asked.request().topVia())
            .anyMatch(
                other ->
                    other.branch().equals(via.branch()) && other.sentBy().equals(via.sentBy()));
    return known
        ? SipResponse.to(cancel, 200, "OK", toTag)
        : SipResponse.to(cancel, 481, "Call/Transaction Does Not Exist", toTag);
  }

  private void handInMessage(Exchanges.Asked asked, String toTag, Origin origin) {
    SipRequest request = asked.request();
    Instant now = clock.instant();
    Optional<Instant> expiry = IncomingMessage.expiry(request, now);
    if (expiry.isPresent() && !now.isBefore(expiry.get())) {
      // RFC 3428 §7 leaves it to us. A 4xx says that it was not delivered, and nothing is lost.
      answer(asked, expired(request, expiry.get(), toTag));
      return;
    }
    MessageOperation operation;
    try {
      operation = passedOn(asked, IncomingMessage.read(request, origin, cpimLimits, now));
    } catch (MalformedException e) {
      restraint.wasted(request, asked.flow());
      answer(asked, SipResponse.to(request, 400, "Bad Request: " + e.getMessage(), toTag));
      return;
    } catch (UnmappableException e) {
      answer(asked, failed(asked, e.failure(), toTag));
      return;
    }
    CompletionStage<Response> outcome;
    try {
      outcome = inbound.message(operation);
    } catch (RuntimeException e) {
      LOG.error("fault while a message from {} was handed in", asked.peer(), e);
      answer(asked, SipResponse.to(request, 500, "Server Internal Error", toTag));
      return;
    }
    outcome.whenComplete(
        (response, fault) -> {
          if (loop.inEventLoop()) {
            guard(asked, () -> conclude(asked, operation, toTag, response, fault));
          } else if (!loop.isShuttingDown()) { // else it was answered when the transport closed
            loop.execute(
                () -> guard(asked, () -> conclude(asked, operation, toTag, response, fault)));
          }
        });
  }

  /** Between two for whom this bridge is a transit nothing is translated. */
  private MessageOperation passedOn(Exchanges.Asked asked, MessageOperation operation) {
    return peers.transit().joins(operation.source().domain(), operation.destination().domain())
        ? operation.carrying(AsItCame.of(asked.request(), operation, asked.flow()))
        : operation;
  }

  private void handInPresence(Exchanges.Asked asked, String toTag, Origin origin) {
    SipRequest request = asked.request();
    CompletionStage<SipResponse> answer;
    try {
      answer = presence.orElseThrow().handIn(asked, origin, toTag);
    } catch (MalformedException e) {
      answer(asked, SipResponse.to(request, 400, "Bad Request: " + e.getMessage(), toTag));
      return;
    } catch (UnmappableException e) {
      answer(asked, refusal(request, e.failure(), toTag));
      return;
    } catch (RuntimeException e) {
      LOG.error("fault while {} from {} was handed in", request.method(), asked.peer(), e);
      answer(asked, SipResponse.to(request, 500, "Server Internal Error", toTag));
      return;
    }
    answer.whenComplete(
        (response, fault) -> {
          if (loop.inEventLoop()) {
            conclude(asked, toTag, response, fault);
          } else if (!loop.isShuttingDown()) {
            loop.execute(() -> conclude(asked, toTag, response, fault));
          }
        });
  }

  private void conclude(
      Exchanges.Asked asked,
      String toTag,
      @Nullable SipResponse response,
      @Nullable Throwable fault) {
    if (response == null) {
      LOG.error("{} from {} has no outcome", asked.request().method(), asked.peer(), fault);
      answer(asked, SipResponse.to(asked.request(), 500, "Server Internal Error", toTag));
    } else {
      answer(asked, response);
    }
  }

  private static SipResponse expired(SipRequest request, Instant expiry, String toTag) {
    return SipResponse.to(request, 480, "Message Expired", toTag)
        .with("Warning", warning("the message expired at " + expiry));
  }

  private static String warning(String text) {
    return new Warning(Warning.MISCELLANEOUS, AGENT, text).toString();
  }

  private void conclude(
      Exchanges.Asked asked,
      MessageOperation operation,
      String toTag,
      @Nullable Response response,
      @Nullable Throwable fault) {
    if (response == null) {
      LOG.error("a message from {} has no outcome", asked.peer(), fault);
      answer(asked, SipResponse.to(asked.request(), 500, "Server Internal Error", toTag));
      return;
    }
    SipRequest request = asked.request();
    answer(
        asked,
        switch (response.status()) {
          case SUCCESS -> SipResponse.to(request, 200, "OK", toTag);
          // RFC 3428 §7: a relay into another domain SHOULD say that it cannot know more
          // unless the operator wants otherwise for it (OPEN p, RFC 7572 §5)
          case INDETERMINANT ->
              operation.carried().isEmpty() && peers.of(operation.source().domain()).says200()
                  ? SipResponse.to(request, 200, "OK", toTag)
                  : SipResponse.to(request, 202, "Accepted", toTag);
          case FAILURE -> failed(asked, response.failure().orElseThrow(), toTag);
        });
  }

  private SipResponse failed(Exchanges.Asked asked, Failure failure, String toTag) {
    if (failure instanceof Refused refused) {
      restraint.refused(asked.request(), asked.flow(), refused);
    }
    return refusal(asked.request(), failure, toTag);
  }

  private void countPresence(SipRequest request, SipResponse answer) {
    if (Screening.OF_PRESENCE.contains(request.method())) {
      traffic.answered(PresenceVolume.Kind.in(request.method()), answer);
    }
  }

  /** Answers what is pending, once. */
  private void answer(Exchanges.Asked asked, SipResponse response) {
    if (pending.remove(asked)) {
      asked.flow().requestAnswered();
      countPresence(asked.request(), response);
      asked.answer(response);
      if (pending.isEmpty()) {
        settled.run();
      }
    }
  }

  private SipResponse refusal(SipRequest request, Failure failure, String toTag) {
    SipStatus status = errors.toSipStatus(failure);
    SipResponse response = SipResponse.to(request, status.code(), status.reasonPhrase(), toTag);
    if (!status.accept().isEmpty()) {
      response = response.with("Accept", String.join(", ", status.accept()));
    }
    if (status.warning().isPresent()) {
      response = response.with("Warning", warning(status.warning().get()));
    }
    if (status.contact().isPresent()) {
      response = response.with("Contact", NameAddr.of(status.contact().get()).toString());
    }
    if (status.retryAfter().isPresent() || status.code() == 503) {
      Duration wait = status.retryAfter().orElse(RETRY_AFTER);
      response = response.with("Retry-After", RetryAfter.of(wait).toString());
    }
    return response;
  }
}
