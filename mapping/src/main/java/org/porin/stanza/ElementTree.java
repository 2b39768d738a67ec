package org.porin.stanza;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.porin.stanza.Element.Attribute;
import org.porin.stanza.Element.Child;
import org.porin.stanza.Element.Content;
import org.porin.stanza.Element.Text;
import org.porin.wire.MalformedException;

/**
 * Makes trees of the events of Woodstox. Depth is the caller's to bound, by {@link StanzaFramer}.
 */
final class ElementTree {
  static final String EXPECTED = "an element or text";

  private ElementTree() {}

  /** The element whose start tag the reader is at; it is left at the end tag. */
  static Element of(XMLStreamReader reader) throws XMLStreamException, MalformedException {
    Deque<Open> ancestors = new ArrayDeque<>(4);
    Open open = new Open(reader);
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          ancestors.push(open);
          open = new Open(reader);
        }
        case XMLStreamConstants.END_ELEMENT -> {
          Element element = open.close();
          if (ancestors.isEmpty()) {
            return element;
          }
          open = ancestors.pop();
          open.add(new Child(element));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            open.add(new Text(reader.getText()));
        default -> throw new MalformedException(EXPECTED, 0);
      }
    }
  }

  /** {@link Element#text} of the element whose start tag the reader is at, which is left behind. */
  static String text(XMLStreamReader reader) throws XMLStreamException, MalformedException {
    String text = "";
    int depth = 1;
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> depth++;
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          if (depth == 0) {
            return text;
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (depth == 1) {
            text = text.isEmpty() ? reader.getText() : text + reader.getText();
          }
        }
        default -> throw new MalformedException(EXPECTED, 0);
      }
    }
  }

  /** The attributes of the start tag that the reader is at. */
  static List<Attribute> attributes(XMLStreamReader reader) {
    int count = reader.getAttributeCount();
    if (count == 0) {
      return List.of();
    }
    Attribute[] attributes = new Attribute[count];
    for (int i = 0; i < count; i++) {
      attributes[i] =
          new Attribute(
              Objects.requireNonNullElse(reader.getAttributeNamespace(i), ""),
              reader.getAttributeLocalName(i),
              reader.getAttributeValue(i));
    }
    return List.of(attributes);
  }

  /** An element whose end tag is still to come. */
  private static final class Open {
    private final String namespace;
    private final String name;
    private final List<Attribute> attributes;
    private @Nullable Content only; // as most elements have it
    private @Nullable List<Content> several;

    Open(XMLStreamReader reader) {
      this.namespace = Objects.requireNonNullElse(reader.getNamespaceURI(), "");
      this.name = reader.getLocalName();
      this.attributes = attributes(reader);
    }

    void add(Content content) {
      if (several != null) {
        several.add(content);
      } else if (only == null) {
        only = content;
      } else {
        several = new ArrayList<>(8);
        several.add(only);
        several.add(content);
      }
    }

    Element close() {
      List<Content> content = List.of();
      if (several != null) {
        content = several;
      } else if (only != null) {
        content = List.of(only);
      }
      return new Element(namespace, name, attributes, content);
    }
  }
}
