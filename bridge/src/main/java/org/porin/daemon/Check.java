package org.porin.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.component.ComponentCheck;
import org.porin.component.ComponentSettings;
import org.porin.component.LinkEnd;
import org.porin.profile.Failure;
import org.porin.resolve.HostPort;
import org.porin.resolve.Resolution;
import org.porin.resolve.Resolver;
import org.porin.resolve.Transport;
import org.porin.simple.Listen;

/** Tries what a configuration needs of its surroundings. Waits for the network. */
final class Check {
  private static final String NO_SERVER =
      "Start the server and give it a component listener on this port, or correct component.host"
          + " and component.port";
  private static final String NO_DNS =
      "Try again later; if it stays so, correct dns.servers or the system's name servers";

  private final Configuration configuration;
  private final Resolver resolver;

  Check(Configuration configuration) {
    this.configuration = configuration;
    this.resolver = Resolver.open(configuration.resolver());
  }

  List<Finding> findings() {
    Optional<RunningPorin> running = RunningPorin.find(configuration);
    List<Finding> sockets = sockets(running);
    boolean free = sockets.stream().allMatch(each -> each.verdict() == Finding.Verdict.RIGHT);
    List<Finding> findings = new ArrayList<>();
    running.ifPresent(porin -> findings.add(beside(porin)));
    for (ComponentSettings link : new Settings(configuration).links()) {
      findings.add(
          running
              .map(porin -> held(porin, link))
              .orElseGet(() -> free ? handshake(link) : connection(link)));
    }
    findings.add(StoreCheck.finding(new Settings(configuration).store(), running.isPresent()));
    findings.add(operate(running.isPresent()));
    findings.addAll(sockets);
    withoutTcp().ifPresent(findings::add);
    findings.addAll(new CertificateCheck(configuration).findings());
    findings.addAll(new KeyCheck(configuration, resolver).findings());
    findings.addAll(new TrustCheck(configuration, InstantSource.system()).findings());
    configuration.xmpp().served().forEach(domain -> findings.add(served(domain)));
    configuration.named().forEach(domain -> findings.add(foreign(domain)));
    configuration.named().forEach(domain -> inClear(domain).ifPresent(findings::add));
    return findings;
  }

  private static Finding beside(RunningPorin porin) {
    return Finding.note(
        "Porin " + porin.version() + " runs with these links; what it holds is not tried",
        "After a change of the configuration, restart it");
  }

  /** What the running Porin says of its link, which a second connection would disturb. */
  private static Finding held(RunningPorin porin, ComponentSettings link) {
    String what = server(link) + ": ";
    return porin
        .links()
        .getOrDefault(link.domain(), Optional.of("it has no such link"))
        .map(cause -> Finding.wrong(what + "the running Porin's link is down", cause))
        .orElseGet(() -> Finding.right(what + "the running Porin's link is open"));
  }

  private Finding operate(boolean running) {
    Optional<InetSocketAddress> listen = configuration.operate().listen();
    if (listen.isEmpty()) {
      return Finding.note(
          "metrics and health: switched off", "Right if nobody watches; else set operate.listen");
    }
    String what = "metrics and health on " + Wording.socket(listen.get()) + ": ";
    if (running) {
      return Finding.right(what + "the running Porin answers");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(listen.get());
      return Finding.right(what + "free");
    } catch (IOException e) {
      return Finding.note(
          what + e.getMessage(),
          "Porin would carry messages, and nobody could watch it: stop what uses the port, or"
              + " correct operate.listen");
    }
  }

  /**
   * The whole handshake, since a wrong secret shows only there. Not where a bridge may be running
   * with this configuration: ejabberd would share the load with this connection for the moment that
   * it lasts, and Prosody, if told to kick the old one, would end the bridge's.
   */
  private static Finding handshake(ComponentSettings link) {
    Optional<LinkEnd> end = ComponentCheck.run(link);
    String what = server(link);
    if (end.isEmpty()) {
      return Finding.right(what + ": the handshake is accepted");
    }
    String found = what + ": " + end.get().text();
    if (end.get().cause() == LinkEnd.Cause.CONFLICT) {
      return Finding.note(
          found, "Right if that is your running Porin, perhaps on another host; else stop it");
    }
    return Finding.wrong(found, end.get().remedy().orElse(NO_SERVER));
  }

  /** Only whether the server listens, which disturbs nobody. */
  private static Finding connection(ComponentSettings link) {
    String what = server(link);
    Optional<LinkEnd> end = ComponentCheck.reach(link);
    if (end.isPresent()) {
      return Finding.wrong(what + ": " + end.get().text(), end.get().remedy().orElse(NO_SERVER));
    }
    return Finding.note(
        what
            + ": it listens; the secret is not tried, since a Porin that runs with this"
            + " configuration would lose messages to a second connection",
        "See its log for the link, or try again when every SIP socket is free");
  }

  private static String server(ComponentSettings link) {
    return "XMPP server at " + new HostPort(link.host(), link.port()) + " for " + link.domain();
  }

  /** All at the same time, as a bridge has them: two of them may exclude each other. */
  private List<Finding> sockets(Optional<RunningPorin> running) {
    List<Finding> findings = new ArrayList<>();
    List<Closeable> open = new ArrayList<>();
    for (Listen listen : configuration.sip().listen()) {
      String what = "SIP socket " + listen + ": ";
      if (running.filter(porin -> porin.holds(listen)).isPresent()) {
        findings.add(Finding.right(what + "held by the running Porin"));
        continue;
      }
      try {
        open.add(bound(listen));
        findings.add(Finding.right(what + "free"));
      } catch (IOException e) {
        findings.add(Finding.wrong(what + e.getMessage(), remedy(e)));
      }
    }
    for (Closeable socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // Closing releases the port in any case; there is nobody to tell.
      }
    }
    return findings;
  }

  /** RFC 3261 §18.2.1: where a server listens for UDP it MUST listen for TCP as well. */
  private Optional<Finding> withoutTcp() {
    List<Listen> sockets = configuration.sip().listen();
    return sockets.stream()
        .filter(each -> each.transport() == Transport.UDP)
        .filter(each -> !sockets.contains(new Listen(Transport.TCP, each.address())))
        .filter(each -> each.address().getPort() != 0)
        .findFirst()
        .map(
            each ->
                Finding.note(
                    "SIP socket " + each + ": there is no tcp: socket at the same place",
                    "Messages of more than 1300 octets come over TCP (RFC 3428): add it to"
                        + " sip.listen"));
  }

  private static Closeable bound(Listen listen) throws IOException {
    if (listen.transport() == Transport.UDP) {
      return new DatagramSocket(listen.address());
    }
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(listen.address());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static String remedy(IOException refusal) {
    String why = String.valueOf(refusal.getMessage());
    if (why.contains("in use")) {
      return "Right if a Porin runs with this configuration; else stop what uses the port, or"
          + " correct sip.listen";
    }
    if (why.contains("denied")) {
      return "This user may not bind the port: choose one above 1023 in sip.listen";
    }
    return "Correct sip.listen: an address of this host, of a kind that it has";
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
    return switch (failure.reason()) {
      case LOOP -> Finding.right(what + "the DNS leads to this bridge");
      case DOMAIN_IN_DOUBT -> Finding.wrong(what + failure.text(), NO_DNS);
      default -> Finding.wrong(what + failure.text(), remedy);
    };
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
                    failure.reason() == Failure.Reason.DOMAIN_IN_DOUBT
                        ? NO_DNS
                        : "Run porin resolve %s for the steps, or set routes.\"%s\""
                            .formatted(domain, domain)))
        .orElseGet(() -> Finding.right(what + resolution.targets().get(0)));
  }

  /** Clear text that nobody asked for, where everybody on the way can read along. */
  private Optional<Finding> inClear(String domain) {
    Optional<Configuration.Peer> peer = Optional.ofNullable(configuration.peers().get(domain));
    boolean wanted =
        configuration.routes().containsKey(domain)
            || peer.flatMap(Configuration.Peer::outboundProxy).isPresent()
            || peer.flatMap(Configuration.Peer::transport).isPresent()
            || peer.flatMap(Configuration.Peer::clearText).isPresent();
    boolean clear =
        resolve(domain).targets().stream()
            .anyMatch(target -> !target.transports().contains(Transport.TLS));
    return wanted || !clear
        ? Optional.empty()
        : Optional.of(
            Finding.note(
                "foreign domain " + domain + ": what is sent there is in clear text",
                "If that is right, say so: peers.\"%s\".clear-text = true; else set transport ="
                        .formatted(domain)
                    + " \"tls\" there, or sip.clear-text = false"));
  }

  private Resolution resolve(String domain) {
    return resolver.resolve(domain).toCompletableFuture().join();
  }
}
