package org.porin.mapping;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.porin.profile.Assertion;
import org.porin.stanza.Element;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.PresenceStanza;

/**
 * Tells an XMPP user who vouches for a stanza (TRUST 7):
 *
 * <pre>{@code <assertion xmlns='urn:uuid:…' attest='A' signer='a.example' iat='1763859600'/>}</pre>
 *
 * Made by a bridge alone, of what it has verified: whatever else claims to be one is taken out, so
 * that where it stands it is true.
 */
public final class AssertionElement {
  /** The namespace of everything that TRUST adds. */
  public static final String NAMESPACE = "urn:uuid:5b0c9c4e-7f0a-4f6e-9d53-2a7c1e8f4d10";

  private static final String NAME = "assertion";

  private AssertionElement() {}

  /** The stanza with this assertion, and no other. */
  public static MessageStanza in(MessageStanza stanza, Optional<Assertion> assertion) {
    List<Element> extensions = in(stanza.extensions(), assertion);
    return extensions == stanza.extensions()
        ? stanza
        : new MessageStanza(
            stanza.from(),
            stanza.to(),
            stanza.id(),
            stanza.type(),
            stanza.lang(),
            stanza.subjects(),
            stanza.bodies(),
            stanza.thread(),
            stanza.error(),
            extensions);
  }

  /** The stanza with this assertion, and no other. */
  public static PresenceStanza in(PresenceStanza stanza, Optional<Assertion> assertion) {
    List<Element> children = in(stanza.children(), assertion);
    return children == stanza.children()
        ? stanza
        : new PresenceStanza(
            stanza.from(), stanza.to(), stanza.id(), stanza.type(), stanza.lang(), children);
  }

  private static List<Element> in(List<Element> elements, Optional<Assertion> assertion) {
    boolean clean = elements.stream().noneMatch(AssertionElement::isOurs);
    if (clean && assertion.isEmpty()) {
      return elements;
    }
    return Stream.concat(
            elements.stream().filter(element -> !isOurs(element)),
            assertion.stream().map(AssertionElement::of))
        .toList();
  }

  /** Of this namespace: nothing in it has a place in a stanza but what is made here. */
  private static boolean isOurs(Element element) {
    return element.namespace().equals(NAMESPACE);
  }

  private static Element of(Assertion assertion) {
    return Element.empty(NAMESPACE, NAME)
        .with("attest", assertion.attestation().name())
        .with("signer", assertion.signer())
        .with("iat", Long.toString(assertion.issuedAt().getEpochSecond()));
  }
}
