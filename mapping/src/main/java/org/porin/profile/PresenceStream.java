package org.porin.profile;

import org.porin.address.Jid;
import org.porin.stanza.PresenceStanza;

/** The edge towards the XMPP server, as a way for presence. Any thread; never blocks. */
public interface PresenceStream {
  /**
   * Hands a stanza to the XMPP server, behind those that were handed over before it.
   *
   * @param stanza from an address of a foreign domain, as XMPP knows it, to one of a served domain
   * @return whether it was taken; it is not when the link of its sender's domain is down, or when
   *     too much waits for it
   */
  boolean send(PresenceStanza stanza);

  /** Whether the link that serves this foreign address is open. */
  boolean isOpen(Jid foreign);

  /** Who is told what comes by that way. Called on a reading thread, which it must not block. */
  interface Listener {
    /**
     * A presence stanza of any type came, errors among them.
     *
     * @param stanza from an address of a served domain to one of a domain that has a link
     */
    void presence(PresenceStanza stanza);

    /**
     * The link of a domain is open, again or for the first time: what the server had to say
     * meanwhile may be lost.
     */
    void opened(String domain);
  }
}
