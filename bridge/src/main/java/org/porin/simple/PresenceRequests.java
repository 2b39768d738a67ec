package org.porin.simple;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.porin.address.SipUri;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.resolve.Locator;
import org.porin.resolve.Resolution;
import org.porin.resolve.Service;
import org.porin.simple.LegsUnderWay.UnderWay;
import org.porin.sip.DigestClient;
import org.porin.sip.SipResponse;
import org.porin.wire.MalformedException;

/**
 * SUBSCRIBE and NOTIFY on their way out. The one that begins a subscription goes where the domain
 * has its presence (RFC 3861), the others to the first route or the remote target of their dialog
 * (RFC 3263), or to the outbound proxy that is set for the domain. Used on the event loop, but for
 * what says otherwise.
 */
final class PresenceRequests {
  /** RFC 6665 §4.1.2.2, §4.2.2: after these there is no subscription any more. */
  private static final Set<Integer> LOST =
      Set.of(404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604);

  private final SimpleSettings settings;
  private final Peers peers;
  private final Locator locator;
  private final TargetMemory targets;
  private final Delivery.Ways ways;
  private final SentBy sentBy;
  private final LegsUnderWay legs;
  private final BiFunction<String, PeerSettings, Optional<DigestClient>> identities;
  private final Traffic traffic;
  private final InstantSource clock;

  /** This run of the bridge, for {@link LegState}. */
  private final long run;

  PresenceRequests(
      SimpleSettings settings,
      Peers peers,
      Locator locator,
      TargetMemory targets,
      Delivery.Ways ways,
      SentBy sentBy,
      LegsUnderWay legs,
      BiFunction<String, PeerSettings, Optional<DigestClient>> identities,
      Traffic traffic,
      InstantSource clock) {
    this.settings = settings;
    this.peers = peers;
    this.locator = locator;
    this.targets = targets;
    this.ways = ways;
    this.sentBy = sentBy;
    this.legs = legs;
    this.identities = identities;
    this.traffic = traffic;
    this.clock = clock;
    this.run = clock.millis();
  }

  /** One request until its outcome. */
  record Sending(PresenceRequest request, UnderWay underWay) {
    boolean isWithinDialog() {
      return underWay.state().dialog().isEstablished();
    }
  }

  /**
   * Begins with a request; to be called before anybody is told of it, by any thread.
   *
   * @return empty where the leg cannot be read, or is none for this request
   */
  Optional<Sending> begin(PresenceRequest request) {
    return LegState.read(request.leg())
        .filter(state -> carries(state, request.method()))
        .map(state -> new Sending(request, legs.begin(request.leg(), state)));
  }

  private static boolean carries(LegState leg, String method) {
    return leg.role() == LegState.Role.WATCHER
        ? method.equals("SUBSCRIBE")
        : method.equals("NOTIFY") && leg.dialog().isEstablished();
  }

  /** The outcome of a request on a leg that cannot be read, or cannot carry it. */
  static Outcome unreadable(PresenceRequest request) {
    String text = "there is no dialog to send this on";
    return unsent(request, new Failure.Refused(Reason.NO_SUBSCRIPTION, text), true);
  }

  /** The outcome of what comes before the start. */
  static Outcome stopped(PresenceRequest request) {
    return unsent(request, Outstanding.STOPPING, false);
  }

  private static Outcome unsent(PresenceRequest request, Failure failure, boolean lost) {
    return new Outcome(
        Response.failure(request.transId(), failure),
        request.leg(),
        Optional.empty(),
        Optional.empty(),
        lost);
  }

  /** Where to send it. */
  CompletionStage<Resolution> resolution(Sending sending) {
    String domain = sending.request().receiver().domain();
    boolean proxied = peers.of(domain).outboundProxy().isPresent();
    if (!sending.isWithinDialog() || proxied) {
      return locator.resolve(Service.PRES, domain);
    }
    try {
      SipUri hop = SipUri.parse(sending.underWay().state().dialog().nextHop());
      return locator.locate(hop, domain);
    } catch (MalformedException e) {
      return CompletableFuture.failedStage(e); // a dialog holds SIP URIs alone
    }
  }

  /**
   * Sends it.
   *
   * @param resolution one with targets
   * @param told the outcome, once
   */
  void send(Sending sending, Resolution resolution, Consumer<Outcome> told) {
    LegState state = sending.underWay().state();
    PresenceRequest request = sending.request();
    String domain = request.receiver().domain();
    PeerSettings peer = peers.of(domain);
    Instant now = ways.ticks().instant();
    boolean within = state.dialog().isEstablished();
    Passage passage =
        new Passage(
            NextHop.of(resolution), targets, within, now, now.plus(settings.patience().answer()));
    long first = state.nextCSeq(run, CallSequence.byClock(clock.instant()));
    PresenceDraft draft =
        new PresenceDraft(
            request,
            state,
            first,
            peer.outboundProxy(),
            sentBy,
            number -> sending.underWay().sent(number, run));
    new Delivery(
            draft,
            passage,
            ways,
            identities.apply(domain, peer),
            peer.window(),
            settings.limits().messageOctets(),
            outcome -> told.accept(concluded(sending, passage, within, outcome)))
        .begin();
  }

  /** The outcome of what was not sent. */
  Outcome failed(Sending sending, Failure failure) {
    traffic.unanswered(PresenceVolume.Kind.out(sending.request().method()));
    LegState state = legs.end(sending.underWay());
    return new Outcome(
        Response.failure(sending.request().transId(), failure),
        state.toLeg(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private Outcome concluded(
      Sending sending, Passage passage, boolean within, Walk.Outcome outcome) {
    LegState state = legs.end(sending.underWay());
    Optional<SipResponse> response = passage.response();
    PresenceVolume.Kind kind = PresenceVolume.Kind.out(sending.request().method());
    response.ifPresentOrElse(each -> traffic.answered(kind, each), () -> traffic.unanswered(kind));
    LegState after =
        response.map(each -> state.with(state.dialog().answered(each, within))).orElse(state);
    PresenceRequest request = sending.request();
    return new Outcome(
        new Response(request.transId(), outcome.status(), outcome.failure()),
        after.toLeg(),
        response.flatMap(each -> duration(request, each)),
        outcome.status() == Status.FAILURE ? passage.retryAfter() : Optional.empty(),
        response.filter(each -> LOST.contains(each.status())).isPresent());
  }

  /** What was granted, which is never more than was asked (RFC 6665 §4.1.2.1), or would be. */
  private static Optional<Duration> duration(PresenceRequest request, SipResponse response) {
    if (request.asked().isEmpty()) {
      return Optional.empty();
    }
    try {
      OptionalLong said = response.isSuccess() ? response.expires() : response.minExpires();
      if (said.isEmpty()) {
        return Optional.empty();
      }
      long most = response.isSuccess() ? request.asked().get().toSeconds() : Integer.MAX_VALUE;
      return Optional.of(Duration.ofSeconds(Math.min(said.getAsLong(), most)));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }
}
