package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.Vectors;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;
import org.porin.stanza.MessageStanza;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** RFC 3923 §8: secured objects cross as they are. */
class EndToEndMappingTest {
  private static final Octets OBJECT = Vectors.octets("pairs/m29-e2e-wrap.mime");

  private final InstantMessageMapping mapping =
      new InstantMessageMapping(
          new AddressMapping(Set.of("example.com"), Set.of("example.net"), Optional.empty()));

  @Test
  @Requirement({"3923-8-1", "3923-8-2", "3923-8-3", "3923-3.1-1"})
  void anObjectCrossesWithItsExactOctetsAndBack() throws Exception {
    MimeEntity object = CpimCodec.decodeEntity(OBJECT, CpimLimits.DEFAULT);
    Element e2e = EndToEndMapping.toElement(object);

    assertThat(e2e.is("urn:ietf:params:xml:ns:xmpp-e2e", "e2e")).isTrue();
    assertThat(e2e.text()).doesNotContain("\r").isEqualTo(OBJECT.toUtf8().replace("\r\n", "\n"));
    assertThat(EndToEndMapping.toEntity(e2e)).isEqualTo(object);
    assertThat(EndToEndMapping.toEntity(e2e).octets()).isEqualTo(OBJECT);
  }

  @Test
  @Requirement({"3923-8-1", "3922-4.1.8-1"})
  void theObjectOfAStanzaIsTheContentOfItsMessage() throws Exception {
    Element e2e = EndToEndMapping.toElement(CpimCodec.decodeEntity(OBJECT, CpimLimits.DEFAULT));
    MessageStanza stanza = MessageOf.body("This message is encrypted.").with(e2e).stanza();
    Mapped<CpimMessage> mapped = mapping.toCpim(stanza, Instant.EPOCH);

    assertThat(mapped.value().entity().octets()).isEqualTo(OBJECT);
    assertThat(mapped.omissions()).contains(new Omission("body", "RFC 3923 §8"));
    assertThat(mapping.carriesInstantMessage(MessageOf.nothing().with(e2e).stanza())).isTrue();
  }

  @Test
  @Requirement({"3923-8-2", "3922-4.2.9-3"})
  void aSecuredEntityIsNeverABody() throws Exception {
    CpimMessage message =
        CpimCodec.decode(Vectors.octets("cpim/c54-signed-inside.cpim"), CpimLimits.DEFAULT);
    MessageStanza stanza = mapping.toStanza(message, new ImUri("juliet", "example.com")).value();

    assertThat(stanza.bodies()).isEmpty();
    assertThat(EndToEndMapping.toEntity(EndToEndMapping.of(stanza).orElseThrow()))
        .isEqualTo(message.entity());
  }

  @Test
  @Requirement("3923-8-4")
  void bareBase64IsAnEnvelopedObject() throws Exception {
    MimeEntity entity = EndToEndMapping.toEntity(e2e("\nMIIB+/\nQQ==\n"));

    assertThat(entity.contentType().essence()).isEqualTo("application/pkcs7-mime");
    assertThat(entity.header("Content-Transfer-Encoding")).hasValue("base64");
    assertThat(entity.body()).isEqualTo(Octets.utf8("MIIB+/\r\nQQ==\r\n"));
  }

  /** Example 3 of RFC 3923 §3.2: indented, and a protocol parameter without its quotes. */
  @Test
  @Requirement({"3923-8-1", "3923-3.1-1"})
  void theExampleOfTheRfcIsAnObject() throws Exception {
    String object =
        """
        Content-Type: multipart/signed; boundary=next;
                      micalg=sha1;
                      protocol=application/pkcs7-signature

        --next
        Content-type: Message/CPIM

        From: <im:juliet@example.com>

        Content-type: text/plain

        Wherefore art thou, Romeo?
        --next
        Content-Type: application/pkcs7-signature

        --next--
        """;
    MimeEntity entity = EndToEndMapping.toEntity(e2e("\n   \n" + object + "    "));

    assertThat(entity.octets().toUtf8()).isEqualTo(object.replace("\n", "\r\n"));
    assertThat(entity.contentType().parameter("protocol")).hasValue("application/pkcs7-signature");
    assertThat(EndToEndMapping.signedType(entity))
        .hasValueSatisfying(type -> assertThat(type.is("message", "cpim")).isTrue());
  }

  @Test
  @Requirement("3923-8-3")
  void whiteSpaceAtTheEndStaysWhereNothingWasIndented() throws Exception {
    String object = "Content-Type: application/pkcs7-mime\n\nMIIB\n  ";
    assertThat(EndToEndMapping.toEntity(e2e(object)).octets().toUtf8())
        .isEqualTo(object.replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "hello?",
        "Content-Type: text/plain\n\nhello",
        "Content-Type: text/html\n\nMIIB"
      })
  void whatIsNoSecuredObjectIsRefused(String text) {
    assertThatThrownBy(() -> EndToEndMapping.toEntity(e2e(text)))
        .isInstanceOfSatisfying(
            UnmappableException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED_CONTENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u0000b", "a\uFFFEb", "a\r\n\nb"})
  @Requirement({"3923-6.4-1", "3923-8-3"})
  void whatXmlWouldChangeIsRefused(String body) throws MalformedException {
    MimeEntity object =
        CpimCodec.decodeEntity(
            Octets.utf8("Content-Type: application/pkcs7-mime\r\n\r\n" + body), CpimLimits.DEFAULT);

    assertThatThrownBy(() -> EndToEndMapping.toElement(object))
        .isInstanceOf(UnmappableException.class);
  }

  @Test
  @Requirement("3923-6.4-1")
  void aBinaryObjectIsRefused() throws MalformedException {
    byte[] octets =
        "Content-Type: application/pkcs7-mime\r\n\r\n0?".getBytes(StandardCharsets.US_ASCII);
    octets[octets.length - 1] = (byte) 0x82;
    MimeEntity object = CpimCodec.decodeEntity(Octets.copyOf(octets), CpimLimits.DEFAULT);

    assertThatThrownBy(() -> EndToEndMapping.toElement(object))
        .isInstanceOf(UnmappableException.class);
  }

  private static Element e2e(String text) {
    return Element.empty(EndToEndMapping.NAMESPACE, "e2e").with(new Element.Text(text));
  }
}
