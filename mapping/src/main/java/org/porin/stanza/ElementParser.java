package org.porin.stanza;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.CharArrayReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Reads whole elements, one after the other, inside the namespace declarations of their stream.
 * Well-formedness and namespaces are Woodstox's; entities other than the five of XML do not exist.
 * Size and depth are the caller's to bound, by {@link StanzaFramer}. For one thread.
 *
 * <p>One Woodstox reader serves many elements, for making one costs more than most elements do; it
 * is let go before what it remembers of them, their names above all, can grow.
 */
final class ElementParser {
  private static final XMLInputFactory FACTORY = factory();
  private static final String XMLNS = "xmlns";
  private static final int MOST_CHARS = 1 << 20; // what one reader may have seen

  private final byte[] opening;
  private Fed fed = new Fed();
  private @Nullable XMLStreamReader reader;

  /**
   * @param opening the start tag of the stream, which holds what its elements inherit
   */
  private ElementParser(String opening) {
    this.opening = opening.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads elements that inherit a default namespace and nothing else. */
  static ElementParser inNamespace(String namespace) {
    StringBuilder root = new StringBuilder("<stream xmlns='");
    XmlText.appendAttribute(root, namespace);
    return new ElementParser(root.append("'>").toString());
  }

  /** The root of a stream, and how to read what stands in it. */
  record Root(Element element, String defaultNamespace, ElementParser content, String endTag) {}

  /** Reads the start tag of a stream, with or without the XML declaration. */
  static Root root(String header) throws MalformedException {
    try {
      char[] chars = header.toCharArray();
      replaceNonCharacters(chars, 0, chars.length);
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new CharArrayReader(chars));
      try {
        if (reader.next() != XMLStreamConstants.START_ELEMENT) {
          throw new MalformedException("the start tag of a stream", 0);
        }
        String encoding = reader.getCharacterEncodingScheme();
        if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
          throw new MalformedException("the encoding UTF-8", 0); // RFC 6120 §11.6
        }
        String prefix = Objects.requireNonNullElse(reader.getPrefix(), "");
        String name =
            prefix.isEmpty() ? reader.getLocalName() : prefix + ":" + reader.getLocalName();
        StringBuilder scope = new StringBuilder("<").append(name);
        String defaultNamespace = "";
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
          String declared = Objects.requireNonNullElse(reader.getNamespacePrefix(i), "");
          String uri = Objects.requireNonNullElse(reader.getNamespaceURI(i), "");
          scope.append(' ').append(XMLNS).append(declared.isEmpty() ? "" : ":").append(declared);
          XmlText.appendAttribute(scope.append("='"), uri);
          scope.append('\'');
          defaultNamespace = declared.isEmpty() ? uri : defaultNamespace;
        }
        Element element =
            new Element(
                Objects.requireNonNullElse(reader.getNamespaceURI(), ""),
                reader.getLocalName(),
                ElementTree.attributes(reader),
                List.of());
        return new Root(
            element,
            defaultNamespace,
            new ElementParser(scope.append('>').toString()),
            "</" + name);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw malformed(e, 0, header);
    }
  }

  /** What is made of the events of one element. */
  @FunctionalInterface
  interface Reading<T> {
    /**
     * @param events at the start tag of the element; to be left at its end tag
     */
    T of(XMLStreamReader events) throws XMLStreamException, MalformedException;
  }

  /** Reads one element as a tree, as {@link #read} does. */
  Element parse(String text) throws MalformedException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    return read(octets, 0, octets.length, ElementTree::of);
  }

  /** Reads what one element says that stands directly in the stream, as {@link #read} does. */
  StreamElement stanza(String text) throws MalformedException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    return stanza(octets, 0, octets.length);
  }

  /** As {@link #stanza(String)}, of {@code octets[from..to)}. */
  StreamElement stanza(byte[] octets, int from, int to) throws MalformedException {
    return read(octets, from, to, StanzaDecoder::decode);
  }

  /**
   * Reads one element of {@code octets[from..to)}. After an exception the next begins anew.
   *
   * @throws MalformedException when they are anything else; the offset counts from {@code from}
   */
  private <T> T read(byte[] octets, int from, int to, Reading<T> reading)
      throws MalformedException {
    int base = 0;
    boolean whole = false;
    try {
      XMLStreamReader events = reader == null || fed.total > MOST_CHARS ? renew() : reader;
      base = fed.total;
      fed.give(octets, from, to);
      if (events.next() != XMLStreamConstants.START_ELEMENT) {
        throw new MalformedException("an element", 0);
      }
      T element = reading.of(events);
      whole = fed.isTaken() && offset(events) == fed.total;
      if (!whole) {
        throw new MalformedException("one element", to - from);
      }
      return element;
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof CharacterCodingException) {
        throw new MalformedException("UTF-8", fed.offset() - from);
      }
      throw malformed(e, base, new String(octets, from, to - from, StandardCharsets.UTF_8));
    } finally {
      if (!whole) {
        reader = null;
      }
    }
  }

  private XMLStreamReader renew() throws XMLStreamException {
    fed = new Fed();
    fed.give(opening, 0, opening.length);
    XMLStreamReader fresh = FACTORY.createXMLStreamReader(fed);
    fresh.next();
    reader = fresh;
    return fresh;
  }

  /** Where the reader stands, behind the element that it has just ended. */
  private static int offset(XMLStreamReader reader) throws XMLStreamException {
    return (int) ((XMLStreamReader2) reader).getLocationInfo().getEndingCharOffset();
  }

  /**
   * The chars of one element after the other, decoded right to where Woodstox reads them; a reader
   * that asks for more has lost its way.
   */
  private static final class Fed extends Reader {
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder(); // which reports faults
    private ByteBuffer octets = ByteBuffer.allocate(0);
    private CharBuffer chars = CharBuffer.allocate(0);
    private int total;

    void give(byte[] more, int from, int to) {
      octets = (octets.array() == more ? octets : ByteBuffer.wrap(more)).limit(to).position(from);
    }

    boolean isTaken() {
      return !octets.hasRemaining();
    }

    /** The index of the next octet. */
    int offset() {
      return octets.position();
    }

    @Override
    public int read(char[] into, int offset, int length) throws CharacterCodingException {
      chars = chars.array() == into ? chars : CharBuffer.wrap(into); // it is always the same
      chars.limit(offset + length).position(offset);
      int before = octets.position();
      CoderResult result = utf8.decode(octets, chars, true);
      if (result.isError()) {
        result.throwException();
      }
      int count = chars.position() - offset;
      if (count != octets.position() - before) { // not all of it is ASCII
        replaceNonCharacters(into, offset, offset + count);
      }
      total += count;
      return count == 0 ? -1 : count;
    }

    @Override
    public void close() {
      octets = ByteBuffer.allocate(0);
    }
  }

  /** Woodstox lets two characters pass that are none of XML (XML 1.0 §2.2), as no server does. */
  private static void replaceNonCharacters(char[] chars, int from, int to) {
    for (int i = from; i < to; i++) {
      if (chars[i] >= '\uFFFE') {
        chars[i] = '\uFFFD';
      }
    }
  }

  private static MalformedException malformed(XMLStreamException e, int base, String text) {
    int chars = e.getLocation() == null ? 0 : e.getLocation().getCharacterOffset() - base;
    int within = Math.max(0, Math.min(text.length(), chars));
    return new MalformedException(
        "well-formed XML", Octets.utf8(text.substring(0, within)).length());
  }

  private static XMLInputFactory factory() {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true); // a whole stanza is bounded
    factory.setProperty(XMLInputFactory2.P_INTERN_NAMES, false); // else peers fill the JVM's table
    factory.setProperty(XMLInputFactory2.P_INTERN_NS_URIS, false);
    factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false); // else getText() may throw
    // The framer counts these, before any of this is built.
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, Integer.MAX_VALUE);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, Integer.MAX_VALUE);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, Integer.MAX_VALUE);
    return factory;
  }
}
