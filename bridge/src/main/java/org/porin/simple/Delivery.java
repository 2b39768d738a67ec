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
import org.porin.profile.Failure.SipAnswer;
import org.porin.resolve.Target;
import org.porin.resolve.Transport;
import org.porin.sip.DigestClient;
import org.porin.sip.DigestExchange;
import org.porin.sip.SipCodec;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.sip.SipResponse;
import org.porin.trust.AuthenticationService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way out: performs what its {@link Course} decides. Lives on the event loop
 * from {@link #begin} to its outcome, which it tells exactly once.
 */
final class Delivery implements Exchanges.Client {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final List<String> OPTIONAL = List.of("Date", "Allow", "Allow-Events");

  /** Of a signed one: its Date is a part of what was signed (RFC 8224 §4.1). */
  private static final List<String> OPTIONAL_IF_SIGNED = List.of("Allow", "Allow-Events");

  /**
   * What carries requests.
   *
   * @param signer signs those that go over a connection
   * @param network tells trusted networks who sends
   * @param unconnected where none can be made
   * @param ticks for waiting
   */
  record Ways(
      Sockets sockets,
      Exchanges exchanges,
      Windows windows,
      Signer signer,
      AssertedIdentity network,
      Unconnected unconnected,
      Traffic traffic,
      InstantSource ticks) {}

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
  private boolean signed;
  private boolean redated;

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
    } else if (signed && isStale(response) && draft.isDatedHere() && !redated) {
      redated = true; // TRUST 7: once; who finds the new one stale has another time than we have
      perform(course.challenged(now()));
    } else {
      if (signed && ways.traffic().disbelieved(response)) {
        Answer answer = Answer.of(response);
        LOG.warn(
            "{} does not believe who we say speaks: {} {}",
            slot == null ? "a peer" : slot.address(),
            answer.status(),
            answer.reason());
      }
      perform(course.answered(response, now()));
    }
  }

  /** RFC 8224 §6.2.2. */
  private static boolean isStale(SipResponse response) {
    return response.status() == 403 && response.reason().equalsIgnoreCase(SipAnswer.STALE_DATE);
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
    if (!ways.signer().signs()) {
      unsigned(request, attempt);
    } else if (!connects(attempt) || ways.unconnected().isRemembered(address(attempt), now())) {
      withoutSignature(request, attempt);
    } else {
      ways.signer().sign(request, draft, outcome -> signed(request, outcome, attempt));
    }
  }

  /** TRUST 3: what is signed goes over connections alone, since few datagrams have room for it. */
  private void signed(
      SipRequest request, AuthenticationService.Signing outcome, Walk.Attempt attempt) {
    if (outcome.failure().isPresent()) {
      perform(Walk.Outcome.failed(outcome.failure().get()));
    } else if (!Signer.isSigned(outcome.request())) {
      ways.traffic().unsigned(IdentityVolume.Unsigned.NO_KEY);
      unsigned(request, attempt);
    } else {
      fitting(outcome.request())
          .ifPresentOrElse(
              fitting ->
                  overConnection(fitting, cause -> unconnected(cause, request, attempt), attempt),
              () -> withoutSignature(request, attempt));
    }
  }

  private void unconnected(String cause, SipRequest request, Walk.Attempt attempt) {
    if (datagrams(attempt).isPresent() && transport(attempt) != Transport.TLS) {
      ways.unconnected().remember(address(attempt), now());
      withoutSignature(request, attempt);
    } else {
      perform(course.unreachable(cause, now()));
    }
  }

  /** There is no room for a signature; who wants one will say so (428). */
  private void withoutSignature(SipRequest request, Walk.Attempt attempt) {
    ways.traffic().unsigned(IdentityVolume.Unsigned.NO_ROOM);
    unsigned(request, attempt);
  }

  private void unsigned(SipRequest written, Walk.Attempt attempt) {
    SipRequest request = written;
    Optional<Flow> datagrams = datagrams(attempt);
    boolean connects = connects(attempt);
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

  private Optional<Flow> datagrams(Walk.Attempt attempt) {
    return attempt.hop().target().transports().contains(Transport.UDP)
        ? ways.sockets().datagrams(address(attempt))
        : Optional.empty();
  }

  private static boolean connects(Walk.Attempt attempt) {
    for (Transport each : attempt.hop().target().transports()) {
      if (each.isStream()) {
        return true;
      }
    }
    return false;
  }

  private static InetSocketAddress address(Walk.Attempt attempt) {
    return attempt.hop().address();
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
    Optional<SipRequest> fitting = fitting(request);
    if (fitting.isEmpty()) {
      perform(course.tooLarge(tooLarge(attempt, maxOctets, transport(attempt).name()), now()));
      return;
    }
    overConnection(
        fitting.get(),
        cause ->
            otherwise.ifPresentOrElse(
                datagrams -> send(fitting.get(), datagrams, attempt),
                () -> perform(course.unreachable(cause, now()))),
        attempt);
  }

  /**
   * @param unconnected what is done if no connection can be made, and is told why
   */
  private void overConnection(
      SipRequest request, Consumer<String> unconnected, Walk.Attempt attempt) {
    Way way = new Way(transport(attempt), address(attempt), attempt.hop().target().identities());
    ways.sockets().connect(way, flow -> send(request, flow, attempt), unconnected);
  }

  private static Transport transport(Walk.Attempt attempt) {
    return attempt.hop().target().transports().contains(Transport.TLS)
        ? Transport.TLS
        : Transport.TCP;
  }

  /** As much of it as is not too large for a connection; empty where even that is. */
  private Optional<SipRequest> fitting(SipRequest request) {
    if (SipCodec.fits(request, maxOctets)) {
      return Optional.of(request);
    }
    return Optional.of(withoutOptional(request)).filter(less -> SipCodec.fits(less, maxOctets));
  }

  private void send(SipRequest request, Flow flow, Walk.Attempt attempt) {
    Duration patience = timeLeft(attempt);
    if (patience.isNegative() || patience.isZero()) {
      perform(course.unreachable("no time was left to wait for its answer", now()));
    } else {
      signed = Signer.isSigned(request);
      SipRequest leaving = ways.network().told(draft.onTheWay(request, flow), flow);
      ways.exchanges().request(leaving, flow, patience, this);
    }
  }

  private boolean fits(SipRequest request, Flow datagrams) {
    return ways.exchanges().fitsDatagram(draft.onTheWay(request, datagrams), datagrams);
  }

  /** OPEN r: before a request is too large, what may be left out is. */
  private static SipRequest withoutOptional(SipRequest request) {
    SipHeaders headers = request.headers();
    for (String name : Signer.isSigned(request) ? OPTIONAL_IF_SIGNED : OPTIONAL) {
      headers = headers.without(name);
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
