package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.HeaderName;
import org.porin.msgfmt.Mailbox;
import org.porin.requirement.Requirement;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.wire.Octets;

/** What a foreign sender asks to be notified of, and what he gets. */
class NotificationRequestTest {
  private static final String BOB = "im:bob@example.com";
  private static final Instant NOW = Instant.parse("2006-04-04T17:17:00Z");

  @Test
  @Requirement({"5438-7.2.1-4", "5438-11.1-1", "5438-11.1.8-1", "5438-7.2.1-3"})
  void aNotificationNamesTheMessageAndIsNoneToBeNotifiedOf() throws Exception {
    CpimMessage sent =
        request("imdn.Disposition-Notification: positive-delivery").notification(true, "own1", NOW);
    CpimMessage notification = CpimCodec.decode(CpimCodec.encode(sent), CpimLimits.DEFAULT);

    assertThat(CpimApplication.check(notification)).isEmpty();
    assertThat(notification.from().uri()).isEqualTo("im:bob@example.com");
    assertThat(notification.to()).containsExactly(Mailbox.of("im:alice@example.com"));
    assertThat(ReceiptMapping.messageId(notification)).hasValue("own1");
    assertThat(ReceiptMapping.requested(notification)).isEmpty();
    assertThat(notification.entity().header("Content-Disposition")).hasValue("notification");
    assertThat(notification.entity().contentType().essence()).isEqualTo("message/imdn+xml");
    assertThat(ReceiptMapping.notification(notification))
        .hasValue(
            new Imdn(
                "34jk324j",
                Optional.of("2006-04-04T12:16:49-05:00"),
                Optional.of("im:bob@example.com"),
                Optional.empty(),
                Imdn.Disposition.DELIVERY,
                "delivered"));
    assertThat(NotificationRequest.of(notification, notification.to().get(0))).isEmpty();
  }

  @Test
  @Requirement({"5438-6.6-1", "5438-6.4-1"})
  void aNotificationGoesBackByTheRoutesThatWereRecorded() throws Exception {
    NotificationRequest request =
        request(
            "imdn.Disposition-Notification: negative-delivery",
            "imdn.IMDN-Record-Route: <im:relay1@example.org>",
            "imdn.IMDN-Record-Route: <im:relay2@example.org>",
            "imdn.Original-To: <im:list@example.org>");
    CpimMessage notification = request.notification(false, "own1", NOW);

    assertThat(request.nextHop()).isEqualTo("im:relay1@example.org");
    assertThat(notification.headers(new HeaderName(ReceiptMapping.HEADERS, "IMDN-Route")))
        .extracting(header -> header.value())
        .containsExactly("<im:relay1@example.org>", "<im:relay2@example.org>");
    assertThat(notification.headers(new HeaderName(ReceiptMapping.HEADERS, "IMDN-Record-Route")))
        .isEmpty();
    Imdn imdn = ReceiptMapping.notification(notification).orElseThrow();
    assertThat(imdn.originalRecipient()).hasValue("im:list@example.org");
    assertThat(imdn.status()).isEqualTo("failed");
  }

  @ParameterizedTest
  @CsvSource({
    "positive-delivery,true,false",
    "'negative-delivery , display',false,true",
    "'positive-delivery,negative-delivery',true,true"
  })
  @Requirement("5438-7.1.1.3-1")
  void whatIsWantedIsWhatIsAskedFor(String asked, boolean receipt, boolean failure)
      throws Exception {
    NotificationRequest request = request("imdn.Disposition-Notification: " + asked);
    assertThat(request.wantsReceipt()).isEqualTo(receipt);
    assertThat(request.wantsFailure()).isEqualTo(failure);
    assertThat(request.nextHop()).isEqualTo("im:alice@example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"imdn.Disposition-Notification: smile", "imdn.X: positive-delivery"})
  void whoAsksForNothingKnownGetsNothing(String header) throws Exception {
    CpimMessage message = message(header);
    assertThat(NotificationRequest.of(message, message.to().get(0))).isEmpty();
  }

  @Test
  void whatANotificationCannotNameIsNotToBeNotifiedOf() throws Exception {
    CpimMessage longest = message("x".repeat(256), "negative-delivery", List.of());
    CpimMessage longer = message("x".repeat(257), "negative-delivery", List.of());
    assertThat(NotificationRequest.ofFailure(longest, BOB).orElseThrow())
        .extracting(request -> request.notification(false, "own1", NOW))
        .isNotNull();
    assertThat(NotificationRequest.ofFailure(longer, BOB)).isEmpty();
  }

  /** It is kept for a quarter of an hour, with thousands of others. */
  @Test
  void howMuchIsKeptOfAMessageIsNotForItsSenderToChoose() throws Exception {
    String often = "negative-delivery" + ",negative-delivery".repeat(1_000);
    String route = "imdn.IMDN-Record-Route: " + "Relay ".repeat(1_000) + "<im:r@example.org>";
    CpimMessage named = message("1", often, Collections.nCopies(3, route));
    NotificationRequest request = NotificationRequest.ofFailure(named, BOB).orElseThrow();
    assertThat(request.dispositions()).containsExactly("negative-delivery");
    assertThat(request.routes()).hasSize(3).containsOnly(Mailbox.of("im:r@example.org"));
    assertThat(request.sender()).isEqualTo(Mailbox.of("im:alice@example.com"));
    for (List<String> routes :
        List.of(
            Collections.nCopies(100, "imdn.IMDN-Record-Route: <im:r@e>"),
            List.of("imdn.IMDN-Record-Route: <im:" + "r".repeat(1_024) + "@example.org>"))) {
      assertThat(NotificationRequest.ofFailure(message("1", often, routes), BOB)).isEmpty();
    }
  }

  @Test
  @Requirement({"XEP-0184-5-1", "XEP-0184-5-3"})
  void aStanzaAsksForAReceiptUnderAnIdWhereOneIsWanted() throws Exception {
    MessageStanza stanza = MessageOf.body("Hi").stanza();
    NotificationRequest wants = request("imdn.Disposition-Notification: positive-delivery");
    NotificationRequest doesNot = request("imdn.Disposition-Notification: negative-delivery");

    assertThat(StanzaCodec.encode(wants.asked(stanza, "i1")))
        .contains(" id='i1'", "<request xmlns='urn:xmpp:receipts'/>");
    assertThat(doesNot.asked(stanza, "i1")).isEqualTo(stanza);
  }

  @ParameterizedTest
  @CsvSource({
    "<received xmlns='urn:xmpp:receipts' id='i1'/>,chat,i1",
    "<received xmlns='urn:xmpp:receipts' id='i1'/>,error,",
    "<received xmlns='urn:xmpp:receipts' id='i1'/>,groupchat,",
    "<received xmlns='urn:xmpp:receipts' id=''/>,chat,",
    "<received xmlns='urn:other' id='i1'/>,chat,"
  })
  @Requirement({"XEP-0184-5-2", "XEP-0184-5-3"})
  void aReceiptNamesTheStanzaThatItIsFor(String extension, String type, String id)
      throws Exception {
    assertThat(
            ReceiptMapping.received(
                MessageOf.read("<message type='" + type + "'>" + extension + "</message>")))
        .isEqualTo(Optional.ofNullable(id));
  }

  private static NotificationRequest request(String... headers) throws Exception {
    CpimMessage message = message(headers);
    return NotificationRequest.of(message, message.to().get(0)).orElseThrow();
  }

  private static CpimMessage message(String... headers) throws Exception {
    return message("34jk324j", List.of(headers));
  }

  private static CpimMessage message(String id, String asked, List<String> others)
      throws Exception {
    List<String> headers = new ArrayList<>(others);
    headers.add("imdn.Disposition-Notification: " + asked);
    return message(id, headers);
  }

  private static CpimMessage message(String id, List<String> headers) throws Exception {
    return CpimCodec.decode(
        Octets.utf8(
            String.join(
                    "\r\n",
                    "From: Alice <im:alice@example.com>",
                    "To: Bob <im:bob@example.com>",
                    "DateTime: 2006-04-04T12:16:49-05:00",
                    "NS: imdn <urn:ietf:params:imdn>",
                    "imdn.Message-ID: " + id,
                    String.join("\r\n", headers))
                + "\r\n\r\nContent-type: text/plain\r\n\r\nHello"),
        CpimLimits.DEFAULT);
  }
}
