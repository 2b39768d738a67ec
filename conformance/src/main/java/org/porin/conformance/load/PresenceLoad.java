package org.porin.conformance.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Very many subscriptions in one bridge: they are made, users change at a rate, and the bridge is
 * started anew. {@code conformance/bin/presence-load} sets everything up for it.
 */
public final class PresenceLoad {
  private static final int MADE_PER_SECOND = 1_000; // pairs, each of two subscriptions
  private static final long READY_MILLIS = 10_000;
  private static final long RESYNC_MILLIS = 120_000;
  private static final long FILL_MILLIS = 300_000;

  private final Path directory;
  private final List<String> command;
  private final int pairs;
  private final int rate;
  private final int seconds;
  private final int operate = 30_000 + (int) (ProcessHandle.current().pid() % 2_000);
  private final PresenceBook book;

  private PresenceLoad(String[] arguments) {
    directory = Path.of(arguments[0]);
    pairs = Integer.parseInt(arguments[1]) / 2;
    rate = Integer.parseInt(arguments[2]);
    seconds = Integer.parseInt(arguments[3]);
    command = List.of(arguments).subList(4, arguments.length);
    book = new PresenceBook(pairs, rate * seconds);
  }

  /**
   * Prints what became of it. Exits 1 if something did not arrive, or took longer than it may.
   *
   * @param arguments a directory, subscriptions, changes a second, seconds, and the command that
   *     starts Porin
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(new PresenceLoad(arguments).run() ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    try (PresenceServer server = PresenceServer.open(book);
        PresencePeer peer = PresencePeer.open(book)) {
      int sip = 20_000 + (int) (ProcessHandle.current().pid() % 9_000);
      Path configuration = configuration(server.port(), peer.port(), sip);
      boolean good = true;
      Process porin = start(configuration);
      try {
        peer.connect(sip);
        good &= fill(server, peer);
        good &= changes(server, porin);
        porin = restarted(porin, configuration);
        good &= resync(peer, sip);
        memory(porin);
        return good;
      } finally {
        porin.destroy();
        if (!porin.waitFor(30, TimeUnit.SECONDS)) {
          porin.destroyForcibly();
        }
      }
    }
  }

  private boolean fill(PresenceServer server, PresencePeer peer) throws InterruptedException {
    long begun = System.nanoTime();
    Pace pace = new Pace(MADE_PER_SECOND);
    for (int pair = 0; pair < pairs; pair++) {
      pace.step();
      server.subscribe(pair);
      peer.subscribe(pair);
    }
    boolean all = await(book::seen, book.all(), FILL_MILLIS);
    say("%d of %d subscriptions made in %d ms", book.seen(), book.all(), millisSince(begun));
    return all;
  }

  private boolean changes(PresenceServer server, Process porin) throws InterruptedException {
    Thread.sleep(6_000); // what was told at last was told so long ago
    double before = seconds(porin);
    long begun = System.nanoTime();
    Pace pace = new Pace(rate);
    int all = rate * seconds;
    for (int i = 0; i < all; i++) {
      pace.step();
      int pair = i % pairs;
      book.changed(pair);
      server.change(pair, i / pairs % 2 == 0);
    }
    long sent = millisSince(begun);
    boolean arrived = await(book::arrived, all, 10_000);
    say(
        "%d changes in %d ms, %d arrived, the last %d ms after: half in %d ms, 99 of 100 in %d ms,"
            + " all in %d ms; processor %.2f s a second",
        all,
        sent,
        book.arrived(),
        millisSince(begun) - sent,
        book.latencyMillis(500),
        book.latencyMillis(990),
        book.latencyMillis(1_000),
        (seconds(porin) - before) * 1_000 / sent);
    return arrived;
  }

  private Process restarted(Process porin, Path configuration)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    porin.destroy();
    if (!porin.waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("Porin does not stop");
    }
    say("stopped in %d ms", millisSince(begun));
    book.begin();
    return start(configuration);
  }

  private boolean resync(PresencePeer peer, int sip) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    peer.connect(sip);
    boolean all = await(book::resynchronised, book.all(), RESYNC_MILLIS);
    say(
        "%d of %d subscriptions resynchronised in %d ms, at most %d in a second",
        book.resynchronised(), book.all(), millisSince(begun), book.mostProbes());
    return all;
  }

  private Process start(Path configuration) throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("run", "--config", configuration.toString()));
    long begun = System.nanoTime();
    Process porin = new ProcessBuilder(whole).redirectErrorStream(true).start();
    drain(porin.inputReader());
    while (!isReady()) {
      if (!porin.isAlive()) {
        throw new IOException("Porin ended before it was ready");
      }
      pause();
    }
    long millis = millisSince(begun);
    say("ready in %d ms", millis);
    if (millis > READY_MILLIS) {
      throw new IOException("ready too late");
    }
    return porin;
  }

  private boolean isReady() {
    try {
      HttpURLConnection question =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + operate + "/readyz").toURL().openConnection();
      question.setConnectTimeout(1_000);
      question.setReadTimeout(1_000);
      return question.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private static void pause() {
    LockSupport.parkNanos(10_000_000);
  }

  /** What the bridge says; warnings and errors are shown. */
  private static void drain(BufferedReader log) {
    Thread thread = new Thread(() -> show(log), "porin-log");
    thread.setDaemon(true);
    thread.start();
  }

  private static void show(BufferedReader log) {
    try {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        if (line.contains(" WARN ") || line.contains(" ERROR ") || line.startsWith("porin: ")) {
          System.out.println(line);
        }
      }
    } catch (IOException e) {
      // the process has ended
    }
  }

  private Path configuration(int server, int peer, int sip) throws IOException {
    return Files.writeString(
        directory.resolve("porin.toml"),
        """
        [component]
        transparent = ["%s"]
        host = "127.0.0.1"
        port = %d
        secret = "s3cret"
        [xmpp]
        served = ["%s"]
        [sip]
        listen = ["tcp:127.0.0.1:%d"]
        [routes]
        "%s" = ["sip:127.0.0.1:%d;transport=tcp"]
        [store]
        url = "sqlite:%s"
        [operate]
        listen = "127.0.0.1:%d"
        """
            .formatted(
                PresencePair.CONTACTS,
                server,
                PresencePair.USERS,
                sip,
                PresencePair.CONTACTS,
                peer,
                directory.resolve("porin.db"),
                operate));
  }

  private static boolean await(IntSupplier count, int wanted, long millis)
      throws InterruptedException {
    long begun = System.nanoTime();
    while (count.getAsInt() < wanted && millisSince(begun) < millis) {
      Thread.sleep(20);
    }
    return count.getAsInt() >= wanted;
  }

  private static void memory(Process porin) throws IOException {
    Path status = Path.of("/proc", Long.toString(porin.pid()), "status");
    Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .forEach(System.out::println);
  }

  private static double seconds(Process porin) {
    return Objects.requireNonNull(
        ProcessorTime.seconds(Map.of("porin", List.of(porin.pid()))).get("porin"));
  }

  private static long millisSince(long begun) {
    return (System.nanoTime() - begun) / 1_000_000;
  }

  private static void say(String form, Object... values) {
    System.out.println(form.formatted(values));
  }
}
