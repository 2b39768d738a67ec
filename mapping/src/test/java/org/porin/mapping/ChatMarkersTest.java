package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.mapping.ReceiptMapping.Requested;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.requirement.Requirement;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.wire.Octets;

/** Markers of XEP-0333 and display notifications of RFC 5438. */
class ChatMarkersTest {
  private static final Instant NOON = Instant.parse("2005-11-23T12:00:00Z");
  private static final String MARKABLE = "<markable xmlns='urn:xmpp:chat-markers:0'/>";
  private static final String REQUEST = "<request xmlns='urn:xmpp:receipts'/>";
  private static final String DISPLAYED = "<displayed xmlns='urn:xmpp:chat-markers:0' id='i1'/>";

  private final InstantMessageMapping mapping = new InstantMessageMapping(PresenceOf.ADDRESSES);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        MARKABLE + "|id='i'|display",
        MARKABLE + REQUEST + "|id='i'|positive-delivery, display",
        REQUEST + "|id='i'|positive-delivery",
        MARKABLE + "||",
        MARKABLE + DISPLAYED + "|id='i'|",
        "<markable xmlns='urn:other'/>|id='i'|"
      })
  @Requirement({"XEP-0333-4-1", "5438-6.2-1"})
  void whoWantsAMarkerAsksForADisplayNotification(String extensions, String id, String asked)
      throws Exception {
    MessageStanza stanza = message(id == null ? "" : id, "<body>x</body>" + extensions);
    Mapped<CpimMessage> plain = mapping.toCpim(stanza, NOON);
    Mapped<CpimMessage> mapped = ReceiptMapping.request(stanza, plain, "M1");

    assertThat(ReceiptMapping.requested(mapped.value()))
        .isEqualTo(asked == null ? List.of() : List.of(asked.split(", ")));
    boolean left =
        mapped
            .omissions()
            .contains(new Omission("{urn:xmpp:chat-markers:0}markable", "RFC 3922 §4.1.8"));
    assertThat(left)
        .isEqualTo(
            extensions.contains("urn:xmpp:chat-markers:0'/")
                && (asked == null || !asked.contains("display")));
  }

  @Test
  @Requirement({"XEP-0333-4-1", "5438-11.1.7-1"})
  void aMarkerIsTheDisplayNotificationForTheMessageThatWantedIt() throws Exception {
    NotificationRequest request = wanting("display");
    assertThat(request.wantsMarker()).isTrue();
    assertThat(request.wantsReceipt()).isFalse();
    MessageStanza asked = request.asked(MessageOf.body("Hi").stanza(), "i1");
    assertThat(StanzaCodec.encode(asked)).contains(" id='i1'", MARKABLE).doesNotContain(REQUEST);

    assertThat(ChatMarkers.displayed(message("", DISPLAYED))).hasValue("i1");
    CpimMessage notification = request.displayed("N1", NOON);
    Imdn imdn = ReceiptMapping.notification(notification).orElseThrow();
    assertThat(imdn.disposition()).isEqualTo(Imdn.Disposition.DISPLAY);
    assertThat(imdn.status()).isEqualTo("displayed");
    assertThat(imdn.messageId()).isEqualTo("34jk324j");
    assertThat(notification.to())
        .extracting(to -> to.uri())
        .containsExactly("im:alice@example.com");
  }

  @Test
  void whoWantsBothIsAskedForBoth() throws Exception {
    MessageStanza asked =
        wanting("positive-delivery, display").asked(MessageOf.body("Hi").stanza(), "i1");
    assertThat(StanzaCodec.encode(asked)).contains(MARKABLE, REQUEST);
    assertThat(wanting("processing").asked(MessageOf.body("Hi").stanza(), "i1"))
        .isEqualTo(MessageOf.body("Hi").stanza());
  }

  @Test
  @Requirement("XEP-0333-4-1")
  void aDisplayNotificationIsTheMarkerForWhoAsked() throws Exception {
    CpimMessage notification = wanting("display").displayed("N1", NOON);
    Requested request = new Requested("r1", MessageOf.jid("juliet@example.com/balcony"));
    Optional<MessageStanza> marker =
        ReceiptMapping.toReceipt(
            notification,
            PresenceOf.ADDRESSES,
            id -> Optional.of(request).filter(r -> id.equals("34jk324j")));

    assertThat(StanzaCodec.encode(marker.orElseThrow()))
        .contains("to='juliet@example.com/balcony'")
        .contains("<displayed xmlns='urn:xmpp:chat-markers:0' id='r1'/>")
        .doesNotContain("<body", "receipts");
  }

  @Test
  @Requirement("XEP-0333-4-1")
  void theOldReceivedMarkerIsAReceipt() throws Exception {
    assertThat(
            ReceiptMapping.received(
                message("", "<received xmlns='urn:xmpp:chat-markers:0' id='i1'/>")))
        .hasValue("i1");
  }

  @ParameterizedTest
  @CsvSource({"error", "groupchat"})
  void aMarkerOfAGroupOrAnErrorIsNone(String type) throws Exception {
    assertThat(ChatMarkers.displayed(message("type='" + type + "'", DISPLAYED))).isEmpty();
    assertThat(ChatMarkers.isMarkable(message("id='i' type='" + type + "'", MARKABLE))).isFalse();
    assertThat(mapping.carriesInstantMessage(message("", DISPLAYED))).isFalse();
  }

  private static MessageStanza message(String attributes, String content) throws Exception {
    return MessageOf.read(
        "<message from='juliet@example.com/balcony' to='romeo@example.net' "
            + attributes
            + ">"
            + content
            + "</message>");
  }

  private static NotificationRequest wanting(String dispositions) throws Exception {
    CpimMessage message =
        CpimCodec.decode(
            Octets.utf8(
                String.join(
                    "\r\n",
                    "From: Alice <im:alice@example.com>",
                    "To: Bob <im:bob@example.com>",
                    "DateTime: 2006-04-04T12:16:49-05:00",
                    "NS: imdn <urn:ietf:params:imdn>",
                    "imdn.Message-ID: 34jk324j",
                    "imdn.Disposition-Notification: " + dispositions,
                    "",
                    "Content-type: text/plain",
                    "",
                    "Hello")),
            CpimLimits.DEFAULT);
    return NotificationRequest.of(message, message.to().get(0)).orElseThrow();
  }
}
