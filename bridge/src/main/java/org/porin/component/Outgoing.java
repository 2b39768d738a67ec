package org.porin.component;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.porin.address.Jid;
import org.porin.component.WriteQueue.Offer;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.Stanza;
import org.porin.stanza.StanzaCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out over one connection, whichever kind of connection that is: a bounded queue with a
 * barrier behind it. Every message given to it is settled, at once or later. Safe for many threads.
 */
final class Outgoing {
  private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

  private final String domain;
  private final LinkCounts counts;
  private final WriteQueue queue;

  /**
   * @param domain of the component, in the form of JIDs
   * @param queueOctets see {@link WriteQueue}
   * @param answer see {@link PingBarrier}
   */
  Outgoing(
      String domain,
      long queueOctets,
      Duration answer,
      WriteQueue.Pings pings,
      LinkCounts counts,
      LongSupplier nanoTime) {
    this.domain = domain;
    this.counts = counts;
    this.queue = new WriteQueue(queueOctets, answer, pings, nanoTime);
  }

  /** For the one thread that writes, and for who watches it. */
  WriteQueue queue() {
    return queue;
  }

  /** Queues a message; its delivery is settled in any case, at once or later. */
  void deliver(MessageStanza message, Delivery delivery) {
    settle(queue.offer(StanzaCodec.encode(message), delivery), delivery);
  }

  /** Queues an error stanza of which somebody wants to know whether the server took it. */
  void tell(Stanza error, Delivery delivery) {
    settle(queue.offer(StanzaCodec.encode(error), delivery), delivery);
  }

  /** The same for an error stanza that was queued just now, if there was room for it. */
  void follow(Stanza error, Delivery delivery) {
    settle(queue.follow(StanzaCodec.encode(error), delivery), delivery);
  }

  private static void settle(Offer offer, Delivery delivery) {
    switch (offer) {
      case TAKEN -> {}
      case FULL ->
          delivery.fail(
              new Failure.Refused(Reason.CONGESTED, "the link to the XMPP server is congested"));
      case CLOSED -> ended(delivery);
    }
  }

  /** There is no connection for it. */
  static void ended(Delivery delivery) {
    delivery.fail(new Failure.Refused(Reason.LINK_DOWN, "the link to the XMPP server has ended"));
  }

  /** Queues an error stanza or an answer to an iq; one that cannot be queued is counted. */
  void answer(Stanza stanza) {
    boolean ours = stanza.from().filter(from -> from.domain().equals(domain)).isPresent();
    if (!ours || stanza.to().isEmpty()) {
      // XEP-0114 §3: the server would end the stream of all with invalid-from
      counts.add(LinkCount.ANSWER_LOST);
      LOG.error("{}: an answer without addresses of this link is not sent", domain);
      return;
    }
    answer(StanzaCodec.encode(stanza));
  }

  /**
   * Queues an error stanza, as {@link #answer(Stanza)}.
   *
   * @return whether it was taken; if not, nothing is counted
   */
  boolean offer(Stanza error) {
    return queue.offer(StanzaCodec.encode(error)) == Offer.TAKEN;
  }

  /**
   * As {@link #answer(Stanza)}, for an answer that is encoded already.
   *
   * @param stanza from this component's domain, to somebody
   */
  void answer(String stanza) {
    Offer offer = queue.offer(stanza);
    if (offer != Offer.TAKEN) {
      counts.add(LinkCount.ANSWER_LOST);
      LOG.debug(
          "{}: an answer is lost, since the link is {}",
          domain,
          offer == Offer.FULL ? "congested" : "ending");
    }
  }

  /**
   * Queues presence; what cannot be queued is counted.
   *
   * @param stanza from this component's domain, to somebody
   * @return whether it was taken
   */
  boolean present(PresenceStanza stanza) {
    Offer offer = queue.offerPresence(StanzaCodec.encode(stanza));
    if (offer != Offer.TAKEN) {
      counts.add(LinkCount.PRESENCE_REFUSED);
    }
    return offer == Offer.TAKEN;
  }

  /** See {@link WriteQueue#answered}. */
  Optional<List<Delivery>> answered(String id) {
    return queue.answered(id);
  }

  /** See {@link WriteQueue#bounced}. */
  Optional<Delivery> bounced(String id, Jid from, Jid to) {
    return queue.bounced(id, from, to);
  }

  /** The server does not take this stanza: if it is a message, its sender is told. */
  void refused(String id) {
    fail(
        queue.refused(id).stream().toList(),
        "the XMPP server refused the message inside of its own process");
  }

  /** Fails what the server has not confirmed in time. */
  void failExpired() {
    fail(queue.expired(), "the XMPP server did not confirm the message in time");
  }

  /**
   * Takes no more, and fails what is not confirmed.
   *
   * @param lastWords see {@link WriteQueue#abandon}
   * @return what to call when the connection is gone: it tells the senders
   */
  Runnable abandon(String lastWords) {
    WriteLeft left = queue.abandon(lastWords);
    for (int i = 0; i < left.answers(); i++) {
      counts.add(LinkCount.ANSWER_LOST);
    }
    return () ->
        fail(left.unsettled(), "the link to the XMPP server ended before it confirmed the message");
  }

  private static void fail(List<Delivery> deliveries, String text) {
    for (Delivery delivery : deliveries) {
      delivery.fail(new Failure.Refused(Reason.LINK_DOWN, text));
    }
  }
}
