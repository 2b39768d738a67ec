package org.porin.pidf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.porin.stanza.Element;

/**
 * An {@code <activities/>} element (RFC 4480 §3.2), of a person or a tuple. Activities of other
 * namespaces are not kept.
 *
 * @param activities in order
 * @param others activities in words of the person's own, in order
 * @param notes comments, in order
 * @param from since when this holds; empty when it is not said (§3.1)
 * @param until how long it is expected to hold; empty when it is not said
 */
public record Activities(
    List<Activity> activities,
    List<Note> others,
    List<Note> notes,
    Optional<Instant> from,
    Optional<Instant> until) {
  private static final String NAME = "activities";

  public Activities {
    activities = List.copyOf(activities);
    others = List.copyOf(others);
    notes = List.copyOf(notes);
  }

  /** These and no more. */
  public static Activities of(Activity... activities) {
    return new Activities(
        List.of(activities), List.of(), List.of(), Optional.empty(), Optional.empty());
  }

  /** Those among the extensions of a tuple or a status, or the children of a person, in order. */
  public static List<Activities> in(List<Element> elements) {
    return Extensions.find(elements, Namespaces.RPID, NAME, Rpid::isRecognised)
        .map(Activities::read)
        .toList();
  }

  /** Whether they hold at a time. */
  public boolean inForce(Instant now) {
    return from.filter(now::isBefore).isEmpty()
        && until.filter(end -> !now.isBefore(end)).isEmpty();
  }

  /** The word of XMPP for them: of several the one that keeps people off most. */
  public Optional<Show> show() {
    return activities.stream()
        .flatMap(activity -> activity.show().stream())
        .max(Comparator.naturalOrder());
  }

  /** The element, notes before activities as the schema has it (RFC 4480 §5.1). */
  public Element toElement() {
    Element element = Element.empty(Namespaces.RPID, NAME);
    if (from.isPresent()) {
      element = element.with("from", Timestamp.format(from.get()));
    }
    if (until.isPresent()) {
      element = element.with("until", Timestamp.format(until.get()));
    }
    for (Note note : notes) {
      element = element.with(Rpid.element("note", note));
    }
    for (Activity activity : activities) {
      element = element.with(Element.empty(Namespaces.RPID, activity.wire()));
    }
    for (Note other : others) {
      element = element.with(Rpid.element("other", other));
    }
    return element;
  }

  private static Activities read(Element element) {
    List<Activity> activities = new ArrayList<>();
    List<Note> others = new ArrayList<>();
    List<Note> notes = new ArrayList<>();
    Optional<String> language = Rpid.language(element, Optional.empty());
    Extensions.children(element, Rpid::isRecognised)
        .forEach(
            child -> {
              switch (child.name()) {
                case "note" -> notes.add(Rpid.note(child, language));
                case "other" -> others.add(Rpid.note(child, language));
                default -> Activity.of(child.name()).ifPresent(activities::add);
              }
            });
    return new Activities(
        activities, others, notes, Rpid.instant(element, "from"), Rpid.instant(element, "until"));
  }
}
