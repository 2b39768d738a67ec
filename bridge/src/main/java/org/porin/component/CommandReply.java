package org.porin.component;

import java.util.Locale;
import java.util.Optional;
import org.porin.stanza.Element;

/**
 * What a command says to its requester (XEP-0050 §4).
 *
 * @param status where the command is now
 * @param form to be filled in while executing, or of what was found out
 * @param note for the user
 */
record CommandReply(Status status, Optional<Element> form, Optional<Note> note) {
  /** Where a command is. */
  enum Status {
    EXECUTING,
    COMPLETED,
    CANCELED
  }

  /** A remark, of a kind that XEP-0050 §4.3 knows. */
  record Note(String kind, String text) {}

  static CommandReply canceled() {
    return new CommandReply(Status.CANCELED, Optional.empty(), Optional.empty());
  }

  static CommandReply asking(Element form) {
    return new CommandReply(Status.EXECUTING, Optional.of(form), Optional.empty());
  }

  static CommandReply showing(Element form) {
    return new CommandReply(Status.COMPLETED, Optional.of(form), Optional.empty());
  }

  static CommandReply done(String text) {
    return noted("info", text);
  }

  /** It came to its end, and not to what was wanted (XEP-0050 §3.6). */
  static CommandReply failed(String text) {
    return noted("error", text);
  }

  private static CommandReply noted(String kind, String text) {
    return new CommandReply(Status.COMPLETED, Optional.empty(), Optional.of(new Note(kind, text)));
  }

  /** The same, with a remark. */
  CommandReply remarking(String text) {
    return new CommandReply(status, form, Optional.of(new Note("info", text)));
  }

  /** As it stands in the answer. */
  Element element(Command command, String sessionId) {
    Element element =
        empty("command")
            .with("node", command.node())
            .with("sessionid", sessionId)
            .with("status", status.name().toLowerCase(Locale.ROOT));
    if (status == Status.EXECUTING) { // one stage: what is filled in completes it
      element = element.with(empty("actions").with("execute", "complete").with(empty("complete")));
    }
    if (form.isPresent()) {
      element = element.with(form.get());
    }
    return note.map(CommandReply::element).map(element::with).orElse(element);
  }

  private static Element element(Note note) {
    return empty("note").with("type", note.kind()).with(new Element.Text(note.text()));
  }

  private static Element empty(String name) {
    return Element.empty(CommandRequest.NAMESPACE, name);
  }
}
