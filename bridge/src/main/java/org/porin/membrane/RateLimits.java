package org.porin.membrane;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;

/**
 * Keeps each sender, each peer of the SIP side and what comes to each destination to its rate, and
 * foreign sources from trying one address after the other. Of a peer the whole /64 counts in IPv6,
 * since it has as many addresses as it likes. No refusal depends on whether there is such a
 * destination. Safe for many threads.
 */
final class RateLimits {
  /** The most that are remembered for each limit: about 10 MB each at the most. */
  static final int REMEMBERED = 100_000;

  private static final int PREFIX_OCTETS = 8;

  private final boolean unlimited;
  private final Optional<Limit> sender;
  private final Optional<Limit> peer;
  private final Optional<Limit> destination;
  private final Optional<Limit> contacts;
  private final Optional<Limit> contactsOfPeer;
  private final Optional<FirstContacts> known;

  private record Limit(Rate rate, TokenBuckets buckets, Reason reason, String whom) {
    static Optional<Limit> of(Optional<Rate> rate, Reason reason, String whom) {
      return rate.map(each -> new Limit(each, new TokenBuckets(each, REMEMBERED), reason, whom));
    }

    Optional<Refused> refusalOf(String key, long now) {
      return buckets.take(key, now).map(this::refused);
    }

    private Refused refused(Duration wait) {
      long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
      String text = "this gateway takes %s %s; try again in %d s".formatted(rate, whom, seconds);
      return new Refused(reason, text, Optional.of(Duration.ofSeconds(seconds)));
    }
  }

  /**
   * @param now of a monotonic clock, in nanoseconds
   */
  RateLimits(Quotas quotas, long now) {
    unlimited = quotas.equals(Quotas.NONE);
    sender = Limit.of(quotas.sender(), Reason.RATE_OF_SENDER, "from one sender");
    peer = Limit.of(quotas.peer(), Reason.RATE_OF_PEER, "from one peer");
    destination = Limit.of(quotas.destination(), Reason.RATE_OF_DESTINATION, "to one recipient");
    contacts =
        Limit.of(
            quotas.firstContacts(),
            Reason.FIRST_CONTACTS,
            "from one sender to recipients that it has not written to before");
    contactsOfPeer =
        Limit.of(
            quotas.firstContactsOfPeer(),
            Reason.FIRST_CONTACTS,
            "from one peer between people who have not written to each other before");
    known = contacts.or(() -> contactsOfPeer).map(limit -> new FirstContacts(REMEMBERED, now));
  }

  /**
   * Why the operation comes too early; empty when it does not, and then it has used up its tokens.
   *
   * @param now of a monotonic clock, in nanoseconds
   */
  Optional<Refused> refusalOf(MessageOperation operation, long now) {
    if (unlimited) {
      return Optional.empty();
    }
    ImUri source = operation.source();
    ImUri destination = operation.destination();
    return refusalOf(
        operation.origin(),
        AccessList.folded(source.localPart(), source.domain()),
        AccessList.folded(destination.localPart(), destination.domain()),
        now);
  }

  /**
   * The same of what is no message.
   *
   * @param source who sends it, in the one spelling of {@link AccessList#folded}
   * @param target whom it is for, likewise
   */
  Optional<Refused> refusalOf(Origin origin, String source, String target, long now) {
    // the peer first, so that a flood of made-up senders does not get any further
    return ofPeer(origin, now)
        .or(() -> asked(sender, origin.side() + " " + source, now))
        .or(() -> asked(destination, origin.side() + " " + target, now))
        .or(() -> known.flatMap(pairs -> ofContact(pairs, origin, source, target, now)));
  }

  private Optional<Refused> ofPeer(Origin origin, long now) {
    return peer.filter(limit -> origin.side() == Side.SIMPLE)
        .flatMap(limit -> limit.refusalOf(network(origin.peer()), now));
  }

  private Optional<Refused> ofContact(
      FirstContacts pairs, Origin origin, String source, String target, long now) {
    if (origin.side() == Side.SIMPLE && pairs.isFirst(source, target, now)) {
      Optional<Refused> refusal =
          asked(contactsOfPeer, network(origin.peer()), now).or(() -> asked(contacts, source, now));
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    pairs.met(source, target, now);
    return Optional.empty();
  }

  private static Optional<Refused> asked(Optional<Limit> limit, String key, long now) {
    return limit.flatMap(each -> each.refusalOf(key, now));
  }

  private static String network(String peer) {
    if (!peer.contains(":")) {
      return peer;
    }
    try { // a literal, for which no name server is asked
      byte[] octets = InetAddress.getByName("[" + peer + "]").getAddress();
      return Arrays.toString(Arrays.copyOf(octets, Math.min(PREFIX_OCTETS, octets.length)));
    } catch (UnknownHostException e) {
      return peer;
    }
  }
}
