package org.porin.simple;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.porin.mapping.UnmappableException;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Notification;
import org.porin.profile.Origin;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService;
import org.porin.profile.Response.Status;
import org.porin.sip.SipHeader;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.sip.SipResponse;
import org.porin.wire.MalformedException;

/** Hands in SUBSCRIBE and NOTIFY, and words what comes of them (RFC 6665 §4.1.3, §4.2.1). */
final class PresenceAnswers {
  /** A time that nobody may call too short (RFC 6665 §4.2.1.1), in seconds. */
  private static final long NEVER_TOO_SHORT = 3_600;

  private static final String LATER_SECONDS = "10";

  private final PresenceService service;
  private final LegsUnderWay legs;
  private final SentBy sentBy;
  private final Refusals refusals;

  /** Words a failure. */
  interface Refusals {
    SipResponse of(SipRequest request, Failure failure, String toTag);
  }

  PresenceAnswers(PresenceService service, LegsUnderWay legs, SentBy sentBy, Refusals refusals) {
    this.service = service;
    this.legs = legs;
    this.sentBy = sentBy;
    this.refusals = refusals;
  }

  /**
   * Hands a request in; to be called on the event loop. The answer may be there on any thread.
   *
   * @param origin the far end, and who vouches for the source
   * @param toTag for the answer, where the request has none in To
   */
  CompletionStage<SipResponse> handIn(Exchanges.Asked asked, Origin origin, String toTag)
      throws MalformedException, UnmappableException {
    SipRequest request = asked.request();
    PresenceArrival arrival =
        PresenceArrival.of(request, asked.flow().remote(), origin, toTag, legs);
    if (request.method().equals("NOTIFY")) {
      Notification notification = IncomingPresence.notification(request);
      legs.heard(arrival.legName(), arrival);
      return service
          .notify(notification, arrival)
          .thenApply(answer -> toNotify(request, arrival, answer, toTag));
    }
    String localTag = request.to().tag().orElse(toTag);
    Subscribe operation = IncomingPresence.subscribe(request, localTag);
    String contact = sentBy.contact(asked.flow(), localTag); // here, on the event loop
    legs.heard(arrival.legName(), arrival);
    return service
        .subscribe(operation, arrival)
        .thenApply(answer -> toSubscribe(request, operation, arrival, answer, contact, toTag));
  }

  private SipResponse toNotify(
      SipRequest request, PresenceArrival arrival, PresenceService.Answer answer, String toTag) {
    if (answer.response().status() != Status.FAILURE) {
      return SipResponse.to(request, 200, "OK", toTag);
    }
    Failure failure = answer.response().failure().orElseThrow();
    boolean heardBefore =
        isNotOnLeg(failure) && arrival.finding() == PresenceArrival.Finding.REPEATED;
    return heardBefore // its answer was lost with its connection
        ? SipResponse.to(request, 200, "OK", toTag)
        : refusal(request, arrival, failure, toTag);
  }

  private SipResponse toSubscribe(
      SipRequest request,
      Subscribe operation,
      PresenceArrival arrival,
      PresenceService.Answer answer,
      String contact,
      String toTag) {
    if (answer.response().status() == Status.FAILURE) {
      Failure failure = answer.response().failure().orElseThrow();
      SipResponse refusal = refusal(request, arrival, failure, toTag);
      return refusal.status() == 423
          ? refusal.with("Min-Expires", Long.toString(shortest(answer)))
          : refusal;
    }
    long asks = operation.duration().toSeconds();
    long granted = answer.duration().map(Duration::toSeconds).orElse(asks);
    SipResponse accepted =
        SipResponse.to(request, 200, "OK", toTag)
            .with("Expires", Long.toString(Math.min(granted, asks))) // §4.2.1.1: never longer
            .with("Contact", contact)
            .with("Allow-Events", Screening.ALLOW_EVENTS);
    return request.to().tag().isPresent() ? accepted : withRecordedRoute(accepted, request);
  }

  /** RFC 3261 §12.1.1: all of them, in their order, behind what the request had of them. */
  private static SipResponse withRecordedRoute(SipResponse response, SipRequest request) {
    SipHeaders headers = response.headers();
    for (SipHeader header : request.headers().list()) {
      headers =
          header.name().equals("Record-Route")
              ? headers.with(header.name(), header.value())
              : headers;
    }
    return new SipResponse(response.status(), response.reason(), headers, response.body());
  }

  private static long shortest(PresenceService.Answer answer) {
    return answer.duration().map(Duration::toSeconds).orElse(NEVER_TOO_SHORT);
  }

  /** A request that is out of order ends nothing, which 481 would (RFC 3261 §12.2.2). */
  private SipResponse refusal(
      SipRequest request, PresenceArrival arrival, Failure failure, String toTag) {
    PresenceArrival.Finding finding =
        isNotOnLeg(failure) ? arrival.finding() : PresenceArrival.Finding.NOT_ASKED;
    return switch (finding) {
      case OLDER, REPEATED -> SipResponse.to(request, 500, "Request Out Of Order", toTag);
      case UNREADABLE -> SipResponse.to(request, 400, "Bad Contact", toTag);
      default -> lasting(request, refusals.of(request, failure, toTag));
    };
  }

  /**
   * What passes must not end a subscription, as 480 would (RFC 6665 §4.1.2.2, §4.2.2): within a
   * dialog it is a 500, to be tried again.
   */
  private static SipResponse lasting(SipRequest request, SipResponse refusal) {
    if (refusal.status() != 480 || request.to().tag().isEmpty()) {
      return refusal;
    }
    SipHeaders headers = refusal.headers();
    return new SipResponse(
        500,
        refusal.reason(),
        headers.has("Retry-After") ? headers : headers.with("Retry-After", LATER_SECONDS),
        refusal.body());
  }

  private static boolean isNotOnLeg(Failure failure) {
    return failure instanceof Failure.Refused refused && refused.reason() == Reason.NO_SUBSCRIPTION;
  }
}
