package org.porin.mapping;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * An Instant Message Disposition Notification (RFC 5438 §11.1), as far as a receipt needs it.
 *
 * @param messageId of the message that it is about
 * @param status the name of the element in {@code <status>}, {@code delivered}
 */
public record Imdn(String messageId, Disposition disposition, String status) {
  /** The namespace of {@code <imdn/>}. */
  public static final String NAMESPACE = "urn:ietf:params:xml:ns:imdn";

  private static final int MAX_DEPTH = 8;
  private static final int MAX_ELEMENTS = 64;
  private static final int MAX_ID_CHARS = 256;
  private static final XMLInputFactory FACTORY = factory();

  /** What is told about. */
  public enum Disposition {
    DELIVERY,
    DISPLAY,
    PROCESSING
  }

  /**
   * Reads a {@code message/imdn+xml} document. No DTD, and no more than a notification has.
   *
   * @throws MalformedException with an offset in chars
   */
  public static Imdn parse(Octets document) throws MalformedException {
    try {
      XMLStreamReader xml =
          FACTORY.createXMLStreamReader(new ByteArrayInputStream(document.toArray()));
      try {
        return read(xml);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      int offset = e.getLocation() == null ? 0 : e.getLocation().getCharacterOffset();
      throw new MalformedException("a well-formed notification", Math.max(0, offset));
    }
  }

  private static Imdn read(XMLStreamReader xml) throws XMLStreamException, MalformedException {
    Deque<String> path = new ArrayDeque<>();
    StringBuilder id = new StringBuilder();
    Optional<Disposition> disposition = Optional.empty();
    Optional<String> status = Optional.empty();
    int elements = 0;
    while (xml.hasNext()) {
      int offset = Math.max(0, xml.getLocation().getCharacterOffset());
      switch (xml.next()) {
        case XMLStreamConstants.DTD -> throw new MalformedException("no DTD", offset);
        case XMLStreamConstants.START_ELEMENT -> {
          if (++elements > MAX_ELEMENTS || path.size() == MAX_DEPTH) {
            throw new MalformedException("a smaller notification", offset);
          }
          boolean ours = NAMESPACE.equals(xml.getNamespaceURI());
          if (path.isEmpty() && !(ours && xml.getLocalName().equals("imdn"))) {
            throw new MalformedException("imdn", offset);
          }
          path.addLast(ours ? xml.getLocalName() : "");
          String at = String.join("/", path);
          disposition = disposition.or(() -> disposition(at));
          if (ours && status.isEmpty() && at.matches("imdn/[a-z]+-notification/status/[a-z]+")) {
            status = Optional.of(xml.getLocalName());
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (String.join("/", path).equals("imdn/message-id")) {
            id.append(xml.getText());
          }
          if (id.length() > MAX_ID_CHARS) {
            throw new MalformedException("a shorter message-id", offset);
          }
        }
        case XMLStreamConstants.END_ELEMENT -> path.removeLast();
        default -> {
          // comments and the like say nothing
        }
      }
    }
    String messageId = id.toString().strip();
    if (messageId.isEmpty() || disposition.isEmpty() || status.isEmpty()) {
      throw new MalformedException("message-id, a notification and its status", 0);
    }
    return new Imdn(messageId, disposition.get(), status.get());
  }

  private static Optional<Disposition> disposition(String path) {
    for (Disposition disposition : Disposition.values()) {
      String name = disposition.name().toLowerCase(Locale.ROOT);
      if (path.equals("imdn/" + name + "-notification")) {
        return Optional.of(disposition);
      }
    }
    return Optional.empty();
  }

  private static XMLInputFactory factory() {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 32);
    return factory;
  }
}
