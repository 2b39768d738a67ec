package org.porin.pidf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.porin.stanza.Element;
import org.porin.stanza.Element.Attribute;
import org.porin.stanza.Element.Child;
import org.porin.stanza.Element.Content;
import org.porin.stanza.Element.Text;
import org.porin.stanza.XmlText;

/**
 * Writes one document. The default namespace is PIDF's; those of extensions are declared once, at
 * the root, however often they are used, so that no document grows by being read and written. But
 * {@code jabber:client} is declared where it stands, as in RFC 8048 §6.2.
 */
final class PidfWriter {
  private final Presence presence;
  private final StringBuilder out = new StringBuilder(1_024);
  private final Map<String, String> prefixes = new LinkedHashMap<>();
  private boolean inStatus;

  PidfWriter(Presence presence) {
    this.presence = presence;
    presence.extensions().forEach(this::declare);
    for (Tuple tuple : presence.tuples()) {
      if (tuple.status().isEmpty()) {
        throw new IllegalArgumentException("a status has a child");
      }
      inStatus = true;
      tuple.status().extensions().forEach(this::declare);
      inStatus = false;
      tuple.extensions().forEach(this::declare);
    }
  }

  String write() {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence");
    attribute("xmlns", Namespaces.PIDF);
    prefixes.forEach((namespace, prefix) -> attribute("xmlns:" + prefix, namespace));
    attribute("entity", presence.entity().toString());
    out.append('>');
    presence.tuples().forEach(this::tuple);
    presence.notes().forEach(this::note);
    extensions(presence.extensions());
    return out.append("</presence>\n").toString();
  }

  private void tuple(Tuple tuple) {
    out.append("<tuple");
    attribute("id", tuple.id());
    out.append("><status>");
    inStatus = true;
    tuple.status().basic().ifPresent(basic -> element("basic", basic.wire()));
    extensions(tuple.status().extensions());
    inStatus = false;
    out.append("</status>");
    extensions(tuple.extensions());
    tuple.contact().ifPresent(this::contact);
    tuple.notes().forEach(this::note);
    tuple.timestamp().ifPresent(instant -> element("timestamp", Timestamp.format(instant)));
    out.append("</tuple>");
  }

  private void contact(Contact contact) {
    out.append("<contact");
    contact.priority().ifPresent(value -> attribute("priority", Priority.format(value)));
    out.append('>');
    XmlText.append(out, contact.uri());
    out.append("</contact>");
  }

  private void note(Note note) {
    out.append("<note");
    note.language().ifPresent(language -> attribute("xml:lang", language));
    out.append('>');
    XmlText.append(out, note.text());
    out.append("</note>");
  }

  private void element(String name, String text) {
    out.append('<').append(name).append('>').append(text).append("</").append(name).append('>');
  }

  private void extensions(List<Element> extensions) {
    extensions.forEach(extension -> tree(extension, Namespaces.PIDF));
  }

  private void tree(Element element, String defaultNamespace) {
    String namespace = element.namespace();
    String name =
        isDeclaredInPlace(namespace) ? element.name() : qualified(namespace, element.name());
    String inside = isDeclaredInPlace(namespace) ? namespace : defaultNamespace;
    out.append('<').append(name);
    if (!inside.equals(defaultNamespace)) {
      attribute("xmlns", inside);
    }
    element.attributes().forEach(this::attribute);
    if (element.content().isEmpty()) {
      out.append("/>");
      return;
    }
    out.append('>');
    for (Content content : element.content()) {
      if (content instanceof Child child) {
        tree(child.element(), inside);
      } else if (content instanceof Text text) {
        XmlText.append(out, text.text());
      }
    }
    out.append("</").append(name).append('>');
  }

  private void attribute(Attribute attribute) {
    if (isWritten(attribute)) {
      attribute(qualified(attribute.namespace(), attribute.name()), attribute.value());
    }
  }

  private boolean isWritten(Attribute attribute) {
    return inStatus || !Extensions.isMustUnderstand(attribute);
  }

  private String qualified(String namespace, String name) {
    return switch (namespace) {
      case "" -> name;
      case Namespaces.XML -> "xml:" + name;
      default -> prefixes.get(namespace) + ":" + name;
    };
  }

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("=\"");
    XmlText.appendAttribute(out, value);
    out.append('"');
  }

  private void declare(Element element) {
    if (!isDeclaredInPlace(element.namespace())) {
      declare(element.namespace());
    }
    for (Attribute attribute : element.attributes()) {
      if (isWritten(attribute) && !attribute.namespace().isEmpty()) {
        declare(attribute.namespace());
      }
    }
    element.children().forEach(this::declare);
  }

  private void declare(String namespace) {
    if (!namespace.equals(Namespaces.XML) && !prefixes.containsKey(namespace)) {
      prefixes.put(namespace, prefix(namespace));
    }
  }

  private static boolean isDeclaredInPlace(String namespace) {
    return switch (namespace) {
      case "", Namespaces.PIDF, Namespaces.CLIENT -> true;
      default -> false;
    };
  }

  private String prefix(String namespace) {
    return switch (namespace) {
      case Namespaces.PIDF -> "pidf"; // for attributes: they know no default namespace
      case Namespaces.DATA_MODEL -> "dm";
      case Namespaces.RPID -> "rpid";
      case Namespaces.IM -> "im";
      default -> "n" + prefixes.size();
    };
  }
}
