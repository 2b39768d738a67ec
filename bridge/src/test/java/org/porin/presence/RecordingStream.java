package org.porin.presence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.porin.address.Jid;
import org.porin.profile.PresenceStream;
import org.porin.stanza.PresenceStanza;

/** Stands in for the edge to XMPP. */
final class RecordingStream implements PresenceStream {
  final List<PresenceStanza> sent = new ArrayList<>();
  final Set<String> closed = new HashSet<>();
  boolean full;

  @Override
  public synchronized boolean send(PresenceStanza stanza) {
    if (full || !isOpen(stanza.from().orElseThrow())) {
      return false;
    }
    sent.add(stanza);
    return true;
  }

  @Override
  public synchronized boolean isOpen(Jid foreign) {
    return !closed.contains(foreign.domain());
  }

  /** What was sent since the last time, each as {@code type from to}; available has no type. */
  synchronized List<String> take() {
    List<String> taken =
        sent.stream()
            .map(
                stanza ->
                    stanza.type().orElse("available")
                        + " "
                        + stanza.from().orElseThrow()
                        + " "
                        + stanza.to().orElseThrow())
            .toList();
    sent.clear();
    return taken;
  }
}
