package org.porin.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.porin.operate.OperateClient;
import org.porin.operate.Reply;
import org.porin.simple.Listen;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A Porin that runs on this host with the same links as a configuration has, as it says itself.
 *
 * @param version of its software
 * @param links each domain, with why its link is down; empty where it is open
 * @param sockets of its SIP side, as it has them bound
 */
record RunningPorin(String version, Map<String, Optional<String>> links, Set<String> sockets) {
  private static final int WAIT_MILLIS = 3_000;

  /** Whether it has that socket; 0.0.0.0 is bound as [::] where the system has IPv6. */
  boolean holds(Listen listen) {
    InetSocketAddress every = new InetSocketAddress("::", listen.address().getPort());
    return sockets.contains(listen.toString())
        || (listen.address().getAddress().isAnyLocalAddress()
            && sockets.contains(new Listen(listen.transport(), every).toString()));
  }

  /** Asks where the configuration says; empty when no Porin answers there, or another one. */
  static Optional<RunningPorin> find(Configuration configuration) {
    Optional<InetSocketAddress> address = configuration.operate().listen();
    if (address.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<Reply> reply = new OperateClient(address.get()).get("/readyz", WAIT_MILLIS);
      return reply
          .flatMap(RunningPorin::read)
          .filter(
              found -> found.links.keySet().equals(Set.copyOf(configuration.component().links())));
    } catch (IOException e) {
      return Optional.empty(); // something else listens there
    }
  }

  private static Optional<RunningPorin> read(Reply reply) {
    JsonNode json;
    try {
      json = Json.read(Octets.utf8(reply.body()));
    } catch (MalformedException e) {
      return Optional.empty();
    }
    if (!json.path("service").asText().equals("porin")) {
      return Optional.empty();
    }
    Map<String, Optional<String>> links = new LinkedHashMap<>();
    Set<String> sockets = new HashSet<>();
    for (JsonNode leg : json.path("legs")) {
      String name = leg.path("name").asText();
      if (leg.path("side").asText().equals("sip")) {
        sockets.add(name);
      } else if (leg.path("side").asText().equals("xmpp")) {
        boolean ready = leg.path("ready").asBoolean();
        links.put(name, ready ? Optional.empty() : Optional.of(leg.path("cause").asText("down")));
      }
    }
    return Optional.of(new RunningPorin(json.path("version").asText(), links, sockets));
  }
}
