package org.porin.simple;

import java.text.Normalizer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.porin.address.ImUri;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.sip.SipRequest;
import org.porin.trust.SipVerification;
import org.porin.trust.Source;

/**
 * Who may have signatures looked at: a wrong one costs as much as a good one, and one of somebody
 * who sends too fast as well. Before a signature is looked at only the network is known that it
 * comes from, so that counts: of one network few wrong ones are looked at, of each domain that it
 * names a part of them, so that one cannot use up what others behind the same proxy need; and who
 * was told to wait for its rate is not looked at meanwhile. Datagrams prove no address, and count
 * as one network. What is unsigned costs nothing, and is never held back. Used on the event loop
 * only.
 */
final class Restraint {
  /** Networks and senders that are remembered; the one not heard of for longest is forgotten. */
  private static final int REMEMBERED = 10_000;

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final Allowance OF_NETWORK = new Allowance(50, 200);
  private static final Allowance OF_DOMAIN = new Allowance(20, 50);

  private final LongSupplier nanoTime;
  private final Map<List<?>, Long> paid = remembered(); // when all wrong ones are paid for
  private final Map<List<?>, Long> waiting = remembered(); // until when one was told to wait

  /** Wrong signatures that are looked at: so many a second, and so many at once after a rest. */
  private record Allowance(int perSecond, int burst) {
    long nanos(int count) {
      return count * SECOND_NANOS / perSecond;
    }
  }

  /**
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  Restraint(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Why nobody looks at what is signed here; empty where it is to be verified. */
  Optional<Refused> refusalOf(SipRequest request, Flow flow) {
    if ((paid.isEmpty() && waiting.isEmpty()) || !SipVerification.isSigned(request)) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    long ofNetwork = Math.max(owed(network(flow), OF_NETWORK, now), left(network(flow), now));
    if (ofNetwork > 0) {
      return Optional.of(
          refused(Reason.RATE_OF_PEER, "too much from there is wrong or too fast", ofNetwork));
    }
    long ofSender =
        Math.max(owed(domain(request, flow), OF_DOMAIN, now), left(sender(request, flow), now));
    return ofSender > 0
        ? Optional.of(
            refused(Reason.RATE_OF_SENDER, "too much of it is wrong or too fast", ofSender))
        : Optional.empty();
  }

  /** Learns why a request that was looked at was refused in the end. */
  void refused(SipRequest request, Flow flow, Refused refused) {
    switch (refused.reason()) {
      case IDENTITY_INVALID, IDENTITY_REPLAYED, CREDENTIAL_UNTRUSTED, ATTESTATION_TOO_LOW ->
          wasted(request, flow);
      case FORGED_SOURCE -> wasted(request, flow); // a right signature around a wrong From
      case RATE_OF_PEER -> wait(network(flow), refused);
      case RATE_OF_SENDER -> wait(sender(request, flow), refused);
      default -> {} // for whom it was, or cheap
    }
  }

  /** Learns that a request was looked at for nothing, by the fault of who sent it. */
  void wasted(SipRequest request, Flow flow) {
    if (SipVerification.isSigned(request)) {
      owe(network(flow), OF_NETWORK);
      owe(domain(request, flow), OF_DOMAIN);
    }
  }

  private void owe(List<?> key, Allowance allowance) {
    long now = nanoTime.getAsLong();
    long already = Math.max(0, paid.getOrDefault(key, now) - now);
    paid.put(key, now + Math.min(already, allowance.nanos(allowance.burst)) + allowance.nanos(1));
  }

  /** How long until another wrong one is paid for. */
  private long owed(List<?> key, Allowance allowance, long now) {
    Long until = paid.get(key);
    return until == null ? 0 : until - now + allowance.nanos(1) - allowance.nanos(allowance.burst);
  }

  private void wait(List<?> key, Refused refused) {
    refused.retryAfter().ifPresent(time -> waiting.put(key, nanoTime.getAsLong() + time.toNanos()));
  }

  private long left(List<?> key, long now) {
    Long until = waiting.get(key);
    return until == null ? 0 : until - now;
  }

  private static Refused refused(Reason reason, String text, long nanos) {
    long seconds = Math.max(1, (nanos + SECOND_NANOS - 1) / SECOND_NANOS);
    return new Refused(reason, text, Optional.of(Duration.ofSeconds(seconds)));
  }

  private static List<?> network(Flow flow) {
    return flow.isReliable() ? AddressCounts.network(flow.remote().getAddress()) : List.of();
  }

  /** All that name nobody are one. */
  private static List<?> domain(SipRequest request, Flow flow) {
    return List.of(network(flow), Source.of(request).map(ImUri::domain).orElse(""));
  }

  private static List<?> sender(SipRequest request, Flow flow) {
    return List.of(network(flow), Source.of(request).map(Restraint::folded).orElse(""));
  }

  /** One spelling for all that are one user in XMPP (RFC 8265 §3.3), as rates have it. */
  private static String folded(ImUri user) {
    String narrow = Normalizer.normalize(user.localPart(), Normalizer.Form.NFKC);
    return narrow.toLowerCase(Locale.ROOT) + "@" + user.domain();
  }

  private static Map<List<?>, Long> remembered() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<List<?>, Long> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
