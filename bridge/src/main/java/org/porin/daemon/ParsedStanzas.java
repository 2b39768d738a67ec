package org.porin.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.porin.address.Jid;
import org.porin.stanza.Element;
import org.porin.stanza.IqStanza;
import org.porin.stanza.LangText;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.Stanza;
import org.porin.stanza.StanzaError;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** What a reader says of a stanza, or of a document of some. */
final class ParsedStanzas {
  private ParsedStanzas() {}

  static Map<String, Object> of(Octets octets) {
    Map<String, Object> json = new LinkedHashMap<>();
    try {
      List<Map<String, Object>> stanzas = new ArrayList<>();
      for (Stanza stanza : StanzaDocument.read(octets)) {
        stanzas.add(stanza.choose(new Fields()));
      }
      json.put("valid", true);
      json.put("stanzas", stanzas);
    } catch (MalformedException e) {
      json.put("valid", false);
      json.put("reason", "malformed");
      json.put("expected", e.expected());
      json.put("offset", e.offset());
    }
    return json;
  }

  private static Map<String, Object> addresses(String kind, Stanza stanza, Optional<String> type) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", kind);
    json.put("from", stanza.from().map(Jid::toString));
    json.put("to", stanza.to().map(Jid::toString));
    json.put("id", stanza.id());
    json.put("type", type);
    return json;
  }

  private static Map<String, Object> tree(Element element) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ns", element.namespace());
    json.put("name", element.name());
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Element.Attribute each : element.attributes()) {
      String prefix = each.namespace().isEmpty() ? "" : "{" + each.namespace() + "}";
      attributes.put(prefix + each.name(), each.value());
    }
    json.put("attributes", attributes);
    json.put("text", element.text());
    json.put("children", trees(element.children()));
    return json;
  }

  private static List<Map<String, Object>> trees(List<Element> elements) {
    return elements.stream().map(ParsedStanzas::tree).toList();
  }

  private static List<List<Object>> texts(List<LangText> texts) {
    return texts.stream().map(each -> List.<Object>of(each.lang(), each.text())).toList();
  }

  private static Optional<Map<String, Object>> error(Optional<StanzaError> error) {
    return error.map(
        each -> {
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("type", each.type().wire());
          json.put("condition", each.condition().wire());
          json.put("detail", each.detail());
          json.put("text", each.text());
          return json;
        });
  }

  private static final class Fields implements Stanza.Cases<Map<String, Object>> {
    @Override
    public Map<String, Object> message(MessageStanza message) {
      Map<String, Object> json = addresses("message", message, Optional.of(message.type().wire()));
      json.put("lang", message.lang());
      json.put("subjects", texts(message.subjects()));
      json.put("bodies", texts(message.bodies()));
      json.put("thread", message.thread());
      json.put("error", error(message.error()));
      json.put("extensions", trees(message.extensions()));
      return json;
    }

    @Override
    public Map<String, Object> presence(PresenceStanza presence) {
      Map<String, Object> json = addresses("presence", presence, presence.type());
      json.put("lang", presence.lang());
      json.put("show", presence.show());
      json.put("statuses", texts(presence.statuses()));
      var priority = presence.priority();
      json.put("priority", priority.isPresent() ? priority.getAsInt() : null);
      json.put("error", error(presence.error()));
      json.put("extensions", trees(presence.extensions()));
      return json;
    }

    @Override
    public Map<String, Object> iq(IqStanza iq) {
      Map<String, Object> json =
          addresses("iq", iq, Optional.of(iq.type().name().toLowerCase(Locale.ROOT)));
      json.put("payload", iq.payload().map(ParsedStanzas::tree));
      json.put("error", error(iq.error()));
      return json;
    }
  }
}
