package org.porin.stanza;

import java.util.Optional;
import org.porin.address.Jid;

/** A top-level element of an XMPP stream that is routed (RFC 6120 §8). Immutable. */
public sealed interface Stanza permits MessageStanza, PresenceStanza, IqStanza {
  /** The {@code from} address; over a component link always there on what a server sends. */
  Optional<Jid> from();

  /** The {@code to} address. */
  Optional<Jid> to();

  /** The {@code id} attribute, as sent (RFC 6120 §8.1.3). */
  Optional<String> id();

  /** Calls the case for this kind. A new kind stops every caller from compiling. */
  <R> R choose(Cases<R> cases);

  /** One answer a kind of stanza. */
  interface Cases<R> {
    R message(MessageStanza message);

    R presence(PresenceStanza presence);

    R iq(IqStanza iq);
  }
}
