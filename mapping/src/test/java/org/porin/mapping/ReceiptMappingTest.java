package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.AddressMapping;
import org.porin.mapping.ReceiptMapping.Requested;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Header;
import org.porin.msgfmt.Json;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.msgfmt.Vectors;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** XEP-0184 and RFC 5438. */
class ReceiptMappingTest {
  private static final Instant NOW = Instant.parse("2005-11-23T10:00:00Z");
  private static final Element REQUEST = Element.empty("urn:xmpp:receipts", "request");
  private static final AddressMapping ADDRESSES =
      new AddressMapping(Set.of("example.com"), Set.of("example.net"), Optional.empty());

  @Test
  @Requirement({"5438-6.2-1", "5438-6.3-1", "5438-7.1.1.2-1", "XEP-0184-5-1", "3862-3.4-1"})
  void aRequestForAReceiptIsThreeHeaders() throws Exception {
    MessageStanza stanza = MessageOf.body("x").id("r1").with(REQUEST).stanza();
    Mapped<CpimMessage> plain = new InstantMessageMapping(ADDRESSES).toCpim(stanza, NOW);
    Mapped<CpimMessage> asking = ReceiptMapping.request(stanza, plain, "MSGID1");

    assertThat(asking.value().headers())
        .extracting(Header::raw)
        .endsWith(
            "NS: imdn <urn:ietf:params:imdn>",
            "imdn.Message-ID: MSGID1",
            "imdn.Disposition-Notification: positive-delivery");
    assertThat(asking.value().dateTime()).hasValue(NOW);
    assertThat(asking.omissions())
        .extracting(Omission::what)
        .doesNotContain("{urn:xmpp:receipts}request");
    assertThat(plain.omissions()).extracting(Omission::what).contains("{urn:xmpp:receipts}request");
    assertThat(ReceiptMapping.messageId(asking.value())).hasValue("MSGID1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReceiptMapping.request(stanza, plain, "a\r\nb"));
  }

  @Test
  @Requirement("XEP-0184-5-3")
  void noReceiptIsAskedForWhereNoneMayCome() throws Exception {
    MessageOf withoutId = MessageOf.body("x").with(REQUEST);
    MessageOf receipt =
        MessageOf.body("x")
            .id("r1")
            .with(REQUEST)
            .with(Element.empty("urn:xmpp:receipts", "received"));
    for (MessageStanza stanza :
        List.of(
            withoutId.stanza(),
            receipt.stanza(),
            MessageOf.body("x").id("r1").stanza(),
            MessageOf.body("x").id("").with(REQUEST).stanza(),
            MessageOf.body("x").id("r1").with(REQUEST).type(MessageType.GROUPCHAT).stanza(),
            MessageOf.body("x").id("r1").with(REQUEST).type(MessageType.ERROR).stanza())) {
      assertThat(ReceiptMapping.isRequested(stanza)).isFalse();
      Mapped<CpimMessage> message = new Mapped<>(notification("text/plain", "x"), List.of());
      assertThat(ReceiptMapping.request(stanza, message, "MSGID1")).isEqualTo(message);
    }
  }

  @Test
  @Requirement({"5438-6.1-1", "5438-7.1.1.3-1"})
  void headersAreFoundByNamespaceNotByPrefix() throws Exception {
    CpimMessage message = vector("c39-imdn-request");
    var expected = Vectors.json("cpim/c39-imdn-request.expect.json").get("imdn");

    assertThat(ReceiptMapping.messageId(message)).isEqualTo(Json.text(expected.get("messageId")));
    assertThat(ReceiptMapping.requested(message)).isEqualTo(Json.list(expected.get("request")));
    assertThat(ReceiptMapping.requested(vector("c02-minimal"))).isEmpty();
  }

  @Test
  @Requirement("5438-7.1.1.3-1")
  void unknownRequestsAreIgnored() throws MalformedException {
    CpimMessage message =
        decode(
            "NS: i <urn:ietf:params:imdn>\r\n"
                + "i.Disposition-Notification: display;a=b ,later,, processing");

    assertThat(ReceiptMapping.requested(message)).containsExactly("display", "processing");
  }

  @Test
  @Requirement({"5438-7.1.2-1", "5438-11.1-1", "5438-11.1.7-1", "5438-11.1.8-1"})
  void aNotificationSaysWhatBecameOfWhich() throws Exception {
    var expected = Vectors.json("cpim/c40-imdn-delivered.expect.json").get("imdn");

    assertThat(ReceiptMapping.notification(vector("c40-imdn-delivered")))
        .hasValueSatisfying(
            imdn -> {
              assertThat(imdn.messageId()).isEqualTo(expected.get("of").asText());
              assertThat(imdn.disposition()).isEqualTo(Imdn.Disposition.DELIVERY);
              assertThat(imdn.status()).isEqualTo(expected.get("status").asText());
            });
    assertThat(ReceiptMapping.notification(vector("c02-minimal"))).isEmpty();
  }

  @Test
  @Requirement({"XEP-0184-5-2", "5438-7.1.2-1"})
  void aDeliveryIsAReceiptForTheResourceThatAsked() throws Exception {
    MessageStanza receipt = toReceipt(imdn("delivery", "delivered"), "m1").orElseThrow();

    assertThat(receipt.from()).hasValue(MessageOf.jid("romeo@example.net"));
    assertThat(receipt.to()).hasValue(MessageOf.jid("juliet@example.com/balcony"));
    assertThat(receipt.bodies()).isEmpty();
    assertThat(receipt.extensions())
        .containsExactly(Element.empty("urn:xmpp:receipts", "received").with("id", "r1"));
  }

  @ParameterizedTest
  @CsvSource({
    "delivery, failed",
    "delivery, error",
    "delivery, forbidden",
    "display, forbidden",
    "display, error",
    "processing, processed",
    "processing, stored"
  })
  @Requirement("5438-11.1.7-1")
  void otherDispositionsAreNoReceipt(String disposition, String status) throws Exception {
    assertThat(Imdn.parse(Octets.utf8(imdn(disposition, status))).status()).isEqualTo(status);
    assertThat(toReceipt(imdn(disposition, status), "m1")).isEmpty();
  }

  @Test
  void aNotificationThatNobodyAskedForTellsNobody() throws Exception {
    assertThat(toReceipt(imdn("delivery", "delivered"), "another")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "<imdn/>",
        "<imdn xmlns='urn:ietf:params:xml:ns:imdn'/>",
        "<imdn",
        "<a><imdn xmlns='urn:ietf:params:xml:ns:imdn'/></a>",
        "<!DOCTYPE imdn [<!ENTITY a 'b'>]><imdn xmlns='urn:ietf:params:xml:ns:imdn'>"
            + "<message-id>&a;</message-id><delivery-notification><status><delivered/></status>"
            + "</delivery-notification></imdn>"
      })
  void whatIsNoNotificationIsRefused(String document) {
    assertThatThrownBy(() -> toReceipt(document, "m1"))
        .isInstanceOfSatisfying(
            UnmappableException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED_CONTENT));
  }

  @Test
  void aNotificationIsBounded() {
    String ns = "<imdn xmlns='urn:ietf:params:xml:ns:imdn'>";
    for (String document :
        List.of(
            ns + "<a>".repeat(10_000),
            ns + "<a/>".repeat(10_000) + "</imdn>",
            ns + "<message-id>" + "x".repeat(10_000) + "</message-id></imdn>")) {
      assertThatThrownBy(() -> Imdn.parse(Octets.utf8(document)))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void aNotificationWithoutSenderIsRefused() throws Exception {
    CpimMessage anonymous =
        new CpimBuilder()
            .build(notification("message/imdn+xml", imdn("delivery", "delivered")).entity());

    assertThatThrownBy(
            () ->
                ReceiptMapping.toReceipt(
                    anonymous,
                    ADDRESSES,
                    id -> Optional.of(new Requested("r1", MessageOf.jid("a@example.com/b")))))
        .isInstanceOfSatisfying(
            UnmappableException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.INVALID_ADDRESS));
  }

  private static Optional<MessageStanza> toReceipt(String document, String knownId)
      throws UnmappableException {
    return ReceiptMapping.toReceipt(
        notification("message/imdn+xml", document),
        ADDRESSES,
        id ->
            id.equals(knownId)
                ? Optional.of(new Requested("r1", MessageOf.jid("juliet@example.com/balcony")))
                : Optional.empty());
  }

  private static String imdn(String disposition, String status) {
    return "<imdn xmlns='urn:ietf:params:xml:ns:imdn'><!-- m0 --><message-id> m1\n</message-id>"
        + "<datetime>2005-11-23T10:00:00Z</datetime><%1$s-notification><status><%2$s/></status>"
            .formatted(disposition, status)
        + "</%s-notification></imdn>".formatted(disposition);
  }

  private static CpimMessage notification(String type, String document) {
    return new CpimBuilder()
        .from(Mailbox.of("im:romeo@example.net"))
        .to(Mailbox.of("im:juliet@example.com"))
        .build(MimeEntity.of(List.of(new MimeHeader("Content-Type", type)), Octets.utf8(document)));
  }

  private static CpimMessage vector(String name) throws MalformedException {
    return CpimCodec.decode(Vectors.octets("cpim/" + name + ".cpim"), CpimLimits.DEFAULT);
  }

  private static CpimMessage decode(String headers) throws MalformedException {
    return CpimCodec.decode(
        Octets.utf8(headers + "\r\n\r\nContent-Type: text/plain\r\n\r\n"), CpimLimits.DEFAULT);
  }
}
