package org.porin.stanza;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.porin.address.Jid;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StreamElement.Routed;
import org.porin.stanza.StreamElement.Unreadable;
import org.porin.wire.MalformedException;

/**
 * Makes a message (RFC 6121 §5) of the events of Woodstox; a tree is built only of what the message
 * keeps as one. For one message.
 */
final class MessageDecoder {
  private static final Map<String, MessageType> TYPES = new HashMap<>();

  static {
    for (MessageType type : MessageType.values()) {
      TYPES.put(type.wire(), type);
    }
  }

  private final String content;
  private @Nullable String from;
  private @Nullable String to;
  private @Nullable String id;
  private @Nullable String type;
  private Optional<String> lang = Optional.empty();
  private List<LangText> subjects = List.of();
  private List<LangText> bodies = List.of();
  private List<Element> extensions = List.of();
  private @Nullable String thread;
  private @Nullable StanzaError error;

  /**
   * @param content the namespace of the message, which that of most children is too
   */
  private MessageDecoder(String content) {
    this.content = content;
  }

  /** Reads the message whose start tag the reader is at; it is left at the end tag. */
  static StreamElement decode(XMLStreamReader reader)
      throws XMLStreamException, MalformedException {
    MessageDecoder message = new MessageDecoder(reader.getNamespaceURI());
    message.attributes(reader);
    message.content(reader);
    return message.end();
  }

  private void attributes(XMLStreamReader reader) {
    int count = reader.getAttributeCount();
    for (int i = 0; i < count; i++) {
      if (!reader.getAttributePrefix(i).isEmpty()) {
        lang = isLanguage(reader, i) ? language(reader, i) : lang;
        continue;
      }
      switch (reader.getAttributeLocalName(i)) {
        case "from" -> from = reader.getAttributeValue(i);
        case "to" -> to = reader.getAttributeValue(i);
        case "id" -> id = reader.getAttributeValue(i);
        case "type" -> type = reader.getAttributeValue(i);
        default -> {} // none that a message has
      }
    }
  }

  private void content(XMLStreamReader reader) throws XMLStreamException, MalformedException {
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> child(reader);
        case XMLStreamConstants.END_ELEMENT -> {
          return;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {}
        default -> throw new MalformedException(ElementTree.EXPECTED, 0);
      }
    }
  }

  private void child(XMLStreamReader reader) throws XMLStreamException, MalformedException {
    String namespace = reader.getNamespaceURI();
    boolean own =
        namespace != null && (namespace.equals(content) || Namespaces.isContent(namespace));
    switch (own ? reader.getLocalName() : "") {
      case "subject" -> subjects = with(subjects, text(reader));
      case "body" -> bodies = with(bodies, text(reader));
      case "thread" -> {
        String text = ElementTree.text(reader);
        thread = thread == null ? text : thread;
      }
      case "error" -> {
        StanzaError read = ErrorElement.read(ElementTree.of(reader));
        error = error == null ? read : error;
      }
      default -> extensions = with(extensions, ElementTree.of(reader));
    }
  }

  /** With one more: mostly it is the only one, and then nothing is copied later. */
  private static <T> List<T> with(List<T> list, T more) {
    if (list.isEmpty()) {
      return List.of(more);
    }
    List<T> longer = list.size() == 1 ? new ArrayList<>(list) : list;
    longer.add(more);
    return longer;
  }

  private LangText text(XMLStreamReader reader) throws XMLStreamException, MalformedException {
    Optional<String> own = lang;
    int count = reader.getAttributeCount();
    for (int i = 0; i < count; i++) { // of the few that there are; Woodstox would hash their names
      own = isLanguage(reader, i) ? language(reader, i) : own;
    }
    return new LangText(own, ElementTree.text(reader));
  }

  /**
   * Of attributes, those without a prefix have no namespace, and that of XML has this one alone.
   */
  private static boolean isLanguage(XMLStreamReader reader, int attribute) {
    return reader.getAttributePrefix(attribute).equals("xml")
        && reader.getAttributeLocalName(attribute).equals("lang");
  }

  /** As {@link Namespaces#language} of an element that has this attribute. */
  private static Optional<String> language(XMLStreamReader reader, int attribute) {
    String own = reader.getAttributeValue(attribute);
    return own.isEmpty() ? Optional.empty() : Optional.of(own);
  }

  private StreamElement end() {
    // RFC 6121 §5.2.2: what is unknown is normal.
    MessageType known = type == null ? null : TYPES.get(type);
    MessageType meant = known == null ? MessageType.NORMAL : known;
    if (meant == MessageType.ERROR && error == null) {
      error = ErrorElement.MISSING;
    }
    try {
      return new Routed(
          new MessageStanza(
              address(from),
              address(to),
              Optional.ofNullable(id),
              meant,
              lang,
              subjects,
              bodies,
              Optional.ofNullable(thread),
              Optional.ofNullable(error),
              extensions));
    } catch (MalformedException e) {
      return new Unreadable(
          Condition.JID_MALFORMED,
          "valid addresses",
          "message",
          Optional.ofNullable(type),
          Optional.ofNullable(id),
          Optional.ofNullable(from),
          Optional.ofNullable(to));
    }
  }

  private static Optional<Jid> address(@Nullable String text) throws MalformedException {
    return text == null ? Optional.empty() : Optional.of(Jid.parse(text));
  }
}
