package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.porin.trust.TokenMemory.Outcome;

/** The compact memory beside a map that says what it should hold. */
class TokenMemoryPropertiesTest {
  private static final int MOST = 150; // more than it begins with, so that it grows
  private static final int SHARE = 4;
  private static final long LIFE = 200;

  private record Token(String signer, long since) {}

  @Property(tries = 300)
  void itHoldsWhatAMapWouldHold(
      @ForAll @Size(min = 200, max = 900) List<@IntRange(min = 0, max = 6_399) Integer> steps) {
    TokenMemory memory = new TokenMemory(MOST, Duration.ofNanos(LIFE));
    Map<Long, Token> model = new HashMap<>();
    long now = 0;
    for (int step : steps) {
      now += step % 3;
      long number = step / 16 % 400;
      long high = number % 7 << 1; // many in one place
      expire(model, now);
      if (step % 16 == 0) {
        memory.remove(high, number);
        model.remove(number);
      } else {
        String signer = "s" + number % 4;
        assertThat(memory.put(high, number, signer, now))
            .isEqualTo(put(model, number, signer, now));
      }
      assertThat(memory.size(now)).isEqualTo(model.size());
      assertThat(memory.has(high, number, now)).isEqualTo(model.containsKey(number));
    }
  }

  private static void expire(Map<Long, Token> model, long now) {
    model.values().removeIf(token -> now - token.since() >= LIFE);
  }

  private static Outcome put(Map<Long, Token> model, long number, String signer, long now) {
    if (model.containsKey(number)) {
      return Outcome.KNOWN;
    }
    if (model.size() >= MOST) {
      return Outcome.FULL;
    }
    if (model.values().stream().filter(token -> token.signer().equals(signer)).count()
        >= SHARE * (MOST - model.size())) {
      return Outcome.SIGNER_FULL;
    }
    model.put(number, new Token(signer, now));
    return Outcome.TAKEN;
  }
}
