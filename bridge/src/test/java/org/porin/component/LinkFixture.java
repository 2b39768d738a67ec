package org.porin.component;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.mapping.InstantMessageMapping;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.CpimMessage;
import org.porin.profile.Acceptance;
import org.porin.profile.CommonProfile;
import org.porin.profile.Conversation;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.PresenceStream;
import org.porin.profile.Response;
import org.porin.profile.TransId;
import org.porin.stanza.LangText;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaLimits;

/**
 * The links of montague.example at a {@link ScriptedServer}, and a membrane that records. Their
 * time goes by, and a test may let as much pass at once as it wants.
 */
final class LinkFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2001-01-01T00:00:00Z");
  static final ImUri ROMEO = new ImUri("romeo", "montague.example");
  static final ImUri JULIET = new ImUri("juliet", "capulet.example");

  final ScriptedServer server;
  final RecordingMembrane membrane = new RecordingMembrane();
  final List<String> wire = new ArrayList<>();
  final ComponentLinks links;
  private final AtomicLong passed = new AtomicLong();
  private final AddressMapping addresses =
      new AddressMapping(Set.of("capulet.example"), Set.of("montague.example"), Optional.empty());
  private final Operations operations = new Operations(addresses);

  /** What came from XMPP, and its answers, given by the test. */
  static final class RecordingMembrane implements CommonProfile {
    record Carried(MessageOperation operation, CompletableFuture<Response> answer) {}

    final BlockingQueue<Carried> carried = new LinkedBlockingQueue<>();
    private final Queue<Carried> all = new ConcurrentLinkedQueue<>();
    private volatile Optional<CompletionStage<Void>> recorded = Optional.empty();

    /** From now on nothing counts as recorded before that. */
    void recordWith(CompletionStage<Void> recorded) {
      this.recorded = Optional.of(recorded);
    }

    @Override
    public Acceptance accept(MessageOperation operation) {
      return new Acceptance(recorded, message(operation));
    }

    @Override
    public CompletionStage<Response> message(MessageOperation operation) {
      var answer = new CompletableFuture<Response>();
      var entry = new Carried(operation, answer);
      all.add(entry);
      carried.add(entry);
      return answer;
    }

    /** What a test left open would be waited for when the links close. */
    void answerTheRest() {
      all.forEach(each -> each.answer().complete(Response.success(each.operation().transId())));
    }

    Carried next() throws InterruptedException {
      Carried next = carried.poll(15, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no operation came");
      }
      return next;
    }
  }

  /** Who keeps subscriptions, and only writes down. */
  static class RecordingPresence implements PresenceStream.Listener {
    final InMemoryContacts directory = new InMemoryContacts();
    final BlockingQueue<PresenceStanza> came = new LinkedBlockingQueue<>();
    final BlockingQueue<String> opened = new LinkedBlockingQueue<>();

    @Override
    public void presence(PresenceStanza stanza) {
      came.add(stanza);
    }

    @Override
    public void opened(String domain) {
      opened.add(domain);
    }

    PresenceStanza next() throws InterruptedException {
      PresenceStanza next = came.poll(15, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no presence came");
      }
      return next;
    }

    String nextOpened() throws InterruptedException {
      String next = opened.poll(15, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no link opened");
      }
      return next;
    }
  }

  /** Messages from Romeo to Juliet. */
  record Operations(AddressMapping addresses) {
    MessageOperation message(String transId, String body) {
      return new MessageOperation(
          ROMEO,
          JULIET,
          new TransId(transId),
          69,
          List.of("bridge-a"),
          new Origin(Origin.Side.SIMPLE, "192.0.2.1"),
          Optional.empty(),
          Conversation.NONE,
          content(body),
          Optional.empty());
    }

    private CpimMessage content(String body) {
      var stanza =
          new MessageStanza(
              Optional.of(new Jid("romeo", "montague.example", "")),
              Optional.of(new Jid("juliet", "capulet.example", "")),
              Optional.empty(),
              MessageType.NORMAL,
              Optional.empty(),
              List.of(),
              List.of(LangText.of(body)),
              Optional.empty(),
              Optional.empty(),
              List.of());
      try {
        return new InstantMessageMapping(addresses).toCpim(stanza, NOW).value();
      } catch (UnmappableException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final class RecordingWire implements WireLog {
    @Override
    public void in(String domain, String stanza) {
      add("< " + stanza);
    }

    @Override
    public void out(String domain, String stanza) {
      add("> " + stanza);
    }

    private void add(String line) {
      synchronized (wire) {
        wire.add(line);
      }
    }
  }

  static LinkTimes times(Duration idle, Duration answer, Duration drain) {
    return new LinkTimes(Duration.ofSeconds(2), Duration.ofSeconds(10), idle, answer, drain);
  }

  /** Waits for everything longer than any test takes. */
  LinkFixture() {
    this(times(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(20)));
  }

  LinkFixture(LinkTimes times) {
    this(times, ComponentSettings.DEFAULT_QUEUE_OCTETS);
  }

  LinkFixture(LinkTimes times, long queueOctets) {
    this(times, queueOctets, LinkTls.NONE, new ScriptedServer());
  }

  LinkFixture(LinkTimes times, long queueOctets, LinkTls tls, ScriptedServer server) {
    this(times, queueOctets, tls, server, server.port());
  }

  /** One whose links do not connect to the server itself, but to what stands before it. */
  LinkFixture(LinkTimes times, long queueOctets, LinkTls tls, ScriptedServer server, int port) {
    this(times, queueOctets, tls, server, port, Optional.empty());
  }

  /** One that carries presence. */
  LinkFixture(RecordingPresence presence) {
    this(presence, ComponentSettings.DEFAULT_QUEUE_OCTETS);
  }

  LinkFixture(RecordingPresence presence, long queueOctets) {
    this(presence, queueOctets, new ScriptedServer());
  }

  private LinkFixture(RecordingPresence presence, long queueOctets, ScriptedServer server) {
    this(
        times(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(20)),
        queueOctets,
        LinkTls.NONE,
        server,
        server.port(),
        Optional.of(presence));
  }

  private LinkFixture(
      LinkTimes times,
      long queueOctets,
      LinkTls tls,
      ScriptedServer server,
      int port,
      Optional<RecordingPresence> presence) {
    this.server = server;
    var settings =
        new ComponentSettings(
            "montague.example",
            server.host(),
            port,
            tls,
            new ComponentSecret("test"),
            "capulet.example",
            times,
            StanzaLimits.DEFAULT,
            queueOctets);
    links =
        new ComponentLinks(
            addresses,
            "1.2.3",
            new RecordingWire(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new Random(7),
            () -> System.nanoTime() + passed.get(),
            List.of(ComponentLinks.outline(settings)));
    presence.ifPresentOrElse(
        each -> links.start(membrane, domain -> true, each, each.directory),
        () -> links.start(membrane));
  }

  /** The next connection of the link, through its handshake and open on the link's side too. */
  ScriptedServer.Peer open() throws IOException {
    ScriptedServer.Peer peer = server.accept().shakeHands();
    heard(peer);
    return peer;
  }

  /** When this returns the link has read what the peer sent before. */
  void heard(ScriptedServer.Peer peer) throws IOException {
    peer.send(
        "<iq type='get' id='heard' from='capulet.example' to='montague.example'>"
            + "<ping xmlns='urn:xmpp:ping'/></iq>");
    peer.expect("'heard'");
    peer.expect("</iq>");
  }

  /** Lets time pass for the links, so much at once. */
  void pass(Duration time) {
    passed.addAndGet(time.toNanos());
  }

  /** Waits for what only the link itself can tell. */
  void await(Predicate<LinkStatus> condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.test(status())) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("it never came to be: " + status());
      }
      Thread.onSpinWait();
    }
  }

  /** A message from Romeo to Juliet goes to the links. */
  CompletableFuture<Response> send(String transId, String body) {
    return links.message(operation(transId, body)).toCompletableFuture();
  }

  /** The same, whatever becomes of it. */
  void pass(String transId, String body) {
    links.message(operation(transId, body));
  }

  MessageOperation operation(String transId, String body) {
    return operations.message(transId, body);
  }

  LinkStatus status() {
    return links.statuses().get(0);
  }

  long count(LinkCount count) {
    return status().counts().getOrDefault(count, 0L);
  }

  @Override
  public void close() throws IOException {
    server.close();
    membrane.answerTheRest();
    links.close();
  }
}
