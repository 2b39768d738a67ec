package org.porin.benchmark;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.porin.address.ImUri;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.outbox.Direction;
import org.porin.outbox.DurableOutbox;
import org.porin.outbox.OutboxSettings;
import org.porin.outbox.OutboxThread;
import org.porin.outbox.Recovery;
import org.porin.profile.CommonProfile;
import org.porin.profile.Conversation;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.OutcomeSink;
import org.porin.profile.Response;
import org.porin.profile.TransId;
import org.porin.store.Store;
import org.porin.store.StoreAccount;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.store.StoreStatus;
import org.porin.store.Stores;
import org.porin.wire.Octets;

/**
 * What the durable outbox alone carries: messages in, recorded, to somebody who answers at once,
 * settled. Each is two changes of rows in two commits. Of what comes from the SIMPLE side an
 * identity is kept as well, by which a repeat is known.
 */
public final class OutboxLoad {
  private static final int LANES = 2_000;
  private static final Duration EXPIRY = Duration.ofHours(4);

  private OutboxLoad() {}

  /**
   * @param arguments the URL of the store, messages in a run, messages that are open at a time, and
   *     perhaps user and password
   */
  public static void main(String[] arguments) throws Exception {
    Optional<StoreAccount> account =
        arguments.length < 5
            ? Optional.empty()
            : Optional.of(new StoreAccount(arguments[3], arguments[4]));
    int messages = Integer.parseInt(arguments[1]);
    int open = Integer.parseInt(arguments[2]);
    StoreSettings settings = StoreSettings.of(StoreLocation.parse(arguments[0]), account);
    try (Store store = Stores.open(settings);
        OutboxThread time = new OutboxThread(Clock.systemUTC())) {
      DurableOutbox outbox = outbox(Direction.TO_SIMPLE, store, time);
      Recovery.of(
          store.outbox(), outbox, outbox(Direction.TO_XMPP, store, time), Recovery.Repeats.NONE);
      outbox.start((operation, failure) -> OutcomeSink.Told.NEVER);
      for (int run = 1; run <= 5; run++) { // the first of them warm it up
        measure(run, Side.XMPP, outbox, store, messages, open);
        measure(run, Side.SIMPLE, outbox, store, messages, open);
      }
    }
  }

  private static DurableOutbox outbox(Direction direction, Store store, OutboxThread time) {
    CommonProfile peer =
        new CommonProfile() {
          @Override
          public CompletionStage<Response> message(MessageOperation operation) {
            return CompletableFuture.completedFuture(Response.success(operation.transId()));
          }
        };
    return new DurableOutbox(
        direction,
        peer,
        store.outbox(),
        new OutboxSettings(
            1_000_000, 1L << 40, 1L << 40, domain -> EXPIRY, EXPIRY, Duration.ofMinutes(1)),
        time,
        new SecureRandom());
  }

  private static void measure(
      int run, Side side, DurableOutbox outbox, Store store, int messages, int mostOpen)
      throws InterruptedException {
    CpimMessage content = content();
    Semaphore open = new Semaphore(mostOpen);
    StoreStatus before = store.status();
    long begun = System.nanoTime();
    for (int i = 0; i < messages; i++) {
      open.acquire();
      var unused = outbox.message(message(i, side, content)).thenRun(open::release);
    }
    open.acquire(mostOpen);
    double seconds = (System.nanoTime() - begun) / 1e9;
    StoreStatus after = store.status();
    long commits = after.commits() - before.commits();
    System.out.printf(
        "run %d, from %-6s: %,.0f messages/s, %,.0f rows/s, %d commits of %.0f rows, %.2f ms each%n",
        run,
        side,
        messages / seconds,
        (after.rows() - before.rows()) / seconds,
        commits,
        (after.rows() - before.rows()) / (double) commits,
        after.committing().minus(before.committing()).toNanos() / 1e6 / commits);
  }

  private static CpimMessage content() {
    return new CpimBuilder()
        .from(Mailbox.of("im:juliet@capulet.example"))
        .to(Mailbox.of("im:romeo@montague.example"))
        .build(
            MimeEntity.of(
                List.of(new MimeHeader("Content-Type", "text/plain; charset=utf-8")),
                Octets.utf8("x".repeat(300))));
  }

  private static MessageOperation message(int number, Side side, CpimMessage content) {
    return new MessageOperation(
        new ImUri("juliet" + number % 97, "capulet.example"),
        new ImUri("romeo" + number % LANES, "montague.example"),
        new TransId("T" + number),
        MessageOperation.INITIAL_MAX_FORWARDS,
        List.of("0123456789abcdef"),
        new Origin(side, "cpim.capulet.example"),
        Optional.of("juliet@capulet.example/balcony m" + number),
        Conversation.NONE,
        content,
        Optional.empty());
  }
}
