package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.address.Jid;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.stanza.Element;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaCodec;

/** What the user is told of who speaks, and that nobody else can say it (TRUST 7). */
class AssertionElementTest {
  private static final String NAMESPACE = "urn:uuid:5b0c9c4e-7f0a-4f6e-9d53-2a7c1e8f4d10";
  private static final Assertion VERIFIED =
      new Assertion(Attestation.A, "a.example", Instant.ofEpochSecond(1_763_859_600), "token");
  private static final Element FORGED =
      Element.empty(NAMESPACE, "assertion").with("attest", "A").with("signer", "evil.example");
  private static final Element OTHER = Element.empty("urn:x", "other");

  @Test
  void aVerifiedStanzaSaysWhoSignedAndHowSureItIs() {
    assertThat(StanzaCodec.encode(AssertionElement.in(message(), Optional.of(VERIFIED))))
        .contains(
            "<assertion xmlns='"
                + NAMESPACE
                + "' attest='A' signer='a.example' iat='1763859600'/>");
  }

  @Test
  void withoutAnAssertionThereIsNone() {
    assertThat(AssertionElement.in(message(FORGED, OTHER), Optional.empty()).extensions())
        .containsExactly(OTHER);
    assertThat(AssertionElement.in(presence(FORGED, OTHER), Optional.empty()).children())
        .containsExactly(OTHER);
  }

  @Test
  void aForgedOneMakesRoomForTheTrueOne() {
    assertThat(StanzaCodec.encode(AssertionElement.in(message(FORGED), Optional.of(VERIFIED))))
        .doesNotContain("evil.example")
        .containsOnlyOnce("<assertion");
    assertThat(StanzaCodec.encode(AssertionElement.in(presence(FORGED), Optional.of(VERIFIED))))
        .doesNotContain("evil.example")
        .containsOnlyOnce("<assertion");
  }

  @Test
  void nothingElseOfTheNamespaceGetsThrough() {
    Element odd = Element.empty(NAMESPACE, "Assertion");
    assertThat(AssertionElement.in(message(odd, OTHER), Optional.empty()).extensions())
        .containsExactly(OTHER);
  }

  @Test
  void aStanzaThatHasNoneStaysTheSame() {
    MessageStanza message = message(OTHER);
    assertThat(AssertionElement.in(message, Optional.empty())).isSameAs(message);
  }

  private static MessageStanza message(Element... extensions) {
    return new MessageStanza(
        Optional.of(new Jid("juliet", "a.example", "")),
        Optional.of(new Jid("romeo", "c.example", "")),
        Optional.empty(),
        MessageType.NORMAL,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(extensions));
  }

  private static PresenceStanza presence(Element... children) {
    return new PresenceStanza(
        Optional.of(new Jid("juliet", "a.example", "")),
        Optional.of(new Jid("romeo", "c.example", "")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(children));
  }
}
