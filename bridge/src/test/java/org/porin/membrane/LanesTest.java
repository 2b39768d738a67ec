package org.porin.membrane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.BENVOLIO;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.NURSE;
import static org.porin.membrane.Operations.ROMEO;
import static org.porin.membrane.Operations.outward;
import static org.porin.membrane.Operations.withContent;
import static org.porin.membrane.Operations.withRepeatKey;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Header;
import org.porin.profile.CommonProfile;
import org.porin.profile.Failure.Reason;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;

class LanesTest implements OutboxContract {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final RecordingEdge edge = new RecordingEdge();
  private long now;
  private final Lanes lanes = lanes(edge, 3, 8 * Lanes.OVERHEAD_OCTETS);

  @Test
  void theOctetsOfAllLanesTogetherAreBoundedAndGivenBack() {
    String half = "x".repeat(Lanes.OVERHEAD_OCTETS - 100);
    lanes.message(outward(JULIET, ROMEO, half));
    lanes.message(outward(JULIET, BENVOLIO, half));
    assertThat(OutboxContract.reasonOf(lanes.message(outward(NURSE, ROMEO, "y"))))
        .isEqualTo(Reason.CONGESTED);
    edge.succeed(0);
    assertThat(lanes.message(outward(NURSE, ROMEO, "y")).toCompletableFuture()).isNotDone();
  }

  @Test
  void headersAndTheMereNumberOfMessagesCountAsOctetsToo() {
    MessageOperation plain = outward(JULIET, ROMEO, "x");
    Header subject = Header.of("", "", "Subject", List.of(), "s".repeat(9_400));
    MessageOperation withSubject =
        withContent(plain, new CpimMessage(List.of(subject), plain.content().entity()));
    lanes.message(withSubject);
    lanes.message(outward(JULIET, BENVOLIO, ""));
    assertThat(OutboxContract.reasonOf(lanes.message(outward(NURSE, ROMEO, ""))))
        .isEqualTo(Reason.CONGESTED);
  }

  @Test
  void identitiesCountAsOctetsToo() {
    lanes.message(withRepeatKey(outward(JULIET, ROMEO, "x"), "i".repeat(9_400)));
    lanes.message(outward(JULIET, BENVOLIO, ""));
    assertThat(OutboxContract.reasonOf(lanes.message(outward(NURSE, ROMEO, ""))))
        .isEqualTo(Reason.CONGESTED);
  }

  @Test
  void whatHasWaitedTooLongFailsWhenItsTurnComesAndWhatHasNotIsCarried() {
    lanes.message(outward(JULIET, ROMEO, "1"));
    CompletionStage<Response> early = lanes.message(outward(JULIET, ROMEO, "2"));
    now += 1;
    CompletionStage<Response> late = lanes.message(outward(JULIET, ROMEO, "3"));
    now += PATIENCE.toNanos();
    edge.succeed(0);
    assertThat(OutboxContract.reasonOf(early)).isEqualTo(Reason.CONGESTED);
    assertThat(late.toCompletableFuture()).isNotDone();
    assertThat(edge.texts()).containsExactly("1", "3");
  }

  @Override
  public Outbox outbox(CommonProfile edge, int waitingPerDestination) {
    return lanes(edge, waitingPerDestination, 1_000_000_000);
  }

  private Lanes lanes(CommonProfile edge, int waitingPerLane, long waitingOctets) {
    return new Lanes(edge, waitingPerLane, waitingOctets, PATIENCE, () -> now);
  }
}
