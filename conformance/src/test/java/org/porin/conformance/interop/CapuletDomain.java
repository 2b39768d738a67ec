package org.porin.conformance.interop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;

/**
 * capulet.example: Prosody in a container with Porin as its component for each foreign domain, and
 * Juliet logged in.
 */
final class CapuletDomain implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(30);

  private final Stage stage;
  private final GenericContainer<?> prosody;
  private final Porin porin;
  private final XmppUser juliet;

  private CapuletDomain(Stage stage, GenericContainer<?> prosody, Porin porin, XmppUser juliet) {
    this.stage = stage;
    this.prosody = prosody;
    this.porin = porin;
    this.juliet = juliet;
  }

  /**
   * Starts it and waits until Juliet reaches every foreign domain.
   *
   * @param sipPort where Porin takes SIP
   * @param foreign the domains that Prosody hands over
   * @param routes next hops in place of DNS, by domain
   */
  static CapuletDomain start(
      int sipPort, List<String> foreign, NameServer names, Map<String, String> routes)
      throws Exception {
    Stage stage = new Stage();
    try {
      int componentPort = Loopback.freePort();
      GenericContainer<?> prosody =
          stage.enter(
              Containers.prosody(
                  componentPort, String.join(" ", foreign), "juliet:balcony júlia:balcony"));
      prosody.start();
      Porin porin =
          stage.enter(
              Porin.run(
                  new Porin.Settings(
                      componentPort,
                      Map.of(),
                      foreign,
                      List.of("capulet.example"),
                      sipPort,
                      names.port(),
                      routes)));
      XmppUser juliet = stage.enter(logIn(prosody, "juliet"));
      for (String domain : foreign) {
        porin.awaitWorking("the link of " + domain, STARTUP, () -> juliet.reaches(domain));
      }
      return new CapuletDomain(stage, prosody, porin, juliet);
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
    return logIn(prosody, name);
  }

  Porin porin() {
    return porin;
  }

  @Override
  public void close() throws Exception {
    stage.close();
  }

  private static XmppUser logIn(GenericContainer<?> prosody, String name) throws Exception {
    return XmppUser.logIn(name, "balcony", prosody.getMappedPort(Containers.CLIENT_PORT));
  }
}
