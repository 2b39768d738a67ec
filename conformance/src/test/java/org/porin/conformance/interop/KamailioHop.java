package org.porin.conformance.interop;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** A Kamailio, through which all messages of a SIP domain come and go, and which may restart. */
final class KamailioHop {
  private static final Duration ENDING = Duration.ofSeconds(30);

  private final Network network;
  private final int port;
  private final Stage stage;
  private Optional<GenericContainer<?>> started = Optional.empty();

  /** Nothing runs yet. */
  KamailioHop(Stage stage) throws IOException {
    this.stage = stage;
    network = stage.enter(Network.newNetwork());
    port = Loopback.freePort();
  }

  /** This machine, as Kamailio reaches it. */
  InetAddress machine() throws IOException {
    return InetAddress.getByName(Containers.gateway(network));
  }

  /** Where it takes SIP over TCP, also after a restart. */
  InetSocketAddress address() {
    return Loopback.at(port);
  }

  /**
   * Starts it.
   *
   * @param bridges ports of this machine by domain, two of them
   */
  void start(Map<String, Integer> bridges) {
    GenericContainer<?> container = stage.enter(Containers.kamailioProxy(network, port, bridges));
    container.start();
    started = Optional.of(container);
  }

  /** SIGTERM, and its start when it has ended. */
  void restart() {
    GenericContainer<?> container = started.orElseThrow();
    DockerClient docker = container.getDockerClient();
    docker.stopContainerCmd(container.getContainerId()).exec();
    docker.startContainerCmd(container.getContainerId()).exec();
  }

  /** SIGKILL, and its start. */
  void kill() throws Exception {
    GenericContainer<?> container = started.orElseThrow();
    DockerClient docker = container.getDockerClient();
    docker.killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
    Await.until("the end of Kamailio", ENDING, () -> !container.isRunning());
    docker.startContainerCmd(container.getContainerId()).exec();
  }
}
