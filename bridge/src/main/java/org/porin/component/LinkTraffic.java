package org.porin.component;

/**
 * What crossed one link since the start, over all its connections, and what waits now.
 *
 * @param stanzasIn top-level elements read, those that could not be understood among them
 * @param stanzasOut stanzas written, pings of this bridge among them
 * @param octetsIn of XML read, handshakes and white space among them; without what TLS adds
 * @param octetsOut of XML written, as above
 * @param queuedOctets that wait to be written
 * @param unconfirmed messages given to the link, written or not, that the server has not confirmed
 * @param connections handshakes that the server accepted
 */
public record LinkTraffic(
    long stanzasIn,
    long stanzasOut,
    long octetsIn,
    long octetsOut,
    long queuedOctets,
    long unconfirmed,
    long connections) {
  /** Of a link that has not begun. */
  public static final LinkTraffic NONE = new LinkTraffic(0, 0, 0, 0, 0, 0, 0);

  /** How often the link came back after it had been open. */
  public long reconnects() {
    return Math.max(0, connections - 1);
  }
}
