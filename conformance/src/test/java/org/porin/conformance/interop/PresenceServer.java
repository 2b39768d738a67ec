package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/**
 * montague.example with presence: Kamailio as presence server, to which the tests publish for its
 * users (RFC 3903), and which lets watchers in as its policy says; and real user agents.
 */
final class PresenceServer {
  private static final Pattern RECEIVED =
      Pattern.compile("received over [^\n]*\n(.*?)end of message", Pattern.DOTALL);
  private static final Duration RESTART = Duration.ofSeconds(30);

  private final Stage stage;
  private final Network network;
  private final GenericContainer<?> kamailio;
  private final int port;
  private final Map<String, String> entityTags = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  private PresenceServer(Stage stage, Network network, GenericContainer<?> kamailio, int port) {
    this.stage = stage;
    this.network = network;
    this.kamailio = kamailio;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param bridgePort where it expects the bridge for capulet.example, on this machine
   * @param grantSeconds for how long it grants a subscription at most
   */
  static PresenceServer start(Stage stage, int bridgePort, int grantSeconds) throws Exception {
    Network network = stage.enter(Network.newNetwork());
    int port = Loopback.freePort();
    GenericContainer<?> kamailio =
        stage.enter(Containers.presenceServer(network, port, bridgePort, grantSeconds));
    kamailio.start();
    return new PresenceServer(stage, network, kamailio, port);
  }

  /** Where it is reached over TCP. */
  String uri() {
    return "sip:127.0.0.1:" + port + ";transport=tcp";
  }

  /** Kills it, and starts it again with the subscriptions that it knew, or without. */
  void restart(boolean forgetful) throws Exception {
    if (forgetful) {
      kamailio.execInContainer(
          "sqlite3", "/run/kamailio/presence.sqlite", "DELETE FROM active_watchers");
    }
    DockerClient docker = kamailio.getDockerClient();
    docker.killContainerCmd(kamailio.getContainerId()).withSignal("KILL").exec();
    Await.until("the end of Kamailio", RESTART, () -> !kamailio.isRunning());
    docker.startContainerCmd(kamailio.getContainerId()).exec();
    Await.until(
        "its return",
        RESTART,
        () ->
            new SipCaller(address())
                    .overTcp(request("OPTIONS", "sip:montague.example", "anyone", List.of(), ""))
                    .status()
                > 0);
  }

  /** This machine as it reaches it. */
  String bridgeHost() {
    return Containers.gateway(network);
  }

  GenericContainer<?> kamailio() {
    return kamailio;
  }

  /** The requests that Kamailio has received, from its log. */
  List<SipWire> received() {
    return RECEIVED
        .matcher(kamailio.getLogs())
        .results()
        .map(request -> request.group(1).replace("\r", "").replace("\n", "\r\n"))
        .map(request -> new SipWire(request.getBytes(StandardCharsets.UTF_8), ""))
        .toList();
  }

  /** The SUBSCRIBE requests within dialogs of those who watch a user. */
  Stream<SipWire> subscribedAgain(String user) {
    return received().stream()
        .filter(request -> request.startLine().startsWith("SUBSCRIBE "))
        .filter(request -> request.header("To").orElse("").contains("sip:" + user + "@"))
        .filter(request -> request.header("To").orElse("").contains("tag="));
  }

  /** Starts Twinkle as a registered user who watches another. */
  GenericContainer<?> watchingUserAgent(String user, String watched) {
    GenericContainer<?> agent = stage.enter(Containers.watchingUserAgent(network, user, watched));
    agent.start();
    return agent;
  }

  /** Starts baresip as a registered user who watches another and is watched. */
  GenericContainer<?> presentUserAgent(String user, String watched) {
    GenericContainer<?> agent = stage.enter(Containers.presentUserAgent(network, user, watched));
    agent.start();
    return agent;
  }

  /** What Kamailio does from now on with those who watch the user (RFC 5025 §3.2.1). */
  void policy(String user, String handling) throws Exception {
    ExecResult done = kamailio.execInContainer("/opt/kamailio/policy", user, handling);
    assertThat(done.getExitCode()).as(done.getStdout() + done.getStderr()).isZero();
  }

  /**
   * Publishes for one device of a user, in place of what was published for it.
   *
   * @param device the id of its tuple, which stands for the publication
   */
  void publish(String user, String device, String pidf) throws Exception {
    publish(user, device, 3_600, pidf);
  }

  /** Takes back what was published for a device. */
  void withdraw(String user, String device) throws Exception {
    publish(user, device, 0, "");
  }

  private void publish(String user, String device, int seconds, String pidf) throws Exception {
    List<String> headers = new ArrayList<>();
    headers.add("Event: presence");
    headers.add("Expires: " + seconds);
    String publication = user + " " + device;
    if (entityTags.containsKey(publication)) {
      headers.add("SIP-If-Match: " + entityTags.get(publication));
    }
    if (!pidf.isEmpty()) {
      headers.add("Content-Type: application/pidf+xml");
    }
    SipCaller caller = new SipCaller(address());
    SipWire answer =
        caller.overTcp(
            request("PUBLISH", "sip:" + user + "@montague.example", user, headers, pidf));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    if (seconds == 0) {
      entityTags.remove(publication);
    } else {
      entityTags.put(publication, answer.header("SIP-ETag").orElseThrow());
    }
  }

  private InetSocketAddress address() {
    return Loopback.at(port);
  }

  private byte[] request(
      String method, String uri, String user, List<String> headers, String body) {
    int number = count.incrementAndGet();
    StringBuilder message = new StringBuilder();
    String address = "<sip:" + user + "@montague.example>";
    line(message, method + " " + uri + " SIP/2.0");
    line(message, "Via: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bKp" + number);
    line(message, "Max-Forwards: 70");
    line(message, "From: " + address + ";tag=p" + number);
    line(message, "To: " + address);
    line(message, "Call-ID: publish-" + number + "-" + System.nanoTime());
    line(message, "CSeq: 1 " + method);
    headers.forEach(header -> line(message, header));
    line(message, "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
    line(message, "");
    return message.append(body).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder message, String line) {
    message.append(line).append("\r\n");
  }
}
