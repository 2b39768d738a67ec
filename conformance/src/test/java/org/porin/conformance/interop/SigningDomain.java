package org.porin.conformance.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.testcontainers.containers.GenericContainer;

/**
 * A domain of XMPP users behind a bridge that signs what it sends and verifies what it gets:
 * Prosody in a container, Porin with a key of the domain, and one user.
 */
final class SigningDomain implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(30);
  private static final String PASSWORD = "balcony";

  private final Stage stage;
  private final Plan plan;
  private final Porin porin;
  private final XmppUser user;

  private SigningDomain(Stage stage, Plan plan, Porin porin, XmppUser user) {
    this.stage = stage;
    this.plan = plan;
    this.porin = porin;
    this.user = user;
  }

  /**
   * What is decided before anything starts, since each domain has to know of the other.
   *
   * @param sipPort for UDP and TCP
   * @param tlsPort for SIP over TLS
   * @param keyPort where its certificate is published
   * @param operatePort for metrics
   */
  record Plan(String name, int sipPort, int tlsPort, int keyPort, int operatePort) {
    static Plan of(String name) throws Exception {
      return new Plan(
          name, Loopback.freePort(), Loopback.freePort(), Loopback.freePort(), Loopback.freePort());
    }

    /** The host at which its certificate is published. */
    String keyHost() {
      return "keys." + name;
    }

    String clearUri() {
      return "sip:127.0.0.1:" + sipPort + ";transport=tcp";
    }

    /** Where its certificates will be found. */
    String x5u() {
      return "https://" + keyHost() + ":" + keyPort + "/";
    }

    String secureUri() {
      return "sips:127.0.0.1:" + tlsPort;
    }

    /** The tables of its Porin that say what it signs with and whom it believes. */
    String trust(Notary notary) throws Exception {
      Path keyServer = notary.identity(keyHost());
      return """
          [trust]
          keys = "%s"
          x5u = "%s"
          publish = "127.0.0.1:%d"
          publish-certificate = "%s"
          publish-key = "%s"
          anchors = "%s"
          credential-hosts = ["127.0.0.1"]
          credential-networks = ["127.0.0.0/8"]
          registration = "closed"

          """
          .formatted(
              notary.keys(name, x5u()),
              x5u(),
              keyPort,
              keyServer.resolve("certificate.pem"),
              keyServer.resolve("key.pem"),
              notary.anchors());
    }
  }

  /**
   * Starts it and waits until its user reaches the foreign domains.
   *
   * @param routes next hops by foreign domain
   * @param tables more of Porin's configuration
   */
  static SigningDomain start(
      Plan plan,
      Notary notary,
      String userName,
      Map<String, String> routes,
      NameServer names,
      String tables)
      throws Exception {
    Stage stage = new Stage();
    try {
      int componentPort = Loopback.freePort();
      GenericContainer<?> prosody =
          stage.enter(
              Containers.prosody(
                      componentPort,
                      routes.keySet().stream().collect(Collectors.joining(" ")),
                      userName + ":" + PASSWORD)
                  .withEnv("PROSODY_DOMAIN", plan.name()));
      prosody.start();
      Porin porin =
          stage.enter(
              run(
                  plan,
                  componentPort,
                  List.copyOf(routes.keySet()),
                  routes,
                  names,
                  plan.trust(notary) + tables));
      XmppUser user =
          stage.enter(
              XmppUser.logIn(
                  userName, PASSWORD, plan.name(), prosody.getMappedPort(Containers.CLIENT_PORT)));
      for (String domain : routes.keySet()) {
        porin.awaitWorking("the link of " + domain, STARTUP, () -> user.reaches(domain));
      }
      awaitMemory(porin);
      return new SigningDomain(stage, plan, porin, user);
    } catch (Exception e) {
      stage.close();
      throw e;
    }
  }

  /** What was signed before it began, or within two seconds after, it answers with 503. */
  private static void awaitMemory(Porin porin) throws Exception {
    Instant known = Instant.now().plusSeconds(3); // a signature has whole seconds
    porin.awaitWorking("its memory", STARTUP, () -> Instant.now().isAfter(known));
  }

  /** A bridge alone, whose XMPP server is not there: what stands between two others needs none. */
  static Porin gateway(
      Plan plan, Notary notary, Map<String, String> routes, NameServer names, String tables)
      throws Exception {
    return run(
        plan,
        Loopback.freePort(),
        List.of("nobody." + plan.name()),
        routes,
        names,
        plan.trust(notary) + tables);
  }

  private static Porin run(
      Plan plan,
      int componentPort,
      List<String> foreign,
      Map<String, String> routes,
      NameServer names,
      String tables)
      throws Exception {
    Porin.Settings settings =
        new Porin.Settings(
            componentPort,
            Map.of(),
            foreign,
            List.of(plan.name()),
            plan.sipPort(),
            names.address(),
            routes);
    return Porin.run(
        settings,
        tables,
        List.of(),
        Map.of("PORIN_OPERATE_LISTEN", "127.0.0.1:" + plan.operatePort()));
  }

  XmppUser user() {
    return user;
  }

  Porin porin() {
    return porin;
  }

  /** What it has counted. */
  Counters counters() {
    return new Counters(Loopback.at(plan.operatePort()));
  }

  @Override
  public void close() throws Exception {
    stage.close();
  }
}
