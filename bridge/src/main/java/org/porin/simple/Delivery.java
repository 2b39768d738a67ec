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
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.sip.SipResponse;

/**
 * One request on its way out: performs what its {@link Course} decides. Lives on the event loop
 * from {@link #begin} to its outcome, which it tells exactly once.
 */
final class Delivery implements Exchanges.Client {
  private static final List<String> OPTIONAL = List.of("Date", "Allow", "Allow-Events");

  /**
   * What carries requests.
   *
   * @param ticks for waiting
   */
  record Ways(Sockets sockets, Exchanges exchanges, Windows windows, InstantSource ticks) {}

  private final Draft draft;
  private final Course course;
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
      Draft draft,
      Course course,
      Ways ways,
      Optional<DigestClient> identity,
      int windowSize,
      int maxOctets,
      Consumer<Walk.Outcome> told) {
    this.draft = draft;
    this.course = course;
    this.ways = ways;
    this.identity = identity;
    this.windowSize = windowSize;
    this.maxOctets = maxOctets;
    this.told = told;
  }

  /** Makes the first attempt. */
  void begin() {
    perform(course.begin(now()));
  }

  @Override
  public void answered(SipResponse response) {
    boolean challenge = response.status() == 401 || response.status() == 407;
    if (challenge
        && exchange != null
        && exchange.challenged(response) == DigestExchange.Outcome.SEND_AGAIN) {
      answersChallenge = true;
      perform(course.challenged(now()));
    } else {
      perform(course.answered(response, now()));
    }
  }

  @Override
  public void silent() {
    perform(course.silent(now()));
  }

  @Override
  public void lost() {
    perform(course.lost(now()));
  }

  @Override
  public void unsent(String cause) {
    perform(course.unreachable(cause, now()));
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
                perform(course.admitted(attempt, now()));
              }

              @Override
              public void crowdedOut() {
                perform(course.crowded(now()));
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
      perform(course.cannotExpress(e.text(), now()));
      return;
    }
    InetSocketAddress remote = attempt.hop().address();
    List<Transport> transports = attempt.hop().target().transports();
    boolean connects = transports.stream().anyMatch(Transport::isStream);
    Optional<Flow> datagrams =
        transports.contains(Transport.UDP) ? ways.sockets().datagrams(remote) : Optional.empty();
    if (datagrams.isPresent() && !connects && !fits(request, datagrams.get())) {
      request = withoutOptional(request);
    }
    if (datagrams.isPresent() && fits(request, datagrams.get())) {
      send(request, datagrams.get(), attempt);
    } else if (connects) {
      overConnection(request, datagrams.filter(flow -> draft.fitsEveryDatagram()), attempt);
    } else if (datagrams.isPresent()) {
      perform(course.tooLarge(tooLarge(attempt, Target.MAX_UDP_OCTETS, "UDP"), now()));
    } else {
      perform(course.unreachable("no UDP socket here for its kind of address", now()));
    }
  }

  /** As it is written, with credentials where the peer asked for them, now or before. */
  private SipRequest request(Walk.Attempt attempt) throws UnmappableException {
    DigestExchange begun = exchange;
    if (!answersChallenge || begun == null) {
      SipRequest written = draft.write(attempt);
      if (identity.isEmpty()) {
        return written;
      }
      begun = identity.get().begin(written);
      exchange = begun;
    }
    answersChallenge = false;
    String cseq = draft.cseq(attempt.cseq()).toString();
    return begun.request().withHeaders(begun.request().headers().withFirst("CSeq", cseq));
  }

  /**
   * @param otherwise where it goes if no connection can be made
   */
  private void overConnection(SipRequest request, Optional<Flow> otherwise, Walk.Attempt attempt) {
    Target target = attempt.hop().target();
    Transport transport =
        target.transports().contains(Transport.TLS) ? Transport.TLS : Transport.TCP;
    if (SipCodec.encode(request).length() > maxOctets) {
      request = withoutOptional(request);
    }
    if (SipCodec.encode(request).length() > maxOctets) {
      perform(course.tooLarge(tooLarge(attempt, maxOctets, transport.name()), now()));
      return;
    }
    SipRequest sent = request;
    ways.sockets()
        .connect(
            new Way(transport, attempt.hop().address(), target.identities()),
            flow -> send(sent, flow, attempt),
            cause ->
                otherwise.ifPresentOrElse(
                    datagrams -> send(sent, datagrams, attempt),
                    () -> perform(course.unreachable(cause, now()))));
  }

  private void send(SipRequest request, Flow flow, Walk.Attempt attempt) {
    Duration patience = timeLeft(attempt);
    if (patience.isNegative() || patience.isZero()) {
      perform(course.unreachable("no time was left to wait for its answer", now()));
    } else {
      ways.exchanges().request(draft.onTheWay(request, flow), flow, patience, this);
    }
  }

  private boolean fits(SipRequest request, Flow datagrams) {
    return ways.exchanges().fitsDatagram(draft.onTheWay(request, datagrams), datagrams);
  }

  /** OPEN r: before a request is too large, what may be left out is. */
  private static SipRequest withoutOptional(SipRequest request) {
    SipHeaders headers = request.headers();
    boolean signed = headers.has("Identity"); // over its Date as well (RFC 8224 §4)
    for (String name : OPTIONAL) {
      headers = signed && name.equals("Date") ? headers : headers.without(name);
    }
    return request.withHeaders(headers);
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
