package org.porin.resolve;

import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * A next hop that the operator sets in place of DNS, written as a SIP URI without a user:
 *
 * <pre>sip:host[:port][;transport=udp|tcp]</pre>
 *
 * @param host a name, or an IP address without brackets
 * @param port 1 to 65535; 5060 where the text has none
 * @param transport empty: UDP, and TCP for what is too large for it
 */
public record Route(String host, int port, Optional<Transport> transport) {
  /** SIP's port for UDP and TCP (RFC 3261 §19.1.2). */
  public static final int SIP_PORT = 5060;

  private static final String SCHEME = "sip:";
  private static final String PARAMETER = ";transport=";

  /** Reads the text form; offsets count chars. */
  public static Route parse(String text) throws MalformedException {
    if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new MalformedException("sip: (sips: needs TLS, which is not built in)", 0);
    }
    int semicolon = text.indexOf(';');
    int end = semicolon < 0 ? text.length() : semicolon;
    Optional<Transport> transport = Optional.empty();
    if (semicolon >= 0) {
      if (!text.regionMatches(true, semicolon, PARAMETER, 0, PARAMETER.length())) {
        throw new MalformedException(";transport= as the only parameter", semicolon);
      }
      int value = semicolon + PARAMETER.length();
      transport = Transport.ofToken(text.substring(value));
      if (transport.isEmpty()) {
        throw new MalformedException("udp or tcp (TLS is not built in)", value);
      }
    }
    HostPort hop = HostPort.parse(text.substring(SCHEME.length(), end), SIP_PORT);
    return new Route(hop.host(), hop.port(), transport);
  }

  @Override
  public String toString() {
    return SCHEME
        + new HostPort(host, port)
        + transport.map(each -> PARAMETER + each.token()).orElse("");
  }
}
