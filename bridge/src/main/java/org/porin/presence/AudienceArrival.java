package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Leg;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService.Arrival;
import org.porin.profile.Response;

/** One subscribe operation of a watcher, and its answer (RFC 6665 §4.2.1, RFC 3859 §3.4). */
record AudienceArrival(AudienceTurn turn, Subscribe operation, Arrival arrival, Instant now) {
  private static final Duration FULL_WAIT = Duration.ofMinutes(1);

  void answer() {
    Optional<Leg> opened = arrival.opened();
    if (opened.isPresent()) {
      first(opened.get());
    } else {
      further();
    }
  }

  private void first(Leg leg) {
    Optional<Refused> refusal = refusal();
    if (refusal.isPresent()) {
      refuse(refusal.get());
    } else if (operation.duration().isZero()) {
      succeed(leg, Duration.ZERO);
      turn.fetched(AudienceLeg.fetch(operation.subscriptId(), leg, now, accept()));
    } else {
      granted().ifPresentOrElse(duration -> begin(leg, duration), () -> tooShort(Optional.empty()));
    }
  }

  private Optional<Refused> refusal() {
    if (turn.grant() == Grant.REFUSED) {
      return refused(Reason.DENIED, "the user does not want to be watched"); // never asked again
    }
    if (!AudienceDocument.isTaken(accept())) {
      return refused(Reason.UNSUPPORTED_CONTENT, "presence is application/pidf+xml");
    }
    if (turn.stanzas().probe().isEmpty()) {
      return refused(Reason.INVALID_ADDRESS, "XMPP has no such address");
    }
    return turn.isFull()
        ? Optional.of(
            new Refused(
                Reason.CONGESTED, "too many subscriptions of one watcher", Optional.of(FULL_WAIT)))
        : Optional.empty();
  }

  private void begin(Leg leg, Duration duration) {
    AudienceLeg beginning =
        AudienceLeg.beginning(operation.subscriptId(), leg, now.plus(duration), accept());
    boolean asks = turn.begin(beginning);
    succeed(leg, duration);
    if (asks) {
      turn.ask(turn.stanzas().prompt(operation.transId(), arrival.hops()));
    }
  }

  private void further() {
    Optional<AudienceLeg> leg = turn.leg(arrival.legName()).filter(AudienceLeg::isLive);
    Optional<Leg> after = leg.flatMap(each -> arrival.on(each.leg()));
    if (leg.isEmpty() || after.isEmpty()) {
      refuse(new Refused(Reason.NO_SUBSCRIPTION, "there is no such subscription"));
      return;
    }
    AudienceLeg met = leg.get().met(after.get(), arrival);
    if (operation.duration().isZero()) {
      AudienceLeg cancelled = met.cancelled(now);
      turn.keep(cancelled, true); // else a restart would find it alive
      succeed(after.get(), Duration.ZERO);
    } else {
      granted()
          .ifPresentOrElse(
              duration -> refresh(met, duration),
              () -> {
                turn.keep(met, false);
                tooShort(after);
              });
    }
  }

  private void refresh(AudienceLeg met, Duration duration) {
    Instant until = now.plus(duration);
    boolean shorter =
        until.isBefore(met.expires()); // a restart would lengthen it (RFC 6665 §4.2.2)
    turn.keep(met.refreshed(until, accept()), shorter);
    succeed(met.leg(), duration);
  }

  private Optional<Duration> granted() {
    return turn.rules().granted(operation.duration());
  }

  private List<String> accept() {
    return AudienceDocument.bounded(arrival.accept());
  }

  private void succeed(Leg leg, Duration duration) {
    turn.act(
        new Action.Answer(
            Response.success(operation.transId()), Optional.of(leg), Optional.of(duration)));
  }

  private void tooShort(Optional<Leg> leg) {
    Refused refused = new Refused(Reason.DURATION_TOO_SHORT, "too short a time");
    turn.act(
        new Action.Answer(
            Response.failure(operation.transId(), refused),
            leg,
            Optional.of(turn.rules().shortest())));
  }

  private void refuse(Refused refused) {
    turn.act(
        new Action.Answer(
            Response.failure(operation.transId(), refused), Optional.empty(), Optional.empty()));
  }

  private static Optional<Refused> refused(Reason reason, String text) {
    return Optional.of(new Refused(reason, text));
  }
}
