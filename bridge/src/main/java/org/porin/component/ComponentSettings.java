package org.porin.component;

import org.porin.stanza.StanzaLimits;

/**
 * One component connection (XEP-0114).
 *
 * @param domain of the component: the gateway's own, or a foreign domain that the server hands over
 * @param host name or address of the XMPP server
 * @param port of its component listener, 1 to 65535
 * @param tls whether and how the connection is under TLS
 * @param secret shared with the server for this domain
 * @param pingTarget a domain that is local to the server: pings for confirmation go there
 * @param times how long to wait for what
 * @param limits what one stanza of the server may have
 * @param queueOctets how much may wait to be written, in octets of UTF-8
 */
public record ComponentSettings(
    String domain,
    String host,
    int port,
    LinkTls tls,
    ComponentSecret secret,
    String pingTarget,
    LinkTimes times,
    StanzaLimits limits,
    long queueOctets) {
  /** What may wait to be written where nothing is configured. */
  public static final long DEFAULT_QUEUE_OCTETS = 4L * 1024 * 1024;

  public ComponentSettings {
    if (!isName(domain) || !isName(pingTarget) || host.isEmpty()) {
      throw new IllegalArgumentException("domain, ping target and host are names");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535");
    }
    if (queueOctets < 1) {
      throw new IllegalArgumentException("a queue has room");
    }
  }

  /** A connection in clear, with the usual times and limits. */
  public static ComponentSettings of(
      String domain, String host, int port, ComponentSecret secret, String pingTarget) {
    return new ComponentSettings(
        domain,
        host,
        port,
        LinkTls.NONE,
        secret,
        pingTarget,
        LinkTimes.DEFAULT,
        StanzaLimits.DEFAULT,
        DEFAULT_QUEUE_OCTETS);
  }

  /** Not empty, and nothing in it that would have to be escaped in XML. */
  private static boolean isName(String domain) {
    return !domain.isEmpty() && domain.chars().noneMatch(c -> c <= ' ' || "<>&'\"".indexOf(c) >= 0);
  }
}
