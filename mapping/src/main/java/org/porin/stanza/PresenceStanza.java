package org.porin.stanza;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.porin.address.Jid;

/**
 * A {@code <presence/>} (RFC 6121 §4).
 *
 * @param type the attribute as sent; empty for available presence
 * @param lang the language that is in force where a child states none
 * @param children all children, in order
 */
public record PresenceStanza(
    Optional<Jid> from,
    Optional<Jid> to,
    Optional<String> id,
    Optional<String> type,
    Optional<String> lang,
    List<Element> children)
    implements Stanza {
  /** The lowest and the highest priority (RFC 6121 §4.7.2.3). */
  public static final int MIN_PRIORITY = -128;

  /** See {@link #MIN_PRIORITY}. */
  public static final int MAX_PRIORITY = 127;

  private static final int MAX_PRIORITY_CHARS = 4;

  public PresenceStanza {
    children = List.copyOf(children);
  }

  /**
   * A stanza without content.
   *
   * @param type empty for available presence
   */
  public static PresenceStanza of(Jid from, Jid to, Optional<String> type) {
    return new PresenceStanza(
        Optional.of(from), Optional.of(to), Optional.empty(), type, Optional.empty(), List.of());
  }

  /** This stanza under an id. */
  public PresenceStanza withId(String id) {
    return new PresenceStanza(from, to, Optional.of(id), type, lang, children);
  }

  /** This stanza with a child at the end. */
  public PresenceStanza with(Element child) {
    List<Element> more = new ArrayList<>(children);
    more.add(child);
    return new PresenceStanza(from, to, id, type, lang, more);
  }

  /** This stanza with {@code <show/>} at the end (RFC 6121 §4.7.2.1). */
  public PresenceStanza withShow(String show) {
    return with(content("show").with(new Element.Text(show)));
  }

  /** This stanza with a {@code <status/>} at the end (RFC 6121 §4.7.2.2). */
  public PresenceStanza withStatus(LangText status) {
    Element element = content("status");
    if (!status.lang().equals(lang)) {
      element =
          new Element(
              element.namespace(),
              element.name(),
              List.of(new Element.Attribute(Namespaces.XML, "lang", status.lang().orElse(""))),
              List.of());
    }
    return with(element.with(new Element.Text(status.text())));
  }

  /** This stanza with {@code <priority/>} at the end (RFC 6121 §4.7.2.3). */
  public PresenceStanza withPriority(int priority) {
    return with(content("priority").with(new Element.Text(Integer.toString(priority))));
  }

  /** Whether it says that its sender takes part: it has no type (RFC 6121 §4.7.1). */
  public boolean isAvailable() {
    return type.isEmpty();
  }

  /** Whether it has that type. */
  public boolean is(String type) {
    return this.type.filter(type::equals).isPresent();
  }

  /** The text of the first {@code <show/>}; RFC 6121 §4.7.2.1 knows four. */
  public Optional<String> show() {
    return named("show").map(Element::text).findFirst();
  }

  /** Each {@code <status/>} with the language in force, in order. */
  public List<LangText> statuses() {
    return named("status")
        .map(status -> new LangText(Namespaces.language(status, lang), status.text()))
        .toList();
  }

  /** The first {@code <priority/>}; empty where there is none, or one that is out of range. */
  public OptionalInt priority() {
    return named("priority")
        .findFirst()
        .map(e -> number(e.text().strip()))
        .orElseGet(OptionalInt::empty);
  }

  /** What an error says (RFC 6120 §8.3); empty for every other type. */
  public Optional<StanzaError> error() {
    if (!is("error")) {
      return Optional.empty();
    }
    return Optional.of(
        named("error").findFirst().map(ErrorElement::read).orElse(ErrorElement.MISSING));
  }

  /** The children that RFC 6121 does not define. */
  public List<Element> extensions() {
    return children.stream().filter(child -> !Namespaces.isContent(child.namespace())).toList();
  }

  @Override
  public <R> R choose(Cases<R> cases) {
    return cases.presence(this);
  }

  private Stream<Element> named(String name) {
    return children.stream()
        .filter(child -> child.name().equals(name) && Namespaces.isContent(child.namespace()));
  }

  private static Element content(String name) {
    return Element.empty(Namespaces.COMPONENT, name);
  }

  private static OptionalInt number(String text) {
    String digits = text.startsWith("-") ? text.substring(1) : text;
    boolean number =
        !digits.isEmpty()
            && text.length() <= MAX_PRIORITY_CHARS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int value = number ? Integer.parseInt(text) : MAX_PRIORITY + 1;
    return value < MIN_PRIORITY || value > MAX_PRIORITY
        ? OptionalInt.empty()
        : OptionalInt.of(value);
  }
}
