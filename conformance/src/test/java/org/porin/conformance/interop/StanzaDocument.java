package org.porin.conformance.interop;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A document of stanzas, read by the parser of the JDK, which the bridge does not use. */
final class StanzaDocument {
  private StanzaDocument() {}

  /** The texts of all bodies. */
  static List<String> bodies(String document) throws IOException {
    NodeList bodies = parse(document).getElementsByTagNameNS("*", "body");
    return IntStream.range(0, bodies.getLength())
        .mapToObj(i -> bodies.item(i).getTextContent())
        .toList();
  }

  /** One line for each element and text, the same for documents that mean the same. */
  static List<String> canonical(String document) throws IOException {
    List<String> lines = new ArrayList<>();
    write(parse(document).getDocumentElement(), "", lines);
    return lines;
  }

  private static void write(Element element, String indent, List<String> lines) {
    lines.add(
        indent
            + "{"
            + element.getNamespaceURI()
            + "}"
            + element.getLocalName()
            + attributes(element));
    StringBuilder text = new StringBuilder();
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner) {
        write(inner, indent + "  ", lines);
      } else {
        text.append(child.getTextContent());
      }
    }
    if (!text.toString().isBlank()) { // line ends inside objects compare by XML's rule
      lines.add(indent + "  " + text.toString().replace("\r\n", "\n").strip());
    }
  }

  private static String attributes(Element element) {
    NamedNodeMap attributes = element.getAttributes();
    List<String> written = new ArrayList<>();
    for (int i = 0; i < attributes.getLength(); i++) {
      Node attribute = attributes.item(i);
      if (!attribute.getNodeName().startsWith("xmlns")) {
        written.add(" " + attribute.getNodeName() + "=" + attribute.getNodeValue());
      }
    }
    written.sort(null);
    return String.join("", written);
  }

  private static Document parse(String document) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      return factory.newDocumentBuilder().parse(new InputSource(new StringReader(document)));
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(document, e);
    }
  }
}
