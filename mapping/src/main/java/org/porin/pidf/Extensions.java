package org.porin.pidf;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.porin.stanza.Element;
import org.porin.stanza.Element.Attribute;

/**
 * The elements of other namespaces that carry more than {@code <basic/>} (RFC 3863 §4.2). Whoever
 * does not know one passes it by with all that is in it; whoever does goes by {@link #find}, which
 * keeps to what its author made mandatory.
 *
 * <p>An extension has an absolute URI as its namespace (§4.2.2), and not PIDF's own: the words of
 * that one have their places.
 */
public final class Extensions {
  private Extensions() {}

  /**
   * The extensions of a name that may be acted on, in order. One whose content includes an element
   * that is mandatory and not recognised is to be ignored, as if it was not known at all (RFC 3863
   * §4.2.3, §4.3.3); what is mandatory inside something ignored anyway is not.
   *
   * @param recognised which elements the caller knows, the one that is looked for among them
   */
  public static Stream<Element> find(
      List<Element> extensions, String namespace, String name, Predicate<Element> recognised) {
    return extensions.stream()
        .filter(extension -> extension.is(namespace, name))
        .filter(extension -> isUnderstood(extension, recognised));
  }

  /** The children that may be acted on, in order. */
  static Stream<Element> children(Element element, Predicate<Element> recognised) {
    return element.children().stream().filter(child -> isUnderstood(child, recognised));
  }

  private static boolean isUnderstood(Element element, Predicate<Element> recognised) {
    return recognised.test(element)
        && element.children().stream()
            .allMatch(child -> isUnderstood(child, recognised) || !isMandatory(child));
  }

  private static boolean isMandatory(Element element) {
    return element.attributes().stream()
        .filter(Extensions::isMustUnderstand)
        .map(attribute -> Space.trim(attribute.value()))
        .anyMatch(value -> value.equals("true") || value.equals("1"));
  }

  /** Whether it is the attribute of RFC 3863 §4.2.3, which is global and so has a namespace. */
  static boolean isMustUnderstand(Attribute attribute) {
    return attribute.name().equals("mustUnderstand")
        && attribute.namespace().equals(Namespaces.PIDF);
  }

  /** What keeps an element from being an extension; empty for nothing. */
  static Optional<PidfWarning.Kind> fault(String namespace) {
    if (namespace.equals(Namespaces.PIDF)) {
      return Optional.of(PidfWarning.Kind.UNKNOWN_ELEMENT);
    }
    return Namespaces.isAbsolute(namespace)
        ? Optional.empty()
        : Optional.of(PidfWarning.Kind.BAD_NAMESPACE);
  }

  static List<Element> checked(List<Element> extensions) {
    for (Element extension : extensions) {
      if (fault(extension.namespace()).isPresent()) {
        throw new IllegalArgumentException("an extension has an absolute namespace of its own");
      }
    }
    return List.copyOf(extensions);
  }
}
