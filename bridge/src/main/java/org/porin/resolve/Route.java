package org.porin.resolve;

import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * A next hop that the operator sets in place of DNS, written as a SIP URI without a user; {@code
 * sips:} says TLS.
 *
 * <pre>sip:host[:port][;transport=udp|tcp|tls]   sips:host[:port]</pre>
 *
 * @param host a name, or an IP address without brackets
 * @param port 1 to 65535; where the text has none, 5060, and 5061 for TLS
 * @param transport empty: UDP, and TCP for what is too large for it
 */
public record Route(String host, int port, Optional<Transport> transport) {
  /** SIP's port for UDP and TCP (RFC 3261 §19.1.2). */
  public static final int SIP_PORT = 5060;

  private static final String SCHEME = "sip:";
  private static final String SECURE = "sips:";
  private static final String PARAMETER = ";transport=";

  /** Reads the text form; offsets count chars. */
  public static Route parse(String text) throws MalformedException {
    boolean secure = text.regionMatches(true, 0, SECURE, 0, SECURE.length());
    String scheme = secure ? SECURE : SCHEME;
    if (!text.regionMatches(true, 0, scheme, 0, scheme.length())) {
      throw new MalformedException("sip: or sips:", 0);
    }
    int semicolon = text.indexOf(';');
    int end = semicolon < 0 ? text.length() : semicolon;
    Optional<Transport> transport = secure ? Optional.of(Transport.TLS) : Optional.empty();
    if (semicolon >= 0) {
      if (secure) {
        throw new MalformedException("no parameter, since sips: says TLS", semicolon);
      }
      if (!text.regionMatches(true, semicolon, PARAMETER, 0, PARAMETER.length())) {
        throw new MalformedException(";transport= as the only parameter", semicolon);
      }
      int value = semicolon + PARAMETER.length();
      transport = Transport.ofToken(text.substring(value));
      if (transport.isEmpty()) {
        throw new MalformedException("udp, tcp or tls", value);
      }
    }
    int port = transport.orElse(Transport.UDP).defaultPort();
    HostPort hop = HostPort.parse(text.substring(scheme.length(), end), port);
    return new Route(hop.host(), hop.port(), transport);
  }

  @Override
  public String toString() {
    return SCHEME
        + new HostPort(host, port)
        + transport.map(each -> PARAMETER + each.token()).orElse("");
  }
}
