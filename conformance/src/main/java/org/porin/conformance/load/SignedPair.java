package org.porin.conformance.load;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two bridges back to back, the XMPP server of each played here: messages of users of one are
 * handed to users of the other.
 */
final class SignedPair implements AutoCloseable {
  private static final long IDLE_MILLIS = 15_000;
  private static final long TRY_MILLIS = 500;
  private static final int BATCH_CHARS = 1 << 14;
  private static final String SIGNED = "porin_identity_signed_total{end=\"signed\"}";
  private static final String VERIFIED = "porin_identity_verified_total{attestation=\"A\"}";

  private final SignedSettings settings;
  private final SignedSettings.Pair pair;
  private final StanzaServer near;
  private final StanzaServer far;
  private volatile Optional<Run> running = Optional.empty();
  private int runs;

  /**
   * One time that all messages go.
   *
   * @param text that stands in each: what an earlier run left is not taken for its own
   * @param vouched messages that said at their destination who vouches for them
   */
  private record Run(String text, Book book, AtomicInteger vouched) {}

  /**
   * What became of one run.
   *
   * @param signed how many the sender's metrics say that it signed
   * @param verified how many the receiver's say that it verified
   * @param vouched how many arrived with the signer's name
   * @param micros processor time a message of {@code sender}, {@code receiver} and {@code harness}
   */
  record Outcome(
      Totals totals, long signed, long verified, int vouched, Map<String, Double> micros) {
    Outcome {
      micros = Map.copyOf(micros);
    }

    /** Whether all arrived once and in order, and just those were vouched for that should be. */
    boolean isPerfect(boolean signs) {
      long wanted = signs ? totals.sent() : 0;
      return totals.isPerfect() && signed == wanted && verified == wanted && vouched == wanted;
    }

    double micros(String process) {
      return micros.getOrDefault(process, Double.NaN);
    }
  }

  private SignedPair(SignedSettings settings, SignedSettings.Pair pair) throws IOException {
    this.settings = settings;
    this.pair = pair;
    this.near = StanzaServer.open(pair.sender().xmpp(), this::refused);
    this.far = StanzaServer.open(pair.receiver().xmpp(), this::arrived);
  }

  static SignedPair open(SignedSettings settings, SignedSettings.Pair pair) throws IOException {
    return new SignedPair(settings, pair);
  }

  String name() {
    return pair.name();
  }

  boolean signs() {
    return pair.signs();
  }

  /** Waits until a message crosses: the bridges may still be on their way up. */
  boolean awaitWay(long atMostMillis) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMostMillis * 1_000_000;
    while (System.nanoTime() < deadline) {
      Run run = begin(1, 1);
      near.send(stanza(run, new Mark(0, 0)));
      run.book.awaitSettled(1, TRY_MILLIS);
      if (run.book.hasArrived(new Mark(0, 0))) {
        return true;
      }
    }
    return false;
  }

  /** Sends all messages, and waits for what becomes of each. */
  Outcome run() throws IOException, InterruptedException {
    long signed = new MetricsPage(pair.sender().operate()).value(SIGNED);
    long verified = new MetricsPage(pair.receiver().operate()).value(VERIFIED);
    Map<String, Double> before = seconds();
    Run run = begin(settings.lanes(), settings.perLane());
    send(run);
    run.book.awaitSettled(IDLE_MILLIS);
    Map<String, Double> micros = seconds();
    Totals totals = run.book.totals();
    micros.replaceAll(
        (name, after) ->
            1e6 * (after - before.getOrDefault(name, 0.0)) / Math.max(1, totals.arrived()));
    return new Outcome(
        totals,
        new MetricsPage(pair.sender().operate()).value(SIGNED) - signed,
        new MetricsPage(pair.receiver().operate()).value(VERIFIED) - verified,
        run.vouched.get(),
        micros);
  }

  @Override
  public void close() throws IOException {
    near.close();
    far.close();
  }

  private Run begin(int lanes, int perLane) {
    Run run = new Run("(run " + runs++ + ") ", new Book(lanes, perLane), new AtomicInteger());
    running = Optional.of(run);
    run.book.begin();
    return run;
  }

  private void send(Run run) throws IOException, InterruptedException {
    Pace pace = new Pace(settings.rate());
    StringBuilder batch = new StringBuilder();
    int sent = 0;
    for (int number = 0; number < settings.perLane(); number++) {
      for (int lane = 0; lane < settings.lanes(); lane++) {
        pace.step();
        batch.append(stanza(run, new Mark(lane, number)));
        sent++;
        if (batch.length() > BATCH_CHARS || pace.early() > 0) {
          near.send(batch.toString());
          batch.setLength(0);
          run.book.awaitSettled(sent - settings.open(), IDLE_MILLIS);
        }
      }
    }
    near.send(batch.toString());
  }

  private String stanza(Run run, Mark mark) {
    return "<message from='sender"
        + mark.lane()
        + "@capulet.example' to='receiver"
        + mark.lane()
        + "@verona.example' id='"
        + mark.lane()
        + "-"
        + mark.number()
        + "-"
        + run.book.hashCode()
        + "' type='chat'><body>"
        + run.text
        + mark.text(settings.octets() - run.text.length())
        + "</body></message>";
  }

  private void arrived(String message) {
    Optional<Run> run = running.filter(each -> message.contains(each.text));
    if (run.isPresent()) {
      if (message.contains("signer='capulet.example'")
          || message.contains("signer=\"capulet.example\"")) {
        run.get().vouched.incrementAndGet();
      }
      Mark.find(message).ifPresent(run.get().book::arrival);
    }
  }

  private void refused(String message) {
    Optional<Run> run = running;
    StanzaRefusal.find(message)
        .ifPresent(
            refusal -> run.ifPresent(each -> each.book.refusal(refusal.mark(), refusal.cause())));
  }

  private Map<String, Double> seconds() {
    return ProcessorTime.seconds(
        Map.of(
            "sender", List.of(pair.sender().pid()),
            "receiver", List.of(pair.receiver().pid()),
            "harness", List.of(ProcessHandle.current().pid())));
  }
}
