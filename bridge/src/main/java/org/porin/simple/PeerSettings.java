package org.porin.simple;

import java.util.Optional;
import org.porin.address.SipUri;

/**
 * What an operator knows of one foreign domain, or wants for it.
 *
 * @param window the most MESSAGE requests that wait for an answer from one address at a time
 * @param pathOctets the largest request over a connection: more than {@link
 *     org.porin.resolve.Target#MAX_UDP_OCTETS} only with "positive knowledge" that every hop behind
 *     it controls congestion (RFC 3428 §8, OPEN r)
 * @param credentials for its challenges
 * @param outboundProxy what requests pass first, a URI for a Route header field
 * @param says200 whether a message that the XMPP server took is answered 200 instead of 202 (OPEN
 *     p)
 * @param tellsResource whether From tells the resource of its sender, as {@code gr} (OPEN e)
 * @param cpimAssertion whether what vouches stands in the Message/CPIM object as well (TRUST 4)
 */
public record PeerSettings(
    int window,
    int pathOctets,
    Optional<Credentials> credentials,
    Optional<SipUri> outboundProxy,
    boolean says200,
    boolean tellsResource,
    boolean cpimAssertion) {
  /** What holds for a peer of which nothing is known; a path of 64 KiB. */
  public static final PeerSettings DEFAULT =
      new PeerSettings(1_000, 65_536, Optional.empty(), Optional.empty(), false, false);

  public PeerSettings {
    if (window < 1 || pathOctets < 1) {
      throw new IllegalArgumentException("room for one request at least");
    }
  }

  /** Of a peer whose objects have no assertion of their own. */
  public PeerSettings(
      int window,
      int pathOctets,
      Optional<Credentials> credentials,
      Optional<SipUri> outboundProxy,
      boolean says200,
      boolean tellsResource) {
    this(window, pathOctets, credentials, outboundProxy, says200, tellsResource, false);
  }
}
