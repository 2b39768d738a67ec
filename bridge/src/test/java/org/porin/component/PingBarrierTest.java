package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.address.Jid;
import org.porin.profile.TransId;

class PingBarrierTest {
  private static final Jid ROMEO = new Jid("romeo", "montague.example", "");
  private static final Jid JULIET = new Jid("juliet", "capulet.example", "");
  private static final long SECOND = 1_000_000_000L;

  private final PingBarrier barrier = new PingBarrier(Duration.ofSeconds(20));
  private final Delivery first = delivery("m1");
  private final Delivery second = delivery("m2");
  private final Delivery third = delivery("m3");

  private static Delivery delivery(String id) {
    return new Delivery(id, ROMEO, JULIET, new TransId(id), Optional.empty());
  }

  @Test
  void theAnswerConfirmsInOrderWhatWasWrittenBeforeThePing() {
    barrier.add(first, 0);
    barrier.written(barrier.add(second, 0));
    barrier.pinged("p1", 0);
    barrier.written(barrier.add(third, 0));
    assertThat(barrier.answered("p1"))
        .hasValueSatisfying(confirmed -> assertThat(confirmed).containsExactly(first, second));
    assertThat(barrier.isUnconfirmed("m3")).isTrue();
  }

  @Test
  void onePingIsOutAndTheNextGoesWhenItCameBackAndSomethingWaits() {
    barrier.written(barrier.add(first, 0));
    assertThat(barrier.wantsPing()).isTrue();
    barrier.pinged("p1", 0);
    barrier.written(barrier.add(second, 0));
    assertThat(barrier.wantsPing()).isFalse();
    barrier.answered("p1");
    assertThat(barrier.wantsPing()).isTrue();
    barrier.pinged("p2", 0);
    barrier.answered("p2");
    assertThat(barrier.wantsPing()).isFalse();
  }

  @Test
  void whatIsOnlyQueuedWantsNoPing() {
    barrier.add(first, 0);
    assertThat(barrier.wantsPing()).isFalse();
  }

  @Test
  void anAnswerWithAnotherIdConfirmsNothing() {
    barrier.written(barrier.add(first, 0));
    barrier.pinged("p1", 0);
    assertThat(barrier.answered("p0")).isEmpty();
    assertThat(barrier.isUnconfirmed("m1")).isTrue();
  }

  @Test
  void anAnswerCountsOnce() {
    barrier.written(barrier.add(first, 0));
    barrier.pinged("p1", 0);
    barrier.answered("p1");
    assertThat(barrier.answered("p1")).isEmpty();
  }

  @Test
  void aBounceTakesItsMessageOutBeforeTheAnswerCanConfirmIt() {
    barrier.add(first, 0);
    barrier.written(barrier.add(second, 0));
    barrier.pinged("p1", 0);
    assertThat(barrier.bounced("m1", JULIET, ROMEO)).contains(first);
    assertThat(barrier.answered("p1"))
        .hasValueSatisfying(confirmed -> assertThat(confirmed).containsExactly(second));
  }

  @Test
  void aBounceMayComeFromAResourceOrFromTheServerOfTheRecipient() {
    barrier.add(first, 0);
    barrier.add(second, 0);
    assertThat(barrier.bounced("m1", new Jid("juliet", "capulet.example", "balcony"), ROMEO))
        .contains(first);
    assertThat(barrier.bounced("m2", new Jid("", "capulet.example", ""), ROMEO)).contains(second);
  }

  @Test
  void nobodyElseCanBounceAMessage() {
    barrier.add(first, 0);
    assertThat(barrier.bounced("m1", new Jid("tybalt", "capulet.example", ""), ROMEO)).isEmpty();
    assertThat(barrier.bounced("m1", new Jid("juliet", "evil.example", ""), ROMEO)).isEmpty();
    assertThat(barrier.bounced("m1", JULIET, new Jid("paris", "montague.example", ""))).isEmpty();
    assertThat(barrier.isUnconfirmed("m1")).isTrue();
  }

  @Test
  void whatWaitsTooLongIsTakenOutAndTheRestStays() {
    barrier.add(first, 0);
    barrier.add(second, 5 * SECOND);
    assertThat(barrier.expired(20 * SECOND - 1)).isEmpty();
    assertThat(barrier.expired(20 * SECOND)).containsExactly(first);
    assertThat(barrier.isUnconfirmed("m2")).isTrue();
  }

  @Test
  void aPingWithoutAnswerIsGivenUpSoThatTheNextCanGo() {
    barrier.written(barrier.add(first, 0));
    barrier.pinged("p1", 0);
    barrier.written(barrier.add(second, 15 * SECOND));
    barrier.expired(20 * SECOND);
    assertThat(barrier.wantsPing()).isTrue();
    assertThat(barrier.answered("p1")).isEmpty();
  }

  @Test
  void deadlinesSurviveAClockThatRunsOver() {
    barrier.add(first, Long.MAX_VALUE - SECOND);
    assertThat(barrier.expired(Long.MAX_VALUE - 1)).isEmpty();
    assertThat(barrier.expired(Long.MIN_VALUE + 19 * SECOND - 1)).containsExactly(first);
  }

  @Test
  void aLostConnectionGivesBackEverythingInOrder() {
    barrier.written(barrier.add(first, 0));
    barrier.pinged("p1", 0);
    barrier.add(second, 0);
    assertThat(barrier.abandon()).containsExactly(first, second);
    assertThat(barrier.size()).isZero();
  }
}
