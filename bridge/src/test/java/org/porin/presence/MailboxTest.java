package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Mailbox mailbox = new Mailbox(3, 100);
  private final List<String> done = new ArrayList<>();

  @Test
  void whatComesFirstIsDoneFirst() {
    mailbox.offer(() -> done.add("a"), 1);
    mailbox.post(() -> done.add("b"));
    mailbox.offer(() -> done.add("c"), 1);
    mailbox.runAll();

    assertThat(done).containsExactly("a", "b", "c");
  }

  @Test
  void thereIsRoomForSoManyAndAgainWhenTheyAreDone() {
    assertThat(offer(1)).isTrue();
    assertThat(offer(1)).isTrue();
    assertThat(offer(1)).isTrue();
    assertThat(offer(1)).isFalse();
    mailbox.runAll();
    assertThat(offer(1)).as("taken out is not done").isFalse();

    mailbox.release(1);
    assertThat(offer(1)).isTrue();
  }

  @Test
  void thereIsRoomForSoManyOctets() {
    assertThat(offer(60)).isTrue();
    assertThat(offer(41)).isFalse();
    assertThat(offer(40)).isTrue();
  }

  @Test
  void whatTheBridgeItselfSaysAlwaysHasRoom() {
    while (offer(1)) {}
    mailbox.close();
    mailbox.post(() -> done.add("outcome"));
    mailbox.runAll();

    assertThat(done).contains("outcome");
    assertThat(offer(1)).isFalse();
  }

  @Test
  void whatComesMeanwhileWaitsForTheNextTime() {
    mailbox.post(() -> mailbox.post(() -> done.add("later")));
    mailbox.runAll();
    assertThat(done).isEmpty();

    mailbox.runAll();
    assertThat(done).containsExactly("later");
  }

  private boolean offer(int octets) {
    return mailbox.offer(() -> {}, octets);
  }
}
