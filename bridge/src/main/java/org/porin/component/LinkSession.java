package org.porin.component;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.porin.address.Jid;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.WriteQueue.Batch;
import org.porin.component.WriteQueue.Offer;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.Stanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StreamElement;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open connection: reads it on the thread that calls {@link #run}, writes it on a thread of its
 * own, and settles every message that was given to it before {@code run} returns. All other methods
 * may be called by any thread.
 */
final class LinkSession {
  private static final String STREAM_END = "</stream:stream>";
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(LinkSession.class);

  private final ComponentSettings settings;
  private final Connection connection;
  private final LinkCounts counts;
  private final WireLog wireLog;
  private final WriteQueue queue;
  private volatile boolean ending;

  LinkSession(
      ComponentSettings settings,
      Connection connection,
      StanzaIds ids,
      LinkCounts counts,
      WireLog wireLog,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.connection = connection;
    this.counts = counts;
    this.wireLog = wireLog;
    this.queue =
        new WriteQueue(
            settings.queueOctets(),
            settings.times().answer(),
            new LinkPings(settings.domain(), settings.pingTarget(), ids),
            nanoTime);
  }

  /** Queues a message; its delivery is settled in any case, at once or later. */
  void deliver(MessageStanza message, Delivery delivery) {
    switch (queue.offer(StanzaCodec.encode(message), delivery)) {
      case TAKEN -> {}
      case FULL ->
          delivery.fail(
              new Failure.Refused(Reason.CONGESTED, "the link to the XMPP server is congested"));
      case CLOSED ->
          delivery.fail(
              new Failure.Refused(Reason.LINK_DOWN, "the link to the XMPP server has ended"));
    }
  }

  /** Queues an error stanza or an answer to an iq; one that cannot be queued is counted. */
  void answer(Stanza stanza) {
    answer(StanzaCodec.encode(stanza));
  }

  /** The same for an answer that is encoded already. */
  void answer(String stanza) {
    Offer offer = queue.offer(stanza);
    if (offer != Offer.TAKEN) {
      counts.add(LinkCount.ANSWER_LOST);
      LOG.warn(
          "{}: an answer is lost, since the link is {}",
          settings.domain(),
          offer == Offer.FULL ? "congested" : "ending");
    }
  }

  /** Whether an answer still has a way out. */
  boolean canAnswer() {
    return !ending;
  }

  /** See {@link WriteQueue#answered}. */
  Optional<List<Delivery>> answered(String id) {
    return queue.answered(id);
  }

  /** See {@link WriteQueue#bounced}. */
  Optional<Delivery> bounced(String id, Jid from, Jid to) {
    return queue.bounced(id, from, to);
  }

  /** See {@link WriteQueue#awaitSettled}. */
  boolean awaitSettled(Duration atMost) throws InterruptedException {
    return queue.awaitSettled(atMost);
  }

  /** Ends our half of the stream behind all that is queued (RFC 6120 §4.4). */
  void end() {
    ending = true;
    queue.end(STREAM_END);
  }

  /** Ends the connection now. */
  void abort() {
    connection.close();
  }

  /**
   * Reads to the end of the connection, whatever end that is.
   *
   * @param receiver gets every element, on this thread and in order
   */
  LinkEnd run(LinkReceiver receiver) {
    var writer = new Thread(this::write, "component-" + settings.domain() + "-write");
    writer.setDaemon(true);
    writer.start();
    connection.watch(this::look);
    String lastWords = "";
    LinkEnd end = LinkEnd.of(Cause.FAULT, "the link of " + settings.domain() + " failed");
    try {
      end = read(receiver);
      lastWords = STREAM_END;
    } catch (IOException | MalformedException e) {
      end = connection.endOf(e);
      if (end.cause() == Cause.MALFORMED) { // RFC 6120 §4.9.1.1: say so, then close
        lastWords =
            "<stream:error><not-well-formed xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                + "</stream:error>"
                + STREAM_END;
      }
    } finally {
      finish(writer, lastWords);
    }
    return end;
  }

  private LinkEnd read(LinkReceiver receiver) throws IOException, MalformedException {
    while (true) {
      Optional<StreamElement> element = connection.reader().next();
      if (element.isEmpty()) {
        return ending
            ? LinkEnd.of(Cause.STOPPED, "the bridge closed the link of " + settings.domain())
            : LinkEnd.of(Cause.CLOSED, "the server closed the stream of " + settings.domain());
      }
      Optional<LinkEnd> end = receiver.receive(element.get(), this);
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  private void finish(Thread writer, String lastWords) {
    ending = true;
    List<Delivery> unsettled = queue.abandon(lastWords);
    try {
      if (!lastWords.isEmpty()) {
        writer.join(LAST_WORDS.toMillis());
      }
      connection.close(); // frees a writer that is stuck
      writer.join();
    } catch (InterruptedException e) {
      connection.close();
      Thread.currentThread().interrupt();
    }
    fail(unsettled, "the link to the XMPP server ended before it confirmed the message");
  }

  private static void fail(List<Delivery> deliveries, String text) {
    for (Delivery delivery : deliveries) {
      delivery.fail(new Failure.Refused(Reason.LINK_DOWN, text));
    }
  }

  private void write() {
    try {
      Batch batch;
      do {
        batch = queue.take();
        var octets = new ByteArrayOutputStream();
        for (String stanza : batch.stanzas()) {
          if (wireLog.isOn()) {
            wireLog.out(settings.domain(), stanza);
          }
          octets.writeBytes(stanza.getBytes(StandardCharsets.UTF_8));
        }
        connection.out().write(octets.toByteArray());
      } while (!batch.last());
    } catch (IOException e) {
      // The reading side finds the same end, after what the server still had to say; if it finds
      // none, the write that never ends counts as a hang.
      LOG.debug("{}: writing ended: {}", settings.domain(), e.getMessage());
    } catch (InterruptedException e) {
      connection.close();
    }
  }

  /** On the reading thread, at every tick: what is overdue, and is the server still there? */
  private void look(long now, long lastRead) throws LinkEndException {
    LinkTimes times = settings.times();
    OptionalLong waiting = queue.waitingSince();
    if (waiting.isPresent()) {
      long silentSince = waiting.getAsLong() - lastRead > 0 ? waiting.getAsLong() : lastRead;
      if (now - silentSince >= times.answer().toNanos()) {
        throw new LinkEndException(
            LinkEnd.of(
                Cause.HUNG,
                "the server has not answered on the link of "
                    + settings.domain()
                    + " for "
                    + times.answer().toSeconds()
                    + " s"));
      }
    }
    fail(queue.expired(), "the XMPP server did not confirm the message in time");
    if (now - lastRead >= times.idle().toNanos()) {
      queue.requestPing();
    }
  }
}
