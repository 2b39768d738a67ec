package org.porin.pidf;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.exc.WstxException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLStreamReader2;
import org.porin.stanza.Element;
import org.porin.stanza.Element.Attribute;
import org.porin.stanza.Element.Child;
import org.porin.stanza.Element.Content;
import org.porin.stanza.Element.Text;

/**
 * Walks through a document element by element and holds it to {@link PidfLimits}. Well-formedness
 * and namespaces are Woodstox's; there is no document type and so no entity but the five of XML.
 * Offsets of faults count chars. To be closed, which lets buffers be used again.
 */
final class XmlCursor implements AutoCloseable {
  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader2 reader;
  private final PidfLimits limits;
  private String pidfAsWritten = Namespaces.PIDF;
  private int depth;
  private int elements;

  XmlCursor(String text, PidfLimits limits) throws PidfFault {
    this.limits = limits;
    int forgiven = XmlDeclaration.forgivenByWoodstox(text);
    if (forgiven >= 0) {
      throw new PidfFault(PidfReason.NOT_WELL_FORMED, forgiven);
    }
    try {
      reader = (XMLStreamReader2) FACTORY.createXMLStreamReader(new StringReader(text));
    } catch (XMLStreamException e) {
      throw new PidfFault(PidfReason.NOT_WELL_FORMED, offset(e.getLocation()));
    }
  }

  /** Whether the document says to be of XML 1.0, or says nothing. */
  boolean isXml10() {
    return !"1.1".equals(reader.getVersion());
  }

  /**
   * Goes to the next child of the element that is open, or to the root.
   *
   * @return false when there is none: the element is then closed
   */
  boolean nextChild() throws PidfFault {
    while (true) {
      switch (next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          return true;
        }
        case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
          return false;
        }
        default -> {
          // Character data between elements means nothing here, nor do comments.
        }
      }
    }
  }

  /** Closes the element that is open, with all that is in it. */
  void skip() throws PidfFault {
    int outside = depth - 1;
    while (depth > outside) {
      next();
    }
  }

  /** The character data directly in the element that is open, which is closed. */
  String text() throws PidfFault {
    TextRun run = new TextRun();
    while (true) {
      switch (next()) {
        case XMLStreamConstants.START_ELEMENT -> skip(); // RFC 3863 §4.2.3: with all its content
        case XMLStreamConstants.END_ELEMENT -> {
          return run.take();
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            add(run);
        default -> {
          // A comment.
        }
      }
    }
  }

  /**
   * The element that is open as a tree; it is closed.
   *
   * @param language what it inherits as its language, so that it is still said; empty for none
   */
  Element tree(String language) throws PidfFault {
    String namespace = namespace();
    String name = name();
    List<Attribute> attributes = attributes();
    if (!language.isEmpty() && attribute(Namespaces.XML, "lang").isEmpty()) {
      attributes = new ArrayList<>(attributes);
      attributes.add(new Attribute(Namespaces.XML, "lang", language));
    }
    return new Element(namespace, name, attributes, content());
  }

  private List<Content> content() throws PidfFault {
    TextRun run = new TextRun();
    List<Content> content = List.of();
    while (true) {
      switch (next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          content = content.isEmpty() ? new ArrayList<>() : content;
          addText(content, run);
          content.add(new Child(tree("")));
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (content.isEmpty()) {
            return run.length() == 0 ? content : List.of(new Text(run.take()));
          }
          addText(content, run);
          return content;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            add(run);
        default -> {
          // A comment.
        }
      }
    }
  }

  private static void addText(List<Content> content, TextRun run) {
    if (run.length() > 0) {
      content.add(new Text(run.take()));
    }
  }

  /** The namespace of the element that is open, empty for none. */
  String namespace() {
    return Objects.requireNonNullElse(reader.getNamespaceURI(), "");
  }

  /** Has the namespace of the element that is open count as PIDF's from now on. */
  void takeForPidf() {
    pidfAsWritten = namespace();
  }

  /** Whether the element that is open is of PIDF's namespace. */
  boolean isPidf() {
    String namespace = namespace();
    boolean pidf = namespace.equals(pidfAsWritten);
    if (!pidf && namespace.equals(Namespaces.PIDF)) {
      pidfAsWritten = namespace; // the same object, as a rule, for all elements of a document
      pidf = true;
    }
    return pidf;
  }

  /** The local name of the element that is open. */
  String name() {
    return reader.getLocalName();
  }

  /** An attribute of the element that is open. */
  Optional<String> attribute(String namespace, String name) throws PidfFault {
    if (reader.getAttributeCount() == 0) {
      return Optional.empty();
    }
    String value = reader.getAttributeValue(namespace, name);
    if (value != null) {
      checkLength(value.length());
    }
    return Optional.ofNullable(value);
  }

  /** Where the tag begins that was read last, in chars. */
  int offset() {
    return (int) reader.getLocationInfo().getStartingCharOffset();
  }

  /** Reads what stands behind the root. */
  void end() throws PidfFault {
    if (nextChild()) {
      throw new PidfFault(PidfReason.NOT_WELL_FORMED, offset());
    }
  }

  /** Reads whatever is left, for what may be wrong with it as XML. */
  void drain() throws PidfFault {
    try {
      while (reader.hasNext()) {
        next();
      }
    } catch (XMLStreamException e) {
      throw fault(e);
    }
  }

  @Override
  public void close() throws PidfFault {
    try {
      reader.close();
    } catch (XMLStreamException e) {
      throw fault(e);
    }
  }

  private int next() throws PidfFault {
    try {
      int event = reader.next();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> opened();
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.DTD -> throw new PidfFault(PidfReason.DTD_FORBIDDEN, offset());
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new PidfFault(PidfReason.NOT_WELL_FORMED, offset());
        default -> {
          // Nothing that opens or closes.
        }
      }
      return event;
    } catch (XMLStreamException e) {
      throw fault(e);
    }
  }

  private void opened() throws PidfFault {
    if (++depth > limits.depth()) {
      throw new PidfFault(PidfReason.TOO_DEEP, offset());
    }
    if (++elements > limits.elements()) {
      throw new PidfFault(PidfReason.TOO_MANY_ELEMENTS, offset());
    }
    if (reader.getAttributeCount() > limits.attributes()
        || reader.getNamespaceCount() > limits.attributes()) {
      throw new PidfFault(PidfReason.TOO_MANY_ATTRIBUTES, offset());
    }
  }

  private void add(TextRun run) throws PidfFault {
    checkLength(run.length() + reader.getTextLength());
    run.add(reader.getText());
  }

  private void checkLength(int chars) throws PidfFault {
    if (chars > limits.textChars()) {
      throw new PidfFault(PidfReason.TEXT_TOO_LONG, offset());
    }
  }

  private List<Attribute> attributes() throws PidfFault {
    int count = reader.getAttributeCount();
    if (count == 0) {
      return List.of();
    }
    List<Attribute> attributes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String value = reader.getAttributeValue(i);
      checkLength(value.length());
      attributes.add(
          new Attribute(
              Objects.requireNonNullElse(reader.getAttributeNamespace(i), ""),
              reader.getAttributeLocalName(i),
              value));
    }
    return attributes;
  }

  /** Woodstox says that a document is not well-formed by its own exception, a limit by none. */
  private PidfFault fault(XMLStreamException e) {
    return e instanceof WstxException
        ? new PidfFault(PidfReason.NOT_WELL_FORMED, offset(e.getLocation()))
        : new PidfFault(
            PidfReason.TOO_MANY_ATTRIBUTES, offset(reader.getLocationInfo().getCurrentLocation()));
  }

  private static int offset(Location location) {
    return location == null ? 0 : Math.max(0, location.getCharacterOffset());
  }

  private static XMLInputFactory factory() {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true); // a whole document is bounded
    factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false); // else peers fill the JVM's table
    factory.setProperty(XMLInputFactory2.P_INTERN_NS_URIS, false);
    factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false); // else getText() may throw
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, Integer.MAX_VALUE);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, Integer.MAX_VALUE);
    // The one limit that is Woodstox's to keep: it compares attributes with one another.
    factory.setProperty(
        WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, PidfLimits.MOST_ATTRIBUTES);
    return factory;
  }
}
