package org.porin.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By what a target is reached, since SRV of {@code _im._sip} gives a host and a port and no
 * transport (OPEN j). TLS only where something says that the port speaks it: a plain TCP server
 * hangs on a hello.
 *
 * @param transports empty when only clear text is known and that is not allowed
 * @param why the rule, for a person
 */
record TransportChoice(List<Transport> transports, String why) {
  /**
   * @param setting what the operator says of the peer
   * @param clearText whether the operator allows what anybody on the way can read
   * @param sip the SRV records of SIP itself at the same domain
   */
  static TransportChoice of(
      String host, int port, Optional<Transport> setting, boolean clearText, SipRecords sip) {
    if (setting.isPresent()) {
      return new TransportChoice(List.of(setting.get()), "as set for the peer");
    }
    if (sip.tls().stream().anyMatch(record -> record.names(host, port))) {
      return tls("as _sips._tcp names the same host and port");
    }
    List<Transport> named = new ArrayList<>();
    if (sip.udp().stream().anyMatch(record -> record.names(host, port))) {
      named.add(Transport.UDP);
    }
    if (sip.tcp().stream().anyMatch(record -> record.names(host, port))) {
      named.add(Transport.TCP);
    }
    if (!named.isEmpty()) {
      return clear(clearText, named, "as the _sip records of the same host and port say");
    }
    if (port == Transport.TLS.defaultPort()) {
      return tls("as port 5061 says");
    }
    return clear(
        clearText,
        Transport.CLEAR,
        "UDP up to " + Target.MAX_UDP_OCTETS + " octets and TCP above, as nothing says otherwise");
  }

  private static TransportChoice tls(String why) {
    return new TransportChoice(List.of(Transport.TLS), why);
  }

  private static TransportChoice clear(boolean allowed, List<Transport> transports, String why) {
    return allowed
        ? new TransportChoice(transports, why)
        : new TransportChoice(
            List.of(), "nothing says that it speaks TLS, and clear text is not allowed");
  }

  /** The SRV records that a domain has for SIP, refusals left out. */
  record SipRecords(List<SrvRecord> tls, List<SrvRecord> tcp, List<SrvRecord> udp) {
    static final SipRecords NONE = new SipRecords(List.of(), List.of(), List.of());

    List<SrvRecord> of(Transport transport) {
      return switch (transport) {
        case TLS -> tls;
        case TCP -> tcp;
        case UDP -> udp;
      };
    }
  }
}
