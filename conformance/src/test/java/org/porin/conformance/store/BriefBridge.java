package org.porin.conformance.store;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.porin.address.ImUri;
import org.porin.durable.StoreException;
import org.porin.membrane.Membrane;
import org.porin.membrane.MembraneSettings;
import org.porin.membrane.Policy;
import org.porin.membrane.ReplayMemory;
import org.porin.membrane.SettledIdentity;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.outbox.Direction;
import org.porin.outbox.DurableOutbox;
import org.porin.outbox.OutboxSettings;
import org.porin.outbox.OutboxThread;
import org.porin.outbox.Recovery;
import org.porin.profile.Conversation;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.OutcomeSink;
import org.porin.profile.Response;
import org.porin.profile.TransId;
import org.porin.store.Store;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;
import org.porin.wire.Octets;

/** A bridge without edges for one life, which ends without a word. */
final class BriefBridge implements AutoCloseable {
  private static final Duration EXPIRY = Duration.ofHours(1);

  private final OutboxThread time = new OutboxThread(Clock.systemUTC());
  private final Store store;
  private final Membrane membrane;
  private final boolean linked;

  /** What reached the XMPP side, by Call-ID. */
  final List<String> arrived = new CopyOnWriteArrayList<>();

  /**
   * @param linked whether the XMPP server takes messages
   */
  BriefBridge(StoreSettings settings, boolean linked) throws StoreException {
    this.linked = linked;
    store = Stores.open(settings);
    DurableOutbox toSimple = outbox(Direction.TO_SIMPLE);
    DurableOutbox toXmpp = outbox(Direction.TO_XMPP);
    membrane =
        new Membrane(
            new MembraneSettings(
                Set.of("capulet.example"),
                "bridge1",
                Policy.OPEN,
                Optional.empty(),
                Optional.empty(),
                1_000),
            toXmpp,
            toSimple,
            ReplayMemory.NONE,
            System::nanoTime);
    Recovery.of(
        store.outbox(),
        toSimple,
        toXmpp,
        new Recovery.Repeats() {
          @Override
          public void remember(MessageOperation operation) {
            membrane.remember(operation);
          }

          @Override
          public void recall(SettledIdentity identity) {
            membrane.recall(identity);
          }
        });
    toSimple.start((operation, failure) -> OutcomeSink.Told.NEVER);
    toXmpp.start((operation, failure) -> OutcomeSink.Told.NEVER);
  }

  private DurableOutbox outbox(Direction direction) {
    OutboxSettings settings =
        new OutboxSettings(
            9, 1L << 30, 1L << 30, domain -> EXPIRY, EXPIRY, OutboxSettings.PEER_PAUSE);
    return new DurableOutbox(
        direction, this::carry, store.outbox(), settings, time, new SecureRandom());
  }

  private CompletionStage<Response> carry(MessageOperation operation) {
    if (!linked) {
      return CompletableFuture.completedFuture(
          Response.failure(operation.transId(), new Refused(Reason.LINK_DOWN, "the link is down")));
    }
    arrived.add(operation.transId().value());
    return CompletableFuture.completedFuture(Response.success(operation.transId()));
  }

  /** A message by SIP under the Call-ID, with its answer. */
  Response answerTo(String callId, String text) {
    return membrane
        .message(message(callId, text))
        .toCompletableFuture()
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  private static MessageOperation message(String callId, String text) {
    return new MessageOperation(
        new ImUri("romeo", "montague.example"),
        new ImUri("juliet", "capulet.example"),
        new TransId(callId),
        70,
        List.of(),
        new Origin(Side.SIMPLE, "192.0.2.7"),
        Optional.of(callId + " 1 tag"),
        Conversation.NONE,
        new CpimMessage(
            List.of(),
            MimeEntity.of(
                List.of(new MimeHeader("Content-Type", "text/plain; charset=utf-8")),
                Octets.utf8(text))),
        Optional.empty());
  }

  @Override
  public void close() {
    time.close();
    store.close();
  }
}
