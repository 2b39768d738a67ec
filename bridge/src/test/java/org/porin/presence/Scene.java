package org.porin.presence;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.durable.StoreException;
import org.porin.membrane.MembraneSettings;
import org.porin.membrane.Policy;
import org.porin.membrane.ReplayMemory;
import org.porin.membrane.SubscriptionAdmission;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.profile.Notification;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService.Answer;
import org.porin.profile.SubscriptId;
import org.porin.profile.SubscriptionState;
import org.porin.profile.TransId;
import org.porin.stanza.PresenceStanza;
import org.porin.trust.ReplayCache;
import org.porin.trust.TrustCounters;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** The service between two edges that the test plays, turned by hand. */
final class Scene {
  static final PresUri JULIET = new PresUri("juliet", "capulet.example");
  static final PresUri NURSE = new PresUri("nurse", "capulet.example");
  static final PresUri ROMEO = new PresUri("romeo", "montague.example");

  static final PresenceSettings SETTINGS =
      new PresenceSettings(
          Duration.ofHours(1),
          Duration.ofSeconds(60),
          Duration.ofHours(1),
          1_000,
          100,
          1_000,
          10_000);

  final Noon clock = new Noon();
  final RecordingStream stream = new RecordingStream();
  final RecordingCarrier carrier = new RecordingCarrier();
  final SlowStore store;
  final Subscriptions service;
  private final ReplayCache replays = new ReplayCache(new TrustCounters(), () -> 0);
  private int transactions;

  Scene() {
    this(new SlowStore(), SETTINGS, Policy.OPEN);
  }

  Scene(SlowStore store, PresenceSettings settings, Policy policy) {
    this(store, store, settings, policy);
  }

  /** On another store, in whose place there is an empty one for the test to look at. */
  Scene(PresenceStore kept) {
    this(kept, new SlowStore(), SETTINGS, Policy.OPEN);
  }

  private Scene(PresenceStore kept, SlowStore store, PresenceSettings settings, Policy policy) {
    this.store = store;
    service =
        new Subscriptions(
            settings,
            new SubscriptionAdmission(
                new MembraneSettings(
                    Set.of("capulet.example"),
                    "bridge1",
                    policy,
                    Optional.empty(),
                    Optional.empty(),
                    8),
                () -> 0),
            ReplayMemory.of(replays::admit, replays::forget),
            new AddressMapping(
                Set.of("capulet.example"), Set.of("montague.example"), Optional.empty()),
            carrier,
            stream,
            kept,
            clock,
            new Random(1));
    try {
      service.load();
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next process on the same store. */
  Scene restarted() {
    service.close(Duration.ZERO);
    return new Scene(store, SETTINGS, Policy.OPEN);
  }

  /** Everything that can be done now is done. */
  void turn() {
    for (int i = 0; i < 10; i++) {
      service.turn();
    }
  }

  /** Time passes in steps of 50 ms. */
  void pass(Duration time) {
    for (long millis = 0; millis < time.toMillis(); millis += 50) {
      clock.pass(Duration.ofMillis(50));
      service.turn();
    }
    turn();
  }

  /** A stanza of a user, as {@code romeo@montague.example}; no type is available. */
  void stanza(String from, String to, String type) {
    service.presence(of(from, to, type));
    turn();
  }

  static PresenceStanza of(String from, String to, String type) {
    return PresenceStanza.of(jid(from), jid(to), Optional.of(type).filter(each -> !each.isEmpty()));
  }

  static Jid jid(String text) {
    try {
      return Jid.parse(text);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A SUBSCRIBE of a foreign watcher to a user. */
  CompletableFuture<Answer> subscribe(
      PresUri watcher, PresUri target, Duration duration, Arrivals arrival) {
    CompletableFuture<Answer> answer =
        service
            .subscribe(
                new Subscribe(
                    watcher, target, duration, new SubscriptId("s" + arrival.legName()), next()),
                arrival)
            .toCompletableFuture();
    turn();
    return answer;
  }

  /** A NOTIFY of a foreign presentity to a user. */
  CompletableFuture<Answer> notify(String leg, int number, String state, String... tuples) {
    CompletableFuture<Answer> answer = begin(leg, number, state, tuples);
    turn();
    return answer;
  }

  CompletableFuture<Answer> begin(String leg, int number, String state, String... tuples) {
    try {
      return service
          .notify(
              new Notification(
                  JULIET,
                  ROMEO,
                  SubscriptionState.parse(state),
                  tuples.length == 0 ? Optional.empty() : Optional.of(document(tuples)),
                  next()),
              Arrivals.on(leg, number))
          .toCompletableFuture();
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Of tuples, each {@code id:open} or {@code id:closed}. */
  static MimeEntity document(String... tuples) {
    StringBuilder text =
        new StringBuilder("<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:")
            .append("romeo@montague.example'>");
    for (String tuple : tuples) {
      String[] parts = tuple.split(":", 2);
      text.append("<tuple id='")
          .append(parts[0])
          .append("'><status><basic>")
          .append(parts[1])
          .append("</basic></status></tuple>");
    }
    return MimeEntity.of(
        List.of(new MimeHeader("Content-Type", "application/pidf+xml")),
        Octets.utf8(text.append("</presence>").toString()));
  }

  /** The text of a document that was told. */
  static String text(Notification notification) {
    return new String(
        notification.document().orElseThrow().body().toArray(), StandardCharsets.UTF_8);
  }

  private TransId next() {
    transactions++;
    return new TransId("t" + transactions);
  }
}
