package org.porin.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By what a target is reached, since SRV of {@code _im._sip} gives a host and a port and no
 * transport (OPEN j).
 *
 * @param transports empty when the target is known to speak TLS only
 * @param why the rule, for a person
 */
record TransportChoice(List<Transport> transports, String why) {
  private static final int SIPS_PORT = 5061;

  /**
   * @param setting what the operator says of the peer
   * @param sip the SRV records of SIP itself at the same domain
   */
  static TransportChoice of(String host, int port, Optional<Transport> setting, SipRecords sip) {
    if (setting.isPresent()) {
      return new TransportChoice(List.of(setting.get()), "as set for the peer");
    }
    List<Transport> named = new ArrayList<>();
    if (sip.udp().stream().anyMatch(record -> record.names(host, port))) {
      named.add(Transport.UDP);
    }
    if (sip.tcp().stream().anyMatch(record -> record.names(host, port))) {
      named.add(Transport.TCP);
    }
    if (!named.isEmpty()) {
      return new TransportChoice(named, "as the _sip records of the same host and port say");
    }
    if (sip.tls().stream().anyMatch(record -> record.names(host, port))) {
      return new TransportChoice(List.of(), "TLS, as _sips._tcp names the same host and port");
    }
    if (port == SIPS_PORT) {
      return new TransportChoice(List.of(), "TLS, as port 5061 says");
    }
    return new TransportChoice(
        List.of(Transport.UDP, Transport.TCP),
        "UDP up to " + Target.MAX_UDP_OCTETS + " octets and TCP above, as nothing says otherwise");
  }

  /** The SRV records that a domain has for SIP, refusals left out. */
  record SipRecords(List<SrvRecord> tls, List<SrvRecord> tcp, List<SrvRecord> udp) {
    static final SipRecords NONE = new SipRecords(List.of(), List.of(), List.of());
  }
}
