package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.component.LateFailures.Notice.Notification;
import org.porin.mapping.NotificationRequest;
import org.porin.msgfmt.Mailbox;
import org.porin.profile.TransId;
import org.porin.requirement.Requirement;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.StanzaError.Condition;

/** What is remembered of messages that the server took, and who is told when they come back. */
class LateFailuresTest {
  private static final Jid ROMEO = new Jid("romeo", "montague.example", "");
  private static final Jid PARIS = new Jid("paris", "verona.example", "");
  private static final Jid JULIET = new Jid("juliet", "capulet.example", "");
  private static final Jid BALCONY = new Jid("juliet", "capulet.example", "balcony");

  private static final NotificationRequest WANTED =
      new NotificationRequest(
          "34jk324j",
          Optional.empty(),
          "im:juliet@capulet.example",
          Optional.empty(),
          Mailbox.of("im:romeo@montague.example"),
          List.of(),
          List.of("negative-delivery"));

  private long nanos = Long.MAX_VALUE - 1; // the clock wraps around soon
  private final LateFailures late =
      new LateFailures(
          new AddressMapping(
              Set.of("capulet.example"),
              Set.of("montague.example", "verona.example"),
              Optional.empty()),
          domain -> !domain.equals("verona.example"),
          () -> nanos);

  @Test
  void theSenderOfWhatComesBackReadsWhoseMessageAndWhyFromTheGateway() {
    late.confirmed(delivery("m1", ROMEO));
    MessageStanza text = bounced("m1", BALCONY, ROMEO).orElseThrow();
    assertThat(text.from()).contains(new Jid("cpim-gateway", "capulet.example", ""));
    assertThat(text.to()).contains(ROMEO);
    assertThat(text.bodies().get(0).text())
        .contains("juliet@capulet.example", "service-unavailable")
        .doesNotContain("balcony");
    assertThat(text.bodies().get(0).lang()).contains("en");
  }

  @Test
  void aResourceOfTheSenderMakesNoDifference() { // RFC 7247 §6.4: from may have had one
    Jid phone = ROMEO.withResource("phone");
    late.confirmed(delivery("m1", phone));
    assertThat(bounced("m1", JULIET, phone).orElseThrow().to()).contains(ROMEO);
  }

  @Test
  void oneMessageIsOneText() {
    late.confirmed(delivery("m1", ROMEO));
    assertThat(bounced("m1", JULIET, ROMEO)).isPresent();
    nanos += LateFailures.PAUSE.toNanos();
    assertThat(bounced("m1", JULIET, ROMEO)).isEmpty();
  }

  @Test
  void betweenTwoPeopleThereIsOneTextInAPause() {
    late.confirmed(delivery("m1", ROMEO));
    late.confirmed(delivery("m2", ROMEO));
    late.confirmed(delivery("m3", ROMEO));
    assertThat(bounced("m1", JULIET, ROMEO)).isPresent();
    nanos += LateFailures.PAUSE.toNanos() - 1;
    assertThat(bounced("m2", JULIET, ROMEO)).isEmpty();
    nanos += 1;
    assertThat(bounced("m3", JULIET, ROMEO)).isPresent();
  }

  @Test
  void whatNobodyTookOrSomebodyElseBouncesIsNoFailureOfIt() {
    late.confirmed(delivery("m1", ROMEO));
    assertThat(bounced("m2", JULIET, ROMEO)).isEmpty();
    assertThat(bounced("m1", new Jid("tybalt", "capulet.example", ""), ROMEO)).isEmpty();
    assertThat(bounced("m1", JULIET, PARIS)).isEmpty();
    assertThat(bounced("m1", JULIET, ROMEO)).isPresent(); // which took nothing away
  }

  @Test
  void itIsRememberedAsLongAsAServerHoldsAMessageForItsClient() {
    late.confirmed(delivery("m1", ROMEO));
    late.confirmed(delivery("m2", PARIS));
    nanos += LateFailures.HOLD.toNanos() - 1;
    assertThat(bounced("m1", JULIET, ROMEO)).isPresent();
    late.confirmed(delivery("m3", ROMEO));
    nanos += LateFailures.PAUSE.plus(LateFailures.HOLD).toNanos();
    assertThat(bounced("m3", JULIET, ROMEO)).isEmpty();
  }

  @Test
  void beyondTheBoundTheOldestIsForgotten() {
    for (int i = 0; i <= LateFailures.MOST; i++) {
      late.confirmed(delivery("m" + i, ROMEO));
    }
    assertThat(bounced("m0", JULIET, ROMEO)).isEmpty();
    assertThat(bounced("m1", JULIET, ROMEO)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpim-gateway", "CPIM-Gateway"})
  void aTextOfAnotherGatewayIsAnsweredByNone(String gateway) { // else two could write for ever
    Jid other = new Jid(gateway, "montague.example", "");
    late.confirmed(delivery("m1", other));
    assertThat(bounced("m1", JULIET, other)).isEmpty();
  }

  @Test
  void whoDoesNotWantItIsNotTold() {
    late.confirmed(delivery("m1", PARIS));
    assertThat(bounced("m1", JULIET, PARIS)).isEmpty();
  }

  @Test
  void theHoldIsLongerThanWhatServersHold() {
    assertThat(LateFailures.HOLD).isGreaterThan(Duration.ofMinutes(10)); // Prosody's mod_smacks
  }

  @Test
  @Requirement("5438-8.2-1")
  void whoAskedForANotificationGetsThatOfEachMessage() {
    late.confirmed(asking("m1", ROMEO));
    late.confirmed(asking("m2", ROMEO));
    late.confirmed(delivery("m3", ROMEO));
    assertThat(notice("m1", BALCONY, ROMEO)).contains(new Notification(WANTED, JULIET, ROMEO));
    assertThat(notice("m1", BALCONY, ROMEO)).isEmpty();
    assertThat(notice("m2", BALCONY, ROMEO)).contains(new Notification(WANTED, JULIET, ROMEO));
    assertThat(bounced("m3", JULIET, ROMEO)).isPresent(); // of which no text was written before
  }

  @Test
  void aNotificationThatWasAskedForIsNoText() { // which alone late-failures is about
    late.confirmed(asking("m1", PARIS));
    assertThat(notice("m1", JULIET, PARIS)).contains(new Notification(WANTED, JULIET, PARIS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpim-gateway", "CPIM-Gateway"})
  void anotherGatewayGetsNoNotificationEither(String gateway) {
    Jid other = new Jid(gateway, "montague.example", "");
    late.confirmed(asking("m1", other));
    assertThat(notice("m1", JULIET, other)).isEmpty();
  }

  private Optional<MessageStanza> bounced(String id, Jid from, Jid to) {
    return notice(id, from, to).map(each -> ((LateFailures.Notice.Text) each).stanza());
  }

  private Optional<LateFailures.Notice> notice(String id, Jid from, Jid to) {
    return late.bounced(id, from, to, Condition.SERVICE_UNAVAILABLE);
  }

  private static Delivery asking(String id, Jid from) {
    return new Delivery(id, from, JULIET, new TransId(id), Optional.of(WANTED));
  }

  private static Delivery delivery(String id, Jid from) {
    return new Delivery(id, from, JULIET, new TransId(id), Optional.empty());
  }
}
