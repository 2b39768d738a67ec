package org.porin.component;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.WriteQueue.Batch;
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
  private static final Duration PAUSE_TICK = Duration.ofMillis(100);

  /** After that a write waits for the server to be read; nothing that goes on takes as long. */
  private static final Duration ANSWERS_STUCK = Duration.ofSeconds(1);

  /** A peer that sends and takes nothing is given this many times the time for an answer. */
  private static final int STUCK_WRITE = 3;

  private static final Logger LOG = LoggerFactory.getLogger(LinkSession.class);

  private final ComponentSettings settings;
  private final Connection connection;
  private final LinkCounts counts;
  private final WireLog wireLog;
  private final Outgoing outgoing;
  private final WriteQueue queue;
  private final Unrecorded unrecorded;
  private final LongSupplier nanoTime;
  private final CountDownLatch readingEnded = new CountDownLatch(1);
  private volatile boolean ending;
  private volatile boolean aborted;
  private volatile long lastWritten;

  LinkSession(
      ComponentSettings settings,
      Connection connection,
      Outgoing outgoing,
      Unrecorded unrecorded,
      LinkCounts counts,
      WireLog wireLog,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.connection = connection;
    this.outgoing = outgoing;
    this.queue = outgoing.queue();
    this.unrecorded = unrecorded;
    this.counts = counts;
    this.wireLog = wireLog;
    this.nanoTime = nanoTime;
    this.lastWritten = nanoTime.getAsLong();
  }

  /** Where messages and answers go. */
  Outgoing outgoing() {
    return outgoing;
  }

  /** Whether an answer still has a way out. */
  boolean canAnswer() {
    return !ending;
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
    aborted = true;
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
      lastWords = end.cause() == Cause.MALFORMED ? streamError("bad-format") : STREAM_END;
    } catch (IOException | MalformedException e) {
      end = connection.endOf(e);
      if (end.cause() == Cause.MALFORMED) { // RFC 6120 §4.9.1.1: say so, then close
        lastWords = streamError(condition(e));
      }
    } finally {
      finish(writer, lastWords);
    }
    return end;
  }

  /** RFC 6120 §4.9.3. */
  private static String condition(Exception e) {
    String expected = String.valueOf(e.getMessage());
    if (expected.contains("restricted")) {
      return "restricted-xml"; // RFC 6120 §11.1
    }
    return expected.contains("the end of the stanza") ? "policy-violation" : "not-well-formed";
  }

  private static String streamError(String condition) {
    return "<stream:error><"
        + condition
        + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
        + STREAM_END;
  }

  private LinkEnd read(LinkReceiver receiver) throws IOException, MalformedException {
    while (true) {
      awaitRoom();
      Optional<StreamElement> element = connection.reader().next();
      if (element.isEmpty()) {
        return ending
            ? LinkEnd.of(Cause.STOPPED, "the bridge closed the link of " + settings.domain())
            : LinkEnd.of(Cause.CLOSED, "the server closed the stream of " + settings.domain());
      }
      counts.stanzaIn();
      Optional<LinkEnd> end =
          receiver.receive(element.get(), connection.reader().octets(), outgoing);
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  /** What this side does not read says nothing of whether the server is there. */
  private void awaitRoom() throws IOException {
    try {
      while (!aborted && !queue.awaitRoomForAnswers(PAUSE_TICK, ANSWERS_STUCK)) {
        connection.paused();
      }
      while (!aborted && !unrecorded.awaitRoom(PAUSE_TICK)) {
        connection.paused();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkEndException(LinkEnd.of(Cause.STOPPED, "the bridge is stopping"));
    }
  }

  private void finish(Thread writer, String lastWords) {
    ending = true;
    Runnable tellSenders = outgoing.abandon(lastWords);
    readingEnded.countDown();
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
    tellSenders.run();
  }

  private void write() {
    try {
      Batch batch;
      do {
        batch = queue.take();
        write(batch);
      } while (!batch.last());
      readingEnded.await(); // the server's half may last longer
      connection.sayGoodbye();
    } catch (IOException e) {
      // The reading side finds the same end, after what the server still had to say; if it finds
      // none, the write that never ends counts as a hang.
      LOG.debug("{}: writing ended: {}", settings.domain(), e.getMessage());
    } catch (InterruptedException e) {
      connection.close();
    }
  }

  /** One write for the whole batch. */
  private void write(Batch batch) throws IOException {
    var octets = new ByteArrayOutputStream();
    List<String> stanzas = batch.stanzas();
    for (String stanza : stanzas) {
      if (wireLog.isOn()) {
        wireLog.out(settings.domain(), stanza);
      }
      octets.writeBytes(stanza.getBytes(StandardCharsets.UTF_8));
    }
    octets.writeBytes(batch.trailer().getBytes(StandardCharsets.UTF_8));
    connection.write(octets.toByteArray());
    counts.stanzasOut(stanzas.size());
    lastWritten = nanoTime.getAsLong();
  }

  /** On the reading thread, at every tick: what is overdue, and is the server still there? */
  private void look(long now, long lastRead) throws LinkEndException {
    LinkTimes times = settings.times();
    endIfHung(now, lastRead, times.answer());
    outgoing.failExpired();
    if (now - lastRead >= times.idle().toNanos()) {
      queue.requestPing();
    } else if (now - lastWritten >= times.idle().toNanos()) {
      queue.requestSpace(); // RFC 6120 §4.6.1: shows the server, and what lies between, our life
    }
  }

  private void endIfHung(long now, long lastRead, Duration patience) throws LinkEndException {
    OptionalLong waiting = queue.waitingSince();
    if (waiting.isPresent()) {
      long silentSince = waiting.getAsLong() - lastRead > 0 ? waiting.getAsLong() : lastRead;
      if (now - silentSince >= patience.toNanos()) {
        throw hung("the server has not answered on the link of ", patience);
      }
    }
    OptionalLong writing = queue.writingSince();
    Duration stuck = patience.multipliedBy(STUCK_WRITE);
    if (writing.isPresent() && now - writing.getAsLong() >= stuck.toNanos()) {
      throw hung("the server sends and takes nothing on the link of ", stuck);
    }
  }

  private LinkEndException hung(String what, Duration time) {
    return new LinkEndException(
        LinkEnd.of(Cause.HUNG, what + settings.domain() + " for " + time.toSeconds() + " s"));
  }
}
