package org.porin.conformance.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.porin.address.ImUri;
import org.porin.durable.StoreException;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.outbox.Direction;
import org.porin.outbox.DurableOutbox;
import org.porin.outbox.OutboxSettings;
import org.porin.outbox.OutboxThread;
import org.porin.outbox.Recovery;
import org.porin.profile.Acceptance;
import org.porin.profile.CommonProfile;
import org.porin.profile.Conversation;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.OutcomeSink;
import org.porin.profile.Response;
import org.porin.profile.Sending;
import org.porin.profile.TransId;
import org.porin.store.Heir;
import org.porin.store.LinkClaims;
import org.porin.store.Store;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A process that takes numbered messages into an outbox as fast as it may, and carries them to
 * somebody who sometimes does not answer well, until it is killed. It says which are recorded and
 * which arrived, under which name.
 */
public final class KilledOutbox {
  static final int LANES = 20;

  /**
   * Each may have one in doubt: as many as {@link #message} makes, of two turns without a common
   * divisor.
   */
  static final int DESTINATIONS = LANES * 3;

  private static final int MOST_OPEN = 400;
  private static final Duration EXPIRY = Duration.ofHours(1);

  private static final Pattern LINE = Pattern.compile("[RAT] [0-9]+ [a-z0-9-]+");

  private KilledOutbox() {}

  /**
   * What a process said until it was killed, in its order.
   *
   * @param recorded numbers of messages
   * @param arrived numbers and names of messages, as they came out
   * @param told numbers of messages of which a failure was told
   */
  record Said(List<Integer> recorded, List<Arrival> arrived, List<Integer> told) {
    static Said nothing() {
      return new Said(
          new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    }

    /** What one line of it says; nothing if it is not whole. */
    void hear(String line) {
      KilledProcess.whole(line, LINE).ifPresent(this::add);
    }

    private void add(String text) {
      String[] words = text.split(" ");
      int number = Integer.parseInt(words[1]);
      switch (words[0]) {
        case "R" -> recorded.add(number);
        case "A" -> arrived.add(new Arrival(number, words[2]));
        default -> told.add(number);
      }
    }
  }

  /** One that came out. */
  record Arrival(int number, String name) {}

  /**
   * Runs one, and kills it some milliseconds after the first that it said; or lets it carry what is
   * left and end.
   *
   * @param first number of its messages; negative to take none
   */
  static Said run(StoreSettings settings, int first, long millis)
      throws IOException, InterruptedException {
    Said said = Said.nothing();
    KilledProcess.run(
        KilledOutbox.class,
        settings,
        first,
        LINE,
        first < 0 ? OptionalLong.empty() : OptionalLong.of(millis),
        said::add);
    return said;
  }

  /** Starts one, which says what it does on its output. */
  static Process begin(StoreSettings settings, int first) throws IOException {
    return KilledProcess.begin(KilledOutbox.class, settings, first);
  }

  /**
   * @param arguments the URL of the store, the first number, and perhaps user and password
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    try (Running running = new Running(KilledProcess.settings(arguments), out)) {
      int first = Integer.parseInt(arguments[1]);
      if (first >= 0) {
        take(running.outbox, out, first);
      }
      while (!running.outbox.report().held().isEmpty()) {
        Thread.sleep(20);
      }
    }
  }

  /** An outbox that carries, and takes up what others leave that die. */
  static final class Running implements Heir, AutoCloseable {
    final Store store;
    final DurableOutbox outbox;
    private final OutboxThread time = new OutboxThread(Clock.systemUTC());
    private final DurableOutbox otherWay;

    Running(StoreSettings settings, PrintStream out) throws StoreException {
      store = Stores.open(settings);
      Peer peer = new Peer(out);
      outbox = outbox(Direction.TO_SIMPLE, peer, store, time);
      otherWay = outbox(Direction.TO_XMPP, peer, store, time);
      Recovery.of(store.outbox(), outbox, otherWay, Recovery.Repeats.NONE);
      outbox.start(
          (operation, failure) -> {
            say(out, "T", number(operation), "told");
            return OutcomeSink.Told.YES;
          });
      store.follow(LinkClaims.NONE, this);
    }

    @Override
    public void takeUp(Estate estate) throws StoreException {
      Recovery.read(estate::messages).give(outbox, otherWay, Recovery.Repeats.NONE);
    }

    @Override
    public void hold(Set<String> domains) {
      // It has no links.
    }

    @Override
    public void close() {
      time.close();
      store.close();
    }
  }

  private static DurableOutbox outbox(
      Direction direction, CommonProfile peer, Store store, OutboxThread time) {
    return new DurableOutbox(
        direction,
        peer,
        store.outbox(),
        new OutboxSettings(
            10_000, 1L << 26, 1L << 30, domain -> EXPIRY, EXPIRY, Duration.ofMillis(500)),
        time,
        new SecureRandom());
  }

  private static void take(DurableOutbox outbox, PrintStream out, int first)
      throws InterruptedException {
    Semaphore open = new Semaphore(MOST_OPEN);
    for (int i = first; ; i++) {
      int number = i;
      open.acquire();
      Acceptance acceptance = outbox.accept(message(number));
      var unused =
          acceptance
              .recorded()
              .orElseThrow()
              .thenRun(
                  () -> {
                    if (!isRefused(acceptance)) {
                      say(out, "R", number, "recorded");
                    }
                  });
      var after = acceptance.outcome().thenRun(open::release);
    }
  }

  /** The store takes nothing any more, and its sender knows. */
  private static boolean isRefused(Acceptance acceptance) {
    CompletableFuture<Response> outcome = acceptance.outcome().toCompletableFuture();
    return outcome.isDone() && outcome.join().failure().isPresent();
  }

  /** To one destination in turns, each with its own one source: so each lane has one order. */
  static MessageOperation message(int number) {
    return new MessageOperation(
        new ImUri("juliet", "capulet.example"),
        new ImUri("romeo" + number % LANES, "montague" + number % 3 + ".example"),
        new TransId("T" + number),
        70,
        List.of(),
        new Origin(Side.XMPP, "cpim.capulet.example"),
        Optional.of("juliet@capulet.example/balcony " + number),
        Conversation.NONE,
        new CpimMessage(
            List.of(),
            MimeEntity.of(
                List.of(new MimeHeader("Content-Type", "text/plain; charset=utf-8")),
                Octets.utf8(number + " " + "x".repeat(400)))),
        Optional.empty());
  }

  static int number(MessageOperation operation) {
    try {
      String text = operation.content().entity().body().toUtf8();
      return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private static void say(PrintStream out, String what, int number, String name) {
    synchronized (out) {
      out.print(what + " " + number + " " + name + ".\n");
      out.flush();
    }
  }

  /** Most often it answers soon; else its answer is lost, or it says that it is busy. */
  private static final class Peer implements CommonProfile {
    private final PrintStream out;
    private final Random random = new Random();

    Peer(PrintStream out) {
      this.out = out;
    }

    @Override
    public CompletionStage<Response> message(MessageOperation operation) {
      throw new IllegalStateException("every message has a name");
    }

    @Override
    public CompletionStage<Response> message(MessageOperation operation, Sending sending) {
      int kind = random.nextInt(1_000);
      if (kind == 0) { // it never got there
        return later(operation, Reason.PEER_UNREACHABLE);
      }
      say(out, "A", number(operation), sending.roundToken());
      return kind == 1
          ? later(operation, Reason.PEER_TIMEOUT)
          : CompletableFuture.supplyAsync(() -> Response.success(operation.transId()));
    }

    private static CompletionStage<Response> later(MessageOperation operation, Reason reason) {
      return CompletableFuture.supplyAsync(
          () -> Response.failure(operation.transId(), new Refused(reason, "because")));
    }
  }
}
