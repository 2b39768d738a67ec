package org.porin.membrane;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;

/**
 * Keeps each sender, and each peer of the SIP side, to its rate. Of a peer the whole /64 counts in
 * IPv6, since it has as many addresses as it likes. Safe for many threads.
 */
final class RateLimits {
  /** The most senders, and the most peers, that are remembered: about 10 MB each at the most. */
  static final int REMEMBERED = 100_000;

  private static final int PREFIX_OCTETS = 8;

  private final Optional<Limit> sender;
  private final Optional<Limit> peer;

  private record Limit(Rate rate, TokenBuckets buckets) {}

  /**
   * @param sender for each source; empty for no limit
   * @param peer for each address that SIP comes from; empty for no limit
   */
  RateLimits(Optional<Rate> sender, Optional<Rate> peer) {
    this.sender = sender.map(rate -> new Limit(rate, new TokenBuckets(rate, REMEMBERED)));
    this.peer = peer.map(rate -> new Limit(rate, new TokenBuckets(rate, REMEMBERED)));
  }

  /**
   * Why the operation comes too early; empty when it does not, and then it has used up its token.
   *
   * @param now of a monotonic clock, in nanoseconds
   */
  Optional<Refused> refusalOf(MessageOperation operation, long now) {
    return refusalOf(operation.origin(), operation.source().toString(), now);
  }

  /**
   * The same of what is no message.
   *
   * @param source who sends it
   */
  Optional<Refused> refusalOf(Origin origin, String source, long now) {
    if (peer.isPresent() && origin.side() == Side.SIMPLE) {
      Limit limit = peer.get();
      Optional<Duration> wait = limit.buckets().take(network(origin.peer()), now);
      if (wait.isPresent()) { // first, so that a flood of made-up senders does not get any further
        return Optional.of(refused(Reason.RATE_OF_PEER, limit.rate(), wait.get()));
      }
    }
    if (sender.isPresent()) {
      Limit limit = sender.get();
      String key = origin.side() + " " + source;
      Optional<Duration> wait = limit.buckets().take(key, now);
      if (wait.isPresent()) {
        return Optional.of(refused(Reason.RATE_OF_SENDER, limit.rate(), wait.get()));
      }
    }
    return Optional.empty();
  }

  private static Refused refused(Reason reason, Rate rate, Duration wait) {
    long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    String text =
        "this gateway takes %s from %s; try again in %d s"
            .formatted(rate, reason == Reason.RATE_OF_PEER ? "one peer" : "one sender", seconds);
    return new Refused(reason, text, Optional.of(Duration.ofSeconds(seconds)));
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
