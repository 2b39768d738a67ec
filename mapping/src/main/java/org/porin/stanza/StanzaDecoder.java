package org.porin.stanza;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.porin.address.Jid;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StreamElement.Handshake;
import org.porin.stanza.StreamElement.Routed;
import org.porin.stanza.StreamElement.StreamError;
import org.porin.stanza.StreamElement.Unreadable;
import org.porin.wire.MalformedException;

/** Makes of a top-level element what it says (RFC 6120 §8, RFC 6121 §5, XEP-0114 §3). */
final class StanzaDecoder {
  private static final Map<String, IqStanza.Type> IQ_TYPES = new HashMap<>();

  static {
    for (IqStanza.Type type : IqStanza.Type.values()) {
      IQ_TYPES.put(type.wire(), type);
    }
  }

  private static final String OTHER_HOST = "see-other-host";

  private StanzaDecoder() {}

  /** What the element says whose start tag the reader is at; it is left at the end tag. */
  static StreamElement decode(XMLStreamReader events)
      throws XMLStreamException, MalformedException {
    if (events.getLocalName().equals("message")
        && Namespaces.isContent(Objects.requireNonNullElse(events.getNamespaceURI(), ""))) {
      return MessageDecoder.decode(events); // nearly all: no tree is built
    }
    return decode(ElementTree.of(events));
  }

  private static StreamElement decode(Element element) {
    if (element.is(Namespaces.STREAMS, "error")) {
      return streamError(element);
    }
    if (!Namespaces.isContent(element.namespace())) {
      return Unreadable.of(Condition.BAD_REQUEST, "a stanza", element);
    }
    try {
      return switch (element.name()) {
        case "presence" -> new Routed(presence(element));
        case "iq" -> iq(element);
        case "handshake" -> new Handshake();
        default -> Unreadable.of(Condition.BAD_REQUEST, "a stanza", element);
      };
    } catch (MalformedException e) {
      return Unreadable.of(Condition.JID_MALFORMED, "valid addresses", element);
    }
  }

  private static PresenceStanza presence(Element element) throws MalformedException {
    return new PresenceStanza(
        address(element, "from"),
        address(element, "to"),
        element.attribute("id"),
        element.attribute("type"),
        Namespaces.language(element, Optional.empty()),
        element.children());
  }

  private static StreamElement iq(Element element) throws MalformedException {
    IqStanza.Type type = IQ_TYPES.get(element.attribute("type").orElse(""));
    if (type == null) {
      return Unreadable.of(
          Condition.BAD_REQUEST, "an iq of type get, set, result or error", element);
    }
    if (element.attribute("id").isEmpty()) {
      return Unreadable.of(
          Condition.BAD_REQUEST, "an iq with an id", element); // RFC 6120 §8.2.3: MUST
    }
    Optional<Element> payload = Optional.empty();
    Optional<StanzaError> error = Optional.empty();
    int payloads = 0;
    for (Element child : element.children()) {
      if (type == IqStanza.Type.ERROR
          && child.name().equals("error")
          && Namespaces.isContent(child.namespace())) {
        error = error.or(() -> Optional.of(ErrorElement.read(child)));
      } else {
        payload = payload.or(() -> Optional.of(child));
        payloads++;
      }
    }
    boolean request = type == IqStanza.Type.GET || type == IqStanza.Type.SET;
    if (request && payloads != 1) {
      return Unreadable.of(
          Condition.BAD_REQUEST, "a request with one child", element); // RFC 6120 §8.2.3: MUST
    }
    if (type == IqStanza.Type.ERROR) {
      error = error.or(() -> Optional.of(ErrorElement.MISSING));
    }
    return new Routed(
        new IqStanza(
            address(element, "from"),
            address(element, "to"),
            element.attribute("id"),
            type,
            payload,
            error));
  }

  private static StreamError streamError(Element element) {
    String condition = "undefined-condition";
    Optional<String> text = Optional.empty();
    for (Element child : element.children()) {
      if (child.is(Namespaces.STREAM_ERRORS, "text")) {
        text = Optional.of(child.text());
      } else if (child.namespace().equals(Namespaces.STREAM_ERRORS)) {
        condition = child.name();
        if (condition.equals(OTHER_HOST)) { // RFC 6120 §4.9.3.19: its text is the host
          return new StreamError(condition, Optional.of(child.text()));
        }
      }
    }
    return new StreamError(condition, text);
  }

  private static Optional<Jid> address(Element element, String name) throws MalformedException {
    Optional<String> text = element.attribute(name);
    return text.isPresent() ? Optional.of(Jid.parse(text.get())) : Optional.empty();
  }
}
