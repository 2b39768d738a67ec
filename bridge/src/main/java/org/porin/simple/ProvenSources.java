package org.porin.simple;

import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.resolve.Transport;
import org.porin.sip.SipRequest;
import org.porin.trust.SipDomains;
import org.porin.trust.Source;
import org.porin.trust.TlsFiles;

/**
 * Takes what comes from a domain that is to prove itself only from connections that do (RFC 5922
 * §7.4): whose certificate is for the domain of From, and for no other though it were its
 * neighbour. What is no address at all is for others to refuse.
 */
final class ProvenSources {
  private final TlsFiles tls;

  ProvenSources(TlsFiles tls) {
    this.tls = tls;
  }

  /** Why a request is not taken from this flow; empty where it is. */
  Optional<Failure> refusal(SipRequest request, Flow flow) {
    Optional<SipDomains> certified = flow.certified();
    if (tls.clients() == TlsFiles.Clients.REQUIRED
        && flow.transport() == Transport.TLS
        && certified.isEmpty()) { // it was proven once, and is not any more
      return refused("this connection proves no domain");
    }
    return Source.of(request)
        .map(ImUri::domain)
        .filter(domain -> tls.peer(domain).mutual())
        .filter(domain -> certified.filter(proven -> proven.contain(domain)).isEmpty())
        .flatMap(domain -> refused(domain + " speaks only by TLS with a certificate for it"));
  }

  private static Optional<Failure> refused(String text) {
    return Optional.of(new Failure.Refused(Reason.UNPROVEN_CONNECTION, text));
  }
}
