package org.porin.daemon;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.porin.daemon.Configuration.Assertions;
import org.porin.profile.Transit;
import org.porin.trust.PeerTls;

/**
 * What an operator has set of who speaks for foreign domains, and by what it is known.
 *
 * @param looks whether signatures are looked at, anybody's
 * @param anchored whether there are anchors, beside pins
 * @param policies of signatures
 * @param tls of connections, by domain
 * @param asserting the domains that are trusted to assert who speaks, with the addresses that prove
 *     it
 * @param transit between which domains messages pass on
 */
record SpeakerTerms(
    boolean looks,
    boolean anchored,
    Assertions policies,
    Map<String, PeerTls> tls,
    Map<String, Set<InetAddress>> asserting,
    Transit transit) {
  SpeakerTerms {
    tls = Map.copyOf(tls);
    asserting = Map.copyOf(asserting);
  }

  /**
   * Those of a configuration.
   *
   * @param looks whether it has signatures looked at
   */
  static SpeakerTerms of(Configuration configuration, boolean looks) {
    return new SpeakerTerms(
        looks,
        configuration.trust().anchors().isPresent(),
        configuration.assertions(),
        configuration.sip().tls().peers(),
        configuration.asserting(),
        configuration.transit());
  }

  /** The domains of which something is set. */
  Set<String> domains() {
    Set<String> domains = new TreeSet<>(policies.peers().keySet());
    domains.addAll(tls.keySet());
    domains.addAll(asserting.keySet());
    domains.addAll(transit.partners().keySet());
    return domains;
  }
}
