package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.porin.simple.Liveness.Action;
import org.porin.simple.SimpleSettings.Patience;

/** RFC 5626 §4.4.1, and what is for a peer that has not read it. */
class LivenessTest {
  private static final Patience PATIENCE = Patience.DEFAULT;
  private static final long START = Long.MAX_VALUE - 5; // a clock that is about to overflow

  private long now = START;

  @Test
  void aQuietConnectionIsPingedAndThePongIsEnough() {
    Liveness made = new Liveness(false, PATIENCE, now);
    assertThat(after(made, PATIENCE.keepAlive().minusNanos(1))).isEqualTo(Action.WAIT);
    assertThat(after(made, Duration.ofNanos(1))).isEqualTo(Action.PING);
    now += Duration.ofSeconds(1).toNanos();
    made.pong(now);
    assertThat(after(made, PATIENCE.keepAlive().minusNanos(1))).isEqualTo(Action.WAIT);
    assertThat(after(made, Duration.ofNanos(1))).isEqualTo(Action.PING);
  }

  @Test
  void whoAnsweredPingsBeforeAndNoMoreIsDead() {
    Liveness made = new Liveness(false, PATIENCE, now);
    assertThat(after(made, PATIENCE.keepAlive())).isEqualTo(Action.PING);
    made.pong(now);
    assertThat(after(made, PATIENCE.keepAlive())).isEqualTo(Action.PING);
    assertThat(after(made, Liveness.PONG.minusNanos(1))).isEqualTo(Action.WAIT);
    assertThat(after(made, Duration.ofNanos(1))).isEqualTo(Action.END_DEAD);
  }

  @Test
  void whoAnswersNoPingIsSentOptionsAndFromThenOnAtOnce() {
    Liveness made = new Liveness(false, PATIENCE, now);
    assertThat(after(made, PATIENCE.keepAlive())).isEqualTo(Action.PING);
    assertThat(after(made, Liveness.PONG)).isEqualTo(Action.ASK);
    made.octets(now);
    assertThat(after(made, PATIENCE.keepAlive())).isEqualTo(Action.ASK);
    assertThat(after(made, PATIENCE.answer())).isEqualTo(Action.END_DEAD);
  }

  @Test
  void aMessageInPlaceOfThePongSaysNothingAboutPings() {
    Liveness made = new Liveness(false, PATIENCE, now);
    assertThat(after(made, PATIENCE.keepAlive())).isEqualTo(Action.PING);
    made.octets(now);
    assertThat(after(made, PATIENCE.keepAlive())).isEqualTo(Action.PING);
    assertThat(after(made, Liveness.PONG)).isEqualTo(Action.ASK);
  }

  @Test
  void pingsDoNotKeepAConnectionThatIsOfNoUse() {
    Liveness made = new Liveness(false, PATIENCE, now);
    int pings = 0;
    Action action;
    while ((action = after(made, Duration.ofSeconds(1))) != Action.END_IDLE) {
      if (action == Action.PING) {
        pings++;
        made.pong(now);
      }
    }
    assertThat(Duration.ofNanos(now - START)).isEqualTo(PATIENCE.idle());
    assertThat(pings).isBetween(3, 5);
  }

  @Test
  void aMessageEitherWayBeginsTheIdleTimeAnew() {
    Liveness made = new Liveness(false, PATIENCE, now);
    now += PATIENCE.idle().minusSeconds(1).toNanos();
    made.messageSent(now);
    made.octets(now);
    assertThat(after(made, Duration.ofSeconds(2))).isEqualTo(Action.WAIT);
    made.messageReceived(now);
    assertThat(made.nanosUntilDue(now)).isPositive();
  }

  @Test
  void nobodyIsCutOffWhoIsWaitedFor() {
    Liveness accepted = new Liveness(true, PATIENCE, now);
    accepted.octets(now);
    accepted.messageReceived(now);
    now += PATIENCE.idle().toNanos();
    assertThat(accepted.due(now, true)).isEqualTo(Action.WAIT);
    assertThat(accepted.due(now, false)).isEqualTo(Action.END_IDLE);
  }

  @Test
  void aPeerMustSendAMessageSoonAndMayThenLiveByPings() {
    Liveness accepted = new Liveness(true, PATIENCE, now);
    accepted.octets(now); // pings alone are no message
    assertThat(after(accepted, PATIENCE.firstMessage())).isEqualTo(Action.END_SILENT);

    accepted.messageReceived(now);
    for (int i = 0; i < 10; i++) {
      assertThat(after(accepted, PATIENCE.idle().minusSeconds(1))).isEqualTo(Action.WAIT);
      accepted.octets(now);
    }
    assertThat(after(accepted, PATIENCE.idle())).isEqualTo(Action.END_IDLE);
  }

  private Action after(Liveness liveness, Duration time) {
    now += time.toNanos();
    return liveness.due(now, false);
  }
}
