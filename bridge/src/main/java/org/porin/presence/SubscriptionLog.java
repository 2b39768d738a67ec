package org.porin.presence;

import java.time.Instant;
import java.util.Locale;
import org.porin.membrane.Outcome;
import org.porin.profile.Failure.Refused;
import org.porin.profile.PresenceCarrier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each event of a subscription, with its fields apart. At INFO it names domains and no
 * user: who watches whom is nobody's business (RFC 2779 §5.1.2). At DEBUG a second line names them.
 */
final class SubscriptionLog {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int CHARS = 8;

  private final PresenceCounts counts;

  SubscriptionLog(PresenceCounts counts) {
    this.counts = counts;
  }

  /** Looks whether a subscription is something else now. */
  <M> void changed(Held<M> held, Kind<M> kind) {
    String after = held.machine().map(kind::state).orElse(Kind.NONE);
    String before = held.state();
    if (after.equals(before)) {
      return;
    }
    held.state(after);
    counts.state(kind, before, after);
    write(kind, held.pair(), before, after, held.trouble());
  }

  /** One that a former process has left, of which nothing is written. */
  <M> void restored(Held<M> held, Kind<M> kind) {
    String state = held.machine().map(kind::state).orElse(Kind.NONE);
    held.state(state);
    counts.state(kind, Kind.NONE, state);
  }

  /** Remembers why something failed. */
  static void outcome(Held<?> held, PresenceCarrier.Outcome outcome, Instant now) {
    boolean failed = outcome.response().failure().isPresent();
    held.trouble(failed ? Outcome.of(outcome.response()).cause() : "", now);
  }

  /** Writes of one that was refused before it was one. */
  static void refused(Kind<?> kind, Pair pair, Refused refusal) {
    String cause = refusal.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    write(kind, pair, Kind.NONE, "refused", cause);
  }

  private static void write(Kind<?> kind, Pair pair, String before, String after, String cause) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    boolean outward = kind.isOutward();
    String id = correlationId(kind, pair);
    var line =
        LOG.atInfo()
            .addKeyValue("op", id)
            .addKeyValue("by", outward ? "xmpp" : "simple")
            .addKeyValue("from", (outward ? pair.user() : pair.contact()).domain())
            .addKeyValue("to", (outward ? pair.contact() : pair.user()).domain())
            .addKeyValue("was", before)
            .addKeyValue("state", after);
    (cause.isEmpty() ? line : line.addKeyValue("cause", cause)).log("subscription");
    LOG.atDebug()
        .addKeyValue("op", id)
        .addKeyValue("watcher", outward ? pair.user() : pair.contact())
        .addKeyValue("target", outward ? pair.contact() : pair.user())
        .log("subscription");
  }

  /** Names a subscription in logs: the same for its whole life, and of no meaning elsewhere. */
  static String correlationId(Kind<?> kind, Pair pair) {
    String text = kind.isOutward() + "\n" + pair.user() + "\n" + pair.contact();
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    char[] id = new char[CHARS];
    for (int i = 0; i < CHARS; i++) {
      id[i] = ALPHABET.charAt((int) (hash >>> (64 - 5 * (i + 1))) & 31);
    }
    return new String(id);
  }
}
