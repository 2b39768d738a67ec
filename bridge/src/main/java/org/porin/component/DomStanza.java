package org.porin.component;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.StringReader;
import java.util.Objects;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.dom4j.Attribute;
import org.dom4j.CharacterData;
import org.dom4j.Comment;
import org.dom4j.DocumentFactory;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.Node;
import org.dom4j.QName;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StanzaLimits;
import org.porin.stanza.StreamElement;
import org.porin.stanza.XmlText;
import org.porin.wire.MalformedException;

/**
 * Stanzas between this bridge and dom4j, in which Tinder holds them. Every character stays what it
 * is, and every namespace but that of the stream: inside of a server stanzas have none, or that of
 * whoever sent them. Pure.
 */
final class DomStanza {
  private static final String STREAM = ComponentHandshake.NAMESPACE;
  private static final XMLInputFactory FACTORY = factory();

  private DomStanza() {}

  /** A stanza, and how many octets its wire form has. */
  record Sized(StreamElement element, int octets) {}

  /**
   * What a stanza says.
   *
   * @param root of the stanza; its namespace, whichever it is, counts as the stream's
   */
  static Sized decode(Element root, StanzaLimits limits) {
    StringBuilder text = new StringBuilder();
    try {
      new Writing(text, root.getNamespaceURI(), limits).element(root, STREAM, 1);
      StreamElement element = StanzaCodec.decode(text.toString());
      return new Sized(element, text.length());
    } catch (MalformedException e) {
      return new Sized(
          new StreamElement.Unreadable(
              Condition.POLICY_VIOLATION,
              e.expected(),
              root.getName(),
              attribute(root, "type"),
              attribute(root, "id"),
              attribute(root, "from"),
              attribute(root, "to")),
          text.length());
    }
  }

  private static Optional<String> attribute(Element element, String name) {
    return Optional.ofNullable(element.attributeValue(name));
  }

  private static final class Writing {
    private final StringBuilder out;
    private final String content;
    private final StanzaLimits limits;
    private int elements;

    Writing(StringBuilder out, String content, StanzaLimits limits) {
      this.out = out;
      this.content = content;
      this.limits = limits;
    }

    void element(Element element, String inherited, int depth) throws MalformedException {
      elements++;
      if (depth > limits.depth() || elements > limits.elements()) {
        throw new MalformedException("a stanza of fewer elements", out.length());
      }
      boolean ofStream = inherited.equals(STREAM) && element.getNamespaceURI().equals(content);
      String namespace = ofStream ? STREAM : element.getNamespaceURI();
      out.append('<').append(element.getName());
      if (!namespace.equals(inherited)) {
        attribute("xmlns", namespace);
      }
      int prefixes = 0;
      for (Attribute each : element.attributes()) {
        if (each.getNamespaceURI().isEmpty()) {
          attribute(each.getName(), each.getValue());
        } else if (each.getNamespaceURI().equals(Namespace.XML_NAMESPACE.getURI())) {
          attribute("xml:" + each.getName(), each.getValue());
        } else {
          String prefix = "a" + prefixes++;
          attribute("xmlns:" + prefix, each.getNamespaceURI());
          attribute(prefix + ":" + each.getName(), each.getValue());
        }
      }
      out.append('>');
      for (Node node : element.content()) {
        if (node instanceof Element child) {
          element(child, namespace, depth + 1);
        } else if (node instanceof CharacterData text && !(node instanceof Comment)) {
          XmlText.append(out, text.getText());
        }
        if (out.length() > limits.octets()) {
          throw new MalformedException("a stanza of fewer octets", limits.octets());
        }
      }
      out.append("</").append(element.getName()).append('>');
    }

    private void attribute(String name, String value) {
      out.append(' ').append(name).append("='");
      XmlText.appendAttribute(out, value);
      out.append('\'');
    }
  }

  /**
   * The tree of a stanza, without a namespace of its own.
   *
   * @param stanza as {@link StanzaCodec} writes it
   */
  static Element encode(String stanza) {
    try {
      XMLStreamReader events = FACTORY.createXMLStreamReader(new StringReader(stanza));
      try {
        events.next();
        return tree(events);
      } finally {
        events.close();
      }
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException("a stanza of this bridge is well-formed", e);
    }
  }

  private static Element tree(XMLStreamReader events) throws XMLStreamException {
    Element root = element(events);
    Element open = root;
    while (true) {
      switch (events.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          Element child = element(events);
          open.add(child);
          open = child;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          Element parent = open.getParent();
          if (parent == null) {
            return root;
          }
          open = parent;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            open.addText(events.getText());
        default -> {}
      }
    }
  }

  private static Element element(XMLStreamReader events) {
    String uri = Objects.requireNonNullElse(events.getNamespaceURI(), "");
    DocumentFactory factory = DocumentFactory.getInstance();
    Element element =
        factory.createElement(
            QName.get(events.getLocalName(), Namespace.get(uri.equals(STREAM) ? "" : uri)));
    for (int i = 0; i < events.getAttributeCount(); i++) {
      String namespace = Objects.requireNonNullElse(events.getAttributeNamespace(i), "");
      String prefix = Objects.requireNonNullElse(events.getAttributePrefix(i), "");
      QName name = QName.get(events.getAttributeLocalName(i), Namespace.get(prefix, namespace));
      element.addAttribute(name, events.getAttributeValue(i));
    }
    return element;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }
}
