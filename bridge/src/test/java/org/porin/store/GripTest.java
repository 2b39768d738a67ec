package org.porin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The links that a bridge holds while it is certain that they are its own. */
@Timeout(60)
class GripTest {
  private static final Set<String> MONTAGUE = Set.of("montague.example");
  private final Notes heir = new Notes();
  private final AtomicBoolean certain = new AtomicBoolean(true);

  /** Notes what it is to hold. */
  private static final class Notes implements Heir {
    final BlockingQueue<Set<String>> held = new LinkedBlockingQueue<>();

    @Override
    public void takeUp(Estate estate) {
      throw new AssertionError("nobody has died");
    }

    @Override
    public void hold(Set<String> domains) {
      held.add(domains);
    }
  }

  @Test
  void whatItHoldsIsSaidOnceAndLetGoOfAtTheEnd() {
    Grip grip = new Grip(certain::get, heir, Duration.ofMillis(1));
    grip.start();
    grip.hold(MONTAGUE);
    grip.hold(MONTAGUE);
    grip.close();
    grip.hold(MONTAGUE);
    assertThat(List.copyOf(heir.held)).containsExactly(MONTAGUE, Set.of());
  }

  @Test
  void itLetsGoByItselfWhenTheLeaseHasRunOutAndHoldsAgainWhenItWasRenewed() throws Exception {
    try (Grip grip = new Grip(certain::get, heir, Duration.ofMillis(1))) {
      grip.start();
      grip.hold(MONTAGUE);
      assertThat(heir.held.take()).isEqualTo(MONTAGUE);
      certain.set(false);
      assertThat(heir.held.take()).as("though nobody asked").isEmpty();
      grip.hold(MONTAGUE);
      assertThat(heir.held).as("it is not certain").isEmpty();
      certain.set(true);
      grip.hold(MONTAGUE);
      assertThat(heir.held.take()).isEqualTo(MONTAGUE);
    }
  }
}
