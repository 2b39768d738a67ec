package org.porin.stanza;

import java.util.Optional;
import org.porin.stanza.Element.Attribute;
import org.porin.stanza.Element.Child;
import org.porin.stanza.Element.Content;
import org.porin.stanza.Element.Text;

/**
 * Appends stanzas and elements as they stand in a stream whose default namespace is {@code
 * jabber:component:accept}. Attributes of stanzas come in one order: from, to, id, type, xml:lang.
 */
final class StanzaWriter implements Stanza.Cases<StringBuilder> {
  private final StringBuilder out = new StringBuilder(512);

  @Override
  public StringBuilder message(MessageStanza message) {
    open("message", message);
    if (message.type() != MessageType.NORMAL) {
      attribute("type", message.type().wire());
    }
    message.lang().ifPresent(lang -> attribute("xml:lang", lang));
    out.append('>');
    for (LangText subject : message.subjects()) {
      text("subject", subject, message.lang());
    }
    for (LangText body : message.bodies()) {
      text("body", body, message.lang());
    }
    message.thread().ifPresent(thread -> text("thread", LangText.of(thread), Optional.empty()));
    message.error().ifPresent(error -> element(ErrorElement.write(error), Namespaces.COMPONENT));
    for (Element extension : message.extensions()) {
      element(extension, Namespaces.COMPONENT);
    }
    return out.append("</message>");
  }

  @Override
  public StringBuilder presence(PresenceStanza presence) {
    open("presence", presence);
    presence.type().ifPresent(type -> attribute("type", type));
    presence.lang().ifPresent(lang -> attribute("xml:lang", lang));
    out.append('>');
    for (Element child : presence.children()) {
      element(child, Namespaces.COMPONENT);
    }
    return out.append("</presence>");
  }

  @Override
  public StringBuilder iq(IqStanza iq) {
    open("iq", iq);
    attribute("type", iq.type().wire());
    out.append('>');
    iq.payload().ifPresent(payload -> element(payload, Namespaces.COMPONENT));
    iq.error().ifPresent(error -> element(ErrorElement.write(error), Namespaces.COMPONENT));
    return out.append("</iq>");
  }

  StringBuilder element(Element element, String inherited) {
    out.append('<').append(element.name());
    if (!element.namespace().equals(inherited)) {
      attribute("xmlns", element.namespace());
    }
    int prefixes = 0;
    for (Attribute attribute : element.attributes()) {
      if (attribute.namespace().isEmpty()) {
        attribute(attribute.name(), attribute.value());
      } else if (attribute.namespace().equals(Namespaces.XML)) {
        attribute("xml:" + attribute.name(), attribute.value());
      } else {
        String prefix = "a" + prefixes++;
        attribute("xmlns:" + prefix, attribute.namespace());
        attribute(prefix + ":" + attribute.name(), attribute.value());
      }
    }
    if (element.content().isEmpty()) {
      return out.append("/>");
    }
    out.append('>');
    for (Content content : element.content()) {
      if (content instanceof Child child) {
        element(child.element(), element.namespace());
      } else if (content instanceof Text text) {
        XmlText.append(out, text.text());
      }
    }
    return out.append("</").append(element.name()).append('>');
  }

  /** The start tag of an error that answers what could not be read, up to its content. */
  StringBuilder openError(String kind, StreamElement.Unreadable cause) {
    out.append('<').append(kind);
    cause.to().ifPresent(to -> attribute("from", to));
    cause.from().ifPresent(from -> attribute("to", from));
    cause.id().ifPresent(id -> attribute("id", id));
    attribute("type", "error");
    return out.append('>');
  }

  private void open(String name, Stanza stanza) {
    out.append('<').append(name);
    stanza.from().ifPresent(from -> attribute("from", from.toString()));
    stanza.to().ifPresent(to -> attribute("to", to.toString()));
    stanza.id().ifPresent(id -> attribute("id", id));
  }

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("='");
    XmlText.appendAttribute(out, value);
    out.append('\'');
  }

  private void text(String name, LangText text, Optional<String> inherited) {
    out.append('<').append(name);
    if (!name.equals("thread") && !text.lang().equals(inherited)) {
      attribute("xml:lang", text.lang().orElse(""));
    }
    out.append('>');
    XmlText.append(out, text.text());
    out.append("</").append(name).append('>');
  }
}
