package org.porin.stanza;

import java.util.Optional;

/** The namespaces of streams and of what stands directly in them (RFC 6120 §4.8, XEP-0114 §3). */
final class Namespaces {
  static final String COMPONENT = "jabber:component:accept";
  static final String STREAMS = "http://etherx.jabber.org/streams";
  static final String STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams";
  static final String XML = "http://www.w3.org/XML/1998/namespace";

  private static final String CLIENT = "jabber:client";

  private Namespaces() {}

  /** Whether stanzas and their own children may be in this namespace. */
  static boolean isContent(String namespace) {
    return namespace.equals(COMPONENT) || namespace.equals(CLIENT);
  }

  /** The language in force: the element's own, where an empty one undoes what is inherited. */
  static Optional<String> language(Element element, Optional<String> inherited) {
    Optional<String> own = element.attribute(XML, "lang");
    return own.isPresent() ? own.filter(tag -> !tag.isEmpty()) : inherited;
  }
}
