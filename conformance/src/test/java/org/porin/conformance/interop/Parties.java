package org.porin.conformance.interop;

import java.util.List;

/**
 * Who writes to whom in a traffic.
 *
 * @param senders the component of the tests whose users write to the foreign domain
 * @param audience the component of the tests whose users the foreign domain writes to
 * @param foreign a domain that speaks SIP
 */
record Parties(String senders, String audience, String foreign) {
  static final Parties OF_MONTAGUE =
      new Parties("load.capulet.example", "audience.capulet.example", "montague.example");
  static final Parties OF_VERONA =
      new Parties(
          "load-verona.capulet.example", "audience-verona.capulet.example", "verona.example");

  /** What they need of an XMPP server: each is a component there. */
  List<String> components() {
    return List.of(foreign, senders, audience);
  }
}
