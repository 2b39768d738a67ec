package org.porin.membrane;

import java.util.Optional;
import java.util.Set;
import org.porin.profile.Transit;

/**
 * What the operator decides about the membrane.
 *
 * @param served the domains whose users are on the XMPP server, as A-labels in lower case
 * @param bridgeId opaque id of this bridge in traces, stable over restarts; 4 to 40 letters and
 *     digits
 * @param transit the foreign domains between which messages pass on
 * @param policy who may write to whom
 * @param quotas how much of it passes
 * @param conceals whether foreign senders are not told what the XMPP server says of a recipient
 * @param remembered the most messages that are remembered to recognise repeats, each for 48 octets
 *     at the most; at least 8
 */
public record MembraneSettings(
    Set<String> served,
    String bridgeId,
    Transit transit,
    Policy policy,
    Quotas quotas,
    boolean conceals,
    int remembered) {
  public MembraneSettings {
    served = Set.copyOf(served);
    if (served.isEmpty()) {
      throw new IllegalArgumentException("a bridge serves at least one domain");
    }
  }

  /** With limits of those who send alone; no transit. */
  public MembraneSettings(
      Set<String> served,
      String bridgeId,
      Policy policy,
      Optional<Rate> senderRate,
      Optional<Rate> peerRate,
      int remembered) {
    this(
        served,
        bridgeId,
        Transit.NONE,
        policy,
        new Quotas(senderRate, peerRate),
        false,
        remembered);
  }
}
