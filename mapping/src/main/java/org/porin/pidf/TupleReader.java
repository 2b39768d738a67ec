package org.porin.pidf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.porin.pidf.PidfWarning.Kind;
import org.porin.stanza.Element;

/** Reads what stands in one tuple (RFC 3863 §4.1.2). */
final class TupleReader {
  private final PidfReader document;
  private final XmlCursor cursor;
  private final String language;
  private final List<Note> notes = new ArrayList<>();
  private final List<Element> extensions = new ArrayList<>();
  private @Nullable Status status;
  private @Nullable Contact contact;
  private boolean timestampSeen;
  private Optional<Instant> timestamp = Optional.empty();
  private Optional<String> writtenPriority = Optional.empty();
  private Optional<String> writtenTimestamp = Optional.empty();

  TupleReader(PidfReader document, String language) {
    this.document = document;
    this.cursor = document.cursor();
    this.language = language;
  }

  /** Empty when there is no status. */
  Optional<Tuple> read(String id) throws PidfFault {
    while (cursor.nextChild()) {
      if (cursor.isPidf()) {
        child(cursor.name());
      } else {
        document.extension(extensions, language);
      }
    }
    return status == null
        ? Optional.empty()
        : Optional.of(
            new Tuple(id, status, Optional.ofNullable(contact), notes, timestamp, extensions));
  }

  /** The values of what was read that could have been written in another form. */
  PidfDocument.TupleText written() {
    return new PidfDocument.TupleText(writtenPriority, writtenTimestamp);
  }

  private void child(String name) throws PidfFault {
    switch (name) {
      case "status" -> {
        if (isFirst(status == null)) {
          status = status();
        }
      }
      case "contact" -> {
        if (isFirst(contact == null)) {
          contact = contact();
        }
      }
      case "timestamp" -> {
        if (isFirst(!timestampSeen)) {
          timestampSeen = true;
          timestamp = timestamp();
        }
      }
      case "note" -> notes.add(document.note(language));
      default -> document.passBy(Kind.UNKNOWN_ELEMENT);
    }
  }

  /** Passes by an element that is there again. */
  private boolean isFirst(boolean first) throws PidfFault {
    if (!first) {
      document.passBy(Kind.REPEATED_ELEMENT);
    }
    return first;
  }

  private Status status() throws PidfFault {
    boolean basicSeen = false;
    boolean empty = true;
    Optional<Basic> basic = Optional.empty();
    List<Element> values = new ArrayList<>();
    while (cursor.nextChild()) {
      empty = false;
      if (!cursor.isPidf()) {
        document.extension(values, language);
      } else if (!cursor.name().equals("basic")) {
        document.passBy(Kind.UNKNOWN_ELEMENT);
      } else if (isFirst(!basicSeen)) {
        basicSeen = true;
        basic = basic();
      }
    }
    if (empty) {
      document.warn(Kind.EMPTY_STATUS);
    }
    return new Status(basic, values);
  }

  private Optional<Basic> basic() throws PidfFault {
    Optional<Basic> basic = Basic.of(cursor.text());
    if (basic.isEmpty()) {
      document.warn(Kind.BAD_BASIC);
    }
    return basic;
  }

  private Contact contact() throws PidfFault {
    Optional<String> written = cursor.attribute("", "priority");
    OptionalInt priority = written.map(Priority::parse).orElse(OptionalInt.empty());
    if (written.isPresent() && priority.isEmpty()) {
      document.warn(Kind.BAD_PRIORITY);
    }
    writtenPriority = priority.isPresent() ? written : Optional.empty();
    return new Contact(cursor.text(), priority);
  }

  private Optional<Instant> timestamp() throws PidfFault {
    String text = Space.trim(cursor.text());
    Optional<Instant> instant = Timestamp.parse(text);
    if (instant.isEmpty()) {
      document.warn(Kind.BAD_TIMESTAMP);
    } else {
      writtenTimestamp = Optional.of(text);
    }
    return instant;
  }
}
