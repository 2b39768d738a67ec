package org.porin.mapping;

import java.util.Map;
import java.util.Optional;
import org.porin.stanza.Element;
import org.porin.stanza.LangText;
import org.porin.stanza.MessageStanza;

/**
 * Finds end-to-end encryption that only XMPP clients understand. Its body is a text for those who
 * cannot decrypt ("This message is encrypted"): to relay that as the message would be a lie.
 */
final class Encryption {
  private static final String EXPLICIT = "urn:xmpp:eme:0"; // XEP-0380
  private static final Map<String, String> NAMES =
      Map.of(
          "eu.siacs.conversations.axolotl", "OMEMO",
          "urn:xmpp:omemo:1", "OMEMO",
          "urn:xmpp:omemo:2", "OMEMO",
          "urn:xmpp:openpgp:0", "OpenPGP",
          "jabber:x:encrypted", "OpenPGP",
          "urn:xmpp:otr:0", "OTR",
          "urn:xmpp:mls:0", "MLS");

  private Encryption() {}

  /** The method by which a stanza is encrypted, named for a person. */
  static Optional<String> of(MessageStanza stanza) {
    for (Element extension : stanza.extensions()) {
      if (extension.is(EXPLICIT, "encryption")) {
        String method = extension.attribute("namespace").orElse("");
        return Optional.of(NAMES.getOrDefault(method, "end-to-end encryption"));
      }
      if (NAMES.containsKey(extension.namespace()) && !isKeyTransport(extension)) {
        return Optional.of(NAMES.get(extension.namespace()));
      }
    }
    for (LangText body : stanza.bodies()) {
      if (body.text().startsWith("?OTR")) {
        return Optional.of("OTR");
      }
    }
    return Optional.empty();
  }

  /** An OMEMO element without payload sets up keys and says nothing (XEP-0384 §5). */
  private static boolean isKeyTransport(Element extension) {
    return extension.name().equals("encrypted")
        && "OMEMO".equals(NAMES.get(extension.namespace()))
        && extension.children().stream().noneMatch(child -> child.name().equals("payload"));
  }
}
