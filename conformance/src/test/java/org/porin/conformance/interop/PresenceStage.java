package org.porin.conformance.interop;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * capulet.example for presence: an XMPP server in a container with Porin as its component for
 * montague.example, and as a gateway for all other domains. Nobody is logged in.
 */
final class PresenceStage implements AutoCloseable {
  /** Where users of all other foreign domains are reached. */
  static final String GATEWAY = "cpim.capulet.example";

  private static final Duration STARTUP = Duration.ofSeconds(30);

  /** The wire in the log, and what a test can wait for. */
  private static final String CONFIGURATION =
      """
      [presence]
      least-seconds = 1

      [log]
      wire = true
      wire-bodies = true
      """;

  private final Stage stage;
  private final XmppServer.Running server;
  private final Porin porin;

  private PresenceStage(Stage stage, XmppServer.Running server, Porin porin) {
    this.stage = stage;
    this.server = server;
    this.porin = porin;
  }

  /**
   * Starts it and waits until Porin has its link.
   *
   * @param sipPort where Porin takes SIP
   * @param sipHost how peers reach this machine
   * @param nameServer its address and port
   * @param routes next hops in place of DNS, by domain
   */
  static PresenceStage start(
      XmppServer kind, int sipPort, String sipHost, String nameServer, Map<String, String> routes)
      throws Exception {
    Stage stage = new Stage();
    try {
      List<String> foreign = List.of("montague.example", GATEWAY);
      XmppServer.Running server = kind.start(stage, foreign);
      Porin porin =
          stage.enter(
              Porin.run(
                  new Porin.Settings(
                      server.componentPort(),
                      server.componentPorts(),
                      List.of("montague.example"),
                      List.of("capulet.example"),
                      sipPort,
                      nameServer,
                      routes),
                  CONFIGURATION,
                  List.of(),
                  Map.of(
                      "PORIN_COMPONENT_DOMAIN",
                      GATEWAY,
                      "PORIN_SIP_ADVERTISE",
                      sipHost + ":" + sipPort)));
      porin.awaitWorking("its links", STARTUP, () -> porin.output().contains("component link up"));
      return new PresenceStage(stage, server, porin);
    } catch (Exception e) {
      stage.close();
      throw e;
    }
  }

  /** Logs one client of a user in, and closes it with this stage. */
  RosterUser logIn(String name, String resource) throws Exception {
    return stage.enter(RosterUser.logIn(name, resource, server.clientPort()));
  }

  Porin porin() {
    return porin;
  }

  /** Where clients log in. */
  int clientPort() {
    return server.clientPort();
  }

  @Override
  public void close() throws Exception {
    stage.close();
  }
}
