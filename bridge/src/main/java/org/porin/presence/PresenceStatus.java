package org.porin.presence;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.porin.address.PresUri;

/**
 * How presence is doing.
 *
 * @param totals what was counted
 * @param mailbox inputs of others that wait
 * @param gauges what there is now
 */
public record PresenceStatus(Totals totals, int mailbox, Gauges gauges) {
  /**
   * What there is now, a moment ago.
   *
   * @param timers subscriptions with something to do later
   * @param unkept rows that wait for the store
   * @param storeFailing whether the store took nothing at the last try
   * @param resyncLeft subscriptions that wait for their turn to be resynchronised
   */
  public record Gauges(int timers, int unkept, boolean storeFailing, int resyncLeft) {}

  /**
   * What was counted, by words that are few.
   *
   * @param outward subscriptions of XMPP users, by state
   * @param inward subscriptions to XMPP users, by state
   * @param inputs what came, by kind
   * @param refused operations, by cause
   * @param dropped what went no further, by why
   * @param subscribed outcomes of SUBSCRIBE requests of ours, by cause
   * @param notified outcomes of NOTIFY requests of ours, by cause
   * @param asked SUBSCRIBE requests of ours
   * @param notifies NOTIFY requests of ours
   * @param told stanzas that the XMPP side took
   * @param untold stanzas that it did not take
   * @param coalesced presence of users that was nothing new, or was told with what followed
   */
  public record Totals(
      Map<String, Long> outward,
      Map<String, Long> inward,
      Map<String, Long> inputs,
      Map<String, Long> refused,
      Map<String, Long> dropped,
      Map<String, Long> subscribed,
      Map<String, Long> notified,
      long asked,
      long notifies,
      long told,
      long untold,
      long coalesced) {}

  /**
   * Some subscriptions.
   *
   * @param entries the first of those that were asked for
   * @param total how many there are of them
   */
  public record Page(List<Entry> entries, int total) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * One subscription.
   *
   * @param outward whether the watcher is an XMPP user
   * @param op what names it in the log
   * @param next when something is to be done: a refresh, another try, a notification
   * @param trouble why the last request for it failed; empty where it did not
   * @param troubleAt when that was
   */
  public record Entry(
      boolean outward,
      String op,
      PresUri watcher,
      PresUri target,
      String state,
      Optional<Instant> next,
      Optional<String> trouble,
      Optional<Instant> troubleAt) {}
}
