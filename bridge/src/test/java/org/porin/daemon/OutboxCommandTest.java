package org.porin.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.porin.address.ImUri;
import org.porin.component.ComponentSecret;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.operate.OperateServer;
import org.porin.outbox.Direction;
import org.porin.outbox.DurableOutbox;
import org.porin.outbox.OutboxSettings;
import org.porin.outbox.OutboxThread;
import org.porin.outbox.OutboxView;
import org.porin.outbox.Recovery;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.OutcomeSink;
import org.porin.profile.Response;
import org.porin.profile.TransId;
import org.porin.store.Store;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;
import org.porin.wire.Octets;

/** {@code porin outbox} over real HTTP, of an outbox whose peers are away. */
@Timeout(60)
class OutboxCommandTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<String> tried = new CopyOnWriteArrayList<>();

  @TempDir private Path directory;
  private Store store;
  private OutboxThread time;
  private DurableOutbox outbox;
  private volatile boolean slow;

  @BeforeEach
  void keepThreeMessages() throws Exception {
    store = Stores.open(StoreSettings.of(new StoreLocation.InMemory(), Optional.empty()));
    time = new OutboxThread(Clock.offset(Clock.systemUTC(), LONG.negated())); // recorded long ago
    outbox = outbox(Direction.TO_SIMPLE);
    Recovery.of(store.outbox(), outbox, outbox(Direction.TO_XMPP), Recovery.Repeats.NONE);
    outbox.start(
        (operation, failure) -> {
          told.add(operation.destination().localPart() + ": " + failure.text());
          return OutcomeSink.Told.YES;
        });
    for (String name : List.of("romeo", "benvolio", "tybalt")) {
      outbox.message(message(name)).toCompletableFuture().get(20, TimeUnit.SECONDS); // parked
    }
  }

  @AfterEach
  void close() {
    time.close();
    store.close();
  }

  private DurableOutbox outbox(Direction direction) {
    CommonProfile away =
        new CommonProfile() {
          @Override
          public CompletionStage<Response> message(MessageOperation operation) {
            tried.add(operation.destination().localPart());
            if (slow) {
              return new CompletableFuture<>();
            }
            return CompletableFuture.completedFuture(
                Response.failure(
                    operation.transId(),
                    new Refused(Reason.PEER_UNREACHABLE, "connection refused", Optional.of(LONG))));
          }
        };
    OutboxSettings settings =
        new OutboxSettings(9, 1L << 30, 1L << 30, domain -> LONG.multipliedBy(4), LONG, LONG);
    return new DurableOutbox(direction, away, store.outbox(), settings, time, new SecureRandom());
  }

  private static MessageOperation message(String name) {
    return MessageOperation.of(
        new ImUri("juliet", "capulet.example"),
        new ImUri(name, "montague.example"),
        new TransId("T"),
        new Origin(Side.XMPP, "montague.example"),
        new CpimMessage(
            List.of(),
            MimeEntity.of(
                List.of(new MimeHeader("Content-Type", "text/plain")), Octets.utf8("private"))));
  }

  @Test
  void messagesAreListedWithTheirStateAndTheLastErrorAndNothingOfWhatIsInThem() throws Exception {
    assertThat(run("s3cret")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("im:juliet@capulet.example to im:tybalt@montague.example: parked")
        .contains("last error connection refused")
        .containsPattern("tries 1, waits until [0-9T:-]+(\\.[0-9]{3})?Z, last error connection")
        .endsWith("3 of 3 messages\n")
        .doesNotContain("private");
  }

  @Test
  void aFilterPicksSome() throws Exception {
    assertThat(run("s3cret", "list", "--with", "benvolio")).isZero();
    assertThat(out.toString(UTF_8)).contains("benvolio").endsWith("1 of 1 messages\n");
    out.reset();
    assertThat(run("s3cret", "list", "--state", "in-flight")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("0 of 0 messages\n");
    out.reset();
    assertThat(run("s3cret", "list", "--state", "parked", "--with", "tybalt")).isZero();
    assertThat(out.toString(UTF_8)).contains("tybalt").endsWith("1 of 1 messages\n");
  }

  @Test
  void thoseThatAreOldAreFoundByTheirAge() throws Exception {
    assertThat(run("s3cret", "list", "--older-seconds", "1800")).isZero();
    assertThat(out.toString(UTF_8)).endsWith("3 of 3 messages\n");
    out.reset();
    assertThat(run("s3cret", "list", "--older-seconds", "7200")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("0 of 0 messages\n");
  }

  @Test
  void whatGoesBehindAnotherIsShownSoAndToTryItIsToTryThatOne() throws Exception {
    var unused = outbox.accept(message("romeo")).recorded().orElseThrow().toCompletableFuture();
    unused.get(20, TimeUnit.SECONDS);
    assertThat(run("s3cret", "list", "--state", "recorded")).isZero();
    assertThat(out.toString(UTF_8))
        .containsPattern("recorded, .*, behind 1, which waits until [0-9T:-]+(\\.[0-9]{3})?Z\n");
    String id = out.toString(UTF_8).substring(0, out.toString(UTF_8).indexOf(' '));
    out.reset();
    assertThat(run("s3cret", "retry", id)).isZero();
    assertThat(out.toString(UTF_8))
        .isEqualTo("message 1 is tried now, and " + id + " follows it\n");
  }

  @Test
  void whatIsThereIsToldFromWhatIsNotAndFromWhatIsOnItsWay() throws Exception {
    assertThat(run("s3cret", "retry", "99")).isEqualTo(Main.EXIT_NO);
    assertThat(err.toString(UTF_8)).isEqualTo("porin: there is no such message\n");
    err.reset();
    slow = true;
    assertThat(run("s3cret", "retry", "1")).isZero();
    while (tried.size() < 4) {
      Thread.sleep(5);
    }
    out.reset();
    assertThat(run("s3cret", "retry", "1")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("message 1 is on its way\n");
    assertThat(run("s3cret", "drop", "1")).isEqualTo(Main.EXIT_NO);
    assertThat(err.toString(UTF_8)).contains("message 1 is on its way: it cannot be given up");
  }

  @Test
  void oneIsShownWithAllThatIsKnownOfIt() throws Exception {
    assertThat(run("s3cret", "show", "1")).isZero();
    assertThat(out.toString(UTF_8))
        .containsPattern("destination +im:romeo@montague.example")
        .containsPattern("tries +1")
        .contains("expires");
    assertThat(run("s3cret", "show", "99")).isEqualTo(Main.EXIT_NO);
  }

  @Test
  void whatIsTriedNowDoesNotWait() throws Exception {
    assertThat(run("s3cret", "retry", "--with", "tybalt")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("1 tried now\n");
    while (tried.size() < 4) {
      Thread.sleep(5);
    }
    assertThat(tried.get(3)).isEqualTo("tybalt");
  }

  @Test
  void ofWhatIsGivenUpTheSenderIsToldAndNothingStays() throws Exception {
    assertThat(run("s3cret", "drop", "1")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("1 given up\n");
    while (outbox.report().held().values().stream().mapToLong(count -> count).sum() > 2) {
      Thread.sleep(5);
    }
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).startsWith("romeo: the operator");
  }

  @Test
  void toDropEverythingIsSaidInSoManyWords() throws Exception {
    assertThat(run("s3cret", "drop")).isEqualTo(Main.EXIT_USAGE);
    assertThat(outbox.report().held()).isNotEmpty();
  }

  @Test
  void whoDoesNotKnowTheSecretLearnsNothingAndDoesNothing() throws Exception {
    assertThat(run("another", "drop", "--all")).isEqualTo(Main.EXIT_NO);
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString(UTF_8)).contains("component secret");
    assertThat(told).isEmpty();
  }

  private int run(String proof, String... arguments) throws IOException {
    OutboxPage page =
        new OutboxPage(
            List.of(new OutboxView(outbox)),
            new OperatorProof(new ComponentSecret("s3cret")),
            InstantSource.system());
    InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (OperateServer server =
        OperateServer.open(anywhere, Map.of(OutboxPage.PATH, page.page()))) {
      Path file =
          Files.writeString(
              directory.resolve("porin.toml"),
              """
              component.domain = "cpim.capulet.example"
              component.secret = "%s"
              xmpp.served = ["capulet.example"]
              operate.listen = "127.0.0.1:%d"
              """
                  .formatted(proof, server.address().getPort()));
      List<String> line = new ArrayList<>(List.of("outbox", "--config", file.toString()));
      line.addAll(List.of(arguments));
      return Main.commandLine(InputStream.nullInputStream(), out, err)
          .execute(line.toArray(String[]::new));
    }
  }
}
