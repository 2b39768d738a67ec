package org.porin.presence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.mapping.HopHeaders;
import org.porin.mapping.UnmappableException;
import org.porin.profile.Hops;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.SubscriptId;
import org.porin.profile.TransId;
import org.porin.stanza.PresenceStanza;

/**
 * What a user's server is told of a foreign watcher, between bare JIDs (RFC 6121 §3.1.2). Empty
 * where XMPP has no address for one of the two.
 */
record AudienceStanzas(PresUri watcher, PresUri target, AudienceRules rules) {
  private static final Duration SOME_TIME = Duration.ofSeconds(1); // XMPP names none

  /** Asks the user (RFC 3922 §6.2), for an operation that came over these hops. */
  Optional<PresenceStanza> prompt(TransId transId, Hops hops) {
    return stanza(SOME_TIME, transId, false, rules.trail().relayed(watcher, target, hops));
  }

  /** Asks the user anew, of whom no answer has come. */
  Optional<PresenceStanza> prompt() {
    return stanza(SOME_TIME, rules.transIds().get(), false, born());
  }

  /** Asks the server what the user's presence is (RFC 6121 §4.3.2). */
  Optional<PresenceStanza> probe() {
    return zero(false);
  }

  /** The watcher is there no more (RFC 8048 §5.3.3). */
  Optional<PresenceStanza> gone() {
    return zero(true);
  }

  private Optional<PresenceStanza> zero(boolean known) {
    return stanza(Duration.ZERO, rules.transIds().get(), known, born());
  }

  private Hops born() {
    return rules.trail().born(watcher, target);
  }

  private Optional<PresenceStanza> stanza(
      Duration duration, TransId transId, boolean known, Hops hops) {
    SubscriptId id = new SubscriptId(transId.value()); // no stanza has it
    try {
      return Optional.of(
          rules
              .subscriptions()
              .toStanza(new Subscribe(watcher, target, duration, id, transId), known)
              .with(headers(hops).toElement()));
    } catch (UnmappableException e) {
      return Optional.empty();
    }
  }

  private static HopHeaders headers(Hops hops) {
    List<String> trace = hops.trace();
    return new HopHeaders(
        hops.maxForwards(), trace.subList(0, Math.min(trace.size(), HopHeaders.MAX_TRACE)));
  }
}
