package org.porin.component;

import java.util.List;
import java.util.Optional;
import org.porin.address.Jid;
import org.porin.stanza.LangText;
import org.porin.stanza.PresenceStanza;

/**
 * The presence of the gateway itself (XEP-0100 §4.4, §6.1), which has no registration and so no
 * login: it is there for each user who asks, as long as its link is. Nobody is kept in mind; what
 * users say of their own presence is no request and has no answer. Pure.
 */
final class GatewayPresence {
  private static final LangText STATUS =
      LangText.of("The gateway to people who use SIP and other protocols");

  private GatewayPresence() {}

  /**
   * What goes back: approval and presence for a subscription (RFC 6121 §3.1.3), presence for a
   * probe (§4.3.2), and that it is gone for who does not want it any more (§3.3.3). Nothing for all
   * else.
   *
   * @param presence from somebody to the gateway
   */
  static List<PresenceStanza> answers(PresenceStanza presence) {
    Jid gateway = presence.to().orElseThrow().bare();
    Jid user = presence.from().orElseThrow();
    switch (presence.type().orElse("")) {
      case "subscribe":
        return List.of(
            PresenceStanza.of(gateway, user.bare(), Optional.of("subscribed")),
            available(gateway, user.bare()));
      case "probe":
        return List.of(available(gateway, user));
      case "unsubscribe":
        return List.of(PresenceStanza.of(gateway, user.bare(), Optional.of("unavailable")));
      default:
        return List.of();
    }
  }

  private static PresenceStanza available(Jid gateway, Jid user) {
    return PresenceStanza.of(gateway, user, Optional.empty()).withStatus(STATUS);
  }
}
