package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.porin.msgfmt.MimeEntity;

/**
 * What a watcher has been told on one leg, and when it may be told more. One NOTIFY is under way at
 * a time. News is told once in {@link #PACE} at the most (RFC 3856 §6.10); an answer to a SUBSCRIBE
 * and a change of the subscription itself are told at once and do not count (OPEN a 4).
 *
 * @param told {@link #NOTHING}, {@link #PENDING}, {@link #ACTIVE}, or the digest of the document
 *     that the watcher has, which is active too
 * @param owed whether a SUBSCRIBE waits for its NOTIFY (RFC 6665 §4.2.1.2)
 * @param secured a secured document that is to be told
 * @param sent what is under way
 * @param notBefore when the peer may be tried again
 * @param paced when news was last told
 * @param attempts that failed, one after the other
 */
record AudienceTold(
    String told,
    boolean owed,
    Optional<MimeEntity> secured,
    Optional<Sent> sent,
    Instant notBefore,
    Instant paced,
    int attempts) {
  static final String NOTHING = "";
  static final String PENDING = "pending";

  /** Active, and what document the watcher has, if any, is not known. */
  static final String ACTIVE = "active";

  static final Duration PACE = Duration.ofSeconds(5);

  /** Of a leg that begins. */
  static final AudienceTold BEGINNING =
      new AudienceTold(
          NOTHING, true, Optional.empty(), Optional.empty(), Instant.MIN, Instant.MIN, 0);

  /**
   * A NOTIFY that is under way.
   *
   * @param after what the watcher has been told when it has arrived
   * @param answer whether it is what a SUBSCRIBE waits for
   * @param document whether it changes which document the watcher has
   * @param secured the secured document that it brings
   * @param last whether it is the last on its leg
   */
  record Sent(
      String after, boolean answer, boolean document, Optional<MimeEntity> secured, boolean last) {}

  /**
   * Of a leg that a former process has left. What it told last may be more than what it could still
   * write down, so that only the state of the subscription is believed.
   */
  static AudienceTold restored(String told, Instant now) {
    boolean plain = told.equals(NOTHING) || told.equals(PENDING);
    return new AudienceTold(
        plain ? told : ACTIVE,
        told.equals(NOTHING),
        Optional.empty(),
        Optional.empty(),
        Instant.MIN,
        now, // when news was last told is not known: it may have been just now
        0);
  }

  /** Whether the watcher knows that the subscription is active. */
  boolean isActive() {
    return !told.equals(NOTHING) && !told.equals(PENDING);
  }

  /** When news may be told. */
  Instant newsAt() {
    if (paced.equals(Instant.MIN)) {
      return notBefore;
    }
    Instant next = paced.plus(PACE);
    return next.isAfter(notBefore) ? next : notBefore;
  }

  /** At a time that may be before the last one: a clock that was put back delays nobody. */
  AudienceTold at(Instant now) {
    return paced.isAfter(now)
        ? new AudienceTold(told, owed, secured, sent, Instant.MIN, now, attempts)
        : this;
  }

  /** A SUBSCRIBE has come; who asks is there, and need not be spared any more. */
  AudienceTold asked() {
    return new AudienceTold(told, true, secured, sent, Instant.MIN, paced, 0);
  }

  /** A secured document is to be told; one that waits is replaced. */
  AudienceTold with(MimeEntity object) {
    return new AudienceTold(told, owed, Optional.of(object), sent, notBefore, paced, attempts);
  }

  /**
   * A NOTIFY goes out.
   *
   * @param news whether it counts for the pace
   */
  AudienceTold sending(Sent what, boolean news, Instant now) {
    Optional<MimeEntity> waiting = what.secured().isPresent() ? Optional.empty() : secured;
    return new AudienceTold(
        told, false, waiting, Optional.of(what), notBefore, news ? now : paced, attempts);
  }

  /** It has arrived. */
  AudienceTold arrived() {
    return new AudienceTold(
        sent.orElseThrow().after(), owed, secured, Optional.empty(), Instant.MIN, paced, 0);
  }

  /** It has not, or nobody knows; it may be tried again. */
  AudienceTold failed(Instant again) {
    Sent failed = sent.orElseThrow();
    return new AudienceTold(
        failed.document() && isActive() ? ACTIVE : told, // the watcher may have it all the same
        owed || failed.answer(),
        secured.or(failed::secured),
        Optional.empty(),
        again,
        paced,
        attempts + 1);
  }
}
