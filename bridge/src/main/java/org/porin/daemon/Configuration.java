package org.porin.daemon;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.porin.component.ComponentSecret;
import org.porin.component.LinkTls;
import org.porin.membrane.Quotas;
import org.porin.msgfmt.CpimLimits;
import org.porin.presence.PresenceSettings;
import org.porin.profile.Transit;
import org.porin.resolve.HostPort;
import org.porin.resolve.OwnAddresses;
import org.porin.resolve.ResolverSettings;
import org.porin.resolve.Route;
import org.porin.resolve.Transport;
import org.porin.simple.Credentials;
import org.porin.simple.Listen;
import org.porin.store.StoreAccount;
import org.porin.store.StoreLocation;
import org.porin.trust.AssertionPolicy;
import org.porin.trust.TlsFiles;
import org.porin.trust.TrustSettings;

/**
 * What an operator sets, checked as a whole. {@code porin.example.toml} says what each key means.
 * Domains are in lower case and A-labels.
 *
 * @param routes next hops in place of DNS, by domain
 * @param peers what is known of single foreign domains
 * @param transit between which foreign domains messages pass on
 * @param asserting the foreign domains that are trusted to assert who speaks, each with the
 *     addresses that prove it beside its certificate
 * @param trust keys and certificates of those who speak
 * @param assertions what is wanted to be known of them, and is known of the own users
 * @param presence empty where presence is switched off
 */
public record Configuration(
    Component component,
    Xmpp xmpp,
    Sip sip,
    Dns dns,
    Map<String, List<Route>> routes,
    Map<String, Peer> peers,
    Transit transit,
    Map<String, Set<InetAddress>> asserting,
    Store store,
    Outbox outbox,
    TrustSettings trust,
    Assertions assertions,
    Limits limits,
    Policy policy,
    Optional<PresenceSettings> presence,
    Operate operate,
    Log log) {
  public Configuration {
    routes = Map.copyOf(routes);
    peers = Map.copyOf(peers);
    asserting = Map.copyOf(asserting);
  }

  /**
   * Reads a TOML file, and over it the environment variables that begin with {@code PORIN_}.
   *
   * @throws ConfigurationException with everything that is wrong, not only the first
   */
  public static Configuration read(Path file, Map<String, String> environment)
      throws ConfigurationException {
    List<Problem> problems = new ArrayList<>();
    var source = ConfigurationSource.read(file, environment, problems);
    return new ConfigurationReader(source, environment, problems).read();
  }

  /**
   * Reads the environment alone.
   *
   * @throws ConfigurationException as {@link #read(Path, Map)}
   */
  public static Configuration read(Map<String, String> environment) throws ConfigurationException {
    List<Problem> problems = new ArrayList<>();
    var source = ConfigurationSource.read(environment, problems);
    return new ConfigurationReader(source, environment, problems).read();
  }

  /** The foreign domains of which something is set. */
  Set<String> named() {
    Set<String> named = new LinkedHashSet<>(component.transparent());
    named.addAll(routes.keySet());
    named.addAll(peers.keySet());
    named.addAll(sip.tls().peers().keySet());
    named.addAll(assertions.peers().keySet());
    return named;
  }

  /** What the resolver needs of all this. */
  public ResolverSettings resolver() {
    Map<String, Transport> transports = new LinkedHashMap<>();
    Map<String, Boolean> clearTexts = new LinkedHashMap<>();
    peers.forEach(
        (domain, peer) -> {
          peer.transport().ifPresent(transport -> transports.put(domain, transport));
          peer.clearText().ifPresent(allowed -> clearTexts.put(domain, allowed));
        });
    sip.tls()
        .peers()
        .forEach(
            (domain, tls) -> {
              if (tls.mutual()) { // whatever the DNS says; decision 33
                transports.put(domain, Transport.TLS);
                clearTexts.put(domain, false);
              }
            });
    List<InetSocketAddress> listening = sip.listen().stream().map(Listen::address).toList();
    OwnAddresses own = new OwnAddresses(listening, sip.advertised());
    Map<String, List<Route>> hops = new LinkedHashMap<>(routes);
    peers.forEach(
        (domain, peer) ->
            peer.outboundProxy().ifPresent(proxy -> hops.put(domain, List.of(proxy))));
    return new ResolverSettings(
        dns.servers(),
        dns.timeout(),
        dns.sipFallback(),
        hops,
        transports,
        sip.clearText(),
        clearTexts,
        own);
  }

  /**
   * The links to the XMPP server (XEP-0114). At least one of the first two has a domain.
   *
   * @param domain the gateway's own, under which foreign users have proxied addresses
   * @param transparent foreign domains that the server hands over, addresses unchanged
   * @param host of the XMPP server
   * @param port where no other is set for a domain
   * @param ports for servers that want one listener a domain
   * @param tls whether and how the links are under TLS
   * @param secret shared with the server
   * @param connect for a TCP connection
   * @param handshake from the connection to the acknowledged handshake
   * @param idle after so long without a word from the server it is asked whether it is there
   */
  public record Component(
      Optional<String> domain,
      Set<String> transparent,
      String host,
      int port,
      Map<String, Integer> ports,
      LinkTls tls,
      ComponentSecret secret,
      Duration connect,
      Duration handshake,
      Duration idle) {
    public Component {
      transparent = Collections.unmodifiableSet(new LinkedHashSet<>(transparent));
      ports = Map.copyOf(ports);
    }

    /** Every domain that has a link of its own, the gateway's first. */
    public List<String> links() {
      List<String> links = new ArrayList<>(domain.stream().toList());
      links.addAll(transparent);
      return links;
    }

    /** The server's port for the link of a domain. */
    public int portOf(String link) {
      return ports.getOrDefault(link, port);
    }
  }

  /**
   * The XMPP side.
   *
   * @param served the domains whose users may send, and receive; at least one
   */
  public record Xmpp(Set<String> served) {
    public Xmpp {
      served = Collections.unmodifiableSet(new LinkedHashSet<>(served));
    }
  }

  /**
   * The SIP side.
   *
   * @param listen at least one socket
   * @param advertise for Via and Contact; else the local address of the socket
   * @param advertiseTlsPort the port to that for TLS; else that of the socket
   * @param tls certificates and keys; TLS is spoken to others in any case
   * @param clearText whether UDP and TCP may be used towards a domain of which nothing says that it
   *     speaks TLS
   * @param answer for the outcome of one outgoing message, all attempts together
   * @param connect for a TCP connection
   * @param idle before a connection without messages is closed
   * @param keepAlive before a connection to a peer, from which nothing comes, is pinged
   * @param window the most requests that wait for an answer from one address
   * @param unknownPathOctets the largest request to a domain that has no route and no transport
   *     here
   * @param dialect how long it is believed that a user agent takes a dialect
   */
  public record Sip(
      List<Listen> listen,
      Optional<HostPort> advertise,
      OptionalInt advertiseTlsPort,
      TlsFiles tls,
      boolean clearText,
      Duration answer,
      Duration connect,
      Duration idle,
      Duration keepAlive,
      int window,
      int unknownPathOctets,
      Duration dialect) {
    public Sip {
      listen = List.copyOf(listen);
    }

    /** By what others know this bridge: the advertised host with each port that goes with it. */
    List<HostPort> advertised() {
      List<HostPort> advertised = new ArrayList<>(advertise.stream().toList());
      for (HostPort each : advertise.stream().toList()) {
        if (advertiseTlsPort.isPresent()) {
          advertised.add(new HostPort(each.host(), advertiseTlsPort.getAsInt()));
        } else {
          listen.stream()
              .filter(socket -> socket.transport() == Transport.TLS)
              .map(socket -> socket.address().getPort())
              .filter(port -> port > 0)
              .forEach(port -> advertised.add(new HostPort(each.host(), port)));
        }
      }
      return advertised;
    }
  }

  /**
   * How domains are found.
   *
   * @param servers recursive name servers; empty for the system's
   * @param timeout for one question with all its repeats
   * @param sipFallback whether a domain without {@code _im} records is located as SIP does
   */
  public record Dns(List<InetSocketAddress> servers, Duration timeout, boolean sipFallback) {
    public Dns {
      servers = List.copyOf(servers);
    }
  }

  /**
   * One foreign domain.
   *
   * @param transport what its targets speak, whatever the DNS says
   * @param clearText what holds for it in place of {@link Sip#clearText}
   * @param outboundProxy what every request to it passes first, found as a route is
   * @param credentials for its challenges, or its proxy's
   * @param window the most requests that wait for an answer from one of its addresses
   * @param messageOctets the largest request over a connection, where the path to it is known
   * @param answer to a message of its users that the XMPP server took: 200 or 202
   * @param resource whether it is told which resource a user sends from
   * @param cpimAssertion whether what vouches for a message stands in its object as well
   * @param lateFailures whether its users are told of what came back after it was accepted
   * @param expiry how long a message to it, or from it, is tried; empty for the usual
   */
  public record Peer(
      Optional<Transport> transport,
      Optional<Boolean> clearText,
      Optional<Route> outboundProxy,
      Optional<Credentials> credentials,
      Optional<Integer> window,
      Optional<Integer> messageOctets,
      int answer,
      boolean resource,
      boolean cpimAssertion,
      boolean lateFailures,
      Optional<Duration> expiry) {}

  /**
   * Where messages and subscriptions are kept.
   *
   * @param account on a database server
   * @param sharing with other bridges on that server
   */
  public record Store(StoreLocation location, Optional<StoreAccount> account, Sharing sharing) {}

  /**
   * What becomes of messages until they are delivered.
   *
   * @param durable whether they outlive the process
   * @param expiry how long a message is tried
   * @param megabytes of rows in each direction
   * @param alarm how old the oldest may be before somebody is to look
   */
  public record Outbox(boolean durable, Duration expiry, int megabytes, Duration alarm) {}

  /**
   * What is wanted to be known of who speaks.
   *
   * @param closedRegistration whether only the operator gives accounts of the own server
   * @param others what holds for a domain that is not named
   * @param peers by domain
   */
  public record Assertions(
      boolean closedRegistration, AssertionPolicy others, Map<String, AssertionPolicy> peers) {
    public Assertions {
      peers = Map.copyOf(peers);
    }

    /** What holds for a foreign domain. */
    public AssertionPolicy of(String domain) {
      return peers.getOrDefault(domain, others);
    }
  }

  /**
   * What others may make this bridge hold, and for how long.
   *
   * @param messageOctets of one SIP message
   * @param stanzaOctets of one stanza
   * @param cpim of a Message/CPIM object in a SIP message
   * @param queuedOctets of memory for all messages that wait for their turn or their answer
   * @param queuedPerDestination that wait for one Request-URI
   * @param queued how long a message may wait for its turn towards one Request-URI
   * @param sipConnections accepted and open at a time, and made and open
   * @param sipConnectionsPerAddress accepted from one address
   * @param sipPendingRequests inbound requests that wait for their outcome
   * @param barrier for the server to confirm what it was given
   * @param drain when stopping, for what was accepted
   */
  public record Limits(
      int messageOctets,
      int stanzaOctets,
      CpimLimits cpim,
      int queuedOctets,
      int queuedPerDestination,
      Duration queued,
      int sipConnections,
      int sipConnectionsPerAddress,
      int sipPendingRequests,
      Duration barrier,
      Duration drain) {}

  /**
   * Who may write to whom.
   *
   * @param access by direction
   * @param quotas how fast
   * @param conceal whether foreign senders are not told what the XMPP server says of a recipient
   */
  public record Policy(org.porin.membrane.Policy access, Quotas quotas, boolean conceal) {}

  /**
   * What an operator asks the running bridge.
   *
   * @param listen where it answers HTTP; empty for nowhere
   */
  public record Operate(Optional<InetSocketAddress> listen) {}

  /**
   * What is written to standard output.
   *
   * @param wire every stanza and SIP message
   * @param wirePeers of these, those of these component domains and IP addresses; empty for all
   * @param wireBodies with what people write in them
   * @param format of the lines
   * @param level the least that is written
   */
  public record Log(
      boolean wire, Set<String> wirePeers, boolean wireBodies, LogFormat format, LogLevel level) {
    public Log {
      wirePeers = Set.copyOf(wirePeers);
    }
  }

  /** What a line of the log looks like: for a person, or one JSON object. */
  public enum LogFormat {
    PLAIN,
    JSON
  }

  /** The levels, the most important first. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }
}
