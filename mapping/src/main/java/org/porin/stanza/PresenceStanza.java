package org.porin.stanza;

import java.util.List;
import java.util.Optional;
import org.porin.address.Jid;

/**
 * A {@code <presence/>} (RFC 6121 §4).
 *
 * @param type the attribute as sent; empty for available presence
 * @param children all children, in order
 */
public record PresenceStanza(
    Optional<Jid> from,
    Optional<Jid> to,
    Optional<String> id,
    Optional<String> type,
    List<Element> children)
    implements Stanza {
  public PresenceStanza {
    children = List.copyOf(children);
  }

  @Override
  public <R> R choose(Cases<R> cases) {
    return cases.presence(this);
  }
}
