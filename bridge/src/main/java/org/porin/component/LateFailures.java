package org.porin.component;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.mapping.NotificationRequest;
import org.porin.profile.MessageOperation;
import org.porin.stanza.LangText;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.stanza.StanzaError.Condition;

/**
 * What the server took, and may still give back: its sender has had a 2xx and no response can say
 * so any more. Who asked for a notification gets it (RFC 5438 §8.2); to others the gateway writes a
 * text of its own (OPEN p), between two people no more than one in a {@link #PAUSE}. One of the two
 * for each message at the most, and none in answer to such a text. Bounded in time and number; what
 * was forgotten nobody is told of. Safe for many threads.
 */
final class LateFailures {
  /** The local part of the gateway's own address, in each served domain. */
  static final String GATEWAY = MessageOperation.GATEWAY;

  /** Longer than servers hold a message for a client that may come back (XEP-0198 §5): 10 min. */
  static final Duration HOLD = Duration.ofMinutes(15);

  /**
   * Messages that are remembered; each takes about 500 octets, twice that with a notification, of
   * which 4 kB are the most.
   */
  static final int MOST = 16_384;

  /** Who sent many that come back reads of the first. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final String TEXT =
      "Not delivered: a message of yours to %s came back after it had been accepted (%s)."
          + " Others that you sent at about the same time may have come back as well.";

  private final AddressMapping addresses;
  private final Predicate<String> told;
  private final LongSupplier nanoTime;
  private final Map<String, Taken> taken = new LinkedHashMap<>(); // by id, the oldest first
  private final Map<Pair, Long> pauses = new LinkedHashMap<>(); // until then, the oldest first

  private record Pair(Jid from, Jid to) {}

  private record Taken(Pair pair, Optional<NotificationRequest> wanted, long until) {}

  /** What the sender of a message that came back is told by. */
  sealed interface Notice {
    /** By the notification that it asked for. */
    record Notification(NotificationRequest request, Jid from, Jid to) implements Notice {}

    /** By this text, as the stanza that the gateway would have sent by XMPP. */
    record Text(MessageStanza stanza) implements Notice {}
  }

  /**
   * @param told of a foreign domain: whether its users want to be told so
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  LateFailures(AddressMapping addresses, Predicate<String> told, LongSupplier nanoTime) {
    this.addresses = addresses;
    this.told = told;
    this.nanoTime = nanoTime;
  }

  /** Whether this is the gateway's own address, by which nobody else writes. */
  static boolean isGateway(Jid jid) {
    return jid.localPart().equals(GATEWAY);
  }

  /** The server has taken and routed a message. */
  synchronized void confirmed(Delivery delivery) {
    long now = nanoTime.getAsLong();
    forget(now);
    Pair pair = new Pair(delivery.from().bare(), delivery.to());
    taken.put(delivery.id(), new Taken(pair, delivery.wanted(), now + HOLD.toNanos()));
    if (taken.size() > MOST) {
      taken.remove(taken.keySet().iterator().next());
    }
  }

  /**
   * An error came for a stanza of this bridge that waits for nothing any more.
   *
   * @return for its sender; empty where nobody is to be told
   */
  synchronized Optional<Notice> bounced(String id, Jid from, Jid to, Condition cause) {
    long now = nanoTime.getAsLong();
    forget(now);
    Taken message = taken.get(id);
    if (message == null
        || !Delivery.isAnswer(message.pair().from(), message.pair().to(), from, to)) {
      return Optional.empty();
    }
    taken.remove(id);
    return person(message.pair().from()).flatMap(sender -> notice(message, sender, cause, now));
  }

  /** Who sent it, but for another gateway, and where there is no answer to the address. */
  private Optional<ImUri> person(Jid sender) {
    try {
      return Optional.of(addresses.toIm(sender)).filter(uri -> !uri.localPart().equals(GATEWAY));
    } catch (UnmappableAddressException e) {
      return Optional.empty();
    }
  }

  private Optional<Notice> notice(Taken message, ImUri sender, Condition cause, long now) {
    Pair pair = message.pair();
    if (message.wanted().isPresent()) {
      return Optional.of(
          new Notice.Notification(message.wanted().get(), pair.to().bare(), pair.from()));
    }
    return told.test(sender.domain()) && isFirst(pair, now)
        ? Optional.of(new Notice.Text(text(pair, cause)))
        : Optional.empty();
  }

  /** Whether there was no text between the two a moment ago; there is one now. */
  private boolean isFirst(Pair pair, long now) {
    if (pauses.containsKey(pair)) {
      return false;
    }
    pauses.put(pair, now + PAUSE.toNanos());
    if (pauses.size() > MOST) {
      pauses.remove(pauses.keySet().iterator().next());
    }
    return true;
  }

  private static MessageStanza text(Pair pair, Condition cause) {
    Jid gateway = new Jid(GATEWAY, pair.to().domain(), "");
    String text = TEXT.formatted(pair.to().bare(), cause.wire());
    return new MessageStanza(
        Optional.of(gateway),
        Optional.of(pair.from()),
        Optional.empty(),
        MessageType.NORMAL,
        Optional.empty(),
        List.of(),
        List.of(new LangText(Optional.of("en"), text)),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private void forget(long now) {
    Iterator<Taken> oldest = taken.values().iterator();
    while (oldest.hasNext() && oldest.next().until() - now <= 0) {
      oldest.remove();
    }
    Iterator<Long> first = pauses.values().iterator();
    while (first.hasNext() && first.next() - now <= 0) {
      first.remove();
    }
  }
}
