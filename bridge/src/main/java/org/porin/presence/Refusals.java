package org.porin.presence;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.porin.mapping.ErrorMapping;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.PresenceService.Answer;
import org.porin.profile.PresenceStream;
import org.porin.profile.Response;
import org.porin.profile.TransId;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaCodec;

/** How who asked for something hears that it was refused. Safe for many threads. */
record Refusals(PresenceStream stream, ErrorMapping errors, PresenceCounts counts) {
  /** After which who was refused for want of room may come again. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Set<String> ANSWERED =
      Set.of("subscribe", "unsubscribe", "subscribed", "unsubscribed");

  /** Too much waits: 503, since a 480 to a NOTIFY would end it (RFC 6665 §4.2.2). */
  static Refused congested() {
    return new Refused(Reason.OVERLOADED, "the gateway has too much to do", Optional.of(PATIENCE));
  }

  /** It ends. */
  static Refused stopping() {
    return new Refused(Reason.STOPPING, "the bridge is stopping", Optional.of(PATIENCE));
  }

  /** There is no room in a mailbox, for good where it is closed. */
  static Refused noRoom(Mailbox mailbox) {
    return mailbox.isClosed() ? stopping() : congested();
  }

  /** There is nothing that it could belong to. */
  static Refused noSubscription() {
    return new Refused(Reason.NO_SUBSCRIPTION, "there is no such subscription");
  }

  /** The answer to an operation. */
  Answer answer(TransId transId, Refused refusal) {
    counts.refused(refusal.reason());
    return new Answer(Response.failure(transId, refusal), Optional.empty(), Optional.empty());
  }

  /**
   * The error for a stanza that manages a subscription: none of them is lost in silence. Presence
   * and probes have none, since what is so now is asked for again.
   */
  void bounce(PresenceStanza stanza, Refused refusal) {
    counts.refused(refusal.reason());
    if (isAnswered(stanza)) {
      StanzaCodec.errorOf(stanza, errors.toStanzaError(refusal))
          .map(PresenceStanza.class::cast)
          .ifPresent(stream::send);
    }
  }

  /** Whether who sends such a stanza hears that it was refused. */
  static boolean isAnswered(PresenceStanza stanza) {
    return stanza.type().filter(ANSWERED::contains).isPresent();
  }
}
