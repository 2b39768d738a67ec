package org.porin.component;

import java.time.Duration;

/**
 * One component inside of a server (Tinder's {@code Component}).
 *
 * @param domain of the component, as the server has it: in Openfire it ends in the server's own
 * @param pingTarget a domain that is local to the server: pings for confirmation go there
 * @param answer how long a message may stay unconfirmed
 * @param drain how long closing waits for what was accepted
 * @param queueOctets how much may wait to be handed to the server, in octets of UTF-8
 */
public record TinderSettings(
    String domain, String pingTarget, Duration answer, Duration drain, long queueOctets) {
  public TinderSettings {
    if (domain.isEmpty() || pingTarget.isEmpty() || queueOctets < 1) {
      throw new IllegalArgumentException("domain and ping target are names, a queue has room");
    }
    for (Duration time : new Duration[] {answer, drain}) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("a time to wait is positive");
      }
    }
  }

  /** A component with the usual times and room. */
  public static TinderSettings of(String domain, String pingTarget) {
    return new TinderSettings(
        domain,
        pingTarget,
        LinkTimes.DEFAULT.answer(),
        LinkTimes.DEFAULT.drain(),
        ComponentSettings.DEFAULT_QUEUE_OCTETS);
  }
}
