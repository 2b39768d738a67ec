package org.porin.outbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.porin.address.ImUri;
import org.porin.mapping.NotificationRequest;
import org.porin.mapping.TransactionIds;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.profile.Acceptance;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.OutcomeSink;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.wire.Octets;

/**
 * Tells a SIP sender of a failure after its 202, when no response can: by a negative delivery
 * notification where it asked for one (RFC 5438 §8.2) and is neither signed nor encrypted (§14.2),
 * else by a text of the gateway (OPEN p). Of texts one in a minute goes from one recipient to one
 * sender. Nothing is told of a notice, so that two gateways do not write to each other. Safe for
 * many threads.
 */
public final class FailureNotices implements OutcomeSink {
  static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int MOST_PAUSES = 16_384;
  private static final int RANDOM_OCTETS = 16;
  private static final String TEXT =
      "Not delivered: a message of yours to %s, which had been accepted. Others that you sent at"
          + " about the same time may not have been delivered either.";

  private final CommonProfile membrane;
  private final Predicate<String> texts;
  private final String home;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Map<String, Instant> pauses = new LinkedHashMap<>(); // until then, oldest first

  /**
   * @param membrane carries notices as it does every message of a served domain
   * @param texts of a foreign domain: whether its users want texts
   * @param home a served domain: its gateway speaks of what only passed through here
   * @param random not to be guessed; safe for many threads
   */
  public FailureNotices(
      CommonProfile membrane,
      Predicate<String> texts,
      String home,
      RandomGenerator random,
      InstantSource clock) {
    this.membrane = membrane;
    this.texts = texts;
    this.home = home;
    this.random = random;
    this.clock = clock;
  }

  /** See {@link #tell}: what is not certain at once is on its way. */
  @Override
  public Told failed(MessageOperation operation, Failure failure) {
    return notice(operation).toCompletableFuture().getNow(Told.YES);
  }

  /** Certain when the notice is recorded, or refused. */
  @Override
  public void tell(MessageOperation operation, Failure failure, Consumer<Told> told) {
    notice(operation).thenAccept(told);
  }

  private CompletionStage<Told> notice(MessageOperation operation) {
    if (operation.source().localPart().equals(MessageOperation.GATEWAY)
        || operation.content().entity().contentType().is("message", "imdn+xml")) {
      return CompletableFuture.completedStage(Told.NEVER);
    }
    Optional<MessageOperation> imdn = notification(operation);
    if (imdn.isPresent()) {
      return send(imdn.get());
    }
    if (!texts.test(operation.source().domain())) {
      return CompletableFuture.completedStage(Told.NEVER);
    }
    if (!mayWrite(operation)) {
      return CompletableFuture.completedStage(Told.YES); // the text of a moment ago says so
    }
    return send(text(operation))
        .thenApply(
            told -> {
              if (told != Told.YES) {
                forgetPause(operation); // there was none
              }
              return told;
            });
  }

  private Optional<MessageOperation> notification(MessageOperation operation) {
    if (operation.carried().isPresent()) {
      return Optional.empty(); // its recipient is not ours to speak for
    }
    String recipient = operation.destination().toString();
    return NotificationRequest.ofFailure(operation.content(), recipient)
        .map(request -> request.notification(false, token(), clock.instant()))
        .map(content -> notice(operation, operation.destination(), content));
  }

  private MessageOperation text(MessageOperation operation) {
    String domain = operation.carried().isPresent() ? home : operation.destination().domain();
    ImUri gateway = new ImUri(MessageOperation.GATEWAY, domain);
    String text = TEXT.formatted(address(operation.destination()));
    CpimMessage content =
        new CpimBuilder()
            .from(Mailbox.of(gateway.toString()))
            .to(Mailbox.of(operation.source().toString()))
            .dateTime(clock.instant())
            .build(
                MimeEntity.of(
                    List.of(new MimeHeader("Content-Type", "text/plain; charset=utf-8")),
                    Octets.utf8(text)));
    return notice(operation, gateway, content);
  }

  private static String address(ImUri uri) {
    return uri.localPart() + "@" + uri.domain();
  }

  /** To the sender itself: that this is the top route too is for the other side to say. */
  private MessageOperation notice(MessageOperation about, ImUri from, CpimMessage content) {
    return MessageOperation.of(
        from,
        about.source(),
        TransactionIds.random(randomOctets()),
        new Origin(Side.XMPP, from.domain()),
        content);
  }

  /** What becomes of a notice after it is recorded nobody is told. */
  private CompletionStage<Told> send(MessageOperation notice) {
    Acceptance acceptance = membrane.accept(notice);
    CompletableFuture<Response> outcome = acceptance.outcome().toCompletableFuture();
    return acceptance
        .recorded()
        .orElseGet(() -> CompletableFuture.completedStage(null))
        .handle((unused, fault) -> Optional.ofNullable(outcome.getNow(null)))
        .thenApply(known -> known.map(FailureNotices::told).orElse(Told.YES));
  }

  private static Told told(Response response) {
    if (response.status() != Status.FAILURE) {
      return Told.YES;
    }
    boolean mayPassLater =
        response.failure().orElse(null) instanceof Refused refused // by a rate: of many that expire
            && refused.retryAfter().isPresent();
    return mayPassLater || RetryRule.ending(response) != Ending.REFUSED ? Told.LATER : Told.NEVER;
  }

  private synchronized boolean mayWrite(MessageOperation operation) {
    Instant now = clock.instant();
    Iterator<Instant> oldest = pauses.values().iterator();
    while (oldest.hasNext() && !now.isBefore(oldest.next())) {
      oldest.remove();
    }
    if (pauses.containsKey(pair(operation))) {
      return false;
    }
    pauses.put(pair(operation), now.plus(PAUSE));
    if (pauses.size() > MOST_PAUSES) {
      pauses.remove(pauses.keySet().iterator().next());
    }
    return true;
  }

  private synchronized void forgetPause(MessageOperation operation) {
    pauses.remove(pair(operation));
  }

  private static String pair(MessageOperation operation) {
    return operation.source() + " " + operation.destination();
  }

  private String token() {
    return TransactionIds.random(randomOctets()).value();
  }

  private byte[] randomOctets() {
    byte[] octets = new byte[RANDOM_OCTETS];
    random.nextBytes(octets);
    return octets;
  }
}
