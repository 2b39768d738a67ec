package org.porin.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.Response;
import org.porin.profile.TransId;

/** How it is said that the time of a message was over: by why it had not got through. */
final class Expiry {
  /** Of no message: whoever is told hears of the failure, and knows its own. */
  static final TransId NOBODY = new TransId("-");

  private Expiry() {}

  static Response of(Held held, Direction direction, Instant now) {
    Duration kept = Duration.ofMillis(Math.max(0, now.toEpochMilli() - held.recordedAt));
    Optional<Failure> last = held.lastFailure;
    String end = "given up after " + text(kept);
    Failure failure =
        last.isEmpty()
            ? new Refused(
                direction == Direction.TO_XMPP ? Reason.LINK_DOWN : Reason.PEER_UNREACHABLE, end)
            : because(last.get(), end);
    return Response.failure(held.loaded().operation().transId(), failure);
  }

  private static Failure because(Failure last, String end) {
    if (last instanceof SipAnswer answer) {
      return new SipAnswer(answer.status(), answer.text(), answer.contact());
    }
    return last instanceof Refused refused
        ? new Refused(refused.reason(), refused.text() + "; " + end)
        : last;
  }

  private static String text(Duration time) {
    if (time.toHours() >= 2) {
      return time.toHours() + " h";
    }
    return time.toMinutes() >= 2 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
