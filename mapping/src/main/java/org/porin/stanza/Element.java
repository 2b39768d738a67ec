package org.porin.stanza;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An XML element kept as a tree: what a stanza carries that this bridge does not know. Prefixes are
 * not kept, namespaces are (Namespaces in XML §6).
 *
 * @param namespace the namespace URI; empty for none
 * @param name the local name; never a prefixed one
 * @param attributes in document order; no namespace declarations among them
 * @param content child elements and text in document order
 */
public record Element(
    String namespace, String name, List<Attribute> attributes, List<Content> content) {
  public Element {
    requireName(name);
    attributes = List.copyOf(attributes);
    content = List.copyOf(content);
  }

  /** What stands between the tags of an element. */
  public sealed interface Content permits Child, Text {}

  /** A child element. */
  public record Child(Element element) implements Content {}

  /** Character data, unescaped. */
  public record Text(String text) implements Content {}

  /**
   * One attribute.
   *
   * @param namespace its namespace URI, empty for the usual attribute without prefix
   */
  public record Attribute(String namespace, String name, String value) {
    public Attribute {
      requireName(name);
      if (namespace.isEmpty() && name.equals("xmlns")) {
        throw new IllegalArgumentException("a declaration is no attribute");
      }
    }
  }

  /** Refuses names that would break out of a tag; the XML reader is stricter (XML 1.0 §2.3). */
  private static void requireName(String name) {
    boolean valid = !name.isEmpty() && isNameChar(name.charAt(0), false);
    for (int i = 1; i < name.length() && valid; i++) {
      valid = isNameChar(name.charAt(i), true);
    }
    if (!valid) {
      throw new IllegalArgumentException("not a name without prefix");
    }
  }

  private static boolean isNameChar(char c, boolean later) {
    if (c >= 'a' && c <= 'z') { // nearly all
      return true;
    }
    return c >= 0x80
        || c == '_'
        || (c >= 'A' && c <= 'Z')
        || (later && (c == '-' || c == '.' || (c >= '0' && c <= '9')));
  }

  /** An element without attributes or content. */
  public static Element empty(String namespace, String name) {
    return new Element(namespace, name, List.of(), List.of());
  }

  /** This element with an attribute without namespace added at the end. */
  public Element with(String attribute, String value) {
    List<Attribute> more = new ArrayList<>(attributes);
    more.add(new Attribute("", attribute, value));
    return new Element(namespace, name, more, content);
  }

  /** This element with a child added at the end. */
  public Element with(Element child) {
    List<Content> more = new ArrayList<>(content);
    more.add(new Child(child));
    return new Element(namespace, name, attributes, more);
  }

  /** This element with text added at the end. */
  public Element with(Text text) {
    List<Content> more = new ArrayList<>(content);
    more.add(text);
    return new Element(namespace, name, attributes, more);
  }

  /** Whether this is {@code {namespace}name}. */
  public boolean is(String namespace, String name) {
    return this.name.equals(name) && this.namespace.equals(namespace);
  }

  /** The value of the attribute without namespace. */
  public Optional<String> attribute(String name) {
    return attribute("", name);
  }

  /** The value of an attribute. */
  public Optional<String> attribute(String namespace, String name) {
    for (Attribute attribute : attributes) {
      if (attribute.name().equals(name) && attribute.namespace().equals(namespace)) {
        return Optional.of(attribute.value());
      }
    }
    return Optional.empty();
  }

  /** The child elements, in order. */
  public List<Element> children() {
    List<Element> children = new ArrayList<>(content.size());
    for (Content part : content) {
      if (part instanceof Child child) {
        children.add(child.element());
      }
    }
    return List.copyOf(children);
  }

  /** All character data directly inside this element, joined. */
  public String text() {
    if (content.size() == 1 && content.get(0) instanceof Text only) {
      return only.text();
    }
    StringBuilder text = new StringBuilder();
    for (Content part : content) {
      if (part instanceof Text piece) {
        text.append(piece.text());
      }
    }
    return text.toString();
  }
}
