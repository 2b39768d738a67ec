package org.porin.conformance.interop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.porin.conformance.interop.FaultScene.Account;
import org.porin.conformance.load.Mark;
import org.porin.conformance.load.Totals;
import org.testcontainers.containers.GenericContainer;

/**
 * Two bridges on one PostgreSQL carry messages both ways between a real XMPP server and a SIP user
 * agent, and what became of each is entered in books that know nothing of Porin.
 */
final class ClusterScene implements AutoCloseable {
  private static final int LANES = OutwardTraffic.LANES;
  private static final Duration STARTUP = Duration.ofSeconds(60);
  private static final Duration SETTLED = Duration.ofSeconds(90);

  /** What the server had written, or was about to write, into a connection that ended. */
  private static final Duration UNREAD = Duration.ofSeconds(2);

  private static final Pattern COURSE =
      Pattern.compile("Succession|ComponentLink|Recovery|RunCommand");
  private static final Pattern ID = Pattern.compile("^<message[^>]*\\sid=['\"]([^'\"]+)['\"]");

  private final Stage stage = new Stage();
  private final Set<String> heardIds = ConcurrentHashMap.newKeySet();
  private final List<AtomicLong> heardNanos =
      Stream.generate(AtomicLong::new).limit(LANES).toList(); // the last of each lane
  private final AtomicInteger recognisable = new AtomicInteger();
  private final List<long[]> ends = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final String tables;
  final OutwardTraffic out;
  final StubbornTraffic in;
  final SipInbox inbox;

  /** One bridge, which may die and come again. */
  final class Node {
    private final Porin.Settings settings;
    private final String name;
    private final int operatePort = Loopback.freePort();
    private Porin porin;

    private Node(String name, Porin.Settings settings) throws IOException {
      this.name = name;
      this.settings = settings;
      porin = run();
      stage.enter(() -> porin.close());
    }

    private Porin run() throws IOException {
      return Porin.run(
          settings,
          tables.formatted(name),
          List.of(),
          Map.of("PORIN_OPERATE_LISTEN", "127.0.0.1:" + operatePort));
    }

    /** Whether it can carry messages now. */
    boolean isReady() throws Exception {
      return readiness().statusCode() == 200;
    }

    private HttpResponse<String> readiness() throws Exception {
      HttpRequest ready =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operatePort + "/readyz"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return HttpClient.newHttpClient().send(ready, HttpResponse.BodyHandlers.ofString());
    }

    void awaitReady() throws Exception {
      porin.awaitWorking("a bridge that is ready", STARTUP, this::isReady);
    }

    void awaitLine(String text) throws Exception {
      porin.awaitWorking(text, STARTUP, () -> porin.output().contains(text));
    }

    /** Waits until it says that another bridge has the link. */
    void awaitStandby() throws Exception {
      porin.awaitWorking(
          "a bridge that stands by",
          STARTUP,
          () -> {
            HttpResponse<String> answer = readiness();
            return answer.statusCode() == 503 && answer.body().contains("standby");
          });
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
      ends.add(new long[] {System.nanoTime(), System.nanoTime()});
      porin.kill();
    }

    /** SIGTERM; returns at once. */
    void stop() throws Exception {
      signal("TERM");
    }

    /** The same configuration in a new process. */
    void start() throws IOException {
      porin = run();
    }

    /** SIGSTOP: what the server wrote to it meanwhile is lost in its connection. */
    void freeze() throws Exception {
      ends.add(new long[] {System.nanoTime(), Long.MAX_VALUE});
      signal("STOP");
    }

    /** SIGCONT. */
    void wake() throws Exception {
      signal("CONT");
    }

    private void signal(String signal) throws Exception {
      String pid = Long.toString(porin.pid());
      new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
    }

    String output() {
      return name + ":\n" + porin.output();
    }
  }

  /**
   * Starts it all, and waits until messages cross both ways.
   *
   * @param servers the XMPP server; started here
   * @param links what stands in store.links
   */
  ClusterScene(Servers servers, String links, int messages) throws Exception {
    int databasePort = Loopback.freePort();
    GenericContainer<?> database = stage.enter(Containers.postgresql(databasePort));
    database.start();
    String server = "127.0.0.1:" + databasePort;
    administer(server, "CREATE ROLE porin LOGIN PASSWORD 'orchard'");
    administer(server, "CREATE DATABASE cluster OWNER porin");
    tables =
        """
        [store]
        url = "postgresql://%s/cluster"
        user = "porin"
        password = "orchard"
        node = "%%s"
        links = "%s"

        [outbox]
        durable = true

        [presence]
        enabled = false

        [log]
        level = "info"
        """
            .formatted(server, links);
    GenericContainer<?> xmpp = stage.enter(servers.server());
    xmpp.start();
    int porinPort = servers.porinPort().getAsInt();
    int loadPort = servers.loadPort().getAsInt();
    out = new OutwardTraffic(loadPort);
    inbox = stage.enter(SipInbox.open(out.book()));
    NameServer names = stage.enter(NameServer.open());
    for (String name : List.of("porin-a", "porin-b")) {
      nodes.add(
          new Node(
              name,
              new Porin.Settings(
                  porinPort,
                  Map.of(),
                  List.of("montague.example"),
                  List.of("capulet.example", "load.capulet.example", "audience.capulet.example"),
                  Loopback.freePort(),
                  names.address(),
                  Map.of(
                      "montague.example",
                      "sip:127.0.0.1:" + inbox.address().getPort() + ";transport=tcp"))));
      nodes.get(0).awaitReady();
    }
    in =
        new StubbornTraffic(
            nodes.stream().map(each -> each.porin.sip()).toList(), LANES, messages / LANES, 100);
    stage.enter(new Audience(servers.audiencePort().getAsInt(), this::heard)).start();
    stage.enter(out).start();
    awaitCrossing();
    stage.enter(in).start();
    Await.until("messages in", STARTUP, () -> in.accepted().size() > 20);
  }

  /**
   * An XMPP server with three components.
   *
   * @param porinPort known when it has started, as the others
   */
  record Servers(
      GenericContainer<?> server,
      IntSupplier porinPort,
      IntSupplier loadPort,
      IntSupplier audiencePort) {}

  private static void administer(String server, String sql) throws Exception {
    String url = "jdbc:postgresql://" + server + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, "postgres", "justice");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  List<Node> nodes() {
    return nodes;
  }

  /**
   * Waits until a message of each conversation has reached SIP that was sent after this moment;
   * after how many milliseconds the last of them did.
   */
  long awaitCrossing() throws Exception {
    long now = System.nanoTime();
    return await("a message out in each lane", () -> out.lanesArrivedSince(now) == LANES);
  }

  /** The same towards XMPP, but for what the server had already, and what a lane has no more of. */
  long awaitHeard(long since) throws Exception {
    long soon = since + TimeUnit.MILLISECONDS.toNanos(500);
    return await(
        "a message in in each lane",
        () ->
            in.answered() == in.book().messages()
                || heardNanos.stream().filter(each -> each.get() - soon > 0).count() == LANES);
  }

  private long await(String what, Await.Question question) throws Exception {
    try {
      return Await.until(what, STARTUP, question).toMillis();
    } catch (TimeoutException e) {
      throw new AssertionError(e.getMessage() + "\n" + output(), e);
    }
  }

  /** Sends on until there are so many, ends the sending, and waits for what is under way. */
  Account finish(String fault, int messages) throws Exception {
    Await.until("messages sent", Duration.ofMinutes(10), () -> out.sent() >= messages);
    out.stop();
    in.awaitEnd();
    try {
      Await.until(
          "the end of everything",
          SETTLED,
          () -> unaccountedOut().isEmpty() && unaccountedIn().isEmpty());
    } catch (TimeoutException e) {
      // what is open now is lost, and stands in the account as that
    }
    Totals toSip = out.book().totals();
    Totals toXmpp = in.book().totals();
    return new Account(
        fault,
        out.sent() + in.accepted().size() + in.refused().size(),
        toSip.arrived() + toXmpp.arrived(),
        (int) toSip.refusals().values().stream().mapToInt(Integer::intValue).sum()
            + in.refused().size(),
        toSip.repeated() + toXmpp.repeated(),
        inbox.recognised() + recognisable.get(),
        toSip.reordered() + toXmpp.reordered(),
        out.lost().size() - unaccountedOut().size(),
        unaccountedOut().size() + unaccountedIn().size());
  }

  /** A repeat has the id of the first (OPEN b), by which a client can know it. */
  private void heard(String message) {
    Matcher id = ID.matcher(message);
    if (id.find() && !heardIds.add(id.group(1))) {
      recognisable.incrementAndGet();
    } else {
      Mark.find(message).ifPresent(this::heard);
    }
  }

  private void heard(Mark mark) {
    in.book().arrival(mark);
    heardNanos.get(mark.lane()).set(System.nanoTime());
  }

  /**
   * Until now the server had no way for some messages, or one that nobody reads, and does not say
   * so.
   */
  void lostWayEnded() {
    ends.get(ends.size() - 1)[1] = System.nanoTime();
  }

  private Set<Mark> unaccountedOut() {
    Set<Mark> lost = new HashSet<>(out.lost());
    for (long[] end : ends) {
      lost.removeAll(out.sentBetween(lost, end[0] - UNREAD.toNanos(), end[1] + UNREAD.toNanos()));
    }
    return lost;
  }

  private Set<Mark> unaccountedIn() {
    Set<Mark> lost = new HashSet<>(in.accepted());
    lost.removeIf(in.book()::hasArrived);
    return lost;
  }

  /** What both said about the links and about each other. */
  String course() {
    return nodes.stream()
        .flatMap(node -> node.porin.lines().map(line -> node.name + " " + line))
        .filter(line -> COURSE.matcher(line).find())
        .collect(Collectors.joining("\n"));
  }

  String output() {
    return String.join("\n", nodes.stream().map(Node::output).toList());
  }

  @Override
  public void close() throws Exception {
    stage.close();
  }
}
