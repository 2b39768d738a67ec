package org.porin.daemon;

import java.util.List;
import java.util.Locale;

/** Every key that a configuration may have. */
enum Setting {
  COMPONENT_DOMAIN("component.domain", Form.TEXT, Expected.DOMAIN),
  COMPONENT_TRANSPARENT("component.transparent", Form.TEXTS, Expected.DOMAINS),
  COMPONENT_HOST("component.host", Form.TEXT, "a host name or IP address"),
  COMPONENT_PORT("component.port", Form.INTEGER, "a port of 1 to 65535"),
  COMPONENT_SECRET("component.secret", Form.TEXT, "a text that is not empty"),
  COMPONENT_SECRET_FILE("component.secret-file", Form.TEXT, "the path of a file with the secret"),
  COMPONENT_PORTS("component.ports.*", Form.INTEGER, "a port of 1 to 65535 for a domain"),
  COMPONENT_TLS("component.tls", Form.TEXT, "\"none\", \"verified\" or \"pinned\""),
  COMPONENT_TLS_NAME("component.tls-name", Form.TEXT, "a host name or IP address"),
  COMPONENT_CA_FILE("component.ca-file", Form.TEXT, "the path of a file with certificates in PEM"),
  COMPONENT_PINS("component.pins", Form.TEXTS, "a list of SHA-256 values in base64 or hexadecimal"),
  COMPONENT_CONNECT("component.connect-seconds", Form.INTEGER, "seconds, 1 to 60"),
  COMPONENT_HANDSHAKE("component.handshake-seconds", Form.INTEGER, "seconds, 1 to 60"),
  COMPONENT_IDLE("component.idle-seconds", Form.INTEGER, "seconds, 5 to 3600"),
  XMPP_SERVED("xmpp.served", Form.TEXTS, Expected.DOMAINS),
  XMPP_VISITORS("xmpp.visitors", Form.TEXTS, Expected.DOMAINS),
  SIP_LISTEN(
      "sip.listen",
      Form.TEXTS,
      "a list of udp:ADDRESS:PORT, tcp:ADDRESS:PORT and tls:ADDRESS:PORT"),
  SIP_ADVERTISE("sip.advertise", Form.TEXT, "HOST or HOST:PORT"),
  SIP_ADVERTISE_TLS("sip.advertise-tls-port", Form.INTEGER, "a port of 1 to 65535"),
  SIP_TLS_CERTIFICATE("sip.tls-certificate", Form.TEXT, "the path of a PEM file"),
  SIP_TLS_KEY("sip.tls-key", Form.TEXT, "the path of a PEM file"),
  SIP_TLS_AUTHORITIES("sip.tls-ca-file", Form.TEXT, "the path of a PEM file"),
  SIP_TLS_CLIENTS("sip.tls-clients", Form.TEXT, "\"optional\" or \"required\""),
  SIP_CLEAR_TEXT("sip.clear-text", Form.BOOLEAN, "true or false"),
  SIP_ANSWER("sip.answer-seconds", Form.INTEGER, "seconds, 1 to 300"),
  SIP_CONNECT("sip.connect-seconds", Form.INTEGER, "seconds, 1 to 60"),
  SIP_IDLE("sip.idle-seconds", Form.INTEGER, "seconds, 10 to 86400"),
  SIP_KEEPALIVE("sip.keepalive-seconds", Form.INTEGER, "seconds, 10 to 86400"),
  SIP_WINDOW("sip.window", Form.INTEGER, "requests, 1 to 100000"),
  SIP_UNKNOWN_PATH("sip.unknown-path-octets", Form.INTEGER, "octets, 1300 to 16777216"),
  SIP_DIALECT("sip.dialect-seconds", Form.INTEGER, "seconds, 60 to 31536000"),
  DNS_SERVERS("dns.servers", Form.TEXTS, "a list of IP addresses, each with or without a port"),
  DNS_TIMEOUT("dns.timeout-seconds", Form.INTEGER, "seconds, 1 to 30"),
  DNS_SIP_FALLBACK("dns.sip-fallback", Form.BOOLEAN, Expected.BOOLEAN),
  ROUTES(
      "routes.*",
      Form.TEXTS,
      "a list of sip:HOST[:PORT][;transport=udp|tcp|tls] or sips:HOST[:PORT] for a domain"),
  PEERS_TRANSPORT("peers.*.transport", Form.TEXT, "\"udp\", \"tcp\" or \"tls\""),
  PEERS_CLEAR_TEXT("peers.*.clear-text", Form.BOOLEAN, Expected.BOOLEAN),
  PEERS_MUTUAL_TLS("peers.*.mutual-tls", Form.BOOLEAN, Expected.BOOLEAN),
  PEERS_TLS_AUTHORITIES("peers.*.tls-authorities", Form.TEXT, "the path of a PEM file"),
  PEERS_TLS_PINS("peers.*.tls-pins", Form.TEXTS, "a list of sha256/ with 32 octets in base64"),
  PEERS_TLS_PINS_FILE(
      "peers.*.tls-pins-file", Form.TEXT, "the path of a file with a sha256/ pin a line"),
  PEERS_OUTBOUND_PROXY(
      "peers.*.outbound-proxy", Form.TEXT, "sip:HOST[:PORT][;transport=udp|tcp|tls] for a domain"),
  PEERS_USERNAME("peers.*.username", Form.TEXT, "a text that is not empty"),
  PEERS_PASSWORD("peers.*.password", Form.TEXT, "a text that is not empty"),
  PEERS_PASSWORD_FILE("peers.*.password-file", Form.TEXT, "the path of a file with the password"),
  PEERS_REALM("peers.*.realm", Form.TEXT, "a text that is not empty"),
  PEERS_WINDOW("peers.*.window", Form.INTEGER, "requests, 1 to 100000"),
  PEERS_MESSAGE("peers.*.message-octets", Form.INTEGER, "octets, 1300 to 16777216"),
  PEERS_ANSWER("peers.*.answer", Form.INTEGER, "200 or 202"),
  PEERS_RESOURCE("peers.*.resource", Form.BOOLEAN, Expected.BOOLEAN),
  PEERS_CPIM_ASSERTION("peers.*.cpim-assertion", Form.BOOLEAN, Expected.BOOLEAN),
  PEERS_LATE_FAILURES("peers.*.late-failures", Form.BOOLEAN, Expected.BOOLEAN),
  PEERS_EXPIRY("peers.*.expiry-seconds", Form.INTEGER, "seconds, 1 to 2592000"),
  TRANSIT("transit.*", Form.TEXTS, "a list of domain names for a domain"),
  PEERS_ASSERTED("peers.*.asserted-identity", Form.BOOLEAN, Expected.BOOLEAN),
  PEERS_ASSERTED_FROM("peers.*.asserted-identity-from", Form.TEXTS, "a list of IP addresses"),
  PEERS_ASSERTIONS("peers.*.assertions", Form.TEXT, Expected.DEMAND),
  PEERS_ATTESTATION("peers.*.minimum-attestation", Form.TEXT, Expected.ATTESTATION),
  PEERS_SIGNERS("peers.*.signers", Form.TEXTS, Expected.DOMAINS),
  PEERS_GATEWAYS("peers.*.gateways", Form.TEXTS, Expected.DOMAINS),
  PEERS_UNSIGNED("peers.*.unsigned", Form.TEXTS, Expected.OPERATIONS),
  PEERS_SIGNER_PINS(
      "peers.*.signer-pins", Form.TEXTS, "a list of SHA-256 values in base64 or hexadecimal"),
  STORE_URL(
      "store.url", Form.TEXT, "sqlite:PATH, postgresql://HOST[:PORT]/DATABASE, or \"memory\""),
  STORE_USER("store.user", Form.TEXT, "a text that is not empty"),
  STORE_PASSWORD("store.password", Form.TEXT, "a text that is not empty"),
  STORE_PASSWORD_FILE("store.password-file", Form.TEXT, "the path of a file with the password"),
  STORE_NODE("store.node", Form.TEXT, "a text that is not empty"),
  STORE_FIRST("store.first", Form.TEXTS, Expected.DOMAINS),
  OUTBOX_DURABLE("outbox.durable", Form.BOOLEAN, Expected.BOOLEAN),
  OUTBOX_EXPIRY("outbox.expiry-seconds", Form.INTEGER, "seconds, 1 to 2592000"),
  OUTBOX_MEGABYTES("outbox.megabytes", Form.INTEGER, "megabytes, 1 to 1048576"),
  OUTBOX_ALARM("outbox.alarm-seconds", Form.INTEGER, "seconds, 1 to 2592000"),
  TRUST_KEYS("trust.keys", Form.TEXT, "the path of a directory"),
  TRUST_X5U("trust.x5u", Form.TEXT, "an https: URL without a query"),
  TRUST_PUBLISH("trust.publish", Form.TEXT, "ADDRESS:PORT, IPv6 in brackets"),
  TRUST_PUBLISH_CERTIFICATE("trust.publish-certificate", Form.TEXT, "the path of a PEM file"),
  TRUST_PUBLISH_KEY("trust.publish-key", Form.TEXT, "the path of a PEM file"),
  TRUST_ANCHORS("trust.anchors", Form.TEXT, "the path of a PEM file, or of a directory of those"),
  TRUST_HOSTS("trust.credential-hosts", Form.TEXTS, "a list of host names and IPv4 addresses"),
  TRUST_NETWORKS(
      "trust.credential-networks", Form.TEXTS, "a list of IP networks, each ADDRESS/BITS"),
  TRUST_REGISTRATION("trust.registration", Form.TEXT, "\"open\" or \"closed\""),
  TRUST_ASSERTIONS("trust.assertions", Form.TEXT, Expected.DEMAND),
  TRUST_ATTESTATION("trust.minimum-attestation", Form.TEXT, Expected.ATTESTATION),
  TRUST_UNSIGNED("trust.unsigned", Form.TEXTS, Expected.OPERATIONS),
  LIMITS_MESSAGE("limits.message-octets", Form.INTEGER, "octets, 1300 to 16777216"),
  LIMITS_STANZA("limits.stanza-octets", Form.INTEGER, "octets, 10000 to 16777216"),
  LIMITS_CPIM("limits.cpim-octets", Form.INTEGER, "octets, 1300 to 16777216"),
  LIMITS_CPIM_HEADERS("limits.cpim-headers", Form.INTEGER, "headers, 16 to 65536"),
  LIMITS_CPIM_LINE("limits.cpim-line-octets", Form.INTEGER, "octets, 1000 to 16777216"),
  LIMITS_QUEUED("limits.queued-octets", Form.INTEGER, "octets, 65536 to 1073741824"),
  LIMITS_QUEUED_DESTINATION(
      "limits.queued-per-destination", Form.INTEGER, "messages, 1 to 10000000"),
  LIMITS_QUEUED_SECONDS("limits.queued-seconds", Form.INTEGER, "seconds, 1 to 86400"),
  LIMITS_CONNECTIONS("limits.sip-connections", Form.INTEGER, "connections, 1 to 100000"),
  LIMITS_CONNECTIONS_ADDRESS(
      "limits.sip-connections-per-address", Form.INTEGER, "connections, 1 to 100000"),
  LIMITS_PENDING("limits.sip-pending-requests", Form.INTEGER, "requests, 1 to 1000000"),
  LIMITS_BARRIER("limits.barrier-seconds", Form.INTEGER, "seconds, 1 to 31"),
  LIMITS_DRAIN("limits.drain-seconds", Form.INTEGER, "seconds, 1 to 300"),
  POLICY_OUT_ALLOW("policy.out-allow", Form.TEXTS, Expected.PARTIES),
  POLICY_OUT_DENY("policy.out-deny", Form.TEXTS, Expected.PARTIES),
  POLICY_IN_ALLOW("policy.in-allow", Form.TEXTS, Expected.PARTIES),
  POLICY_IN_DENY("policy.in-deny", Form.TEXTS, Expected.PARTIES),
  POLICY_SENDER_RATE("policy.sender-per-minute", Form.INTEGER, "messages, 0 to 1000000"),
  POLICY_SENDER_BURST("policy.sender-burst", Form.INTEGER, "messages, 1 to 1000000"),
  POLICY_PEER_RATE("policy.peer-per-second", Form.INTEGER, "messages, 0 to 1000000"),
  POLICY_PEER_BURST("policy.peer-burst", Form.INTEGER, "messages, 1 to 1000000"),
  POLICY_RECIPIENT_RATE("policy.recipient-per-minute", Form.INTEGER, "messages, 0 to 1000000"),
  POLICY_RECIPIENT_BURST("policy.recipient-burst", Form.INTEGER, "messages, 1 to 1000000"),
  POLICY_NEW_RECIPIENTS("policy.new-recipients-per-hour", Form.INTEGER, Expected.RECIPIENTS),
  POLICY_PEER_NEW_RECIPIENTS(
      "policy.peer-new-recipients-per-hour", Form.INTEGER, Expected.RECIPIENTS),
  POLICY_CONCEAL("policy.conceal", Form.BOOLEAN, Expected.BOOLEAN),
  PRESENCE_ENABLED("presence.enabled", Form.BOOLEAN, Expected.BOOLEAN),
  PRESENCE_ASKED("presence.ask-seconds", Form.INTEGER, "seconds, 60 to 604800"),
  PRESENCE_LEAST("presence.least-seconds", Form.INTEGER, "seconds, 1 to 86400"),
  PRESENCE_MOST("presence.most-seconds", Form.INTEGER, "seconds, 60 to 604800"),
  PRESENCE_RESYNC("presence.resync-per-second", Form.INTEGER, "subscriptions, 10 to 100000"),
  PRESENCE_PER_USER("presence.per-user", Form.INTEGER, "subscriptions, 1 to 1000000"),
  PRESENCE_PER_DOMAIN("presence.per-domain", Form.INTEGER, "subscriptions, 1 to 10000000"),
  PRESENCE_SUBSCRIPTIONS("presence.subscriptions", Form.INTEGER, "subscriptions, 1 to 10000000"),
  OPERATE_LISTEN("operate.listen", Form.TEXT, "ADDRESS:PORT, IPv6 in brackets, or \"none\""),
  LOG_WIRE("log.wire", Form.BOOLEAN, Expected.BOOLEAN),
  LOG_WIRE_PEERS(
      "log.wire-peers", Form.TEXTS, "a list of component domains and IP addresses of SIP peers"),
  LOG_WIRE_BODIES("log.wire-bodies", Form.BOOLEAN, Expected.BOOLEAN),
  LOG_FORMAT("log.format", Form.TEXT, "\"plain\" or \"json\""),
  LOG_LEVEL("log.level", Form.TEXT, "\"error\", \"warn\", \"info\", \"debug\" or \"trace\"");

  private final String key;
  private final Form form;
  private final String expected;

  Setting(String key, Form form, String expected) {
    this.key = key;
    this.form = form;
    this.expected = expected;
  }

  /** What a value looks like. */
  enum Form {
    TEXT,
    TEXTS,
    INTEGER,
    BOOLEAN
  }

  /** The parts of the key; {@code *} stands for a domain. */
  List<String> path() {
    return List.of(key.split("\\."));
  }

  Form form() {
    return form;
  }

  /** What a value must be, in words. */
  String expected() {
    return expected;
  }

  /** Whether its value is shown to nobody. A URL may have a password where none belongs. */
  boolean isSecret() {
    return this == COMPONENT_SECRET
        || this == PEERS_PASSWORD
        || this == STORE_PASSWORD
        || this == STORE_URL;
  }

  /** Whether it is given once for each of any number of domains. */
  boolean isPerDomain() {
    return key.contains("*");
  }

  /** The part of the path before the domain; the whole path where there is none. */
  List<String> fixedPath() {
    List<String> path = path();
    return isPerDomain() ? path.subList(0, path.indexOf("*")) : path;
  }

  boolean matches(List<String> other) {
    return other.size() == path().size() && startsWith(other);
  }

  /** Whether the key is that of a table in which this setting lies. */
  boolean liesIn(List<String> table) {
    return table.size() < path().size() && startsWith(table);
  }

  private boolean startsWith(List<String> parts) {
    List<String> path = path();
    for (int i = 0; i < parts.size(); i++) {
      if (!path.get(i).equals("*") && !path.get(i).equals(parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The environment variable that overrides it: {@code PORIN_COMPONENT_SECRET_FILE}. Of what is
   * given for each domain, that of the whole table.
   */
  String variable() {
    return ("PORIN_" + String.join("_", fixedPath())).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The dotted key, as a person writes it. */
  String key() {
    return key;
  }

  private static final class Expected {
    static final String DOMAIN = "a domain name";
    static final String DOMAINS = "a list of domain names";
    static final String PARTIES = "a list of domains and of addresses, each user@domain";
    static final String RECIPIENTS = "recipients, 0 to 1000000";
    static final String BOOLEAN = "true or false";
    static final String DEMAND = "\"require\", \"prefer\" or \"ignore\"";
    static final String ATTESTATION = "\"A\", \"B\" or \"C\"";
    static final String OPERATIONS = "a list of \"message\", \"subscribe\" and \"notify\"";
  }
}
