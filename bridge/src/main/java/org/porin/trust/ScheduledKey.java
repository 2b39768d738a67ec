package org.porin.trust;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.trust.HeldKey.Certified;

/**
 * A key among the others of its domain (TRUST 9): each signs until the next begins, and its
 * certificate is published for a day more.
 *
 * @param x5u where its certificate is published; empty where there is none yet
 * @param until signs nothing at or after
 */
public record ScheduledKey(HeldKey held, Optional<String> x5u, Instant from, Instant until) {
  /** Before it signs, its certificate is there for all who will look for it. */
  public static final Duration PUBLISHED_BEFORE = Duration.ofHours(24);

  /** After it has signed, its certificate is there for all who still verify. */
  public static final Duration PUBLISHED_AFTER = Duration.ofHours(24);

  /** Whose users it speaks for. */
  public String domain() {
    return held.file().domain();
  }

  /** The file of the private key. */
  public Path file() {
    return held.file().key();
  }

  /** What its certificate's URL has. */
  public Optional<Published> published() {
    return held.certified().map(Certified::published);
  }

  /** Its certificate, once there is one. */
  public Optional<X509Certificate> certificate() {
    return held.certified().map(Certified::certificate);
  }

  /** What it does at an instant. */
  public KeyState state(Instant now) {
    if (held.certified().isEmpty()) {
      return KeyState.WAITING;
    }
    if (!from.isBefore(until)) {
      return KeyState.OVER; // its time never comes
    }
    if (now.isBefore(from)) {
      return KeyState.PUBLISHED;
    }
    if (now.isBefore(until)) {
      return KeyState.SIGNING;
    }
    return now.isBefore(until.plus(PUBLISHED_AFTER)) ? KeyState.RETIRED : KeyState.OVER;
  }

  /** Whether others find its certificate at an instant. */
  public boolean isPublished(Instant now) {
    KeyState state = state(now);
    return state != KeyState.WAITING && state != KeyState.OVER;
  }

  /** Of the keys of one domain, by the time when they begin. */
  static List<ScheduledKey> of(List<HeldKey> ofDomain, X5uBase base) {
    List<ScheduledKey> scheduled = new ArrayList<>();
    for (int i = 0; i < ofDomain.size(); i++) {
      HeldKey held = ofDomain.get(i);
      Instant until =
          ofDomain.subList(i + 1, ofDomain.size()).stream()
              .filter(next -> next.certified().isPresent())
              .map(HeldKey::from)
              .filter(next -> next.isBefore(held.end()))
              .min(Instant::compareTo)
              .orElse(held.end());
      scheduled.add(
          new ScheduledKey(
              held, held.certified().map(each -> x5u(each, held, base)), held.from(), until));
    }
    return scheduled;
  }

  private static String x5u(Certified certified, HeldKey held, X5uBase base) {
    return base.url() + held.file().domain() + "/" + certified.published().name();
  }

  /** As that which signs with it. */
  Optional<SigningKey> signing() {
    return held.certified()
        .flatMap(
            certified ->
                x5u.map(
                    url ->
                        new SigningKey(
                            domain(), url, held.key(), certified.certificate(), from, until)));
  }

  /** Names the key, and does not show it. */
  @Override
  public String toString() {
    return "key of " + domain() + " from " + from;
  }
}
