package org.porin.conformance.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BookTest {
  private final Book book = new Book(2, 3);

  @Test
  void whatArrivesOnceAndInOrderIsPerfect() {
    for (int number = 0; number < 3; number++) {
      book.arrival(new Mark(0, number));
      book.arrival(new Mark(1, number));
    }
    assertThat(book.totals().isPerfect()).isTrue();
  }

  @Test
  void whatNeitherArrivesNorIsRefusedIsMissing() {
    book.arrival(new Mark(0, 0));
    book.refusal(new Mark(0, 1), "item-not-found");
    Totals totals = book.totals();
    assertThat(totals.missing())
        .containsExactly(new Mark(0, 2), new Mark(1, 0), new Mark(1, 1), new Mark(1, 2));
    assertThat(totals.refusals()).isEqualTo(Map.of("item-not-found", 1));
    assertThat(totals.isPerfect()).isFalse();
  }

  @Test
  void anArrivalBehindANewerOneIsReordered() {
    book.arrival(new Mark(0, 1));
    book.arrival(new Mark(1, 0));
    book.arrival(new Mark(0, 0));
    assertThat(book.totals().reordered()).isEqualTo(1);
  }

  @Test
  void aSecondArrivalIsARepeat() {
    book.arrival(new Mark(0, 0));
    book.arrival(new Mark(0, 0));
    assertThat(book.totals().repeated()).isEqualTo(1);
    assertThat(book.totals().arrived()).isEqualTo(1);
  }

  @Test
  void waitingEndsWhenEveryMessageIsSettled() throws InterruptedException {
    for (int number = 0; number < 3; number++) {
      book.arrival(new Mark(0, number));
      book.refusal(new Mark(1, number), "503 Service Unavailable");
    }
    assertThat(book.awaitSettled(6, 0)).isTrue();
    assertThat(book.awaitSettled(7, 0)).isFalse();
  }
}
