package org.porin.membrane;

import java.util.Set;

/**
 * What the operator decides about the membrane.
 *
 * @param served the domains whose users are on the XMPP server, as A-labels in lower case
 * @param bridgeId opaque id of this bridge in traces, stable over restarts; 4 to 40 letters and
 *     digits
 * @param remembered the most messages that are remembered to recognise repeats
 */
public record MembraneSettings(Set<String> served, String bridgeId, int remembered) {
  public MembraneSettings {
    served = Set.copyOf(served);
    if (served.isEmpty()) {
      throw new IllegalArgumentException("a bridge serves at least one domain");
    }
  }
}
