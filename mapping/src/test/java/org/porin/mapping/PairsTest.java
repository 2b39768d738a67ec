package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.mapping.ReceiptMapping.Requested;
import org.porin.mapping.SipContentMapping.Envelope;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Json;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.Vectors;
import org.porin.profile.Failure.StanzaBounce;
import org.porin.requirement.Requirement;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaLimits;
import org.porin.stanza.StanzaReader;
import org.porin.stanza.StreamElement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Every message pair of vectors/pairs: stanzas as they come, octets as they leave, and back. */
class PairsTest {
  private static final Set<String> DOMAINS = Set.of("example.com", "example.net");

  static List<String> outwards() {
    return names(meta -> direction(meta).equals("xmpp2cpim") && !meta.has("expect"));
  }

  static List<String> inwards() {
    return names(
        meta ->
            direction(meta).equals("cpim2xmpp") && !meta.has("expect") && !meta.has("envelope"));
  }

  static List<String> refused() {
    return names(meta -> meta.path("expect").path("status").asText().equals("failure"));
  }

  static List<String> ofNothing() {
    return names(meta -> meta.path("expect").path("nothing").asBoolean());
  }

  static List<String> ofErrors() {
    return names(meta -> meta.path("expect").has("pendingTransaction"));
  }

  static List<String> secured() {
    return names(meta -> meta.has("envelope"));
  }

  @Test
  void everyPairIsInOneOfTheseTests() {
    assertThat(
            Stream.of(outwards(), inwards(), refused(), ofNothing(), ofErrors(), secured())
                .flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(names(meta -> true))
        .hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("outwards")
  @Requirement({
    "3922-4-1",
    "3922-4.1-1",
    "3922-4.1.1-1",
    "3922-4.1.1-2",
    "3922-4.1.1-3",
    "3922-4.1.2-1",
    "3922-4.1.2-2",
    "3922-4.1.4-1",
    "3922-4.1.5-1",
    "3922-4.1.6-1",
    "3922-4.1.7-1",
    "3922-4.1.7-2",
    "3922-4.1.8-1",
    "3922-4.1.9-1",
    "2779-4.1.2-1"
  })
  void aStanzaBecomesAnObject(String name) throws Exception {
    JsonNode meta = meta(name);
    MessageStanza stanza = stanzas(name).get(0);
    Mapped<CpimMessage> message =
        new InstantMessageMapping(addresses(meta)).toCpim(stanza, Instant.parse(now(meta)));
    if (meta.path("params").has("messageId")) {
      String messageId = meta.get("params").get("messageId").asText();
      message = ReceiptMapping.request(stanza, message, messageId);
    }

    assertThat(CpimCodec.encode(message.value()).toUtf8())
        .isEqualTo(Vectors.octets("pairs/" + name + ".cpim").toUtf8());
  }

  @ParameterizedTest
  @MethodSource("inwards")
  @Requirement({
    "3922-4-1",
    "3922-4.2.1-1",
    "3922-4.2.1-2",
    "3922-4.2.2-1",
    "3922-4.2.3-1",
    "3922-4.2.4-1",
    "3922-4.2.5-1",
    "3922-4.2.5-2",
    "3922-4.2.6-1",
    "3922-4.2.9-1",
    "3922-4.2.9-4"
  })
  void anObjectBecomesAStanzaForEachRecipientThatIsServed(String name) throws Exception {
    JsonNode meta = meta(name);
    AddressMapping addresses = addresses(meta);
    CpimMessage message = message(name);
    List<MessageStanza> stanzas = new ArrayList<>();
    if (ReceiptMapping.notification(message).isPresent()) {
      ReceiptMapping.toReceipt(message, addresses, id -> known(meta, id)).ifPresent(stanzas::add);
    } else {
      for (Mailbox to : message.to()) {
        ImUri recipient = ImUri.parse(to.uri());
        if (addresses.isServed(recipient.domain())) {
          stanzas.add(new InstantMessageMapping(addresses).toStanza(message, recipient).value());
        }
      }
    }

    assertThat(asRead(stanzas)).isEqualTo(stanzas(name));
  }

  @ParameterizedTest
  @MethodSource("refused")
  @Requirement({"3922-4.2.7-1", "3922-4.2.9-3", "3922-4.2.9-5", "3862-3.5-1", "2779-5.4.8-1"})
  void anObjectThatXmppCannotTakeIsAnsweredWithAStatus(String name) throws Exception {
    JsonNode expected = meta(name).get("expect");
    AddressMapping addresses = addresses(meta(name));
    CpimMessage message = message(name);
    ImUri recipient = ImUri.parse(message.to().get(0).uri());

    assertThatThrownBy(() -> new InstantMessageMapping(addresses).toStanza(message, recipient))
        .isInstanceOfSatisfying(
            UnmappableException.class,
            refusal -> {
              SipStatus status = new ErrorMapping(addresses).toSipStatus(refusal.failure());
              assertThat(status.code()).isEqualTo(expected.get("sip").asInt());
              assertThat(status.warning()).isPresent();
              if (expected.has("accept")) {
                assertThat(status.accept()).isEqualTo(Json.list(expected.get("accept")));
              }
            });
  }

  @ParameterizedTest
  @MethodSource("ofNothing")
  @Requirement("3922-4.1.8-1")
  void aStanzaThatSaysNothingIsNothing(String name) throws Exception {
    InstantMessageMapping mapping = new InstantMessageMapping(addresses(meta(name)));

    assertThat(stanzas(name)).noneMatch(mapping::carriesInstantMessage);
  }

  @ParameterizedTest
  @MethodSource("ofErrors")
  void anErrorSettlesWhatWasSentAndIsNoMessage(String name) throws Exception {
    JsonNode expected = meta(name).get("expect");
    AddressMapping addresses = addresses(meta(name));
    MessageStanza stanza = stanzas(name).get(0);

    assertThat(stanza.type()).isEqualTo(MessageType.ERROR);
    assertThat(stanza.id()).hasValue(expected.get("pendingTransaction").asText());
    assertThat(new InstantMessageMapping(addresses).carriesInstantMessage(stanza)).isFalse();
    StanzaBounce bounce =
        new StanzaBounce(stanza.error().orElseThrow(), stanza.from().orElseThrow().isFull());
    assertThat(new ErrorMapping(addresses).toSipStatus(bounce).code())
        .isEqualTo(expected.get("sipIfStillOpen").asInt());
  }

  @ParameterizedTest
  @MethodSource("secured")
  @Requirement({"3923-8-2", "3923-8-3", "3922-4.2.9-3"})
  void aSecuredObjectIsWrappedAsItIs(String name) throws Exception {
    JsonNode meta = meta(name);
    MimeEntity object =
        CpimCodec.decodeEntity(
            Vectors.octets("pairs/" + meta.get("mime").asText()), CpimLimits.DEFAULT);
    ImUri from = ImUri.parse(meta.get("envelope").get("from").asText());
    ImUri to = ImUri.parse(meta.get("envelope").get("to").asText());
    CpimMessage message =
        SipContentMapping.toCpim(
                object.contentType(),
                object.body(),
                new Envelope(
                    from,
                    Optional.empty(),
                    to,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
                Instant.parse(now(meta)))
            .value();
    MessageStanza stanza = new InstantMessageMapping(addresses(meta)).toStanza(message, to).value();
    MessageStanza expected = stanzas(name).get(0);

    assertThat(stanza.from()).isEqualTo(expected.from());
    assertThat(stanza.to()).isEqualTo(expected.to());
    assertThat(stanza.bodies()).isEmpty();
    MimeEntity crossed = entity(stanza);
    assertThat(crossed.body()).isEqualTo(object.body()).isEqualTo(entity(expected).body());
    assertThat(crossed.contentType()).isEqualTo(object.contentType());
    assertThat(entity(expected)).as("line ends are those of the object").isEqualTo(object);
  }

  private static MimeEntity entity(MessageStanza stanza) throws UnmappableException {
    return EndToEndMapping.toEntity(EndToEndMapping.of(stanza).orElseThrow());
  }

  /** What the other end of the stream reads of the stanzas that we write. */
  private static List<MessageStanza> asRead(List<MessageStanza> stanzas) throws Exception {
    String document =
        stanzas.stream()
            .map(StanzaCodec::encode)
            .collect(
                Collectors.joining("", "<stanzas xmlns='jabber:component:accept'>", "</stanzas>"));
    return read(Octets.utf8(document));
  }

  private static List<MessageStanza> stanzas(String name) throws Exception {
    return read(Vectors.octets("pairs/" + name + ".xmpp.xml"));
  }

  private static List<MessageStanza> read(Octets document) throws IOException, MalformedException {
    StanzaReader reader =
        new StanzaReader(new ByteArrayInputStream(document.toArray()), StanzaLimits.DEFAULT);
    reader.open();
    List<MessageStanza> stanzas = new ArrayList<>();
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      stanzas.add((MessageStanza) ((StreamElement.Routed) next.get()).stanza());
    }
    return stanzas;
  }

  private static CpimMessage message(String name) throws MalformedException {
    return CpimCodec.decode(Vectors.octets("pairs/" + name + ".cpim"), CpimLimits.DEFAULT);
  }

  private static Optional<Requested> known(JsonNode meta, String messageId) {
    JsonNode request = meta.path("params").path("known").path(messageId);
    return request.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Requested(request.get("id").asText(), MessageOf.jid(request.get("to").asText())));
  }

  /** Addresses are transparent in all pairs. */
  private static AddressMapping addresses(JsonNode meta) {
    Set<String> served =
        meta.path("params").has("xmppDomains")
            ? Json.elements(meta.get("params").get("xmppDomains")).stream()
                .map(JsonNode::asText)
                .collect(Collectors.toSet())
            : DOMAINS;
    return new AddressMapping(served, DOMAINS, Optional.empty());
  }

  private static String now(JsonNode meta) {
    return meta.get("now").asText();
  }

  private static String direction(JsonNode meta) {
    return meta.get("direction").asText();
  }

  private static JsonNode meta(String name) {
    return Vectors.json("pairs/" + name + ".meta.json");
  }

  private static List<String> names(Predicate<JsonNode> which) {
    return Vectors.names("pairs", ".meta.json").stream()
        .filter(name -> name.startsWith("m")) // presence is PresencePairsTest's
        .filter(name -> which.test(meta(name)))
        .toList();
  }
}
