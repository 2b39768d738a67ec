package org.porin.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What came of a fetch, and what was found of it since. Safe for many threads. */
final class KnownCertificate {
  /** How long what was fetched is believed (TRUST 9). */
  static final Duration LIFE = Duration.ofHours(1);

  /** How long it is believed that nothing of use is there. */
  static final Duration FAULT_LIFE = Duration.ofSeconds(60);

  private final Optional<CertificateChain> chain;
  private final long octets;
  private final String why;
  private final Instant since;
  private final Duration life;
  private final Map<Set<KeyPin>, Judgement> judgements = new ConcurrentHashMap<>();
  private Instant renewal; // guarded by judgements

  /**
   * Whether it is believed.
   *
   * @param why not
   */
  record Judgement(Optional<Believed> believed, String why) {}

  private KnownCertificate(
      Optional<CertificateChain> chain, long octets, String why, Instant since, Duration life) {
    this.chain = chain;
    this.octets = octets;
    this.why = why;
    this.since = since;
    this.life = life;
    this.renewal = since.plus(life.multipliedBy(5).dividedBy(6));
  }

  /**
   * It was there.
   *
   * @param octets as which it came
   */
  static KnownCertificate of(CertificateChain chain, long octets, Instant since) {
    Duration left = Duration.between(since, chain.signer().getNotAfter().toInstant());
    Duration most = left.compareTo(LIFE) < 0 ? left : LIFE;
    // not shorter than a fault: else each token with an expired certificate would fetch it anew
    return new KnownCertificate(
        Optional.of(chain), octets, "", since, most.compareTo(FAULT_LIFE) < 0 ? FAULT_LIFE : most);
  }

  /** It was not there. */
  static KnownCertificate none(String why, Instant since, Duration life) {
    return new KnownCertificate(Optional.empty(), 0, why, since, life);
  }

  /** As how many octets it came. */
  long octets() {
    return octets;
  }

  boolean isFresh(Instant now) {
    boolean fault = judgements.values().stream().anyMatch(each -> each.believed().isEmpty());
    Duration age = Duration.between(since, now);
    return !age.isNegative() && age.compareTo(fault ? FAULT_LIFE : life) < 0;
  }

  /**
   * Whether to fetch it again while it may still be used, so that a server that is down or busy for
   * a moment harms nobody. Says so once in a minute.
   */
  boolean isToBeRenewed(Instant now) {
    synchronized (judgements) {
      boolean lasting = chain.isPresent() && life.compareTo(FAULT_LIFE) > 0;
      boolean due = lasting && !now.isBefore(renewal);
      renewal = due ? now.plus(FAULT_LIFE) : renewal;
      return due;
    }
  }

  /** Why it was not there; empty where it was. */
  Optional<String> fault() {
    return chain.isPresent() ? Optional.empty() : Optional.of(why);
  }

  /** What was found with these pins; empty where nobody has looked yet. */
  Optional<Judgement> judged(Set<KeyPin> pins) {
    return Optional.ofNullable(judgements.get(pins));
  }

  /** Finds it, which takes its time. */
  Judgement judge(Set<KeyPin> pins, PathValidation validation, Instant now) {
    return judgements.computeIfAbsent(
        pins,
        each -> {
          try {
            Believed believed = validation.believe(chain.orElseThrow(), each, now);
            return new Judgement(Optional.of(believed), "");
          } catch (UntrustedException e) {
            return new Judgement(Optional.empty(), e.why());
          }
        });
  }
}
