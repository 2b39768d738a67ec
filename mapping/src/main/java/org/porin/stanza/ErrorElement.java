package org.porin.stanza;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.porin.stanza.Element.Text;
import org.porin.stanza.StanzaError.Condition;

/** The {@code <error/>} child of a stanza (RFC 6120 §8.3.2). */
final class ErrorElement {
  /** What an error stanza without {@code <error/>} says. */
  static final StanzaError MISSING =
      new StanzaError(
          Condition.UNDEFINED_CONDITION.usualType(),
          Condition.UNDEFINED_CONDITION,
          Optional.empty(),
          Optional.empty());

  private static final Map<String, StanzaError.Type> TYPES = new HashMap<>();
  private static final Map<String, Condition> CONDITIONS = new HashMap<>();

  static {
    for (StanzaError.Type type : StanzaError.Type.values()) {
      TYPES.put(type.wire(), type);
    }
    for (Condition condition : Condition.values()) {
      CONDITIONS.put(condition.wire(), condition);
    }
  }

  private ErrorElement() {}

  /**
   * An unknown condition reads as {@code undefined-condition}, an unknown type as the usual one.
   */
  static StanzaError read(Element element) {
    Condition condition = Condition.UNDEFINED_CONDITION;
    Optional<String> detail = Optional.empty();
    Optional<String> text = Optional.empty();
    for (Element child : element.children()) {
      if (!child.namespace().equals(StanzaError.NAMESPACE)) {
        continue; // an application's own condition (RFC 6120 §8.3.4)
      }
      if (child.name().equals("text")) {
        text = Optional.of(child.text());
      } else {
        condition = CONDITIONS.getOrDefault(child.name(), Condition.UNDEFINED_CONDITION);
        detail = Optional.of(child.text()).filter(inside -> !inside.isBlank());
      }
    }
    StanzaError.Type type = TYPES.get(element.attribute("type").orElse(""));
    return new StanzaError(type == null ? condition.usualType() : type, condition, detail, text);
  }

  static Element write(StanzaError error) {
    Element condition = Element.empty(StanzaError.NAMESPACE, error.condition().wire());
    Element element =
        Element.empty(Namespaces.COMPONENT, "error")
            .with("type", error.type().wire())
            .with(error.detail().map(Text::new).map(condition::with).orElse(condition));
    Element worded =
        error
            .text()
            .map(text -> Element.empty(StanzaError.NAMESPACE, "text").with(new Text(text)))
            .map(element::with)
            .orElse(element);
    return error.application().map(worded::with).orElse(worded);
  }
}
