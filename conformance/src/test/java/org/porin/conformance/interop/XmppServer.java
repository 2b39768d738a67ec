package org.porin.conformance.interop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;

/** The XMPP servers that the suites run on, as capulet.example with four accounts. */
enum XmppServer {
  /** One port for all components; it stays the same when the server starts again. */
  PROSODY {
    @Override
    Running start(Stage stage, List<String> foreign) throws Exception {
      int port = Loopback.freePort();
      GenericContainer<?> container =
          stage.enter(Containers.prosody(port, String.join(" ", foreign), ACCOUNTS));
      container.start();
      return new Running(port, Map.of(), container.getMappedPort(Containers.CLIENT_PORT));
    }
  },

  /** One listener for each component. */
  EJABBERD {
    @Override
    Running start(Stage stage, List<String> foreign) throws Exception {
      Map<String, Integer> inside = new LinkedHashMap<>();
      foreign.forEach(domain -> inside.put(domain, Containers.COMPONENT_PORT + inside.size()));
      GenericContainer<?> container = stage.enter(Containers.ejabberd(inside, ACCOUNTS));
      container.start();
      Map<String, Integer> outside = new LinkedHashMap<>();
      inside.forEach((domain, port) -> outside.put(domain, container.getMappedPort(port)));
      return new Running(
          container.getMappedPort(Containers.COMPONENT_PORT),
          outside,
          container.getMappedPort(Containers.CLIENT_PORT));
    }
  };

  private static final String ACCOUNTS =
      "juliet:balcony júlia:balcony nurse:balcony tybalt:balcony";

  /**
   * Where on this machine it is reached.
   *
   * @param componentPort for components
   * @param componentPorts where a component has one of its own, by domain
   * @param clientPort for clients
   */
  record Running(int componentPort, Map<String, Integer> componentPorts, int clientPort) {}

  /** Starts it with a component for each foreign domain. */
  abstract Running start(Stage stage, List<String> foreign) throws Exception;
}
