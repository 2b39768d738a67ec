package org.porin.component;

import java.util.List;
import java.util.Optional;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.profile.PresenceStream;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.Stanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Presence that comes from XMPP: between somebody and somebody on the other side it goes on to who
 * keeps subscriptions, errors too; for the gateway itself it is answered here (see {@link
 * GatewayPresence}). Where nobody keeps subscriptions nothing is answered, not even a subscription
 * request, which so stays pending on the server (RFC 6121 §3.1.3). Safe for many threads.
 */
final class InboundPresence {
  private static final Logger LOG = LoggerFactory.getLogger(InboundPresence.class);

  private final Optional<PresenceStream.Listener> listener;
  private final AddressMapping addresses;

  InboundPresence(Optional<PresenceStream.Listener> listener, AddressMapping addresses) {
    this.listener = listener;
    this.addresses = addresses;
  }

  /** Whether presence is carried at all. */
  boolean isCarried() {
    return listener.isPresent();
  }

  /** The link is open. On any thread; does not block. */
  void opened(ReturnPath link) {
    try {
      listener.ifPresent(each -> each.opened(link.domain()));
    } catch (RuntimeException e) { // messages go on
      LOG.error("{}: that the link is open could not be handled", link.domain(), e);
    }
  }

  /**
   * Takes presence from somebody to an address of this link. On the link's reading thread; does not
   * block.
   */
  void receive(PresenceStanza presence, ReturnPath link) {
    if (listener.isEmpty()) {
      link.count(LinkCount.PRESENCE_IGNORED);
      return;
    }
    Jid from = presence.from().orElseThrow();
    Jid to = presence.to().orElseThrow();
    if (!addresses.isServed(from.domain())) { // RFC 8048 §8.1, OPEN f
      refuse(presence, Condition.FORBIDDEN, "This gateway is not for users of your domain", link);
    } else if (to.localPart().isEmpty()) {
      answer(presence, link);
    } else if (isSomebody(from, to, presence, link)) {
      listener.get().presence(presence);
    }
  }

  private static void answer(PresenceStanza presence, ReturnPath link) {
    List<PresenceStanza> answers = GatewayPresence.answers(presence);
    answers.forEach(link::answer);
    if (answers.isEmpty()) {
      link.count(LinkCount.PRESENCE_IGNORED);
    }
  }

  private boolean isSomebody(Jid from, Jid to, PresenceStanza presence, ReturnPath link) {
    try {
      addresses.toIm(from);
      addresses.toIm(to);
      return true;
    } catch (UnmappableAddressException e) {
      refuse(presence, Condition.JID_MALFORMED, e.text(), link);
      return false;
    }
  }

  /** Only to a request for a subscription does somebody wait for an answer. */
  private static void refuse(
      PresenceStanza presence, Condition condition, String text, ReturnPath link) {
    link.count(LinkCount.PRESENCE_IGNORED);
    if (presence.is("subscribe")) {
      Optional<Stanza> error = StanzaCodec.errorOf(presence, StanzaError.of(condition, text));
      error.ifPresent(link::answer);
    }
  }
}
