package org.porin.conformance.interop;

import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.MountableFile;

/**
 * The real peers, from the Dockerfiles under {@code containers/}. The images stay, so that they are
 * built once.
 */
final class Containers {
  static final String SECRET = "s3cret";
  static final int COMPONENT_PORT = 5347;
  static final int COMPONENT_TLS_PORT = 5349;
  static final int CLIENT_PORT = 5222;
  private static final int SIP_PORT = 5060;
  private static final int SIPS_PORT = 5061;
  private static final int DNS_PORT = 53;
  private static final int POSTGRESQL_PORT = 5432;
  private static final Duration STARTUP = Duration.ofMinutes(1);
  private static final Map<String, Future<String>> IMAGES = new ConcurrentHashMap<>();

  private Containers() {}

  /**
   * Prosody for capulet.example, its component port bound to one port of this machine so that it
   * stays the same when the server is killed and started again.
   *
   * @param components the domains that components may take
   * @param accounts name:password, separated by spaces
   */
  static GenericContainer<?> prosody(int componentPort, String components, String accounts) {
    return prosody(componentPort, 0, components, accounts);
  }

  /**
   * The same with a port of this machine for clients as well.
   *
   * @param clientPort 0 for any
   */
  static GenericContainer<?> prosody(
      int componentPort, int clientPort, String components, String accounts) {
    return server("prosody")
        .withEnv("PROSODY_COMPONENTS", components)
        .withEnv("PROSODY_ACCOUNTS", accounts)
        .withEnv("PROSODY_SECRET", SECRET)
        .withExposedPorts(CLIENT_PORT, COMPONENT_PORT)
        .withCreateContainerCmdModifier(
            create ->
                create
                    .getHostConfig()
                    .withPortBindings(
                        bind(COMPONENT_PORT, componentPort), bind(CLIENT_PORT, clientPort)))
        .waitingFor(
            Wait.forListeningPorts(CLIENT_PORT, COMPONENT_PORT).withStartupTimeout(STARTUP));
  }

  /**
   * One of several Prosodies that reach each other by s2s, each by the names of its domains in
   * their network (XEP-0220).
   *
   * @param names a name server in that network, which says at once that there are no SRV records
   * @param components the domains that components may take, or empty
   */
  static GenericContainer<?> prosodyAmongOthers(
      Network network,
      GenericContainer<?> names,
      int componentPort,
      String domain,
      String user,
      String components) {
    List<String> domains = new ArrayList<>(List.of(domain));
    domains.addAll(List.of(components.split(" ")));
    domains.removeIf(String::isEmpty);
    return prosody(componentPort, components, user + ":balcony")
        .withNetwork(network)
        .withNetworkAliases(domains.toArray(String[]::new))
        .withCreateContainerCmdModifier(create -> create.getHostConfig().withDns(address(names)))
        .withEnv("PROSODY_DOMAIN", domain)
        .withEnv("PROSODY_S2S", "true");
  }

  /**
   * ejabberd for capulet.example.
   *
   * @param components ports by the domain that a component takes there
   */
  static GenericContainer<?> ejabberd(Map<String, Integer> components) {
    return ejabberd(components, "juliet:balcony");
  }

  /**
   * The same with its accounts.
   *
   * @param accounts name:password, separated by spaces
   */
  static GenericContainer<?> ejabberd(Map<String, Integer> components, String accounts) {
    StringBuilder listeners = new StringBuilder();
    components.forEach((domain, port) -> listeners.append(domain + ":" + port + " "));
    return server("ejabberd")
        .withEnv("EJABBERD_COMPONENTS", listeners.toString().strip())
        .withEnv("EJABBERD_ACCOUNTS", accounts)
        .withEnv("EJABBERD_SECRET", SECRET)
        .withExposedPorts(
            Stream.concat(Stream.of(CLIENT_PORT), components.values().stream())
                .toArray(Integer[]::new))
        .waitingFor(Wait.forLogMessage(".*accounts registered.*", 1).withStartupTimeout(STARTUP));
  }

  /** Prosody for capulet.example, which takes a component under TLS alone. */
  static GenericContainer<?> prosodyUnderTls(String component) {
    return server("prosody")
        .withEnv("PROSODY_COMPONENTS", component)
        .withEnv("PROSODY_SECRET", SECRET)
        .withEnv("PROSODY_COMPONENT_TLS_PORT", Integer.toString(COMPONENT_TLS_PORT))
        .withExposedPorts(COMPONENT_TLS_PORT)
        .waitingFor(Wait.forListeningPort().withStartupTimeout(STARTUP));
  }

  /** ejabberd for capulet.example, which takes a component under TLS alone. */
  static GenericContainer<?> ejabberdUnderTls(String component) {
    return ejabberd(Map.of(component, COMPONENT_TLS_PORT))
        .withEnv("EJABBERD_COMPONENT_TLS", "true");
  }

  /** Kamailio for montague.example, which hands capulet.example to the bridge on this machine. */
  static GenericContainer<?> kamailio(Network network, int bridgePort) {
    return server("kamailio")
        .withNetwork(network)
        .withNetworkAliases("kamailio")
        .withEnv("SIP_BRIDGE", gateway(network) + ":" + bridgePort)
        .withExposedPorts(SIP_PORT)
        .waitingFor(Wait.forListeningPort().withStartupTimeout(STARTUP));
  }

  /** A user agent as romeo@montague.example; it has registered when this container has started. */
  static GenericContainer<?> userAgent(Network network) {
    return server("sip-ua")
        .withNetwork(network)
        .withEnv("UA_PROXY", "kamailio:" + SIP_PORT)
        .waitingFor(
            Wait.forLogMessage(".*registration succeeded.*", 1).withStartupTimeout(STARTUP));
  }

  /**
   * Kamailio as presence server of montague.example, which lets nobody watch before its {@code
   * policy} says so. The presence of benvolio is with his user agent.
   *
   * @param port of this machine, so that it stays the same when Kamailio starts again
   * @param grantSeconds for how long it grants a subscription at most
   */
  static GenericContainer<?> presenceServer(
      Network network, int port, int bridgePort, int grantSeconds) {
    return kamailio(network, bridgePort)
        .withCreateContainerCmdModifier(
            create -> create.getHostConfig().withPortBindings(bind(SIP_PORT, port)))
        .withEnv("SIP_USERS", "^[a-z]+$")
        .withEnv("SIP_PRESENT_USERS", "^benvolio$")
        .withEnv("SIP_PRESENCE_OPEN", "0")
        .withEnv("SIP_SUBSCRIPTION_SECONDS", Integer.toString(grantSeconds));
  }

  /** A user agent that has registered as that user, and watches one other (Twinkle). */
  static GenericContainer<?> watchingUserAgent(Network network, String user, String watched) {
    return userAgent(network).withEnv("UA_USER", user).withEnv("UA_WATCHES", watched);
  }

  /** A user agent that has registered as that user, and is watched as well (baresip). */
  static GenericContainer<?> presentUserAgent(Network network, String user, String watched) {
    return server("baresip")
        .withNetwork(network)
        .withEnv("UA_PROXY", "kamailio:" + SIP_PORT)
        .withEnv("UA_USER", user)
        .withEnv("UA_WATCHES", watched)
        .waitingFor(Wait.forLogMessage(".*200 OK.*binding.*", 1).withStartupTimeout(STARTUP));
  }

  /**
   * Kamailio for montague.example, with TLS by OpenSSL, which hands capulet.example to the bridge
   * on this machine by TLS.
   *
   * @param certificates a directory with authority.pem, certificate.pem and key.pem
   */
  static GenericContainer<?> kamailioTls(Network network, int bridgePort, Path certificates) {
    return server("kamailio-tls")
        .withNetwork(network)
        .withEnv("SIP_BRIDGE", gateway(network) + ":" + bridgePort)
        .withCopyFileToContainer(MountableFile.forHostPath(certificates, 0755), "/certificates")
        .withExposedPorts(SIP_PORT, SIPS_PORT)
        .waitingFor(Wait.forListeningPorts(SIP_PORT, SIPS_PORT).withStartupTimeout(STARTUP));
  }

  /**
   * Kamailio as a peer that sets terms, over TCP.
   *
   * @param terms the name of its configuration, {@code rate} or {@code digest}
   */
  static GenericContainer<?> kamailioStrict(String terms) {
    return server("kamailio-strict")
        .withEnv("SIP_TERMS", terms)
        .withExposedPorts(SIP_PORT)
        .waitingFor(Wait.forListeningPort().withStartupTimeout(STARTUP));
  }

  /**
   * Kamailio as a plain proxy between the bridges of two domains on this machine, over TCP.
   *
   * @param bridges ports by domain, two of them
   */
  static GenericContainer<?> kamailioProxy(Network network, Map<String, Integer> bridges) {
    List<Map.Entry<String, Integer>> both = List.copyOf(bridges.entrySet());
    String host = gateway(network) + ":";
    return server("kamailio-proxy")
        .withNetwork(network)
        .withEnv("SIP_DOMAIN", both.get(0).getKey())
        .withEnv("SIP_BRIDGE", host + both.get(0).getValue())
        .withEnv("SIP_OTHER_DOMAIN", both.get(1).getKey())
        .withEnv("SIP_OTHER_BRIDGE", host + both.get(1).getValue())
        .withExposedPorts(SIP_PORT)
        .waitingFor(Wait.forListeningPort().withStartupTimeout(STARTUP));
  }

  /**
   * The same at one port of this machine, so that it stays the same over restarts.
   *
   * @param bridges ports by domain, two of them
   */
  static GenericContainer<?> kamailioProxy(
      Network network, int port, Map<String, Integer> bridges) {
    return kamailioProxy(network, bridges)
        .withCreateContainerCmdModifier(
            create -> create.getHostConfig().withPortBindings(bind(SIP_PORT, port)));
  }

  /**
   * A name server, dnsmasq, at one port of this machine for UDP and TCP alike.
   *
   * @param records as options of dnsmasq
   */
  static GenericContainer<?> dns(int port, List<String> records) {
    return server("dns")
        .withCommand(records.toArray(String[]::new))
        .withExposedPorts(DNS_PORT)
        .withCreateContainerCmdModifier(
            create -> {
              Ports ports = new Ports();
              ports.bind(ExposedPort.tcp(DNS_PORT), Ports.Binding.bindPort(port));
              ports.bind(ExposedPort.udp(DNS_PORT), Ports.Binding.bindPort(port));
              create.withExposedPorts(ExposedPort.tcp(DNS_PORT), ExposedPort.udp(DNS_PORT));
              create.getHostConfig().withPortBindings(ports);
            })
        .waitingFor(Wait.forListeningPort().withStartupTimeout(STARTUP));
  }

  /** PostgreSQL at one port of this machine, so that it stays the same over restarts. */
  static GenericContainer<?> postgresql(int port) {
    return server("postgresql")
        .withExposedPorts(POSTGRESQL_PORT)
        .withCreateContainerCmdModifier(
            create -> create.getHostConfig().withPortBindings(bind(POSTGRESQL_PORT, port)))
        .waitingFor(
            Wait.forLogMessage(".*ready to accept connections.*", 1).withStartupTimeout(STARTUP));
  }

  /** OpenSSL, which waits for commands. */
  static GenericContainer<?> openssl() {
    return server("openssl");
  }

  /** Its IP address in its network. */
  static String address(GenericContainer<?> container) {
    return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
        .map(ContainerNetwork::getIpAddress)
        .findFirst()
        .orElseThrow();
  }

  private static GenericContainer<?> server(String name) {
    return new GenericContainer<>(IMAGES.computeIfAbsent(name, Containers::built));
  }

  /**
   * One after the other, also where several JVMs run suites: the second finds what the first made.
   */
  private static Future<String> built(String name) {
    ImageFromDockerfile image =
        new ImageFromDockerfile("porin-interop/" + name, false)
            .withFileFromPath(".", Path.of("containers", name));
    try (FileChannel file =
            FileChannel.open(
                Files.createDirectories(Path.of("target")).resolve("images.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      String built = image.get();
      return CompletableFuture.completedFuture(built);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This machine as a container of that network reaches it: Kamailio does not read hosts files. */
  static String gateway(Network network) {
    return DockerClientFactory.lazyClient()
        .inspectNetworkCmd()
        .withNetworkId(network.getId())
        .exec()
        .getIpam()
        .getConfig()
        .get(0)
        .getGateway();
  }

  private static PortBinding bind(int inside, int outside) {
    Ports.Binding binding = outside == 0 ? Ports.Binding.empty() : Ports.Binding.bindPort(outside);
    return new PortBinding(binding, ExposedPort.tcp(inside));
  }
}
