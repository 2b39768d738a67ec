package org.porin.conformance.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;

/**
 * Two bridges on one PostgreSQL carry messages both ways between a real XMPP server and SIP user
 * agents of one domain, which one of the two has, or of two domains, of which each has one.
 */
final class ClusterScene implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(60);
  private static final Pattern COURSE =
      Pattern.compile("Succession|ComponentLink|Recovery|RunCommand");
  private static final Pattern LINK =
      Pattern.compile("^porin_cluster_link\\{domain=\"([^\"]+)\"\\} 1", Pattern.MULTILINE);

  private static final String TABLES =
      """
      [store]
      url = "postgresql://%s"
      user = "porin"
      password = "orchard"
      node = "%s"
      %s

      [outbox]
      durable = true

      [presence]
      enabled = false

      [log]
      level = "info"
      """;

  private final Stage stage = new Stage();
  private final List<Node> nodes = new ArrayList<>();
  private final List<DomainTraffic> traffic = new ArrayList<>();

  private final SharedStore store;

  private ClusterScene() throws Exception {
    try {
      store = SharedStore.start(stage);
    } catch (Exception | AssertionError e) {
      stage.close();
      throw e;
    }
  }

  /** One bridge, which may die and come again. */
  final class Node {
    private final Porin.Settings settings;
    private final String name;
    private final String tables;
    private final int operatePort = Loopback.freePort();
    private Porin porin;

    private Node(String name, Porin.Settings settings, String tables) throws IOException {
      this.name = name;
      this.settings = settings;
      this.tables = tables;
      porin = run();
      stage.enter(() -> porin.close());
    }

    private Porin run() throws IOException {
      return Porin.run(
          settings, tables, List.of(), Map.of("PORIN_OPERATE_LISTEN", "127.0.0.1:" + operatePort));
    }

    /** Where it takes SIP. */
    InetSocketAddress sip() {
      return porin.sip();
    }

    /** Whether it can carry messages now. */
    boolean isReady() throws Exception {
      return asked("/readyz").statusCode() == 200;
    }

    /** The domains whose links are its own, as it says. */
    Set<String> links() throws Exception {
      return LINK.matcher(asked("/metrics").body())
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toSet());
    }

    private HttpResponse<String> asked(String path) throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operatePort + path))
              .timeout(Duration.ofSeconds(10))
              .build();
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    void awaitReady() throws Exception {
      porin.awaitWorking("a bridge that is ready", STARTUP, this::isReady);
    }

    void awaitLine(String text) throws Exception {
      porin.awaitWorking(text, STARTUP, () -> porin.output().contains(text));
    }

    /** Waits until it says that another bridge has all links. */
    void awaitStandby() throws Exception {
      porin.awaitWorking(
          "a bridge that stands by",
          STARTUP,
          () -> {
            HttpResponse<String> answer = asked("/readyz");
            if (answer.statusCode() == 503 && answer.body().contains("standby")) {
              return true;
            }
            throw new IOException(answer + ": " + answer.body());
          });
    }

    /**
     * SIGKILL. What it had recorded is looked up before another bridge can have it.
     *
     * @return when, by System.nanoTime
     */
    long kill() throws Exception {
      List<DomainTraffic> carried = carried();
      String holder = store.holder(name);
      long begun = System.nanoTime();
      porin.kill();
      store.awaitEnd(holder);
      look(carried, holder);
      carried.forEach(each -> each.wayEnded(begun));
      return begun;
    }

    /** The leases move with the first that an heir does. */
    private void look(List<DomainTraffic> carried, String holder) throws Exception {
      for (DomainTraffic each : carried) {
        each.look();
      }
      if (!store.holds(holder)) {
        throw new IllegalStateException(
            "looked too late: another bridge has what " + name + " had");
      }
    }

    /** SIGTERM; returns at once. */
    void stop() throws Exception {
      signal("TERM");
    }

    /** The same configuration in a new process. */
    void start() throws IOException {
      porin = run();
    }

    /**
     * SIGSTOP: what the server writes to it from now on is lost in its connection, and what it had
     * recorded is not.
     */
    void freeze() throws Exception {
      List<DomainTraffic> carried = carried();
      String holder = store.holder(name);
      long begun = System.nanoTime();
      signal("STOP");
      Await.until("a frozen bridge", STARTUP, this::isFrozen);
      store.awaitQuiet(holder);
      look(carried, holder);
      carried.forEach(each -> each.wayLost(begun));
    }

    /** Whether each of its threads is stopped (proc(5), state T). */
    private boolean isFrozen() throws IOException {
      try (Stream<Path> threads = Files.list(Path.of("/proc", "" + porin.pid(), "task"))) {
        for (Path thread : threads.toList()) {
          if (!Files.readString(thread.resolve("stat")).contains(") T ")) {
            return false;
          }
        }
        return true;
      }
    }

    /** SIGCONT. */
    void wake() throws Exception {
      signal("CONT");
    }

    private List<DomainTraffic> carried() throws Exception {
      Set<String> links = links();
      return traffic.stream().filter(each -> links.contains(each.domain())).toList();
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
   * An XMPP server that takes components.
   *
   * @param port where it takes the one of a domain; known when it has started
   */
  record Servers(GenericContainer<?> server, ToIntFunction<String> port) {
    /** One port for all. A connection that comes later has the domain. */
    static Servers prosody(Parties... parties) throws IOException {
      int port = Loopback.freePort();
      String components = String.join(" ", components(parties));
      GenericContainer<?> server =
          Containers.prosody(port, components, "juliet:balcony")
              .withEnv("PROSODY_COMPONENT_CONFLICT", "kick_old");
      return new Servers(server, domain -> port);
    }

    /** A port for each. */
    static Servers ejabberd(Parties... parties) {
      Map<String, Integer> ports = new HashMap<>();
      components(parties)
          .forEach(domain -> ports.put(domain, Containers.COMPONENT_PORT + ports.size()));
      GenericContainer<?> server = Containers.ejabberd(ports);
      return new Servers(server, domain -> server.getMappedPort(ports.getOrDefault(domain, 0)));
    }

    private static List<String> components(Parties... parties) {
      return Stream.of(parties).flatMap(each -> each.components().stream()).toList();
    }
  }

  /**
   * Two bridges between which one link is, under load until it is ended: the first has it, the
   * other stands by.
   *
   * @param servers started here
   */
  static ClusterScene ofOneDomain(Servers servers) throws Exception {
    return begun(servers, Parties.OF_MONTAGUE);
  }

  /** Two bridges of which each is to have the link of one domain, under load until it is ended. */
  static ClusterScene ofTwoDomains(Servers servers) throws Exception {
    return begun(servers, Parties.OF_MONTAGUE, Parties.OF_VERONA);
  }

  private static ClusterScene begun(Servers servers, Parties... parties) throws Exception {
    ClusterScene scene = new ClusterScene();
    try {
      scene.raise(servers, List.of(parties));
      return scene;
    } catch (Exception | AssertionError e) {
      scene.close();
      throw e;
    }
  }

  private void raise(Servers servers, List<Parties> parties) throws Exception {
    stage.enter(servers.server()).start();
    List<Integer> sipPorts = List.of(Loopback.freePort(), Loopback.freePort());
    for (Parties each : parties) {
      List<InetSocketAddress> bridges =
          new ArrayList<>(sipPorts.stream().map(Loopback::at).toList());
      Collections.rotate(bridges, -traffic.size()); // to its own first
      String tables = TABLES.formatted(store.address(), "", "");
      traffic.add(new DomainTraffic(stage, each, servers.port(), bridges, tables));
    }
    NameServer names = stage.enter(NameServer.open());
    boolean isOne = parties.size() == 1;
    for (int at = 0; at < sipPorts.size(); at++) {
      String name = List.of("porin-a", "porin-b").get(at);
      String first = isOne ? "" : "first = [\"" + parties.get(at).foreign() + "\"]";
      nodes.add(
          new Node(
              name,
              settings(servers.port(), parties, sipPorts.get(at), names.address()),
              TABLES.formatted(store.address(), name, first)));
      if (isOne) {
        nodes.get(0).awaitReady(); // before the other can have the link
      }
    }
    for (Node node : isOne ? nodes.subList(0, 1) : nodes) {
      node.awaitReady();
    }
    for (DomainTraffic each : traffic) {
      each.start(stage);
    }
  }

  private Porin.Settings settings(
      ToIntFunction<String> port, List<Parties> parties, int sipPort, String nameServer) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<String> served = new ArrayList<>(List.of("capulet.example"));
    for (Parties each : parties) {
      ports.put(each.foreign(), port.applyAsInt(each.foreign()));
      served.addAll(List.of(each.senders(), each.audience()));
    }
    Map<String, String> routes =
        traffic.stream().collect(Collectors.toMap(DomainTraffic::domain, DomainTraffic::uri));
    int any = ports.values().iterator().next();
    return new Porin.Settings(
        any, ports, List.copyOf(ports.keySet()), served, sipPort, nameServer, routes);
  }

  List<Node> nodes() {
    return nodes;
  }

  /** One for each domain. */
  List<DomainTraffic> traffic() {
    return traffic;
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
