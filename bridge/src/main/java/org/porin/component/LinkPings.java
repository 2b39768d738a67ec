package org.porin.component;

import java.util.Optional;
import org.porin.address.Jid;
import org.porin.stanza.Element;
import org.porin.stanza.IqStanza;
import org.porin.stanza.StanzaCodec;

/** The pings of one link (XEP-0199 §4.4), from its component to a domain local to the server. */
final class LinkPings implements WriteQueue.Pings {
  private final Optional<Jid> from;
  private final Optional<Jid> to;
  private final StanzaIds ids;

  LinkPings(String domain, String pingTarget, StanzaIds ids) {
    this.from = Optional.of(new Jid("", domain, ""));
    this.to = Optional.of(new Jid("", pingTarget, ""));
    this.ids = ids;
  }

  @Override
  public String newId() {
    return ids.nextUnguessable(); // or else a user could confirm what did not arrive
  }

  @Override
  public String text(String id) {
    return StanzaCodec.encode(
        new IqStanza(
            from,
            to,
            Optional.of(id),
            IqStanza.Type.GET,
            Optional.of(Element.empty(IqResponder.PING, "ping")),
            Optional.empty()));
  }
}
