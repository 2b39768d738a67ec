package org.porin.daemon;

import static org.porin.daemon.Setting.*;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.porin.component.ComponentSecret;
import org.porin.daemon.Configuration.Component;
import org.porin.daemon.Configuration.Dns;
import org.porin.daemon.Configuration.Limits;
import org.porin.daemon.Configuration.Log;
import org.porin.daemon.Configuration.LogFormat;
import org.porin.daemon.Configuration.LogLevel;
import org.porin.daemon.Configuration.Operate;
import org.porin.daemon.Configuration.Outbox;
import org.porin.daemon.Configuration.Peer;
import org.porin.daemon.Configuration.Policy;
import org.porin.daemon.Configuration.Sip;
import org.porin.daemon.Configuration.Xmpp;
import org.porin.daemon.ConfigurationSource.Given;
import org.porin.membrane.AccessList;
import org.porin.membrane.Policy.Rules;
import org.porin.membrane.Quotas;
import org.porin.membrane.Rate;
import org.porin.msgfmt.CpimLimits;
import org.porin.presence.PresenceSettings;
import org.porin.profile.Transit;
import org.porin.resolve.HostPort;
import org.porin.resolve.Route;
import org.porin.resolve.Target;
import org.porin.resolve.Transport;
import org.porin.simple.Listen;
import org.porin.trust.PeerTls;
import org.porin.trust.TlsFiles;
import org.porin.trust.TlsFiles.Clients;

/** From raw values to a {@link Configuration}; goes on after a fault, to find them all. */
final class ConfigurationReader {
  private static final int OPERATE_PORT = 9090;

  private final ConfigurationSource source;
  private final Map<String, String> environment;
  private final List<Problem> problems;
  private final Values values;

  ConfigurationReader(
      ConfigurationSource source, Map<String, String> environment, List<Problem> problems) {
    this.source = source;
    this.environment = environment;
    this.problems = problems;
    this.values = new Values(source, problems);
  }

  Configuration read() throws ConfigurationException {
    Set<String> served = domains(XMPP_SERVED, Values.some(Wording::domain));
    Optional<String> domain = values.one(COMPONENT_DOMAIN, Wording::domain);
    Set<String> transparent = domains(COMPONENT_TRANSPARENT, Values.list(Wording::domain));
    Map<String, Integer> ports = values.byDomain(COMPONENT_PORTS, Values.integer(1, 65_535));
    Map<String, List<Route>> routes = values.byDomain(ROUTES, Values.some(Wording::route));
    checkDomains(domain, transparent, served, ports.keySet(), routes.keySet());
    Optional<ComponentSecret> secret = secret();
    String host = values.one(COMPONENT_HOST, Wording::host).orElse("localhost");
    Component component =
        new Component(
            domain,
            transparent,
            host,
            values.integer(COMPONENT_PORT, 1, 65_535, 5347),
            ports,
            new TlsReader(source, values).read(host),
            secret.orElse(new ComponentSecret("absent")), // not used: absence is a problem already
            values.seconds(COMPONENT_CONNECT, 1, 60, 2),
            values.seconds(COMPONENT_HANDSHAKE, 1, 60, 5),
            values.seconds(COMPONENT_IDLE, 5, 3600, 30));
    Map<String, Peer> peers = new PeersReader(problems, values).read(routes.keySet());
    Configuration configuration =
        new Configuration(
            component,
            new Xmpp(served),
            sip(new PeerTlsReader(problems, values).read(peers, routes)),
            dns(),
            routes,
            peers,
            transit(served).withVisitors(visitors(served, transparent)),
            new TrustDomainReader(problems, values).read(),
            new StoreReader(values).read(environment),
            outbox(),
            new TrustReader(values).read(),
            new AssertionsReader(problems, values).read(),
            limits(),
            policy(),
            presence(),
            operate(),
            log());
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return configuration;
  }

  private Transit transit(Set<String> served) {
    Map<String, List<String>> pairs = values.byDomain(TRANSIT, Values.some(Wording::domain));
    pairs.forEach(
        (domain, others) -> {
          if (others.contains(domain)) {
            wrongPair(domain, domain + " is given as the other of itself");
          }
          Stream.concat(Stream.of(domain), others.stream())
              .filter(served::contains)
              .findFirst()
              .ifPresent(own -> wrongPair(domain, own + " is a domain of the own users"));
        });
    return Transit.between(pairs);
  }

  private Set<String> visitors(Set<String> served, Set<String> transparent) {
    Set<String> visitors = domains(XMPP_VISITORS, Values.list(Wording::domain));
    for (String each : visitors) {
      if (served.contains(each) || transparent.contains(each)) {
        values.wrong(
            XMPP_VISITORS,
            each + " is a domain of your own users, or one that is reached through this bridge",
            "Name XMPP domains whose users reach your server by s2s");
      }
    }
    return visitors;
  }

  private void wrongPair(String domain, String what) {
    problems.add(
        new Problem(
            values.place(TRANSIT, domain),
            "transit.\"" + domain + "\"",
            what,
            "Name foreign domains between which messages are to pass on"));
  }

  private Set<String> domains(Setting setting, Values.Form<List<String>> form) {
    return new LinkedHashSet<>(values.one(setting, form).orElse(List.of()));
  }

  /**
   * @param peers what is set of TLS with single domains
   */
  private Sip sip(Map<String, PeerTls> peers) {
    List<Listen> listen =
        values
            .one(SIP_LISTEN, Values.list(Wording::listen))
            .orElse(
                List.of(
                    new Listen(Transport.UDP, new InetSocketAddress("0.0.0.0", Route.SIP_PORT)),
                    new Listen(Transport.TCP, new InetSocketAddress("0.0.0.0", Route.SIP_PORT))));
    if (listen.isEmpty() || Set.copyOf(listen).size() < listen.size()) {
      values.wrong(SIP_LISTEN, "no socket, or one twice", "Name each socket once");
    }
    return new Sip(
        listen,
        values.one(SIP_ADVERTISE, raw -> HostPort.parse(Values.text(raw), Route.SIP_PORT)),
        values.integer(SIP_ADVERTISE_TLS, 1, 65_535),
        tls(listen, peers),
        values.one(SIP_CLEAR_TEXT, Values::bool).orElse(true),
        values.seconds(SIP_ANSWER, 1, 300, 32),
        values.seconds(SIP_CONNECT, 1, 60, 5),
        values.seconds(SIP_IDLE, 10, 86_400, 600),
        values.seconds(SIP_KEEPALIVE, 10, 86_400, 120),
        values.integer(SIP_WINDOW, 1, 100_000, 1_000),
        values.integer(SIP_UNKNOWN_PATH, 1_300, 1 << 24, Target.MAX_UDP_OCTETS),
        values.seconds(SIP_DIALECT, 60, 31_536_000, 86_400));
  }

  /** The files are read when they are needed, by {@code check} and {@code run}. */
  private TlsFiles tls(List<Listen> listen, Map<String, PeerTls> peers) {
    Optional<Path> certificate = values.one(SIP_TLS_CERTIFICATE, Wording::path);
    Optional<Path> key = values.one(SIP_TLS_KEY, Wording::path);
    if (certificate.isPresent() && !values.isGiven(SIP_TLS_KEY)) {
      values.missing(SIP_TLS_KEY, "Set it to the private key of sip.tls-certificate");
    }
    if (key.isPresent() && !values.isGiven(SIP_TLS_CERTIFICATE)) {
      values.missing(SIP_TLS_CERTIFICATE, "Set it to the certificate of sip.tls-key");
    }
    boolean listens = listen.stream().anyMatch(each -> each.transport() == Transport.TLS);
    if (listens && !values.isGiven(SIP_TLS_CERTIFICATE) && !values.isGiven(SIP_TLS_KEY)) {
      values.missing(
          SIP_TLS_CERTIFICATE,
          "A tls: socket in sip.listen needs a certificate: set it, and sip.tls-key");
    }
    return new TlsFiles(
        certificate.flatMap(c -> key.map(k -> new TlsFiles.Identity(c, k))),
        values.one(SIP_TLS_AUTHORITIES, Wording::path),
        values
            .one(SIP_TLS_CLIENTS, raw -> Clients.valueOf(Values.text(raw).toUpperCase(Locale.ROOT)))
            .orElse(Clients.OPTIONAL),
        peers,
        TlsFiles.USUAL_LOOK);
  }

  private Dns dns() {
    return new Dns(
        values.one(DNS_SERVERS, Values.list(Wording::nameServer)).orElse(List.of()),
        values.seconds(DNS_TIMEOUT, 1, 30, 5),
        values.one(DNS_SIP_FALLBACK, Values::bool).orElse(true));
  }

  private Outbox outbox() {
    return new Outbox(
        values.one(OUTBOX_DURABLE, Values::bool).orElse(true),
        values.seconds(OUTBOX_EXPIRY, 1, PeersReader.MOST_EXPIRY, 14_400),
        values.integer(OUTBOX_MEGABYTES, 1, 1 << 20, 256),
        values.seconds(OUTBOX_ALARM, 1, PeersReader.MOST_EXPIRY, 3_600));
  }

  private Limits limits() {
    return new Limits(
        values.integer(LIMITS_MESSAGE, 1_300, 1 << 24, 65_536),
        values.integer(LIMITS_STANZA, 10_000, 1 << 24, 262_144),
        new CpimLimits(
            values.integer(LIMITS_CPIM, 1_300, 1 << 24, CpimLimits.DEFAULT.octets()),
            values.integer(LIMITS_CPIM_HEADERS, 16, 1 << 16, CpimLimits.DEFAULT.headers()),
            values.integer(LIMITS_CPIM_LINE, 1_000, 1 << 24, CpimLimits.DEFAULT.lineOctets())),
        values.integer(LIMITS_QUEUED, 1 << 16, 1 << 30, 1 << 27),
        values.integer(LIMITS_QUEUED_DESTINATION, 1, 10_000_000, 1_000),
        values.seconds(LIMITS_QUEUED_SECONDS, 1, 86_400, 300),
        values.integer(LIMITS_CONNECTIONS, 1, 100_000, 1_000),
        values.integer(LIMITS_CONNECTIONS_ADDRESS, 1, 100_000, 100),
        values.integer(LIMITS_PENDING, 1, 1_000_000, 4_096),
        values.seconds(LIMITS_BARRIER, 1, 31, 20),
        values.seconds(LIMITS_DRAIN, 1, 300, 5));
  }

  private Policy policy() {
    return new Policy(
        new org.porin.membrane.Policy(
            new Rules(access(POLICY_OUT_ALLOW), access(POLICY_OUT_DENY)),
            new Rules(access(POLICY_IN_ALLOW), access(POLICY_IN_DENY))),
        new Quotas(
            rate(POLICY_SENDER_RATE, Duration.ofMinutes(1), POLICY_SENDER_BURST, 30),
            rate(POLICY_PEER_RATE, Duration.ofSeconds(1), POLICY_PEER_BURST, 200),
            rate(POLICY_RECIPIENT_RATE, Duration.ofMinutes(1), POLICY_RECIPIENT_BURST, 200),
            contacts(POLICY_NEW_RECIPIENTS),
            contacts(POLICY_PEER_NEW_RECIPIENTS)),
        values.one(POLICY_CONCEAL, Values::bool).orElse(false));
  }

  private AccessList access(Setting setting) {
    return values
        .one(setting, raw -> AccessList.parse(Values.list(Values::text).of(raw)))
        .orElse(AccessList.NONE);
  }

  private Optional<Rate> rate(Setting rate, Duration period, Setting burst, int usualBurst) {
    int messages = values.integer(rate, 0, 1_000_000, 0);
    int atOnce = values.integer(burst, 1, 1_000_000, usualBurst);
    return messages == 0 ? Optional.empty() : Optional.of(new Rate(messages, period, atOnce));
  }

  /** All that an hour allows may come at once. */
  private Optional<Rate> contacts(Setting setting) {
    int most = values.integer(setting, 0, 1_000_000, 0);
    return most == 0 ? Optional.empty() : Optional.of(new Rate(most, Duration.ofHours(1), most));
  }

  private Optional<PresenceSettings> presence() {
    boolean enabled = values.one(PRESENCE_ENABLED, Values::bool).orElse(true);
    Duration least = values.seconds(PRESENCE_LEAST, 1, 86_400, 60);
    Duration most = values.seconds(PRESENCE_MOST, 60, 604_800, 3_600);
    if (least.compareTo(most) > 0) {
      values.wrong(
          PRESENCE_LEAST, "it is more than presence.most-seconds", "Make it that, or less");
      least = most;
    }
    PresenceSettings presence =
        new PresenceSettings(
            values.seconds(PRESENCE_ASKED, 60, 604_800, 3_600),
            least,
            most,
            values.integer(PRESENCE_RESYNC, 10, 100_000, 1_000),
            values.integer(PRESENCE_PER_USER, 1, 1_000_000, 1_000),
            values.integer(PRESENCE_PER_DOMAIN, 1, 10_000_000, 100_000),
            values.integer(PRESENCE_SUBSCRIPTIONS, 1, 10_000_000, 200_000));
    return enabled ? Optional.of(presence) : Optional.empty();
  }

  private Operate operate() {
    return new Operate(
        values
            .one(OPERATE_LISTEN, Wording::operateAddress)
            .orElse(Optional.of(new InetSocketAddress("127.0.0.1", OPERATE_PORT))));
  }

  private Log log() {
    return new Log(
        values.one(LOG_WIRE, Values::bool).orElse(false),
        domains(LOG_WIRE_PEERS, Values.list(Values::text)),
        values.one(LOG_WIRE_BODIES, Values::bool).orElse(false),
        values
            .one(LOG_FORMAT, raw -> LogFormat.valueOf(Values.text(raw).toUpperCase(Locale.ROOT)))
            .orElse(LogFormat.PLAIN),
        values
            .one(LOG_LEVEL, raw -> LogLevel.valueOf(Values.text(raw).toUpperCase(Locale.ROOT)))
            .orElse(LogLevel.INFO));
  }

  private Optional<ComponentSecret> secret() {
    Optional<Given> here = source.get(COMPONENT_SECRET);
    Optional<Given> inFile = source.get(COMPONENT_SECRET_FILE);
    if (here.isPresent() && inFile.isPresent()) {
      values.wrong(COMPONENT_SECRET_FILE, "the secret is given twice", "Remove one of the two");
    }
    if (here.isEmpty() && inFile.isEmpty()) {
      values.missing(
          COMPONENT_SECRET,
          "Set it, or component.secret-file, or the environment variable PORIN_COMPONENT_SECRET,"
              + " to the secret that the XMPP server has for the component");
    }
    return values
        .one(COMPONENT_SECRET, raw -> new ComponentSecret(Values.text(raw)))
        .or(
            () ->
                SecretFile.read(
                        values.one(COMPONENT_SECRET_FILE, Values::text),
                        (what, remedy) -> values.wrong(COMPONENT_SECRET_FILE, what, remedy))
                    .map(ComponentSecret::new));
  }

  private void checkDomains(
      Optional<String> domain,
      Set<String> transparent,
      Set<String> served,
      Set<String> ports,
      Set<String> routes) {
    Set<String> links = new LinkedHashSet<>(transparent);
    domain.ifPresent(links::add);
    if (!values.isGiven(COMPONENT_DOMAIN) && !values.isGivenSomething(COMPONENT_TRANSPARENT)) {
      values.missing(
          COMPONENT_DOMAIN, "Set it, or component.transparent, as the XMPP server has it");
    }
    if (!values.isGiven(XMPP_SERVED)) {
      values.missing(XMPP_SERVED, "Set it to the domains of your own XMPP users");
    }
    for (String each : served) {
      if (links.contains(each)) {
        values.wrong(
            XMPP_SERVED,
            each + " is a link to this bridge, and so not a domain of XMPP users",
            "Remove it from one of the two");
      }
    }
    domain
        .filter(transparent::contains)
        .ifPresent(
            each ->
                values.wrong(
                    COMPONENT_TRANSPARENT,
                    each + " is component.domain already",
                    "Remove it from one of the two"));
    for (String each : ports) {
      if (!links.contains(each)) {
        problems.add(
            new Problem(
                values.place(COMPONENT_PORTS, each),
                "component.ports.\"" + each + "\"",
                "this domain has no link",
                "Add it to component.transparent, or remove its port"));
      }
    }
    List<String> routedHome = new ArrayList<>(routes);
    routedHome.retainAll(served);
    for (String each : routedHome) {
      problems.add(
          new Problem(
              values.place(ROUTES, each),
              "routes.\"" + each + "\"",
              "a served domain is reached through the XMPP server, never by SIP",
              "Remove the route"));
    }
  }
}
