package org.porin.component;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.component.LateFailures.Notice;
import org.porin.mapping.ErrorMapping;
import org.porin.mapping.HopHeaders;
import org.porin.mapping.InstantMessageMapping;
import org.porin.mapping.TransactionIds;
import org.porin.mapping.UnmappableException;
import org.porin.profile.Acceptance;
import org.porin.profile.CommonProfile;
import org.porin.profile.Conversation;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Response;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaError.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * XMPP to CPIM: makes each message stanza a message operation, and each failure of one a stanza
 * error to the full JID that sent it (RFC 3922 §4.1). Success has no answer in XMPP. Safe for many
 * threads.
 */
final class InboundMessages {
  private static final int TRANS_ID_OCTETS = 16;
  private static final Logger LOG = LoggerFactory.getLogger(InboundMessages.class);

  private final CommonProfile inbound;
  private final AddressMapping addresses;
  private final InstantMessageMapping mapping;
  private final ErrorMapping errors;
  private final RandomGenerator random;
  private final Clock clock;
  private final LateFailures late;
  private final InFlight inFlight = new InFlight();
  private volatile boolean stopping;

  InboundMessages(
      CommonProfile inbound,
      AddressMapping addresses,
      InstantMessageMapping mapping,
      RandomGenerator random,
      Clock clock,
      LateFailures late) {
    this.inbound = inbound;
    this.addresses = addresses;
    this.mapping = mapping;
    this.errors = new ErrorMapping(addresses);
    this.random = random;
    this.clock = clock;
    this.late = late;
  }

  /** Refuses new messages as long as the refusal has a way out. */
  void stop() {
    stopping = true;
  }

  /** See {@link InFlight#awaitNone}. */
  boolean awaitNone(Duration atMost) throws InterruptedException {
    return inFlight.awaitNone(atMost);
  }

  /**
   * Takes a message that is no error, for this link. On the link's reading thread; does not block.
   *
   * @param octets of the stanza on the wire
   */
  void receive(MessageStanza message, int octets, ReturnPath link) {
    if (!mapping.carriesInstantMessage(message)) {
      link.count(LinkCount.NOTHING_TO_CARRY);
      return;
    }
    if (stopping && isRefused(message, link)) {
      return;
    }
    Jid from = message.from().orElseThrow();
    if (LateFailures.isGateway(from)) {
      fail(
          message,
          new Failure.Refused(Reason.FORGED_SOURCE, "This address is the gateway's."),
          link);
      return;
    }
    MessageOperation operation;
    try {
      operation = operation(message, from, message.to().orElseThrow(), link);
    } catch (UnmappableAddressException e) {
      fail(message, new Failure.Refused(Reason.INVALID_ADDRESS, e.text()), link);
      return;
    } catch (UnmappableException e) {
      fail(message, e.failure(), link);
      return;
    }
    MessageStanza envelope = envelope(message);
    inFlight.begin();
    Acceptance acceptance = carry(operation);
    acceptance.recorded().ifPresent(recorded -> link.holdUntil(recorded, octets));
    acceptance
        .outcome()
        .whenComplete(
            (response, fault) -> {
              try {
                settle(envelope, response, fault, link);
              } finally {
                inFlight.end();
              }
            });
  }

  /**
   * Refuses a message while the gateway stops.
   *
   * @return false where nobody can be told any more: then the message is carried after all
   */
  private boolean isRefused(MessageStanza message, ReturnPath link) {
    var cause = new Failure.Refused(Reason.STOPPING, "The gateway is stopping.");
    return StanzaCodec.errorOf(message, errors.toStanzaError(cause))
        .filter(link::offer)
        .isPresent();
  }

  /** The server has taken what this bridge sent: its sender has that for an answer. */
  void confirmed(Delivery delivery) {
    if (delivery.mayComeBack()) {
      late.confirmed(delivery);
    }
    delivery.confirm();
  }

  /**
   * Something that was confirmed came back. On the link's reading thread; does not block.
   *
   * @return whether a text or a notification goes to its sender
   */
  boolean cameBack(String id, Jid from, Jid to, Condition cause, ReturnPath link) {
    Optional<MessageOperation> notice =
        late.bounced(id, from, to, cause)
            .filter(each -> !stopping)
            .flatMap(each -> operation(each, link));
    if (notice.isEmpty()) {
      link.count(LinkCount.LATE_BOUNCE_UNTOLD);
      return false;
    }
    inFlight.begin();
    carry(notice.get())
        .outcome()
        .whenComplete(
            (response, fault) -> {
              boolean told = response != null && response.failure().isEmpty();
              link.count(told ? LinkCount.LATE_BOUNCE_TOLD : LinkCount.LATE_BOUNCE_UNTOLD);
              inFlight.end(); // what becomes of such a notice nobody is told
            });
    return true;
  }

  private Optional<MessageOperation> operation(Notice notice, ReturnPath link) {
    try {
      if (notice instanceof Notice.Notification wanted) {
        return Optional.of(notification(wanted));
      }
      MessageStanza text = ((Notice.Text) notice).stanza();
      return Optional.of(operation(text, text.from().orElseThrow(), text.to().orElseThrow(), link));
    } catch (UnmappableAddressException | UnmappableException e) {
      LOG.debug("{}: a notice of the gateway has no way to its recipient", link.domain(), e);
      return Optional.empty();
    }
  }

  private MessageOperation notification(Notice.Notification wanted)
      throws UnmappableAddressException {
    String token = TransactionIds.random(randomOctets()).value();
    return MessageOperation.of(
        addresses.toIm(wanted.from()),
        addresses.toIm(wanted.to()),
        TransactionIds.random(randomOctets()),
        new Origin(Origin.Side.XMPP, wanted.from().domain()), // no link: its failure is for nobody
        wanted.request().notification(false, token, clock.instant()));
  }

  private MessageOperation operation(MessageStanza message, Jid from, Jid to, ReturnPath link)
      throws UnmappableAddressException, UnmappableException {
    HopHeaders hops = HopHeaders.of(message);
    ImUri source = addresses.toIm(from);
    ImUri destination = addresses.toIm(to);
    return new MessageOperation(
        source,
        destination,
        TransactionIds.of(message, this::randomOctets),
        hops.maxForwards(),
        hops.trace(),
        new Origin(Origin.Side.XMPP, link.domain()),
        Sender.repeatKey(from, message.id()),
        new Conversation(
            message.thread(), from.isFull() ? Optional.of(from.resource()) : Optional.empty()),
        mapping.toCpim(message, source, destination, clock.instant()).value(),
        Optional.empty());
  }

  /** What an error needs of a message: its content is not kept in memory until the outcome. */
  private static MessageStanza envelope(MessageStanza message) {
    return new MessageStanza(
        message.from(),
        message.to(),
        message.id(),
        message.type(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private byte[] randomOctets() {
    byte[] octets = new byte[TRANS_ID_OCTETS];
    random.nextBytes(octets);
    return octets;
  }

  /** The operation, with a thrown fault as one that completed so. */
  private Acceptance carry(MessageOperation operation) {
    try {
      return inbound.accept(operation);
    } catch (RuntimeException e) {
      return Acceptance.atOnce(CompletableFuture.failedStage(e));
    }
  }

  private void settle(
      MessageStanza message,
      @Nullable Response response,
      @Nullable Throwable fault,
      ReturnPath link) {
    if (response != null) {
      response.failure().ifPresent(failure -> fail(message, failure, link));
    } else {
      LOG.error("{}: a message failed by a fault of this bridge", link.domain(), fault);
      fail(message, new Failure.Refused(Reason.INTERNAL, "A fault of the gateway."), link);
    }
  }

  private void fail(MessageStanza message, Failure failure, ReturnPath link) {
    if (link.isOpen()) {
      StanzaCodec.errorOf(message, errors.toStanzaError(failure)).ifPresent(link::answer);
    } else {
      link.count(LinkCount.FAILURE_UNTOLD);
      LOG.warn("{}: a message failed, and there is no link to tell its sender", link.domain());
      LOG.debug( // who talks to whom is nobody's business above, and a cause may name them
          "{}: it was from {} to {}: {}",
          link.domain(),
          message.from().map(Jid::toString).orElse(""),
          message.to().map(Jid::toString).orElse(""),
          failure.text());
    }
  }
}
