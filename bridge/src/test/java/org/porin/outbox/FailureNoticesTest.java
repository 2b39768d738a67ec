package org.porin.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.JULIET;
import static org.porin.membrane.Operations.ROMEO;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.ImUri;
import org.porin.mapping.Imdn;
import org.porin.membrane.Operations;
import org.porin.membrane.RecordingEdge;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.profile.Acceptance;
import org.porin.profile.Carried;
import org.porin.profile.CommonProfile;
import org.porin.profile.Conversation;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.OutcomeSink.Told;
import org.porin.profile.Response;
import org.porin.profile.TransId;
import org.porin.requirement.Requirement;
import org.porin.wire.Octets;

class FailureNoticesTest {
  private static final Refused FAILURE = new Refused(Reason.LINK_DOWN, "given up after 4 h");

  private final RecordingEdge membrane = new RecordingEdge();
  private Instant now = Instant.parse("2026-11-27T03:00:00Z");
  private final FailureNotices notices = notices(membrane, true);

  private FailureNotices notices(CommonProfile to, boolean texts) {
    InstantSource clock = () -> now;
    return new FailureNotices(to, domain -> texts, "verona.example", new Random(1), clock);
  }

  private static MessageOperation of(ImUri source, String type, Optional<String> wanted) {
    CpimBuilder cpim =
        new CpimBuilder().from(Mailbox.of(source.toString())).to(Mailbox.of(JULIET.toString()));
    wanted.ifPresent(
        dispositions ->
            cpim.namespace("imdn", "urn:ietf:params:imdn")
                .header("imdn", "Message-ID", "34jk324j")
                .header("imdn", "Disposition-Notification", dispositions));
    CpimMessage content =
        cpim.build(
            MimeEntity.of(List.of(new MimeHeader("Content-Type", type)), Octets.utf8("hello")));
    return new MessageOperation(
        source,
        JULIET,
        new TransId("T1"),
        70,
        List.of(),
        new Origin(Side.SIMPLE, "192.0.2.1"),
        Optional.of("34jk324j"),
        Conversation.NONE,
        content,
        Optional.empty());
  }

  private static MessageOperation plain() {
    return of(ROMEO, "text/plain", Optional.empty());
  }

  @Test
  @Requirement("5438-8.2-1")
  void whoAskedForItGetsANegativeNotificationFromTheRecipient() throws Exception {
    MessageOperation asked = of(ROMEO, "text/plain", Optional.of("negative-delivery"));
    assertThat(notices.failed(asked, FAILURE)).isEqualTo(Told.YES);
    MessageOperation notice = membrane.operations.get(0);
    assertThat(notice.source()).isEqualTo(JULIET);
    assertThat(notice.destination()).isEqualTo(ROMEO);
    assertThat(notice.origin().side()).isEqualTo(Side.XMPP);
    assertThat(CpimApplication.check(notice.content())).isEmpty();
    Imdn imdn = Imdn.parse(notice.content().entity().body());
    assertThat(imdn.messageId()).isEqualTo("34jk324j");
    assertThat(imdn.status()).isEqualTo("failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"positive-delivery", "display", "processing, display", "smile"})
  @Requirement({"5438-8.2-1", "5438-7.2.1-2"})
  void whoAskedForSomethingElseGetsNoNotification(String asked) {
    notices.failed(of(ROMEO, "text/plain", Optional.of(asked)), FAILURE);
    assertThat(membrane.operations)
        .singleElement()
        .extracting(notice -> notice.content().entity().contentType().essence())
        .isEqualTo("text/plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/signed;boundary=b",
        "multipart/encrypted;boundary=b",
        "application/pkcs7-mime;smime-type=enveloped-data",
      })
  @Requirement("5438-14-1")
  void ofWhatIsSignedOrEncryptedNoNotificationIsMadeThatIsNot(String type) {
    MessageOperation asked = of(ROMEO, type, Optional.of("negative-delivery"));
    assertThat(notices.failed(asked, FAILURE)).isEqualTo(Told.YES);
    assertThat(membrane.operations)
        .singleElement()
        .extracting(notice -> notice.content().entity().contentType().essence())
        .isEqualTo("text/plain"); // the gateway's own, as to everybody else
    assertThat(notices(membrane, false).failed(asked, FAILURE)).isEqualTo(Told.NEVER);
  }

  @Test
  void everybodyElseGetsATextFromTheGatewayThatQuotesNothing() {
    assertThat(notices.failed(plain(), FAILURE)).isEqualTo(Told.YES);
    MessageOperation notice = membrane.operations.get(0);
    assertThat(notice.source()).isEqualTo(new ImUri("cpim-gateway", "capulet.example"));
    assertThat(notice.destination()).isEqualTo(ROMEO);
    assertThat(Operations.textOf(notice))
        .contains("juliet@capulet.example")
        .doesNotContain("hello");
  }

  @Test
  void ofWhatOnlyPassedThroughAServedGatewaySpeaksAndNotTheForeignRecipient() {
    MessageOperation asked = of(ROMEO, "text/plain", Optional.of("negative-delivery"));
    MessageOperation passed =
        asked.carrying(new Carried(List.of(), Octets.utf8("hello"), Carried.Proof.TLS, List.of()));
    assertThat(notices.failed(passed, FAILURE)).isEqualTo(Told.YES);
    MessageOperation notice = membrane.operations.get(0);
    assertThat(notice.source()).isEqualTo(new ImUri("cpim-gateway", "verona.example"));
    assertThat(notice.destination()).isEqualTo(ROMEO);
    assertThat(Operations.textOf(notice)).contains("juliet@capulet.example");
  }

  @Test
  void oneTextAMinuteFromOneToOneIsEnough() {
    notices.failed(plain(), FAILURE);
    assertThat(notices.failed(plain(), FAILURE)).isEqualTo(Told.YES);
    assertThat(membrane.operations).hasSize(1);
    now = now.plus(FailureNotices.PAUSE);
    notices.failed(plain(), FAILURE);
    assertThat(membrane.operations).hasSize(2);
  }

  @Test
  @Requirement("5438-7.2.1-3")
  void nobodyIsToldOfANoticeNorWhereTheOperatorDoesNotWantIt() {
    MessageOperation text =
        of(new ImUri("cpim-gateway", "montague.example"), "text/plain", Optional.empty());
    MessageOperation imdn = of(ROMEO, "message/imdn+xml", Optional.of("negative-delivery"));
    assertThat(notices.failed(text, FAILURE)).isEqualTo(Told.NEVER);
    assertThat(notices.failed(imdn, FAILURE)).isEqualTo(Told.NEVER);
    assertThat(notices(membrane, false).failed(plain(), FAILURE)).isEqualTo(Told.NEVER);
    assertThat(membrane.operations).isEmpty();
  }

  /** One that records what it is given when the test says so, or refuses it. */
  private static final class RecordingLater implements CommonProfile {
    final CompletableFuture<Void> recorded = new CompletableFuture<>();
    final CompletableFuture<Response> answer = new CompletableFuture<>();

    @Override
    public CompletionStage<Response> message(MessageOperation operation) {
      return answer;
    }

    @Override
    public Acceptance accept(MessageOperation operation) {
      return new Acceptance(Optional.of(recorded), answer);
    }
  }

  @Test
  void aNoticeThatIsRecordedIsOnItsWay() {
    RecordingLater store = new RecordingLater();
    CompletableFuture<Told> told = new CompletableFuture<>();
    notices(store, true).tell(plain(), FAILURE, told::complete);
    assertThat(told).isNotDone();
    store.recorded.complete(null);
    assertThat(told).isCompletedWithValue(Told.YES);
  }

  @Test
  void aNoticeThatTheStoreDidNotTakeGoesLater() {
    RecordingLater store = new RecordingLater();
    CompletableFuture<Told> told = new CompletableFuture<>();
    notices(store, true).tell(plain(), FAILURE, told::complete);
    Refused locked = new Refused(Reason.OVERLOADED, "this bridge cannot keep messages");
    store.answer.complete(Response.failure(new TransId("T1"), locked));
    store.recorded.complete(null);
    assertThat(told).isCompletedWithValue(Told.LATER);
  }

  @ParameterizedTest
  @EnumSource(names = {"RATE_OF_SENDER", "RATE_OF_DESTINATION"})
  void aNoticeThatIsOneTooManyForARateGoesLater(Reason rate) {
    Refused refusal = new Refused(rate, "", Optional.of(Duration.ofSeconds(7)));
    assertThat(refusing(refusal).failed(plain(), FAILURE)).isEqualTo(Told.LATER);
  }

  private FailureNotices refusing(Refused refusal) {
    return notices(
        operation ->
            CompletableFuture.completedFuture(Response.failure(operation.transId(), refusal)),
        true);
  }

  @Test
  void whereNoTextWentTheNextMessageIsNotToldByIt() {
    FailureNotices refused = refusing(new Refused(Reason.DENIED, ""));
    assertThat(refused.failed(plain(), FAILURE)).isEqualTo(Told.NEVER);
    assertThat(refused.failed(plain(), FAILURE)).isEqualTo(Told.NEVER);
  }

  @Test
  void aNoticeForWhichThereIsNoRoomGoesLater() {
    Told[] told = new Told[2];
    Reason[] why = {Reason.CONGESTED};
    CommonProfile full =
        new CommonProfile() {
          @Override
          public CompletionStage<Response> message(MessageOperation operation) {
            return CompletableFuture.completedFuture(
                Response.failure(operation.transId(), new Refused(why[0], "")));
          }
        };
    FailureNotices later = notices(full, true);
    told[0] = later.failed(plain(), FAILURE);
    why[0] = Reason.DENIED;
    told[1] = later.failed(plain(), FAILURE);
    assertThat(told).containsExactly(Told.LATER, Told.NEVER);
  }
}
