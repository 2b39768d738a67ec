package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.mapping.Availability;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.UnmappableException;
import org.porin.mapping.UserPresence;
import org.porin.stanza.LangText;
import org.porin.stanza.PresenceStanza;

/**
 * What is known of a user for one watcher, and how well. It is learnt by a probe (RFC 6121 §4.3.2),
 * which has an answer for each resource and no last one: so it settles only when some time has
 * passed, and what was known before and is not said again by then is gone.
 *
 * @param user what the resources have said
 * @param digest of that, as {@link AudienceDocument#digest} makes it
 * @param unconfirmed resources that were there before the probe and have not been heard since
 * @param settles when the answers to the probe are all here; empty when none is awaited
 */
record AudiencePresence(
    UserPresence user, String digest, Set<String> unconfirmed, Optional<Instant> settles) {
  /** How long a server may be silent before this means that nobody is there. */
  static final Duration SILENCE = Duration.ofSeconds(5);

  /** How long after the first answer the others may come. */
  static final Duration GATHERING = Duration.ofSeconds(1);

  /** The most resources of one user that are told. */
  static final int MOST_RESOURCES = 32;

  /** The most chars of descriptions that a resource may have; longer ones are left out. */
  static final int MOST_STATUS_CHARS = 2_048;

  AudiencePresence {
    unconfirmed = Set.copyOf(unconfirmed);
  }

  /** Nothing is known. */
  static AudiencePresence unknown(PresUri user) {
    return new AudiencePresence(UserPresence.of(user), "", Set.of(), Optional.empty());
  }

  /** Whether it can be told as what is so. */
  boolean isKnown() {
    return settles.isEmpty() && !user.isEmpty();
  }

  /** Whether answers to a probe are awaited. */
  boolean isSought() {
    return settles.isPresent();
  }

  /** A probe is on its way. */
  AudiencePresence sought(Instant now) {
    Set<String> there = new HashSet<>();
    user.resources()
        .forEach(
            (resource, said) -> {
              if (said.availability().available()) {
                there.add(resource);
              }
            });
    return new AudiencePresence(user, digest, there, Optional.of(now.plus(SILENCE)));
  }

  /** A stanza that tells of availability; one that says nothing new changes nothing. */
  AudiencePresence heard(PresenceStanza stanza, PresenceMapping mapping, Instant now) {
    PresenceStanza bounded = bounded(stanza);
    Optional<UserPresence> after = after(user, bounded, mapping, now);
    if (after.filter(AudiencePresence::isTooMuch).isPresent()) {
      after = after(user.afterTelling(), bounded, mapping, now); // those that are gone make room
    }
    return after.isEmpty() || isTooMuch(after.get())
        ? this
        : with(after.get()).confirmed(bounded, now);
  }

  /** What is so once the time for answers has passed. */
  AudiencePresence settled(Instant now) {
    if (settles.isEmpty() || settles.get().isAfter(now)) {
      return this;
    }
    UserPresence after = user;
    for (String resource : unconfirmed) {
      after = after.with(resource, Availability.UNAVAILABLE, now);
    }
    if (after.isEmpty()) { // who answers no probe is not there (RFC 6121 §4.3.2, case 3)
      after = after.with("", Availability.UNAVAILABLE, now);
    }
    AudiencePresence settled = with(after);
    return new AudiencePresence(settled.user, settled.digest, Set.of(), Optional.empty());
  }

  /** When all watchers have been told. */
  AudiencePresence told() {
    UserPresence after = user.afterTelling();
    return after.equals(user)
        ? this
        : new AudiencePresence(after, digest, unconfirmed, settles); // the digest is that of both
  }

  private AudiencePresence with(UserPresence after) {
    return after == user
        ? this
        : new AudiencePresence(after, AudienceDocument.digest(after), unconfirmed, settles);
  }

  private AudiencePresence confirmed(PresenceStanza stanza, Instant now) {
    if (settles.isEmpty()) {
      return this;
    }
    String resource = stanza.from().map(Jid::resource).orElse("");
    Set<String> left = new HashSet<>(unconfirmed);
    left.remove(resource);
    if (resource.isEmpty() && !stanza.isAvailable()) {
      left.clear();
    }
    Instant gathered = now.plus(GATHERING);
    Instant settling = settles.get().isBefore(gathered) ? settles.get() : gathered;
    return new AudiencePresence(user, digest, left, Optional.of(settling));
  }

  private static boolean isTooMuch(UserPresence presence) {
    return presence.resources().size() > MOST_RESOURCES;
  }

  private static Optional<UserPresence> after(
      UserPresence before, PresenceStanza stanza, PresenceMapping mapping, Instant now) {
    try {
      return Optional.of(mapping.toPresence(before, stanza, now).value());
    } catch (UnmappableException e) {
      return Optional.empty();
    }
  }

  private static PresenceStanza bounded(PresenceStanza stanza) {
    int chars = stanza.statuses().stream().map(LangText::text).mapToInt(String::length).sum();
    return chars <= MOST_STATUS_CHARS
        ? stanza
        : new PresenceStanza(
            stanza.from(),
            stanza.to(),
            stanza.id(),
            stanza.type(),
            stanza.lang(),
            stanza.children().stream().filter(child -> !child.name().equals("status")).toList());
  }
}
