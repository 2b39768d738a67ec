package org.porin.conformance.interop;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.porin.conformance.load.Mark;
import org.testcontainers.containers.GenericContainer;

/**
 * Messages cross both ways between a real Prosody and a SIP user agent while something breaks, and
 * what became of each is entered in books that know nothing of Porin. Porin keeps its outbox in a
 * file, and finds Prosody and the user agent at the ends of paths that can be broken.
 */
final class FaultScene implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(60);
  private static final int WARM = 20;

  private final Stage stage = new Stage();
  private final GenericContainer<?> prosody;
  final NameServer names;
  private final Path directory;
  private final String tables;
  private final Porin.Settings settings;
  private final Unread unread;
  private final Reckoning reckoning;
  final Doubts doubts = new Doubts();
  private final Optional<KamailioHop> hop;
  final int componentPort;
  final OutwardTraffic out;
  final StubbornTraffic in;
  final SipInbox inbox;
  final FaultyPath toProsody;
  final FaultyPath toInbox;
  private Porin porin;
  private int kills;

  /**
   * What a case varies.
   *
   * @param directory for files of Porin
   * @param store lines of [store]; empty for SQLite in that directory
   * @param outbox further lines of [outbox]
   */
  record Setting(Path directory, String store, Way way, String outbox, Flow flow) {
    static Setting of(String store) throws IOException {
      return new Setting(
          Files.createTempDirectory("porin-faults"), store, Way.ROUTE, "", Flow.STEADY);
    }

    Setting in(Path other) {
      return new Setting(other, store, way, outbox, flow);
    }

    Setting by(Way other) {
      return new Setting(directory, store, other, outbox, flow);
    }

    Setting giveUpAfter(Duration expiry) {
      String line = "expiry-seconds = " + expiry.toSeconds() + "\n";
      return new Setting(directory, store, way, line, flow);
    }

    Setting with(Flow other) {
      return new Setting(directory, store, way, outbox, other);
    }
  }

  /** How Porin gets to the peer. */
  enum Way {
    /** By a route. */
    ROUTE,
    /** By what the DNS says. */
    NAME,
    /** Through a Kamailio, which hands over what comes from the peer as well. */
    KAMAILIO
  }

  /**
   * How much is sent.
   *
   * @param outPauseMicros between two messages out
   * @param inPauseMillis between an answer and the next message of a lane
   */
  record Flow(int lanes, int outPerLane, long outPauseMicros, int inPerLane, long inPauseMillis) {
    /** Goes on until it is ended. */
    static final Flow STEADY =
        new Flow(OutwardTraffic.LANES, OutwardTraffic.PER_LANE, 5_000, OutwardTraffic.PER_LANE, 20);
  }

  /** Starts it all, and waits until messages cross both ways. */
  FaultScene(Setting setting) throws Exception {
    Flow flow = setting.flow();
    componentPort = Loopback.freePort();
    directory = setting.directory();
    String url = "url = \"sqlite:" + directory.resolve("porin.db") + '"';
    String store = setting.store().isEmpty() ? url : setting.store();
    tables =
        "[store]\n%s\n\n[outbox]\ndurable = true\n%s\n[log]\nlevel = \"info\"\n"
            .formatted(store, setting.outbox());
    prosody =
        stage.enter(
            Containers.prosody(
                componentPort,
                "montague.example load.capulet.example audience.capulet.example",
                "juliet:balcony"));
    prosody.start();
    toProsody = stage.enter(FaultyPath.to(Loopback.at(componentPort)));
    out = new OutwardTraffic(componentPort, flow.lanes(), flow.outPerLane(), flow.outPauseMicros());
    unread = new Unread(out, new RecordedOut(store, Parties.OF_MONTAGUE.senders()));
    boolean hops = setting.way() == Way.KAMAILIO;
    hop = hops ? Optional.of(new KamailioHop(stage)) : Optional.empty();
    inbox =
        stage.enter(
            SipInbox.open(
                hops ? hop().machine() : InetAddress.getLoopbackAddress(),
                (mark, request) -> arrived(mark)));
    toInbox = stage.enter(FaultyPath.to(inbox.address()));
    names = stage.enter(NameServer.open()).lifetime(1);
    names.instantMessages("montague.example", Loopback.at(toInbox.port()));
    names.sipOverTcp("montague.example", Loopback.at(toInbox.port()));
    int sipPort = Loopback.freePort();
    if (hops) {
      hop()
          .start(
              Map.of(
                  Parties.OF_MONTAGUE.audience(),
                  sipPort,
                  Parties.OF_MONTAGUE.foreign(),
                  inbox.address().getPort()));
    }
    int next = hops ? hop().address().getPort() : toInbox.port();
    settings =
        new Porin.Settings(
            toProsody.port(),
            Map.of(),
            List.of("montague.example"),
            List.of("capulet.example", "load.capulet.example", "audience.capulet.example"),
            sipPort,
            names.address(),
            setting.way() == Way.NAME
                ? Map.of()
                : Map.of("montague.example", "sip:127.0.0.1:" + next + ";transport=tcp"));
    porin = Porin.run(settings, tables);
    stage.enter(() -> porin.close());
    in =
        new StubbornTraffic(
            hops ? hop().address() : porin.sip(),
            flow.lanes(),
            flow.inPerLane(),
            flow.inPauseMillis());
    reckoning = new Reckoning(out, unread, inbox, in);
    stage.enter(new Audience(componentPort, reckoning::heard)).start();
    stage.enter(out).start();
    long begin = System.nanoTime();
    porin.awaitWorking("messages out", STARTUP, () -> out.hasArrivedSince(begin));
    stage.enter(in).start();
    porin.awaitWorking("messages in", STARTUP, () -> in.accepted().size() > WARM);
  }

  /** SIGKILL, and the same again with what is in the file. */
  void killPorin() throws Exception {
    long begun = System.nanoTime();
    kills++;
    porin.kill();
    ended(begun);
    doubts.brokeSince(begun);
    porin = Porin.run(settings, tables);
  }

  private void arrived(Mark mark) {
    out.book().arrival(mark);
    doubts.arrival(mark);
  }

  /** SIGKILL of the server, and its start. */
  void killProsody() throws Exception {
    DockerClient docker = prosody.getDockerClient();
    long begun = System.nanoTime();
    docker.killContainerCmd(prosody.getContainerId()).withSignal("KILL").exec();
    Await.until("the end of the server", STARTUP, () -> !prosody.isRunning());
    ended(begun);
    docker.startContainerCmd(prosody.getContainerId()).exec();
  }

  /** SIGTERM of the server, and its start when it has ended. */
  void restartProsody() throws Exception {
    DockerClient docker = prosody.getDockerClient();
    long begun = System.nanoTime();
    docker.stopContainerCmd(prosody.getContainerId()).exec();
    ended(begun);
    docker.startContainerCmd(prosody.getContainerId()).exec();
  }

  private void ended(long begun) throws SQLException {
    unread.look();
    unread.endedSince(begun);
  }

  /** Resets all connections to the user agent. */
  void cutPeer() throws IOException {
    long begun = System.nanoTime();
    toInbox.cut();
    doubts.brokeSince(begun);
  }

  /** Resets the link between Prosody and Porin, in the middle of a stanza perhaps. */
  void cutLink() throws Exception {
    long begun = System.nanoTime();
    toProsody.cut();
    ended(begun);
  }

  /** Nobody reaches Prosody for a while. */
  void closeLink() throws Exception {
    long begun = System.nanoTime();
    toProsody.close(true);
    ended(begun);
  }

  /** The same with a stanza that is half there, whichever way it goes. */
  void cutLinkInTheMiddle() throws Exception {
    long begun = System.nanoTime();
    toProsody.cutInTheMiddle();
    Await.until("a stanza to cut", STARTUP, toProsody::hasCut);
    ended(begun);
  }

  /** The Kamailio of a scene that has one. */
  KamailioHop hop() {
    return hop.orElseThrow();
  }

  /** The process id of the Porin that runs. */
  long pid() {
    return porin.pid();
  }

  /** Forgets what has come to its end and was sent longer ago, but for how many they were. */
  void forget(Duration kept) {
    out.forgetSettledBefore(System.nanoTime() - kept.toNanos());
    unread.forget();
    in.forgetArrived();
  }

  /** How often Porin was killed. */
  int kills() {
    return kills;
  }

  Path directory() {
    return directory;
  }

  /** Waits until something crosses again both ways. */
  void awaitCrossing() throws Exception {
    long now = System.nanoTime();
    porin.awaitWorking("a message out again", STARTUP, () -> out.hasArrivedSince(now));
    int before = in.book().arrived();
    porin.awaitWorking("a message in again", STARTUP, () -> in.book().arrived() > before);
  }

  /** What XMPP senders were told of as expired. */
  int expiredOut() {
    return reckoning.expiredOut();
  }

  /** The same of SIP senders. */
  int expiredIn() {
    return reckoning.expiredIn();
  }

  /**
   * Sends on until so many have arrived each way, ends the sending, and waits for what is under
   * way. What comes back does not count: Porin may never have seen it.
   */
  Account finish(String fault, int messages) throws Exception {
    Await.until(
        "messages through Porin",
        Duration.ofMinutes(10),
        () -> out.book().arrived() >= messages && in.book().arrived() >= messages);
    out.stop();
    in.stop();
    in.awaitEnd();
    return reckoning.account(fault);
  }

  /** What Porin says of itself, for a test that fails. */
  String output() {
    return porin.output();
  }

  @Override
  public void close() throws Exception {
    stage.close();
  }
}
