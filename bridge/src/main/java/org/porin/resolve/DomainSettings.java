package org.porin.resolve;

import java.util.Optional;

/**
 * What the operator says of one domain, or of all of them.
 *
 * @param transport what its targets speak, whatever the DNS says
 * @param clearText whether it may be reached by UDP or TCP where the DNS does not say that it
 *     speaks TLS
 * @param sipFallback whether it is located as SIP does (RFC 3263) if it has no records of its own
 *     for the service
 */
record DomainSettings(Optional<Transport> transport, boolean clearText, boolean sipFallback) {
  /** By which a domain may be reached, TLS first: what others cannot read is preferred (OPEN j). */
  boolean allows(Transport each) {
    return transport.isPresent() ? transport.get() == each : clearText || each == Transport.TLS;
  }
}
