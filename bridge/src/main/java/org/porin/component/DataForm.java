package org.porin.component;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.stanza.Element;

/** Data forms (XEP-0004), as far as the commands of the gateway need them. Pure. */
final class DataForm {
  static final String NAMESPACE = "jabber:x:data";

  /** Beyond that a list is cut, so that no client's limit of a stanza is met. */
  static final int MAX_CHARS = 96 * 1024;

  private static final int TAGS_CHARS = 64;

  private DataForm() {}

  /** One column of a table, or the one field of a form. */
  record Field(String name, String label, String type) {}

  /** A table, with as many rows of it as fit. */
  record Table(Element form, int rows) {}

  /**
   * A form to be filled in.
   *
   * @param options among which to choose, as many of them as fit; none where anything may be typed
   */
  static Element asking(String title, String instructions, Field field, List<String> options) {
    Element asked = described(field).with(Element.empty(NAMESPACE, "required"));
    int room = MAX_CHARS;
    for (String option : options) {
      room -= chars(option);
      if (room >= 0) {
        asked = asked.with(Element.empty(NAMESPACE, "option").with(leaf("value", option)));
      }
    }
    return form("form")
        .with(leaf("title", title))
        .with(leaf("instructions", instructions))
        .with(asked);
  }

  /**
   * Results (XEP-0004 §3.4).
   *
   * @param rows of as many values as there are columns
   */
  static Table table(String title, List<Field> columns, List<List<String>> rows) {
    Element reported = Element.empty(NAMESPACE, "reported");
    for (Field column : columns) {
      reported = reported.with(described(column));
    }
    List<Element.Content> content = new ArrayList<>();
    content.add(new Element.Child(leaf("title", title)));
    content.add(new Element.Child(reported));
    int room = MAX_CHARS;
    int taken = 0;
    for (List<String> row : rows) {
      room -= row.stream().mapToInt(DataForm::chars).sum();
      if (room < 0) {
        break;
      }
      content.add(new Element.Child(item(columns, row)));
      taken++;
    }
    Element empty = form("result");
    return new Table(
        new Element(empty.namespace(), empty.name(), empty.attributes(), content), taken);
  }

  private static int chars(String value) {
    return value.length() + TAGS_CHARS;
  }

  private static Element item(List<Field> columns, List<String> row) {
    Element item = Element.empty(NAMESPACE, "item");
    for (int at = 0; at < columns.size(); at++) {
      item =
          item.with(
              Element.empty(NAMESPACE, "field")
                  .with("var", columns.get(at).name())
                  .with(leaf("value", row.get(at))));
    }
    return item;
  }

  /**
   * The one value of a field that was filled in; empty where there is none, several, or white space
   * alone.
   *
   * @param submitted the form; its type is not looked at (XEP-0050 §3.5)
   */
  static Optional<String> value(Element submitted, String name) {
    List<String> values =
        submitted.children().stream()
            .filter(field -> field.is(NAMESPACE, "field"))
            .filter(field -> field.attribute("var").filter(name::equals).isPresent())
            .flatMap(field -> field.children().stream())
            .filter(value -> value.is(NAMESPACE, "value"))
            .map(value -> value.text().strip())
            .toList();
    return values.size() == 1
        ? Optional.of(values.get(0)).filter(value -> !value.isEmpty())
        : Optional.empty();
  }

  private static Element form(String type) {
    return Element.empty(NAMESPACE, "x").with("type", type);
  }

  private static Element described(Field field) {
    return Element.empty(NAMESPACE, "field")
        .with("var", field.name())
        .with("label", field.label())
        .with("type", field.type());
  }

  private static Element leaf(String name, String text) {
    return Element.empty(NAMESPACE, name).with(new Element.Text(text));
  }
}
