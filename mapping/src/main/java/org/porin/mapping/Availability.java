package org.porin.mapping;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.porin.address.Jid;
import org.porin.msgfmt.DateTime;
import org.porin.pidf.Basic;
import org.porin.pidf.Contact;
import org.porin.pidf.DataModel;
import org.porin.pidf.Note;
import org.porin.pidf.Presence;
import org.porin.pidf.Show;
import org.porin.pidf.Status;
import org.porin.pidf.Tuple;
import org.porin.pidf.UserInput;
import org.porin.stanza.Element;
import org.porin.stanza.LangText;
import org.porin.stanza.PresenceStanza;
import org.porin.wire.MalformedException;

/**
 * What one resource says of itself, in terms that XMPP (RFC 6121 §4.7) and PIDF share.
 *
 * @param available whether it takes part; else neither a show nor a priority is there
 * @param show in which way it takes part; empty for nothing special
 * @param statuses descriptions for people, one a language, none of them empty
 * @param priority 0 to 127 (a negative one has no place in PIDF, RFC 3922 §5.1.7); empty when it is
 *     not stated
 * @param idleSince when its user last did something, where it says that they do not (XEP-0319 §3,
 *     RFC 4480 §3.14)
 */
public record Availability(
    boolean available,
    Optional<Show> show,
    List<LangText> statuses,
    OptionalInt priority,
    Optional<Instant> idleSince) {
  /** The namespace of {@code <idle/>} (XEP-0319). */
  static final String IDLE = "urn:xmpp:idle:1";

  /** Gone, and no more to say. */
  public static final Availability UNAVAILABLE =
      new Availability(false, Optional.empty(), List.of(), OptionalInt.empty());

  /** Who is not said to be idle. */
  public Availability(
      boolean available, Optional<Show> show, List<LangText> statuses, OptionalInt priority) {
    this(available, show, statuses, priority, Optional.empty());
  }

  private static final int THOUSANDTHS = Contact.MAX_PRIORITY;
  private static final int TOP = PresenceStanza.MAX_PRIORITY;

  public Availability {
    statuses = List.copyOf(statuses);
    if (!available && (show.isPresent() || priority.isPresent() || idleSince.isPresent())) {
      throw new IllegalArgumentException("what is gone has no show, no priority and is not idle");
    }
    if (priority.isPresent() && (priority.getAsInt() < 0 || priority.getAsInt() > TOP)) {
      throw new IllegalArgumentException("a priority here is 0 to 127");
    }
  }

  /** What a stanza without type or of type unavailable says (RFC 3922 §5.1.4 to §5.1.7). */
  static Availability of(PresenceStanza stanza, List<Omission> omissions) {
    List<LangText> statuses = onePerLanguage(stanza.statuses(), "RFC 6121 §4.7.2.2", omissions);
    if (!stanza.isAvailable()) {
      return new Availability(false, Optional.empty(), statuses, OptionalInt.empty());
    }
    Optional<Show> show = stanza.show().flatMap(text -> Show.of(text.strip()));
    if (stanza.show().isPresent() && show.isEmpty()) {
      omissions.add(new Omission("unknown show", "RFC 6121 §4.7.2.1"));
    }
    OptionalInt priority = stanza.priority();
    if (priority.isPresent() && priority.getAsInt() < 0) {
      omissions.add(new Omission("negative priority", "RFC 3922 §5.1.7"));
      priority = OptionalInt.empty();
    }
    return new Availability(true, show, statuses, priority, idleSince(stanza, omissions));
  }

  private static Optional<Instant> idleSince(PresenceStanza stanza, List<Omission> omissions) {
    Optional<String> since =
        stanza.extensions().stream()
            .filter(extension -> extension.is(IDLE, "idle"))
            .map(idle -> idle.attribute("since").orElse(""))
            .findFirst();
    if (since.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(DateTime.parse(since.get()).truncatedTo(ChronoUnit.MILLIS));
    } catch (MalformedException e) {
      omissions.add(new Omission("idle without a time", "XEP-0319 §3"));
      return Optional.empty();
    }
  }

  /** What a tuple says of its user, else what is said of the person (RFC 4480 §3.14). */
  private static Optional<Instant> idleSince(
      Tuple tuple, Presence document, List<Omission> omissions) {
    Optional<UserInput> input =
        UserInput.in(tuple.extensions())
            .or(() -> UserInput.in(tuple.status().extensions()))
            .or(
                () ->
                    DataModel.persons(document).stream()
                        .flatMap(person -> UserInput.in(person.children()).stream())
                        .findFirst())
            .filter(each -> each.state() == UserInput.State.IDLE);
    if (input.isPresent() && input.get().lastInput().isEmpty()) {
      omissions.add(new Omission("user-input without last-input", "XEP-0319 §3"));
    }
    return input.flatMap(UserInput::lastInput).map(since -> since.truncatedTo(ChronoUnit.MILLIS));
  }

  /**
   * What a tuple says (RFC 3922 §5.2.9 to §5.2.13); empty for one without basic, which says nothing
   * of availability (OPEN d).
   *
   * @param language in force for notes that state none (RFC 8048 §6.3)
   * @param now by which activities are in force or not
   */
  static Optional<Availability> of(
      Tuple tuple,
      Presence document,
      Optional<String> language,
      Instant now,
      List<Omission> omissions) {
    List<LangText> statuses =
        onePerLanguage(
            tuple.notes().stream()
                .map(note -> new LangText(note.language().or(() -> language), note.text()))
                .toList(),
            "RFC 6121 §4.7.2.2",
            omissions);
    return tuple
        .status()
        .basic()
        .map(
            basic ->
                basic == Basic.CLOSED
                    ? new Availability(false, Optional.empty(), statuses, OptionalInt.empty())
                    : new Availability(
                        true,
                        Show.of(tuple, now).or(() -> Show.ofPerson(document, now)),
                        statuses,
                        priorityOf(tuple),
                        idleSince(tuple, document, omissions)));
  }

  /** The stanza by which a resource of a contact tells this to a watcher. */
  PresenceStanza toStanza(Jid from, Jid to) {
    PresenceStanza stanza =
        PresenceStanza.of(from, to, available ? Optional.empty() : Optional.of("unavailable"));
    if (show.isPresent()) {
      stanza = stanza.withShow(show.get().wire());
    }
    for (LangText status : statuses) {
      stanza = stanza.withStatus(status);
    }
    if (priority.isPresent()) {
      stanza = stanza.withPriority(priority.getAsInt());
    }
    return idleSince.isPresent()
        ? stanza.with(Element.empty(IDLE, "idle").with("since", DateTime.format(idleSince.get())))
        : stanza;
  }

  /**
   * The tuple that says this.
   *
   * @param contact where the presentity takes messages (RFC 3922 §5.1.9.2)
   * @param since when it came to be so
   */
  Tuple toTuple(String id, String contact, Instant since) {
    return new Tuple(
        id,
        new Status(
            Optional.of(available ? Basic.OPEN : Basic.CLOSED),
            show.map(Show::toExtensions).orElse(List.of())),
        Optional.of(new Contact(contact, thousandths())),
        statuses.stream().map(status -> new Note(status.text(), status.lang())).toList(),
        Optional.of(since),
        idleSince.stream()
            .map(time -> new UserInput(UserInput.State.IDLE, Optional.of(time), Optional.empty()))
            .map(UserInput::toElement)
            .toList());
  }

  /** OPEN d: 0 and 127 are 0 and 1, and all between have thousandths of their own. */
  private OptionalInt thousandths() {
    return priority.isPresent()
        ? OptionalInt.of(priority.getAsInt() * THOUSANDTHS / TOP)
        : OptionalInt.empty();
  }

  /**
   * The priority that a tuple has in XMPP (RFC 3922 §5.2.13): never negative; empty where its
   * contact states none.
   */
  public static OptionalInt priorityOf(Tuple tuple) {
    OptionalInt thousandths = tuple.contact().map(Contact::priority).orElseGet(OptionalInt::empty);
    if (thousandths.isEmpty()) {
      return thousandths;
    }
    int given = thousandths.getAsInt();
    return OptionalInt.of(
        given == THOUSANDTHS
            ? TOP
            : Math.min(TOP - 1, (given * TOP + THOUSANDTHS - 1) / THOUSANDTHS));
  }

  private static List<LangText> onePerLanguage(
      List<LangText> texts, String clause, List<Omission> omissions) {
    List<LangText> kept = new ArrayList<>();
    Set<Optional<String>> languages = new HashSet<>();
    for (LangText text : texts) {
      if (text.text().isBlank()) {
        omissions.add(new Omission("empty description", clause));
      } else if (languages.add(text.lang())) {
        kept.add(new LangText(text.lang(), XmlText.of(text.text())));
      } else {
        omissions.add(new Omission("second description in one language", clause));
      }
    }
    return kept;
  }
}
