package org.porin.conformance.interop;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * capulet.example: an XMPP server in a container with Porin as its component for each foreign
 * domain, and Juliet logged in.
 */
final class CapuletDomain implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(30);

  private final Stage stage;
  private final XmppServer.Running server;
  private final Porin porin;
  private final XmppUser juliet;

  private CapuletDomain(Stage stage, XmppServer.Running server, Porin porin, XmppUser juliet) {
    this.stage = stage;
    this.server = server;
    this.porin = porin;
    this.juliet = juliet;
  }

  /**
   * Starts it and waits until Juliet reaches every foreign domain.
   *
   * @param sipPort where Porin takes SIP
   * @param foreign the domains that the server hands over
   * @param nameServer its address and port
   * @param routes next hops in place of DNS, by domain
   */
  static CapuletDomain start(
      XmppServer kind,
      int sipPort,
      List<String> foreign,
      String nameServer,
      Map<String, String> routes)
      throws Exception {
    return start(kind, sipPort, foreign, nameServer, routes, "");
  }

  /**
   * The same with more in Porin's configuration.
   *
   * @param tables as TOML
   */
  static CapuletDomain start(
      XmppServer kind,
      int sipPort,
      List<String> foreign,
      String nameServer,
      Map<String, String> routes,
      String tables)
      throws Exception {
    Stage stage = new Stage();
    try {
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
                  tables));
      XmppUser juliet = stage.enter(logIn(server, "juliet"));
      for (String domain : foreign) {
        porin.awaitWorking("the link of " + domain, STARTUP, () -> juliet.reaches(domain));
      }
      return new CapuletDomain(stage, server, porin, juliet);
    } catch (Exception e) {
      stage.close();
      throw e;
    }
  }

  XmppUser juliet() {
    return juliet;
  }

  /** Logs a further user in; the caller closes it. */
  XmppUser logIn(String name) throws Exception {
    return logIn(server, name);
  }

  Porin porin() {
    return porin;
  }

  @Override
  public void close() throws Exception {
    stage.close();
  }

  private static XmppUser logIn(XmppServer.Running server, String name) throws Exception {
    return XmppUser.logIn(name, "balcony", server.clientPort());
  }
}
