package org.porin.simple;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.porin.mapping.UnmappableException;
import org.porin.profile.Failure.Reason;
import org.porin.resolve.Target;
import org.porin.resolve.Transport;
import org.porin.sip.MediaType;
import org.porin.sip.NameAddr;
import org.porin.sip.SipCodec;
import org.porin.sip.SipRequest;
import org.porin.sip.SipResponse;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One message on its way out: performs what its {@link Walk} decides. Lives on the event loop from
 * {@link #begin} to its outcome, which it tells exactly once.
 */
final class Delivery implements Exchanges.Client {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final int MAX_REASON_CHARS = 200;

  private final RequestWriter writer;
  private final Walk walk;
  private final Sockets sockets;
  private final Exchanges exchanges;
  private final int maxOctets;
  private final InstantSource clock;
  private final Consumer<Walk.Outcome> told;

  /**
   * @param maxOctets the largest request over TCP
   * @param told called once, with the outcome
   */
  Delivery(
      RequestWriter writer,
      Walk walk,
      Sockets sockets,
      Exchanges exchanges,
      int maxOctets,
      InstantSource clock,
      Consumer<Walk.Outcome> told) {
    this.writer = writer;
    this.walk = walk;
    this.sockets = sockets;
    this.exchanges = exchanges;
    this.maxOctets = maxOctets;
    this.clock = clock;
    this.told = told;
  }

  /** Makes the first attempt. */
  void begin() {
    perform(walk.begin(now()));
  }

  @Override
  public void answered(SipResponse response) {
    perform(walk.answered(answer(response), now()));
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
      attempt(attempt);
    } else {
      told.accept((Walk.Outcome) step);
    }
  }

  private void attempt(Walk.Attempt attempt) {
    SipRequest request;
    try {
      request = writer.write(attempt.dialect(), attempt.cseq());
    } catch (UnmappableException e) {
      perform(walk.cannotExpress(e.text(), now()));
      return;
    }
    InetSocketAddress remote = attempt.hop().address();
    List<Transport> transports = attempt.hop().target().transports();
    boolean connects = transports.stream().anyMatch(Transport::isStream);
    Optional<Flow> datagrams =
        transports.contains(Transport.UDP) ? sockets.datagrams(remote) : Optional.empty();
    if (datagrams.isPresent() && !connects && !exchanges.fitsDatagram(request, datagrams.get())) {
      // OPEN r: first without what may be left out
      request = request.withHeaders(request.headers().without("Date"));
    }
    if (datagrams.isPresent() && exchanges.fitsDatagram(request, datagrams.get())) {
      exchanges.request(request, datagrams.get(), attempt.patience(), this);
    } else if (connects) {
      overConnection(request, attempt);
    } else if (datagrams.isPresent()) {
      perform(walk.tooLarge(tooLarge(attempt, Target.MAX_UDP_OCTETS, "UDP"), now()));
    } else {
      perform(walk.unreachable("no UDP socket here for its kind of address", now()));
    }
  }

  private void overConnection(SipRequest request, Walk.Attempt attempt) {
    Target target = attempt.hop().target();
    Transport transport =
        target.transports().contains(Transport.TLS) ? Transport.TLS : Transport.TCP;
    if (SipCodec.encode(request).length() > maxOctets) {
      perform(walk.tooLarge(tooLarge(attempt, maxOctets, transport.name()), now()));
      return;
    }
    sockets.connect(
        new Way(transport, attempt.hop().address(), target.identities()),
        flow -> exchanges.request(request, flow, attempt.patience(), this),
        cause -> perform(walk.unreachable(cause, now())));
  }

  private static String tooLarge(Walk.Attempt attempt, int limit, String transport) {
    return "the message is larger than the "
        + limit
        + " octets that may be sent to "
        + attempt.hop().label()
        + " over "
        + transport;
  }

  /** What the walk needs to know of a response. */
  private static Walk.Answer answer(SipResponse response) {
    String reason = response.reason();
    List<String> accept = new ArrayList<>();
    for (String range : response.headers().all("Accept")) {
      try {
        accept.add(MediaType.parse(range).essence());
      } catch (MalformedException e) {
        LOG.debug("no media range in Accept", e); // so it names nothing that we could send
      }
    }
    return new Walk.Answer(
        response.status(),
        reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARS)),
        accept,
        contact(response));
  }

  private static Optional<String> contact(SipResponse response) {
    Optional<String> contact = response.headers().first("Contact");
    try {
      return contact.isPresent()
          ? Optional.of(NameAddr.parse(contact.get()).uri())
          : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private Instant now() {
    return clock.instant();
  }
}
