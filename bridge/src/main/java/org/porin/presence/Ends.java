package org.porin.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.UnmappableException;
import org.porin.stanza.PresenceStanza;

/** The two ends of a subscription as XMPP knows them, bare. */
record Ends(Jid user, Jid contact) {
  /**
   * @throws IllegalStateException when XMPP has no address for one of the two; no state machine has
   *     such an end
   */
  static Ends of(PresenceMapping mapping, PresUri user, PresUri contact) {
    try {
      return new Ends(mapping.toJid(user), mapping.toJid(contact));
    } catch (UnmappableException e) {
      throw new IllegalStateException("both addresses were mapped before", e);
    }
  }

  /** What the user could have sent. */
  PresenceStanza fromUser(String type) {
    return PresenceStanza.of(user, contact, Optional.of(type));
  }

  private PresenceStanza toUser(String type) {
    return PresenceStanza.of(contact, user, Optional.of(type));
  }

  /** A step that tells the user so at its end. */
  <M> Step<M> told(Step<M> step, String type) {
    List<Action> actions = new ArrayList<>(step.actions());
    actions.add(new Action.Tell(toUser(type)));
    return new Step<>(step.after(), actions);
  }
}
