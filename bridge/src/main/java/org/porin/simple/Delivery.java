package org.porin.simple;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.porin.mapping.UnmappableException;
import org.porin.profile.Failure.Reason;
import org.porin.resolve.Target;
import org.porin.resolve.Transport;
import org.porin.sip.DigestClient;
import org.porin.sip.DigestExchange;
import org.porin.sip.SipCodec;
import org.porin.sip.SipRequest;
import org.porin.sip.SipResponse;

/**
 * One message on its way out: performs what its {@link Walk} decides. Lives on the event loop from
 * {@link #begin} to its outcome, which it tells exactly once.
 */
final class Delivery implements Exchanges.Client {
  /**
   * What carries requests.
   *
   * @param ticks for waiting
   */
  record Ways(Sockets sockets, Exchanges exchanges, Windows windows, InstantSource ticks) {}

  private final RequestWriter writer;
  private final Walk walk;
  private final Ways ways;
  private final Optional<DigestClient> identity;
  private final int windowSize;
  private final int maxOctets;
  private final Consumer<Walk.Outcome> told;
  private Windows.@Nullable Slot slot;
  private @Nullable DigestExchange exchange;
  private boolean answersChallenge;

  /**
   * @param identity who we are, where the peer may ask for it
   * @param windowSize the most requests that wait for an answer from one address
   * @param maxOctets the largest request over a connection
   * @param told called once, with the outcome
   */
  Delivery(
      RequestWriter writer,
      Walk walk,
      Ways ways,
      Optional<DigestClient> identity,
      int windowSize,
      int maxOctets,
      Consumer<Walk.Outcome> told) {
    this.writer = writer;
    this.walk = walk;
    this.ways = ways;
    this.identity = identity;
    this.windowSize = windowSize;
    this.maxOctets = maxOctets;
    this.told = told;
  }

  /** Makes the first attempt. */
  void begin() {
    perform(walk.begin(now()));
  }

  @Override
  public void answered(SipResponse response) {
    boolean challenge = response.status() == 401 || response.status() == 407;
    if (challenge
        && exchange != null
        && exchange.challenged(response) == DigestExchange.Outcome.SEND_AGAIN) {
      answersChallenge = true;
      perform(walk.challenged(now()));
    } else {
      perform(walk.answered(Answer.of(response), now()));
    }
  }

  @Override
  public void silent() {
    perform(walk.silent(now()));
  }

  @Override
  public void lost() {
    perform(walk.lost(now()));
  }

  @Override
  public void unsent(String cause) {
    perform(walk.unreachable(cause, now()));
  }

  @Override
  public void full() {
    perform(Walk.Outcome.failed(Reason.CONGESTED, "too many messages wait for an answer from SIP"));
  }

  private void perform(Walk.Step step) {
    if (step instanceof Walk.Attempt attempt) {
      if (slot != null && slot.address().equals(attempt.hop().address())) {
        attempt(attempt);
      } else {
        leaveWindow();
        enterWindow(attempt);
      }
    } else {
      leaveWindow();
      told.accept((Walk.Outcome) step);
    }
  }

  private void enterWindow(Walk.Attempt attempt) {
    ways.windows()
        .enter(
            attempt.hop().address(),
            windowSize,
            timeLeft(attempt),
            new Windows.Entrant() {
              @Override
              public void admitted(Windows.Slot admitted) {
                slot = admitted;
                perform(walk.admitted(attempt, now()));
              }

              @Override
              public void crowdedOut() {
                perform(walk.crowded(now()));
              }
            });
  }

  private void leaveWindow() {
    Windows.Slot left = slot;
    slot = null;
    if (left != null) {
      left.release();
    }
  }

  private Duration timeLeft(Walk.Attempt attempt) {
    return Duration.between(now(), attempt.until());
  }

  private void attempt(Walk.Attempt attempt) {
    SipRequest request;
    try {
      request = request(attempt);
    } catch (UnmappableException e) {
      perform(walk.cannotExpress(e.text(), now()));
      return;
    }
    InetSocketAddress remote = attempt.hop().address();
    List<Transport> transports = attempt.hop().target().transports();
    boolean connects = transports.stream().anyMatch(Transport::isStream);
    Optional<Flow> datagrams =
        transports.contains(Transport.UDP) ? ways.sockets().datagrams(remote) : Optional.empty();
    if (datagrams.isPresent()
        && !connects
        && !ways.exchanges().fitsDatagram(request, datagrams.get())) {
      request = withoutOptional(request);
    }
    if (datagrams.isPresent() && ways.exchanges().fitsDatagram(request, datagrams.get())) {
      send(request, datagrams.get(), attempt);
    } else if (connects) {
      overConnection(request, attempt);
    } else if (datagrams.isPresent()) {
      perform(walk.tooLarge(tooLarge(attempt, Target.MAX_UDP_OCTETS, "UDP"), now()));
    } else {
      perform(walk.unreachable("no UDP socket here for its kind of address", now()));
    }
  }

  /** As it is written, with credentials where the peer asked for them, now or before. */
  private SipRequest request(Walk.Attempt attempt) throws UnmappableException {
    DigestExchange begun = exchange;
    if (!answersChallenge || begun == null) {
      SipRequest written = writer.write(attempt.dialect(), attempt.cseq());
      if (identity.isEmpty()) {
        return written;
      }
      begun = identity.get().begin(written);
      exchange = begun;
    }
    answersChallenge = false;
    String cseq = writer.cseq(attempt.cseq()).toString();
    return begun.request().withHeaders(begun.request().headers().withFirst("CSeq", cseq));
  }

  private void overConnection(SipRequest request, Walk.Attempt attempt) {
    Target target = attempt.hop().target();
    Transport transport =
        target.transports().contains(Transport.TLS) ? Transport.TLS : Transport.TCP;
    if (SipCodec.encode(request).length() > maxOctets) {
      request = withoutOptional(request);
    }
    if (SipCodec.encode(request).length() > maxOctets) {
      perform(walk.tooLarge(tooLarge(attempt, maxOctets, transport.name()), now()));
      return;
    }
    SipRequest sent = request;
    ways.sockets()
        .connect(
            new Way(transport, attempt.hop().address(), target.identities()),
            flow -> send(sent, flow, attempt),
            cause -> perform(walk.unreachable(cause, now())));
  }

  private void send(SipRequest request, Flow flow, Walk.Attempt attempt) {
    Duration patience = timeLeft(attempt);
    if (patience.isNegative() || patience.isZero()) {
      perform(walk.unreachable("no time was left to wait for its answer", now()));
    } else {
      ways.exchanges().request(request, flow, patience, this);
    }
  }

  /** OPEN r: before a message is too large, what may be left out is. */
  private static SipRequest withoutOptional(SipRequest request) {
    return request.withHeaders(request.headers().without("Date"));
  }

  private static String tooLarge(Walk.Attempt attempt, int limit, String transport) {
    return "the message is larger than the "
        + limit
        + " octets that may be sent to "
        + attempt.hop().label()
        + " over "
        + transport;
  }

  private Instant now() {
    return ways.ticks().instant();
  }
}
