package org.porin.outbox;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.Response;

/**
 * What the outcome of a try means for the next: by kind of failure, since a name that is unknown
 * just now comes back more slowly than a connection. Waits double, with jitter, so that many do not
 * come back in one wave. Pure.
 */
public enum RetryRule {
  /** There is no next. */
  NEVER(Duration.ZERO, Duration.ZERO),
  /** The DNS did not answer. */
  DNS(Duration.ofSeconds(5), Duration.ofMinutes(5)),
  /** Nobody was reached. */
  CONNECT(Duration.ofSeconds(1), Duration.ofMinutes(2)),
  /** Somebody was reached, and did not answer in time. */
  TIMEOUT(Duration.ofSeconds(2), Duration.ofMinutes(2)),
  /** A server said that it cannot now. */
  SERVER(Duration.ofSeconds(5), Duration.ofMinutes(5)),
  /** The XMPP server is away. */
  LINK(Duration.ofMillis(200), Duration.ofSeconds(2)),
  /** This bridge itself had no room, or is stopping. */
  OWN(Duration.ofMillis(200), Duration.ofSeconds(5));

  /** The longest Retry-After that is believed: a peer must not park messages for days. */
  static final Duration MOST_ASKED = Duration.ofHours(1);

  private static final int REQUEST_TIMEOUT = 408;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final int SERVER_TIMEOUT = 504;

  private final Duration first;
  private final Duration most;

  RetryRule(Duration first, Duration most) {
    this.first = first;
    this.most = most;
  }

  /** The rule for a response. */
  public static RetryRule of(Response response) {
    return response.failure().map(RetryRule::of).orElse(NEVER);
  }

  private static RetryRule of(Failure failure) {
    if (failure instanceof SipAnswer answer) {
      return switch (answer.status()) {
        case REQUEST_TIMEOUT, SERVER_TIMEOUT -> TIMEOUT; // of somebody behind who answered
        case 500, 502, SERVICE_UNAVAILABLE -> SERVER;
        default -> NEVER; // what is not implemented, or too large, stays so (RFC 3261 §21.5)
      };
    }
    return failure instanceof Refused refused ? of(refused.reason()) : NEVER; // a bounce is final
  }

  private static RetryRule of(Reason reason) {
    return switch (reason) {
      case DOMAIN_IN_DOUBT -> DNS;
      case PEER_UNREACHABLE -> CONNECT;
      case PEER_TIMEOUT -> TIMEOUT;
      case LINK_DOWN -> LINK;
      case CONGESTED, OVERLOADED, STOPPING, REPLAY_MEMORY_FULL -> OWN;
      default -> NEVER;
    };
  }

  /** What the response says of the message. */
  public static Ending ending(Response response) {
    if (response.failure().isEmpty()) {
      return Ending.DELIVERED;
    }
    return switch (of(response)) {
      case NEVER -> Ending.REFUSED;
      case TIMEOUT, LINK -> Ending.UNKNOWN; // the link may have ended behind the stanza
      case DNS, CONNECT, SERVER, OWN -> Ending.NOT_TAKEN;
    };
  }

  /**
   * Whether it is the peer that cannot, and so nobody's message to it gets through. Who answers is
   * there, unless the answer is that it cannot serve anybody now.
   */
  public static boolean isOfPeer(Response response) {
    if (response.failure().orElse(null) instanceof SipAnswer answer) {
      return answer.status() == SERVICE_UNAVAILABLE;
    }
    return switch (of(response)) {
      case DNS, CONNECT, TIMEOUT, LINK -> true;
      case NEVER, SERVER, OWN -> false;
    };
  }

  /**
   * How long to wait for the next try: what the other side asked for, a little longer; else at
   * least half of the bound for so many tries, and at most all of it.
   *
   * @param tries how many there were before this one
   */
  public Duration wait(Response response, int tries, RandomGenerator random) {
    Optional<Duration> asked = asked(response).filter(time -> !time.isNegative());
    if (asked.isPresent()) {
      long millis = Math.min(asked.get().toMillis(), MOST_ASKED.toMillis());
      return Duration.ofMillis(millis + random.nextLong(millis / 10 + 1));
    }
    return jittered(first, most, tries, random);
  }

  private static Optional<Duration> asked(Response response) {
    return response
        .failure()
        .flatMap(
            failure ->
                failure instanceof SipAnswer answer
                    ? answer.retryAfter()
                    : failure instanceof Refused refused ? refused.retryAfter() : Optional.empty());
  }

  /** Doubling from the first to the most, and of that at least half. */
  static Duration jittered(Duration first, Duration most, int before, RandomGenerator random) {
    int doublings = Math.min(before, 16); // beyond every bound, and far from overflow
    long bound = Math.min(most.toMillis(), first.toMillis() << doublings);
    return Duration.ofMillis(bound - random.nextLong(bound / 2 + 1));
  }
}
