package org.porin.component;

import java.util.Optional;
import org.porin.stanza.StreamElement;

/** What a link reads goes here. */
interface LinkReceiver {
  /**
   * An element came. On the reading thread, in order; must not block.
   *
   * @param octets of the element on the wire
   * @param outgoing where answers go
   * @return why the link has to end, if it has to
   */
  Optional<LinkEnd> receive(StreamElement element, int octets, Outgoing outgoing);
}
