package org.porin.conformance.interop;

import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/**
 * montague.example: Kamailio as registrar and proxy, and a user agent that has registered there as
 * romeo. It starts once for all suites and ends with the tests' JVM; Porin has to be at its port.
 */
final class MontagueDomain {
  private static final int SIP_PORT = 5060;
  private static @Nullable MontagueDomain started;

  private final Stage stage = new Stage();
  private final int bridgePort;
  private final GenericContainer<?> kamailio;
  private final GenericContainer<?> romeo;

  private MontagueDomain() throws Exception {
    bridgePort = Loopback.freePort();
    Network network = stage.enter(Network.newNetwork());
    kamailio = stage.enter(Containers.kamailio(network, bridgePort));
    romeo = stage.enter(Containers.userAgent(network));
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    kamailio.start();
    romeo.start();
  }

  /** Starts it, unless a suite before has. */
  static synchronized MontagueDomain started() throws Exception {
    if (started == null) {
      started = new MontagueDomain();
    }
    return started;
  }

  /** Where Kamailio expects the bridge for capulet.example, on this machine. */
  int bridgePort() {
    return bridgePort;
  }

  /** Where Kamailio is reached over TCP. */
  String uri() {
    return "sip:127.0.0.1:" + kamailio.getMappedPort(SIP_PORT) + ";transport=tcp";
  }

  GenericContainer<?> kamailio() {
    return kamailio;
  }

  GenericContainer<?> romeo() {
    return romeo;
  }

  private void end() {
    try {
      stage.close();
    } catch (Exception e) {
      System.err.println("montague.example did not end: " + e);
    }
  }
}
