package org.porin.conformance.interop;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * capulet.example for presence: an XMPP server in a container with Porin as its component for
 * montague.example. Nobody is logged in.
 */
final class PresenceStage implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(30);

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
      List<String> foreign = List.of("montague.example");
      XmppServer.Running server = kind.start(stage, foreign);
      Porin porin =
          stage.enter(
              Porin.run(
                  new Porin.Settings(
                      server.componentPort(),
                      server.componentPorts(),
                      foreign,
                      List.of("capulet.example"),
                      sipPort,
                      nameServer,
                      routes),
                  "[log]\nwire = true\nwire-bodies = true\n",
                  List.of(),
                  Map.of("PORIN_SIP_ADVERTISE", sipHost + ":" + sipPort)));
      porin.awaitWorking(
          "the component's link", STARTUP, () -> porin.output().contains("link is open"));
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

  @Override
  public void close() throws Exception {
    stage.close();
  }
}
