package org.porin.mapping;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.porin.stanza.Element;
import org.porin.stanza.StanzaCodec;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * XML documents of a few elements, in UTF-8 and without DTD: notifications (RFC 5438 §11) and
 * composing states (RFC 3994 §4). Attributes mean nothing in them and are not kept.
 */
final class SmallDocument {
  private static final int MAX_OCTETS = 65_536;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_ELEMENTS = 64;
  private static final XMLInputFactory FACTORY = factory();

  private SmallDocument() {}

  /**
   * The root with all that is in it.
   *
   * @throws MalformedException with an offset in octets, when it is no such document
   */
  static Element parse(Octets octets) throws MalformedException {
    if (octets.length() > MAX_OCTETS) {
      throw new MalformedException("a smaller document", MAX_OCTETS);
    }
    String text = octets.toUtf8();
    try {
      XMLStreamReader xml = FACTORY.createXMLStreamReader(new StringReader(text));
      try {
        return read(xml, text);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      int chars = e.getLocation() == null ? 0 : e.getLocation().getCharacterOffset();
      throw new MalformedException("well-formed XML", octets(text, chars));
    }
  }

  private static Element read(XMLStreamReader xml, String text)
      throws XMLStreamException, MalformedException {
    Deque<Element> open = new ArrayDeque<>();
    int elements = 0;
    while (true) {
      switch (xml.next()) {
        case XMLStreamConstants.DTD -> throw fault("no document type declaration", xml, text);
        case XMLStreamConstants.ENTITY_REFERENCE -> throw fault("a known entity", xml, text);
        case XMLStreamConstants.START_ELEMENT -> {
          if (++elements > MAX_ELEMENTS || open.size() == MAX_DEPTH) {
            throw fault("fewer elements", xml, text);
          }
          String namespace = xml.getNamespaceURI();
          open.push(Element.empty(namespace == null ? "" : namespace, xml.getLocalName()));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            open.push(open.pop().with(new Element.Text(xml.getText())));
        case XMLStreamConstants.END_ELEMENT -> {
          Element closed = open.pop();
          if (open.isEmpty()) {
            toEnd(xml, text);
            return closed;
          }
          open.push(open.pop().with(closed));
        }
        default -> {
          // comments and the like say nothing
        }
      }
    }
  }

  private static void toEnd(XMLStreamReader xml, String text)
      throws XMLStreamException, MalformedException {
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT) {
        throw fault("the end of the document", xml, text);
      }
    }
  }

  private static MalformedException fault(String expected, XMLStreamReader xml, String text) {
    return new MalformedException(expected, octets(text, xml.getLocation().getCharacterOffset()));
  }

  private static int octets(String text, int chars) {
    int end = Math.max(0, Math.min(chars, text.length()));
    return text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
  }

  /** The character data of the child of that name in the namespace of its parent. */
  static Optional<String> text(Element parent, String name) {
    return child(parent, name).map(Element::text).map(String::strip);
  }

  /** The first child of that name in the namespace of its parent. */
  static Optional<Element> child(Element parent, String name) {
    return parent.children().stream().filter(each -> each.is(parent.namespace(), name)).findFirst();
  }

  /** The octets of a document of such elements, each with text or with children. */
  static Octets write(Element root) {
    return Octets.utf8(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + StanzaCodec.encode(root) + "\n");
  }

  /** An element with text. */
  static Element of(String namespace, String name, String text) {
    return new Element(namespace, name, List.of(), List.of(new Element.Text(text)));
  }

  private static XMLInputFactory factory() {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 32);
    return factory;
  }
}
