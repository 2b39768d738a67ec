package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.inward;
import static org.porin.membrane.Operations.outward;
import static org.porin.membrane.Operations.withRepeatKey;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.porin.membrane.Repeats.Again;
import org.porin.membrane.Repeats.Differs;
import org.porin.membrane.Repeats.First;
import org.porin.membrane.Repeats.Verdict;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;
import org.porin.profile.Response.Status;
import org.porin.profile.TransId;
import org.porin.requirement.Requirement;

class RepeatsTest {
  private long now = 1;
  private final Repeats repeats = new Repeats(100, () -> now);

  @Test
  @Requirement("2779-5.4.2-1")
  void aRepeatGetsTheAnswerOfTheFirstAlsoWhileItIsPending() {
    First first = (First) look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"));
    CompletableFuture<?> answer =
        ((Again) look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"))).answer();
    assertThat(answer).isSameAs(first.answer());
  }

  @Test
  void anotherRecipientOfTheSameCallIsNoRepeat() {
    look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"));
    assertThat(look(withRepeatKey(inward(ROMEO, NURSE, "x"), "call|1"))).isInstanceOf(First.class);
  }

  @Test
  void otherContentUnderTheSameSipIdentityIsRefused() {
    look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"));
    Differs differs = (Differs) look(withRepeatKey(inward(ROMEO, JULIET, "y"), "call|1"));
    assertThat(differs.refusal().reason()).isEqualTo(Reason.REPEAT_DIFFERS);
  }

  @Test
  void aStanzaIdThatIsUsedAgainWithOtherContentIsANewMessage() {
    look(withRepeatKey(outward(JULIET, ROMEO, "x"), "id1"));
    assertThat(look(withRepeatKey(outward(JULIET, ROMEO, "y"), "id1"))).isInstanceOf(First.class);
    assertThat(look(withRepeatKey(outward(JULIET, ROMEO, "x"), "id1"))).isInstanceOf(Again.class);
  }

  @Test
  void withoutAnIdentityNothingIsARepeat() {
    look(outward(JULIET, ROMEO, "ok"));
    assertThat(look(outward(JULIET, ROMEO, "ok"))).isInstanceOf(First.class);
  }

  @Test
  void whatFailedMayBeTriedAgainAtOnce() {
    First first = (First) look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"));
    first
        .answer()
        .complete(
            Response.failure(new TransId("T1"), new Refused(Reason.LINK_DOWN, "the link is down")));
    First second = (First) look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"));
    second.answer().complete(Response.indeterminant(new TransId("T2")));
    assertThat(look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"))).isInstanceOf(Again.class);
  }

  @Test
  void ofLongIdentitiesNoMoreIsKeptThanOfShortOnes() {
    long before = usedOctets();
    for (int i = 0; i < 64; i++) {
      carried(withRepeatKey(outward(JULIET, ROMEO, "x"), longId(i)));
    }
    assertThat(usedOctets() - before).isLessThan(16 << 20);
    assertThat(look(withRepeatKey(outward(JULIET, ROMEO, "x"), longId(63))))
        .isInstanceOf(Again.class);
  }

  private Verdict look(MessageOperation operation) {
    return repeats.look(operation, Digest.of(operation.content().entity().octets()));
  }

  private void carried(MessageOperation operation) {
    ((First) look(operation)).answer().complete(Response.indeterminant(operation.transId()));
  }

  private static String longId(int number) {
    return "i".repeat(1 << 20) + number;
  }

  private static long usedOctets() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  @Test
  @Requirement("2779-5.4.2-1")
  void whatWasCarriedLongAgoGetsTheStatusThatItHad() {
    First first = (First) look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"));
    first.answer().complete(Response.success(new TransId("T1")));
    carried(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|2"));
    assertThat(statusOf("call|1")).isEqualTo(Status.SUCCESS);
    assertThat(statusOf("call|2")).isEqualTo(Status.INDETERMINANT);
    assertThat(look(withRepeatKey(inward(ROMEO, JULIET, "y"), "call|1")))
        .isInstanceOf(Differs.class);
  }

  private Status statusOf(String key) {
    Again again = (Again) look(withRepeatKey(inward(ROMEO, JULIET, "x"), key));
    return again.answer().join().status();
  }

  @Test
  void whatIsStillInFlightIsKnownHoweverLongItTakes() {
    look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"));
    now += 10 * Repeats.WINDOW.toNanos();
    assertThat(look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"))).isInstanceOf(Again.class);
  }

  @Test
  void afterItsWindowAnIdentityIsForgotten() {
    carried(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"));
    now += Repeats.WINDOW.minus(Duration.ofNanos(1)).toNanos();
    assertThat(look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"))).isInstanceOf(Again.class);
    now += Repeats.WINDOW.toNanos() + 1; // the older half goes as a whole
    assertThat(look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|1"))).isInstanceOf(First.class);
  }

  @Test
  void atItsLimitTheTableForgetsTheOldestFirst() {
    for (int i = 0; i < 101; i++) {
      carried(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|" + i));
    }
    assertThat(look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|100")))
        .isInstanceOf(Again.class);
    assertThat(look(withRepeatKey(inward(ROMEO, JULIET, "x"), "call|0"))).isInstanceOf(First.class);
  }
}
