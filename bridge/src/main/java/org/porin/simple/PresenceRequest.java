package org.porin.simple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.mapping.HopHeaders;
import org.porin.msgfmt.MimeEntity;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.TransId;
import org.porin.sip.SipHeader;
import org.porin.sip.SipHeaders;

/**
 * A presence operation as a request to be sent on a leg.
 *
 * @param method SUBSCRIBE or NOTIFY
 * @param sender who asks or tells
 * @param receiver whom
 * @param headers those that say what is wanted or told, in order
 * @param asked of a SUBSCRIBE, for how long
 * @param isOfUser whether a user says it, and not this bridge by itself: one who asks has his hops
 *     behind him, and one who is told of presence is told what a user said of himself (TRUST 8)
 */
record PresenceRequest(
    String method,
    TransId transId,
    PresUri sender,
    PresUri receiver,
    Leg leg,
    SipHeaders headers,
    Optional<MimeEntity> document,
    Optional<Duration> asked,
    boolean isOfUser) {
  /** What is understood in a NOTIFY, the bearer's own form first (RFC 3856 §6.5, OPEN n). */
  static final List<String> ACCEPTED = List.of("application/pidf+xml", "message/cpim");

  static PresenceRequest of(Subscribe operation, Leg leg, Hops hops) {
    List<SipHeader> headers = new ArrayList<>(hops(hops));
    headers.add(SipHeader.of("Accept", String.join(", ", ACCEPTED)));
    headers.add(SipHeader.of("Expires", Long.toString(operation.duration().toSeconds())));
    headers.add(SipHeader.of("Allow", Screening.ALLOW_PRESENCE));
    headers.add(SipHeader.of("Allow-Events", Screening.ALLOW_EVENTS)); // RFC 6665 §4.4.4
    return new PresenceRequest(
        "SUBSCRIBE",
        operation.transId(),
        operation.watcher(),
        operation.target(),
        leg,
        new SipHeaders(headers),
        Optional.empty(),
        Optional.of(operation.duration()),
        hops.maxForwards() < Hops.NEW.maxForwards());
  }

  static PresenceRequest of(Notification notification, Leg leg, Hops hops) {
    List<SipHeader> headers = new ArrayList<>(hops(hops));
    headers.add(SipHeader.of("Subscription-State", notification.state().toString()));
    return new PresenceRequest(
        "NOTIFY",
        notification.transId(),
        notification.target(),
        notification.watcher(),
        leg,
        new SipHeaders(headers),
        notification.document(),
        Optional.empty(),
        notification.document().isPresent());
  }

  private static List<SipHeader> hops(Hops hops) {
    List<SipHeader> headers = new ArrayList<>(2);
    headers.add(SipHeader.of(HopHeaders.MAX_FORWARDS, Integer.toString(hops.maxForwards())));
    List<String> trace = hops.trace();
    int count = Math.min(trace.size(), HopHeaders.MAX_TRACE);
    if (count > 0) {
      HopHeaders value = new HopHeaders(hops.maxForwards(), trace.subList(0, count));
      headers.add(SipHeader.of(HopHeaders.BRIDGE_TRACE, value.traceValue()));
    }
    return headers;
  }
}
