package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.porin.profile.Notification;
import org.porin.profile.SubscriptionState.State;

/** One subscription as its subscriber has it, and what may be told on it (RFC 6665 §4.1). */
final class AudiencePhone {
  final String name;
  final boolean fetch;

  /** Whether the subscriber is there and knows of it. */
  boolean alive = true;

  /** Whether it has ended it itself, or has been told its end. */
  boolean over;

  /** Whether the bridge may have ended it without a word. */
  boolean dropped;

  Instant expires = Instant.MIN;
  int cseq = 1;
  int failures;
  int told;
  int doubts;

  /** A SUBSCRIBE waits for its NOTIFY. */
  boolean owed = true;

  /** Whether the bridge knows that the subscriber has been told active. */
  boolean active;

  /** Whether the bridge cannot know which document the subscriber has. */
  boolean doubt;

  Optional<Instant> news = Optional.empty();
  Optional<Action.Notify> underWay = Optional.empty();
  private boolean answering;
  private int sequence = -1;

  /** What the subscriber sees. */
  Optional<State> state = Optional.empty();

  Optional<Map<String, String>> document = Optional.empty();

  AudiencePhone(String name, boolean fetch) {
    this.name = name;
    this.fetch = fetch;
  }

  /** Whether the bridge should have it as a subscription that goes on. */
  boolean isLive(Instant now) {
    return !over && !dropped && !fetch && expires.isAfter(now);
  }

  /** A NOTIFY goes out: whether it may. */
  void sends(Action.Notify notify, Grant grant, Instant now) {
    assertThat(underWay).as("one at a time").isEmpty();
    Notification notification = notify.notification();
    State what = notification.state().state();
    Map<String, String> tuples = AudienceView.tuples(notification).orElse(Map.of());
    assertThat(notification.document().isPresent()).isEqualTo(!tuples.isEmpty());
    if (what != State.TERMINATED) {
      assertThat(over || fetch).as("told after its end").isFalse();
      assertThat(expires).isAfter(now);
      assertThat(notification.state().expires().orElseThrow())
          .isLessThanOrEqualTo(Duration.between(now, expires));
    }
    if (what == State.ACTIVE || !open(tuples).isEmpty()) {
      assertThat(grant).as("told without a yes").isEqualTo(Grant.GIVEN);
    }
    if (what == State.PENDING) {
      assertThat(grant).isEqualTo(Grant.ASKED);
    }
    if (what == State.TERMINATED && !fetch) {
      assertThat(open(tuples)).as("online at the end").isEmpty();
    }
    assertSequence(notify);
    answering = owed;
    if (what == State.ACTIVE && !owed && active) {
      assertNews(notification, now);
    }
    owed = false;
    underWay = Optional.of(notify);
  }

  private void assertNews(Notification notification, Instant now) {
    news.ifPresent(
        last ->
            assertThat(Duration.between(last, now))
                .as("the pace")
                .isGreaterThanOrEqualTo(Duration.ofSeconds(5)));
    news = Optional.of(now);
    assertThat(notification.document()).as("news without a document").isPresent();
    if (!doubt && document.isPresent()) {
      assertThat(open(AudienceView.tuples(notification).orElseThrow()))
          .as("what it knows")
          .isNotEqualTo(open(document.get()));
    }
  }

  private void assertSequence(Action.Notify notify) {
    String[] parts = notify.leg().state().split(" ", -1);
    assertThat(Integer.parseInt(parts[1])).as("CSeq").isGreaterThan(sequence);
    assertThat(Integer.parseInt(parts[3])).as("the SUBSCRIBE met").isEqualTo(cseq);
    sequence = Integer.parseInt(parts[1]);
  }

  /** The NOTIFY reaches the subscriber. */
  void sees(Notification notification) {
    told++;
    state = Optional.of(notification.state().state());
    AudienceView.tuples(notification).ifPresent(tuples -> document = Optional.of(tuples));
    over |= state.get() == State.TERMINATED;
  }

  /** The bridge hears that it has arrived. */
  void confirmed(Notification notification) {
    active |= notification.state().state() == State.ACTIVE;
    doubt &= notification.document().isEmpty();
    failures = 0;
  }

  /** The bridge hears that it has not. */
  void failed() {
    owed |= answering;
    doubt = true;
    doubts++;
    failures++;
    dropped |= failures >= NotifyFailure.MOST_ATTEMPTS;
  }

  /** The bridge begins anew. */
  void forgotten() {
    underWay = Optional.empty();
    sequence = -1; // where it goes on is the carrier's to know
    doubt = true;
    owed = !active;
    failures = 0;
  }

  /** What is online in a document. */
  static Map<String, String> open(Map<String, String> tuples) {
    Map<String, String> open = new TreeMap<>(tuples);
    open.values().removeIf("closed"::equals);
    return open;
  }
}
