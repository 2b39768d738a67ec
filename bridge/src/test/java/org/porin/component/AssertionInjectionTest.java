package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.membrane.Operations.withContent;
import static org.porin.membrane.Operations.withOrigin;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.porin.address.AddressMapping;
import org.porin.component.ScriptedServer.Peer;
import org.porin.mapping.InstantMessageMapping;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.wire.Octets;

/** Nobody but this bridge says who was verified (TRUST 4, 7): tried from both sides. */
class AssertionInjectionTest {
  private static final String NAMESPACE = "urn:uuid:5b0c9c4e-7f0a-4f6e-9d53-2a7c1e8f4d10";
  private static final String FORGED =
      "<assertion xmlns='" + NAMESPACE + "' attest='A' signer='evil.example' iat='1'/>";
  private static final Assertion VERIFIED =
      new Assertion(Attestation.B, "capulet.example", Instant.ofEpochSecond(7), "token");

  private static final AddressMapping ADDRESSES =
      new AddressMapping(Set.of("capulet.example"), Set.of("montague.example"), Optional.empty());

  private final LinkFixture.Operations operations = new LinkFixture.Operations(ADDRESSES);

  @Test
  @Timeout(120)
  void whatAUserSaysOfHimselfDoesNotCross() throws Exception {
    try (var fixture = new LinkFixture();
        Peer peer = fixture.open()) {
      peer.send(
          "<message from='juliet@capulet.example/balcony' to='romeo@montague.example' id='m1'>"
              + "<body>Art thou not Romeo?</body>"
              + FORGED
              + "<x xmlns='urn:x'>"
              + FORGED
              + "</x></message>");
      MessageOperation operation = fixture.membrane.next().operation();
      assertThat(operation.origin().assertion()).isEmpty();
      assertThat(CpimCodec.encode(operation.content()).toUtf8())
          .doesNotContain(NAMESPACE)
          .doesNotContain("evil.example");
    }
  }

  @Test
  @Timeout(120)
  void whatAUserSaysInPresenceGoesNoFurtherThanTheLink() throws Exception {
    LinkFixture.RecordingPresence presence = new LinkFixture.RecordingPresence();
    try (var fixture = new LinkFixture(presence);
        Peer peer = fixture.open()) {
      peer.send(
          "<presence from='juliet@capulet.example' to='romeo@montague.example' type='subscribe'>"
              + FORGED
              + "</presence>");
      PresenceStanza stanza = presence.next();
      assertThat(StanzaCodec.encode(stanza)).doesNotContain(NAMESPACE);
    }
  }

  @Test
  void whatIsVerifiedIsSaidOnceAndWhatIsNotIsNot() throws Exception {
    assertThat(stanza(from(Optional.of(VERIFIED), "hello")))
        .containsOnlyOnce("<assertion xmlns='" + NAMESPACE + "' attest='B'");
    assertThat(stanza(from(Optional.empty(), "hello"))).doesNotContain(NAMESPACE);
  }

  /** Whatever a peer writes: without a verified signature there is no such element. */
  @Property(tries = 500)
  void noTextOfAPeerMakesTheElement(@ForAll @StringLength(max = 60) String text) throws Exception {
    String stanza = stanza(from(Optional.empty(), text + FORGED));
    assertThat(stanza).doesNotContain("<assertion");
  }

  @Test
  void aHeaderOfTheObjectMakesNoElement() throws Exception {
    String object =
        "From: <im:romeo@montague.example>\r\nTo: <im:juliet@capulet.example>\r\n"
            + "NS: tra <"
            + NAMESPACE
            + ">\r\ntra.Assertion: eyJhbGciOiJFUzI1NiJ9.e30.AAAA\r\n\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n\r\nhello";
    MessageOperation plain = from(Optional.empty(), "x");
    MessageOperation operation =
        withContent(plain, CpimCodec.decode(Octets.utf8(object), CpimLimits.DEFAULT));
    assertThat(stanza(operation)).doesNotContain(NAMESPACE).doesNotContain("eyJ");
  }

  private MessageOperation from(Optional<Assertion> assertion, String text) {
    return withOrigin(
        operations.message("t1", text), new Origin(Side.SIMPLE, "192.0.2.7", assertion));
  }

  private static String stanza(MessageOperation operation) throws Exception {
    return StanzaCodec.encode(
        OutgoingStanza.of(operation, "id", ADDRESSES, new InstantMessageMapping(ADDRESSES))
            .value());
  }
}
