package org.porin.conformance.load;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.porin.conformance.load.SipSource.SourcePlan;

/**
 * Drives one load through a running bridge: first all messages out (XMPP to SIP), then all in (SIP
 * to XMPP), each at full speed.
 */
public final class Load {
  private static final long IDLE_MILLIS = 15_000;
  private static final long PAUSE_MILLIS = 100;
  private static final int BATCH_CHARS = 1 << 16;

  private final LoadSettings settings;
  private final long run = System.nanoTime(); // in every id: what one run sent, none repeats

  /** A load that is not yet running. */
  public Load(LoadSettings settings) {
    this.settings = settings;
  }

  /**
   * One direction.
   *
   * @param totals what became of its messages
   * @param processorSeconds what each named process used meanwhile
   */
  public record Outcome(Totals totals, Map<String, Double> processorSeconds) {
    /** Copies the map. */
    public Outcome {
      processorSeconds = Map.copyOf(processorSeconds);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(totals.toString());
      new TreeMap<>(processorSeconds)
          .forEach(
              (name, seconds) ->
                  text.append(
                      String.format(
                          "; %s %.2f s of processor, %.0f µs a message",
                          name, seconds, 1e6 * seconds / Math.max(1, totals.arrived()))));
      return text.toString();
    }
  }

  /**
   * Waits until a message crosses: servers and bridge may still be on their way up.
   *
   * @return whether one did in time
   */
  public boolean awaitWay(long atMostMillis) throws InterruptedException {
    long deadline = System.nanoTime() + atMostMillis * 1_000_000;
    Load one = new Load(settings.single());
    while (System.nanoTime() < deadline) {
      try {
        if (one.out().totals().isPerfect()) {
          return true;
        }
      } catch (IOException e) {
        // the server does not listen yet
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return false;
  }

  /** Messages from our component to the sink. Errors come back to the component. */
  public Outcome out() throws IOException, InterruptedException {
    Book book = new Book(settings.lanes(), settings.perLane());
    try (Closeable sink = openSink(book);
        ComponentLink link = open(message -> refused(message, book))) {
      Map<String, Double> before = ProcessorTime.seconds(settings.processes());
      book.begin();
      Pace pace = new Pace(settings.rate());
      StringBuilder batch = new StringBuilder();
      for (int number = 0; number < settings.perLane(); number++) {
        for (int lane = 0; lane < settings.lanes(); lane++) {
          pace.step();
          batch.append(stanza(new Mark(lane, number)));
          if (batch.length() > BATCH_CHARS || pace.early() > 0) {
            link.send(batch.toString());
            batch.setLength(0);
          }
        }
      }
      link.send(batch.toString());
      book.awaitSettled(IDLE_MILLIS);
      return new Outcome(book.totals(), used(before));
    }
  }

  /** Messages from our source to the component. */
  public Outcome in() throws IOException, InterruptedException {
    Book book = new Book(settings.lanes(), settings.perLane());
    SourcePlan plan =
        new SourcePlan(
            settings.lanes(),
            settings.perLane(),
            settings.octets(),
            settings.foreignDomain(),
            settings.addressing());
    try (ComponentLink link = open(message -> Mark.find(message).ifPresent(book::arrival))) {
      Map<String, Double> before = ProcessorTime.seconds(settings.processes());
      book.begin();
      try (SipSource source =
          SipSource.start(settings.bridge(), settings.connections(), plan, book)) {
        book.awaitSettled(IDLE_MILLIS);
      }
      return new Outcome(book.totals(), used(before));
    }
  }

  private Closeable openSink(Book book) throws IOException {
    return settings.sinkLog().isPresent()
        ? SinkLog.follow(settings.sinkLog().get(), book)
        : SipSink.open(settings.sink(), book, settings.sinkRate());
  }

  private ComponentLink open(Consumer<String> onMessage) throws IOException {
    return ComponentLink.open(
        settings.component(), settings.domain(), settings.secret(), onMessage);
  }

  private String stanza(Mark mark) {
    return "<message from='sender"
        + mark.lane()
        + "@"
        + settings.domain()
        + "' to='"
        + settings.addressing().foreignJid(mark.lane())
        + "' id='"
        + mark.lane()
        + "-"
        + mark.number()
        + "-"
        + run
        + "' type='chat'><body>"
        + mark.text(settings.octets())
        + "</body></message>";
  }

  /** An error carries the id of its message (RFC 6120 §8.3.1), and perhaps not its body. */
  private static void refused(String message, Book book) {
    StanzaRefusal.find(message).ifPresent(refusal -> book.refusal(refusal.mark(), refusal.cause()));
  }

  private Map<String, Double> used(Map<String, Double> before) {
    Map<String, Double> used = ProcessorTime.seconds(settings.processes());
    used.replaceAll((name, seconds) -> seconds - before.getOrDefault(name, 0.0));
    return used;
  }
}
