package org.porin.daemon;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.porin.component.ComponentCheck;
import org.porin.component.ComponentSettings;
import org.porin.profile.Failure;
import org.porin.resolve.Resolution;
import org.porin.resolve.Resolver;
import org.porin.resolve.Transport;
import org.porin.simple.Listen;

/** Tries what a configuration needs of its surroundings. Waits for the network. */
final class Check {
  private final Configuration configuration;
  private final Resolver resolver;

  Check(Configuration configuration) {
    this.configuration = configuration;
    this.resolver = Resolver.open(configuration.resolver());
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    new Settings(configuration).links().forEach(link -> findings.add(link(link)));
    configuration.sip().listen().forEach(listen -> findings.add(socket(listen)));
    configuration.xmpp().served().forEach(domain -> findings.add(served(domain)));
    Set<String> foreign = new LinkedHashSet<>(configuration.component().transparent());
    foreign.addAll(configuration.routes().keySet());
    foreign.addAll(configuration.peers().keySet());
    foreign.forEach(domain -> findings.add(foreign(domain)));
    return findings;
  }

  /**
   * The whole handshake, since a wrong secret shows only there. Not harmless for a domain whose
   * link is open: Prosody answers conflict then, and ejabberd shares the load with this connection
   * for the moment that it lasts.
   */
  private Finding link(ComponentSettings link) {
    String what = "XMPP server at " + link.host() + ":" + link.port() + " for " + link.domain();
    return ComponentCheck.run(link)
        .map(
            end ->
                Finding.wrong(
                    what + ": " + end.text(),
                    end.remedy()
                        .orElse(
                            "Start the server and give it a component listener on this port, or"
                                + " correct component.host and component.port")))
        .orElseGet(() -> Finding.right(what + ": the handshake is accepted"));
  }

  private static Finding socket(Listen listen) {
    String what = "SIP socket " + listen;
    try {
      if (listen.transport() == Transport.UDP) {
        new DatagramSocket(listen.address()).close();
      } else {
        ServerSocket socket = new ServerSocket();
        try (socket) {
          socket.bind(listen.address());
        }
      }
      return Finding.right(what + ": free");
    } catch (IOException e) {
      return Finding.wrong(
          what + ": " + e.getMessage(),
          "Stop what uses it (perhaps a Porin that runs already), or correct sip.listen");
    }
  }

  /** Others find a served domain here if resolving it leads back to this bridge (RFC 3861 §5). */
  private Finding served(String domain) {
    Resolution resolution = resolve(domain);
    String what = "served domain " + domain + ": ";
    String host = configuration.sip().advertise().map(each -> each.host()).orElse("HOST-OF-PORIN");
    int port =
        configuration
            .sip()
            .advertise()
            .map(each -> each.port())
            .orElse(configuration.sip().listen().get(0).address().getPort());
    String record = "_im._sip." + domain + ". 3600 IN SRV 0 0 " + port + " " + host + ".";
    String remedy = "So that others find it, add to the DNS: " + record;
    if (resolution.failure().isEmpty()) {
      String found = resolution.targets().get(0).toString();
      return Finding.note(
          what + "the DNS leads to " + found + ", which is no address of this bridge",
          "Right only where that passes SIP on to this bridge (NAT, proxy); set sip.advertise to"
              + " the host and port of the SRV record");
    }
    Failure.Refused failure = resolution.failure().get();
    return failure.reason() == Failure.Reason.LOOP
        ? Finding.right(what + "the DNS leads to this bridge")
        : Finding.wrong(what + failure.text(), remedy);
  }

  private Finding foreign(String domain) {
    Resolution resolution = resolve(domain);
    String what = "foreign domain " + domain + ": ";
    return resolution
        .failure()
        .map(
            failure ->
                Finding.wrong(
                    what + failure.text(),
                    "Run porin resolve "
                        + domain
                        + " for the steps, or set routes.\""
                        + domain
                        + "\""))
        .orElseGet(() -> Finding.right(what + resolution.targets().get(0)));
  }

  private Resolution resolve(String domain) {
    return resolver.resolve(domain).toCompletableFuture().join();
  }
}
