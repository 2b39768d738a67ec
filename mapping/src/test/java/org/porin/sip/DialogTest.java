package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Dialogs by RFC 3261 §12 and RFC 6665 §4.4.1, with its people in RFC 3856 §8. */
class DialogTest {
  private static final String WATCHER = "sip:user@example.com";
  private static final String RESOURCE = "sip:resource@example.com";

  /** What the subscriber has before it sends anything. */
  private static final Dialog BEGUN =
      Dialog.begin("2010@watcherhost.example.com", WATCHER, "xfg9", RESOURCE);

  @Test
  void aNotifierHasWhatTheSubscribeSays() throws Exception { // RFC 3261 §12.1.1
    SipRequest subscribe =
        request(
            "SUBSCRIBE",
            "<sip:resource@example.com>",
            "<sip:user@example.com>;tag=xfg9",
            17766,
            "Contact: <sip:user@watcherhost.example.com;ob>;expires=9",
            "Record-Route: <sip:p2.example.com;lr;x=%41>;y=1, <sip:p1.example.com;lr>");
    assertThat(Dialog.accepted(subscribe, "ffd2"))
        .isEqualTo(
            new Dialog(
                "2010@watcherhost.example.com",
                new Dialog.End(RESOURCE, Optional.of("ffd2")),
                new Dialog.End(WATCHER, Optional.of("xfg9")),
                Optional.of("sip:user@watcherhost.example.com;ob"),
                List.of("sip:p2.example.com;lr;x=%41", "sip:p1.example.com;lr"),
                OptionalLong.empty(),
                OptionalLong.of(17766)));
  }

  @Test
  void anEndOfRfc2543HasNoTag() throws Exception {
    Dialog dialog =
        Dialog.accepted(
            request(
                "SUBSCRIBE", "<sip:resource@example.com>", "<sip:user@example.com>", 1, CONTACT),
            "ffd2");
    assertThat(dialog.remote().tag()).isEmpty();
    assertThat(notify(dialog, 1).headers().first("To")).contains("<sip:user@example.com>");
  }

  @Test
  @Requirement("6665-4.4.1-1")
  void aSubscriberHasItOnceTheNotifyHasCome() throws Exception {
    SipRequest notify =
        notifying("ffd2", 8775, CONTACT, "Record-Route: <sip:p1.example.com;lr>, <sip:p2;lr>");
    assertThat(BEGUN.isEstablished()).isFalse();
    assertThat(BEGUN.order(notify)).isEqualTo(Dialog.Order.NEXT);
    Dialog dialog = BEGUN.sent(1).heard(notify);
    assertThat(dialog.isEstablished()).isTrue();
    assertThat(dialog.remote().tag()).contains("ffd2");
    assertThat(dialog.remoteTarget()).contains("sip:server.example.com");
    assertThat(dialog.routeSet()).containsExactly("sip:p1.example.com;lr", "sip:p2;lr");
    assertThat(dialog.remoteCSeq()).hasValue(8775);
    assertThat(dialog.localCSeq()).hasValue(1);
  }

  @Test
  @Requirement({"6665-4.4.1-1", "6665-4.1.4-1"})
  void theNotifyDecidesAndNotThe2xxOfAnotherFork() throws Exception {
    SipResponse ok =
        response(200, "fork1", "Contact: <sip:one.example.com>", "Record-Route: <sip:p9;lr>");
    Dialog guess = BEGUN.sent(1).answered(ok, false);
    assertThat(guess.remoteTarget()).contains("sip:one.example.com");
    assertThat(guess.routeSet()).containsExactly("sip:p9;lr");
    Dialog dialog = guess.heard(notifying("fork2", 5, CONTACT));
    assertThat(dialog.remote().tag()).contains("fork2");
    assertThat(dialog.remoteTarget()).contains("sip:server.example.com");
    assertThat(dialog.routeSet()).isEmpty();
    assertThat(dialog.answered(ok, false)).isEqualTo(dialog);
  }

  @Test
  void beforeTheNotifyThe2xxGivesTheRoutesInReverse() { // RFC 3261 §12.1.2
    SipResponse ok =
        response(
            202, "f", "Contact: <sip:one.example.com>", "Record-Route: <sip:b;lr>, <sip:a;lr>");
    assertThat(BEGUN.answered(ok, false).routeSet()).containsExactly("sip:a;lr", "sip:b;lr");
    assertThat(BEGUN.answered(response(403, "f", CONTACT), false)).isEqualTo(BEGUN);
    assertThat(BEGUN.answered(response(200, "f", "Contact: *"), false)).isEqualTo(BEGUN);
  }

  @Test
  @Requirement("3856-6.9-1")
  void aNotifyOfAnotherForkIsNotInTheDialog() throws Exception {
    Dialog dialog = BEGUN.heard(notifying("ffd2", 1, CONTACT));
    assertThat(dialog.order(notifying("other", 2, CONTACT))).isEqualTo(Dialog.Order.ELSEWHERE);
  }

  @Test
  void otherTagsAndCallIdsAreOtherDialogs() throws Exception {
    SipRequest notify = notifying("ffd2", 1, CONTACT);
    for (Dialog other :
        List.of(
            Dialog.begin("2010@watcherhost.example.com", WATCHER, "XFG9", RESOURCE),
            Dialog.begin("2011@watcherhost.example.com", WATCHER, "xfg9", RESOURCE))) {
      assertThat(other.order(notify)).isEqualTo(Dialog.Order.ELSEWHERE);
      assertThatIllegalArgumentException().isThrownBy(() -> other.heard(notify));
    }
  }

  @Test
  @Requirement("3856-6.8-1")
  void requestsHaveAnOrderAndMayLeaveNumbersOut() throws Exception { // RFC 3261 §12.2.2
    Dialog dialog = BEGUN.heard(notifying("ffd2", 10, CONTACT));
    assertThat(dialog.order(notifying("ffd2", 9))).isEqualTo(Dialog.Order.OLDER);
    assertThat(dialog.order(notifying("ffd2", 10))).isEqualTo(Dialog.Order.REPEATED);
    assertThat(dialog.order(notifying("ffd2", 11))).isEqualTo(Dialog.Order.NEXT);
    assertThat(dialog.heard(notifying("ffd2", 5_000)).remoteCSeq()).hasValue(5_000);
  }

  @Test
  void aRequestRefreshesTheTargetAndNeverTheRoutes() throws Exception { // §12.2, RFC 6665 §3.2
    Dialog dialog = BEGUN.heard(notifying("ffd2", 1, CONTACT, "Record-Route: <sip:p1;lr>"));
    Dialog moved =
        dialog.heard(
            notifying("ffd2", 2, "Contact: <sip:new.example.com>", "Record-Route: <sip:p2;lr>"));
    assertThat(moved.remoteTarget()).contains("sip:new.example.com");
    assertThat(moved.routeSet()).containsExactly("sip:p1;lr");
    assertThat(moved.heard(notifying("ffd2", 3)).remoteTarget()).contains("sip:new.example.com");
  }

  @Test
  void a2xxWithinTheDialogRefreshesTheTarget() throws Exception { // §12.2.1.2
    Dialog dialog = BEGUN.heard(notifying("ffd2", 1, CONTACT));
    String moved = "Contact: <sip:new.example.com>";
    assertThat(dialog.answered(response(200, "ffd2", moved), true).remoteTarget())
        .contains("sip:new.example.com");
    assertThat(dialog.answered(response(200, "other", moved), true)).isEqualTo(dialog);
    assertThat(dialog.answered(response(500, "ffd2", moved), true)).isEqualTo(dialog);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Contact: *",
        "Contact: <tel:+1>",
        "Contact: <mailto:a@b.example>",
        "X: no Contact",
        "Contact: <sip:a:password@b.example>",
        "Contact: <sip:>",
      })
  void withoutAContactThatLeadsSomewhereThereIsNone(String contact) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(
            () ->
                Dialog.accepted(
                    request(
                        "SUBSCRIBE", "<sip:r@b.example>", "<sip:a@b.example>;tag=1", 1, contact),
                    "t"));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> BEGUN.heard(notifying("ffd2", 1, contact)));
  }

  @Test
  void onePeerCannotMakeUsKeepMuch() {
    List<String> routes = new ArrayList<>(List.of(CONTACT));
    for (int i = 0; i <= Dialog.MAX_ROUTES; i++) {
      routes.add("Record-Route: <sip:p" + i + ";lr>");
    }
    String longUri = "sip:" + "a".repeat(Dialog.MAX_URI_CHARS) + "@b.example";
    String wide = "Record-Route: <sip:" + "p".repeat(1_900) + "@b.example;lr>";
    for (String[] headers :
        List.of(
            routes.toArray(String[]::new),
            new String[] {"Contact: <" + longUri + ">"},
            new String[] {CONTACT, wide, wide, wide, wide, wide})) {
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(
              () ->
                  Dialog.accepted(
                      request(
                          "SUBSCRIBE", "<sip:r@b.example>", "<sip:a@b.example>;tag=1", 1, headers),
                      "t"));
    }
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> BEGUN.heard(notifying("x".repeat(300), 1, CONTACT)));
  }

  @Test
  void aRequestGoesByTheLooseRouters() throws Exception { // §12.2.1.1
    Dialog dialog =
        BEGUN.heard(
            notifying("ffd2", 1, CONTACT, "Record-Route: <sip:p1.example.com;lr>, <sip:p2>"));
    SipRequest refresh = subscribe(dialog, 2);
    assertThat(refresh.requestUri()).isEqualTo("sip:server.example.com");
    assertThat(refresh.headers().all("Route"))
        .containsExactly("<sip:p1.example.com;lr>", "<sip:p2>");
    assertThat(dialog.nextHop()).isEqualTo("sip:p1.example.com;lr");
    assertThat(refresh.headers().first("To")).contains("<sip:resource@example.com>;tag=ffd2");
    assertThat(refresh.headers().first("From")).contains("<sip:user@example.com>;tag=xfg9");
    assertThat(refresh.callId()).isEqualTo("2010@watcherhost.example.com");
    assertThat(refresh.cseq()).hasToString("2 SUBSCRIBE");
  }

  @Test
  void aStrictRouterGetsTheRequestUri() throws Exception { // the example of §12.2.1.1
    Dialog dialog =
        BEGUN.heard(
            notifying(
                "ffd2",
                1,
                "Contact: <sip:user@remoteua>",
                "Record-Route: <sip:proxy1;method=INVITE?a=b>,<sip:proxy2>,<sip:proxy3;lr>,<sip:proxy4>"));
    SipRequest refresh = subscribe(dialog, 2);
    assertThat(refresh.requestUri()).isEqualTo("sip:proxy1");
    assertThat(refresh.headers().all("Route"))
        .containsExactly("<sip:proxy2>", "<sip:proxy3;lr>", "<sip:proxy4>", "<sip:user@remoteua>");
    assertThat(dialog.nextHop()).startsWith("sip:proxy1");
  }

  @Test
  void withoutRoutesTheTargetIsTheRequestUri() throws Exception {
    Dialog dialog = BEGUN.heard(notifying("ffd2", 1, "Contact: <sip:a@b.example;x=1?h=v>"));
    assertThat(subscribe(dialog, 2).requestUri()).isEqualTo("sip:a@b.example;x=1"); // §19.1.1
    assertThat(subscribe(dialog, 2).headers().has("Route")).isFalse();
  }

  @Test
  void beforeADialogTheOtherEndsAddressIsTheRequestUri() {
    SipRequest subscribe = subscribe(BEGUN, 1);
    assertThat(subscribe.requestUri()).isEqualTo(RESOURCE);
    assertThat(subscribe.headers().first("To")).contains("<sip:resource@example.com>");
  }

  @Test
  void numbersFollowOneAnother() {
    assertThat(BEGUN.nextCSeq(700)).isEqualTo(700);
    assertThat(BEGUN.sent(700).nextCSeq(1_000_000)).isEqualTo(701);
    assertThat(BEGUN.sent(CSeq.MAX_NUMBER).nextCSeq(1)).isEqualTo(CSeq.MAX_NUMBER);
  }

  @Test
  void noPartOfItCanBringAHeader() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dialog.begin("a\r\nX: y", WATCHER, "t", RESOURCE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dialog.begin("a", "sip:a@b\r\nX: y", "t", RESOURCE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dialog.begin("a", WATCHER, "t\r\nX: y", RESOURCE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dialog.begin("a", WATCHER, "t", "sip:a@b>\r\nX: y"));
  }

  @Test
  void aTagOfAPeerStaysWhatItIs() throws Exception {
    Dialog dialog = BEGUN.heard(notifying("\"a;b=c>\"", 1, CONTACT));
    String to = subscribe(dialog, 2).headers().first("To").orElseThrow();
    assertThat(NameAddr.parse(to).tag()).contains("a;b=c>");
    assertThat(DialogCodec.decode(DialogCodec.encode(dialog))).isEqualTo(dialog);
  }

  private static final String CONTACT = "Contact: <sip:server.example.com>";

  private static SipRequest notify(Dialog dialog, long number) {
    return dialog.request(new CSeq(number, "NOTIFY"), SipHeaders.EMPTY, Octets.EMPTY);
  }

  private static SipRequest subscribe(Dialog dialog, long number) {
    return dialog.request(new CSeq(number, "SUBSCRIBE"), SipHeaders.EMPTY, Octets.EMPTY);
  }

  private static SipRequest notifying(String fromTag, long number, String... headers) {
    return request(
        "NOTIFY",
        "<sip:user@example.com>;tag=xfg9",
        "<sip:resource@example.com>;tag=" + fromTag,
        number,
        headers);
  }

  private static SipRequest request(
      String method, String to, String from, long number, String... headers) {
    String head = method + " sip:somebody@example.com SIP/2.0";
    return (SipRequest) message(head, to, from, number + " " + method, headers);
  }

  private static SipResponse response(int status, String toTag, String... headers) {
    return (SipResponse)
        message(
            "SIP/2.0 " + status + " Reason",
            "<sip:resource@example.com>;tag=" + toTag,
            "<sip:user@example.com>;tag=xfg9",
            "1 SUBSCRIBE",
            headers);
  }

  private static SipMessage message(
      String startLine, String to, String from, String cseq, String... headers) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                startLine,
                "Via: SIP/2.0/TCP host.example.com;branch=z9hG4bKnashds7",
                "To: " + to,
                "From: " + from,
                "Call-ID: 2010@watcherhost.example.com",
                "CSeq: " + cseq));
    lines.addAll(List.of(headers));
    lines.add("\r\n");
    try {
      return SipCodec.decode(Octets.utf8(String.join("\r\n", lines)), SipLimits.DEFAULT);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }
}
