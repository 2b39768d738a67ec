package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MimeEntity;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;
import org.porin.stanza.PresenceStanza;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** RFC 3923 §4 and §8: a secured document crosses as it is, for one watcher. */
class SecuredPresenceTest {
  private static final Instant NOON = Instant.parse("2005-11-23T12:00:00Z");

  @Test
  @Requirement({"3923-8-1", "3923-8-3", "3922-5.1.8-1"})
  void theObjectOfAStanzaIsTheDocumentAndTheRestIsLeftOut() throws Exception {
    MimeEntity object = signed("open");
    PresenceStanza stanza =
        PresenceOf.juliet("balcony", "", "<show>away</show>")
            .with(EndToEndMapping.toElement(object));
    Mapped<MimeEntity> mapped = PresenceMapping.toSecured(stanza).orElseThrow();

    assertThat(mapped.value().octets()).isEqualTo(object.octets());
    assertThat(mapped.omissions())
        .containsExactly(new Omission("{jabber:component:accept}show", "RFC 3923 §8"));
    CpimMessage message =
        PresenceMapping.toCpim(mapped.value(), PresenceOf.JULIET, PresenceOf.ROMEO, NOON);
    assertThat(message.entity().octets()).isEqualTo(object.octets());
    assertThat(message.from().uri()).isEqualTo("im:juliet@example.com");
    assertThat(message.to()).extracting(to -> to.uri()).containsExactly("im:romeo@example.net");
  }

  @Test
  @Requirement("3923-4.1-1")
  void securedPresenceForNobodyIsRefused() throws Exception {
    PresenceStanza stanza =
        new PresenceStanza(
            Optional.of(MessageOf.jid("juliet@example.com/balcony")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(EndToEndMapping.toElement(signed("open"))));
    assertThatThrownBy(() -> PresenceMapping.toSecured(stanza))
        .isInstanceOf(UnmappableException.class);
  }

  @Test
  void aPlainStanzaAndOneThatManagesSubscriptionsHaveNone() throws Exception {
    assertThat(PresenceMapping.toSecured(PresenceOf.juliet("balcony", "", ""))).isEmpty();
    Element e2e = EndToEndMapping.toElement(signed("open"));
    assertThat(PresenceMapping.toSecured(PresenceOf.juliet("", "type='subscribe'", "").with(e2e)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"open,", "closed,unavailable"})
  @Requirement({"3923-8-2", "3923-8-3", "3923-4.1-1"})
  void aSignedDocumentIsWrappedForItsWatcher(String basic, String type) throws Exception {
    MimeEntity object = signed(basic);
    PresenceStanza stanza =
        PresenceOf.MAPPING.toSecuredStanza(object, PresenceOf.ROMEO, PresenceOf.JULIET);

    assertThat(stanza.from()).hasValue(MessageOf.jid("romeo@example.net"));
    assertThat(stanza.to()).hasValue(MessageOf.jid("juliet@example.com"));
    assertThat(stanza.type()).isEqualTo(Optional.ofNullable(type));
    PresenceStanza read = PresenceOf.asRead(List.of(stanza)).get(0);
    assertThat(EndToEndMapping.toEntity(EndToEndMapping.of(read).orElseThrow()).octets())
        .isEqualTo(object.octets());
  }

  @Test
  @Requirement("3923-8-2")
  void anEncryptedDocumentTellsNoType() throws Exception {
    MimeEntity object =
        entity(
            """
            Content-Type: application/pkcs7-mime; smime-type=enveloped-data
            Content-Transfer-Encoding: base64

            MIIB]]>
            """);
    PresenceStanza stanza =
        PresenceOf.MAPPING.toSecuredStanza(object, PresenceOf.ROMEO, PresenceOf.JULIET);
    assertThat(stanza.isAvailable()).isTrue();
    assertThat(EndToEndMapping.signedType(object)).isEmpty();
    PresenceStanza read = PresenceOf.asRead(List.of(stanza)).get(0);
    assertThat(EndToEndMapping.toEntity(EndToEndMapping.of(read).orElseThrow()).octets())
        .isEqualTo(object.octets());
  }

  @Test
  @Requirement("3922-5.2-1")
  void whatIsNotSecuredIsNotWrapped() throws Exception {
    MimeEntity text = entity("Content-Type: text/plain\n\nx");
    assertThatThrownBy(
            () -> PresenceOf.MAPPING.toSecuredStanza(text, PresenceOf.ROMEO, PresenceOf.JULIET))
        .isInstanceOf(UnmappableException.class);
  }

  @Test
  void plainPresenceSaysThatTheObjectCrossesAlone() throws Exception {
    PresenceStanza stanza =
        PresenceOf.juliet("balcony", "", "").with(EndToEndMapping.toElement(signed("open")));
    assertThat(
            PresenceOf.MAPPING
                .toPresence(UserPresence.of(PresenceOf.JULIET), stanza, NOON)
                .omissions())
        .containsExactly(new Omission("e2e", "RFC 3923 §8"));
  }

  private static MimeEntity signed(String basic) throws MalformedException {
    return entity(
        """
        Content-Type: multipart/signed; boundary=next; micalg=sha-256;
          protocol="application/pkcs7-signature"

        --next
        Content-Type: application/pidf+xml

        <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:romeo@example.net">
        <tuple id="a"><status><basic>%s</basic></status></tuple></presence>
        --next
        Content-Type: application/pkcs7-signature
        Content-Transfer-Encoding: base64

        MIIB
        --next--
        """
            .formatted(basic));
  }

  private static MimeEntity entity(String text) throws MalformedException {
    return CpimCodec.decodeEntity(Octets.utf8(text.replace("\n", "\r\n")), CpimLimits.DEFAULT);
  }
}
