package org.porin.conformance.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.porin.conformance.load.Mark;

/**
 * Numbered messages both ways between users of an XMPP server and those of one foreign domain, and
 * what became of each, in books that know nothing of Porin.
 */
final class DomainTraffic {
  private static final int LANES = OutwardTraffic.LANES;
  private static final long PAUSE_MILLIS = 100;
  private static final Duration CROSSING = Duration.ofSeconds(60);
  private static final Pattern PORT = Pattern.compile("SIP/2.0/TCP [^;]*:([0-9]+)");

  private final Parties parties;
  private final List<InetSocketAddress> bridges;
  private final OutwardTraffic out;
  private final StubbornTraffic in;
  private final SipInbox inbox;
  private final Audience audience;
  private final Rhythm outRhythm = new Rhythm(LANES);
  private final Rhythm inRhythm = new Rhythm(LANES);
  private final Set<Integer> givers = ConcurrentHashMap.newKeySet(); // ports, by Via
  private final Unread unread;
  private final Reckoning reckoning;
  private Optional<Long> lostSince = Optional.empty(); // by System.nanoTime
  private int deaths;
  private int repeatsBefore;

  /**
   * Nothing is sent before {@link #start}.
   *
   * @param port where the XMPP server takes a component
   * @param bridges the first of them is the one that SIP users turn to first
   * @param store where the bridges keep messages, as lines of [store]
   */
  DomainTraffic(
      Stage stage,
      Parties parties,
      ToIntFunction<String> port,
      List<InetSocketAddress> bridges,
      String store)
      throws IOException {
    this.parties = parties;
    this.bridges = bridges;
    out = new OutwardTraffic(parties, port.applyAsInt(parties.senders()));
    unread = new Unread(out, new RecordedOut(store, parties.senders()));
    inbox = stage.enter(SipInbox.open(this::arrived));
    in = new StubbornTraffic(parties, bridges, LANES, OutwardTraffic.PER_LANE, PAUSE_MILLIS);
    reckoning = new Reckoning(out, unread, inbox, in);
    audience = new Audience(parties.audience(), port.applyAsInt(parties.audience()), this::heard);
  }

  /** Begins to send, and waits until messages cross both ways. */
  void start(Stage stage) throws Exception {
    stage.enter(audience).start();
    stage.enter(out).start();
    awaitCrossing();
    stage.enter(in).start();
    await("messages in", () -> in.accepted().size() > 2 * LANES);
  }

  String domain() {
    return parties.foreign();
  }

  /** Where the foreign domain takes messages. */
  String uri() {
    return "sip:127.0.0.1:" + inbox.address().getPort() + ";transport=tcp";
  }

  /**
   * Waits until a message of each conversation has reached SIP that was sent after this moment;
   * after how many milliseconds the last of them did.
   */
  long awaitCrossing() throws Exception {
    long now = System.nanoTime();
    return await("a message out in each lane", () -> out.lanesArrivedSince(now) == LANES);
  }

  /** The same towards XMPP, but for what the server had already. */
  long awaitHeard(long since) throws Exception {
    long soon = since + TimeUnit.MILLISECONDS.toNanos(500);
    return await("a message in in each lane", () -> inRhythm.isHeardInAllSince(soon));
  }

  /** Waits until each conversation goes on both ways; after how long the last of them did. */
  Duration awaitBothWays() throws Exception {
    long now = System.nanoTime();
    awaitCrossing();
    awaitHeard(now);
    return Duration.ofNanos(System.nanoTime() - now);
  }

  /** From now on it is watched who carries it, and how evenly. */
  void watch() {
    outRhythm.watch();
    inRhythm.watch();
    givers.clear();
    in.takers();
    repeatsBefore = in.repeats();
  }

  /** For how long, at most, a conversation had no arrival since it is watched. */
  Duration longestPause() {
    Duration outward = outRhythm.longestPause();
    Duration inward = inRhythm.longestPause();
    return outward.compareTo(inward) > 0 ? outward : inward;
  }

  /** How often a SIP sender had to send a message again since it is watched. */
  int sentAgain() {
    return in.repeats() - repeatsBefore;
  }

  /** The ports of the bridges that have carried something since it is watched, either way. */
  Set<Integer> carriers() {
    Set<Integer> carriers = new HashSet<>(givers);
    in.takers().forEach(each -> carriers.add(each.getPort()));
    return carriers;
  }

  /** Looks what the bridge that carries it has recorded, which can do nothing any more. */
  void look() throws SQLException {
    unread.look();
  }

  /** The bridge that carries it was killed between then and now. */
  void wayEnded(long sinceNanos) {
    deaths++;
    unread.endedSince(sinceNanos);
  }

  /** Since then nobody reads what the server writes to the bridge, and the server does not know. */
  void wayLost(long sinceNanos) {
    deaths++;
    lostSince = Optional.of(sinceNanos);
  }

  /** Another bridge has the link now; if the server had one that nobody read, that has ended. */
  void wayTaken() {
    lostSince.ifPresent(unread::endedSince);
    lostSince = Optional.empty();
  }

  /** How often the bridge that carried it has ended without a word, or was frozen. */
  int deaths() {
    return deaths;
  }

  /** Sends on until so many have arrived each way, and waits for what is under way. */
  Account finish(String what, int messages) throws Exception {
    Await.until(
        "messages through the bridges",
        Duration.ofMinutes(10),
        () -> out.book().arrived() >= messages && in.book().arrived() >= messages);
    return end(what);
  }

  /** Ends the sending, and waits for what is under way. */
  Account end(String what) throws Exception {
    in.stop();
    out.stop();
    in.awaitEnd();
    return reckoning.account(what);
  }

  private void arrived(Mark mark, SipWire request) {
    out.book().arrival(mark);
    outRhythm.beat(mark.lane());
    Matcher port = PORT.matcher(request.header("Via").orElse(""));
    givers.add(port.find() ? Integer.parseInt(port.group(1)) : 0);
  }

  private void heard(String message) {
    reckoning.heard(message).ifPresent(mark -> inRhythm.beat(mark.lane()));
  }

  private long await(String what, Await.Question question) throws Exception {
    return Await.until(what + " of " + domain(), CROSSING, question).toMillis();
  }

  @Override
  public String toString() {
    String at = bridges.stream().map(each -> "" + each.getPort()).collect(Collectors.joining(", "));
    return domain() + " by the bridges at " + at;
  }
}
