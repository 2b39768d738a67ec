package org.porin.daemon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.porin.mapping.Availability;
import org.porin.pidf.Basic;
import org.porin.pidf.Contact;
import org.porin.pidf.Note;
import org.porin.pidf.PidfCodec;
import org.porin.pidf.PidfDocument;
import org.porin.pidf.PidfLimits;
import org.porin.pidf.PidfReason;
import org.porin.pidf.PidfVerdict;
import org.porin.pidf.PidfWarning;
import org.porin.pidf.PidfWarning.Kind;
import org.porin.pidf.Tuple;
import org.porin.stanza.Element;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** What a reader says of a PIDF document, in the fields of the test vectors. */
final class ParsedPidf {
  private static final String CLIENT = "jabber:client";
  private static final String IM = "urn:ietf:params:xml:ns:pidf:im";

  /** Those that the vectors count, in their order within a tuple. */
  private static final List<Kind> WARNINGS =
      List.of(
          Kind.NO_XML_DECLARATION,
          Kind.BAD_BASIC,
          Kind.EMPTY_STATUS,
          Kind.BAD_PRIORITY,
          Kind.BAD_TIMESTAMP);

  private ParsedPidf() {}

  static Map<String, Object> of(Octets octets) {
    PidfVerdict verdict = PidfCodec.verdict(octets, Optional.empty(), PidfLimits.DEFAULT);
    Map<String, Object> json = new LinkedHashMap<>();
    if (verdict instanceof PidfVerdict.Invalid invalid) {
      json.put("valid", false);
      json.put("reason", code(invalid.reason()));
      json.put("expected", invalid.reason().expected());
      json.put("offset", invalid.offset());
      json.put("lenient", lenient(octets, invalid.reason()));
      return json;
    }
    PidfDocument document = ((PidfVerdict.Valid) verdict).document();
    json.put("valid", true);
    json.put("parsed", parsed(document));
    Map<String, Object> priorities = new LinkedHashMap<>();
    for (Tuple tuple : document.presence().tuples()) {
      var priority = Availability.priorityOf(tuple);
      priorities.put(tuple.id(), priority.isPresent() ? priority.getAsInt() : null);
    }
    json.put("xmppPriority", priorities);
    json.put("remarks", remarks(document));
    return json;
  }

  /** XML 1.0 §4.3.3: octets that are not of the encoding are a fatal error, as wrong markup is. */
  private static String code(PidfReason reason) {
    return (reason == PidfReason.BAD_ENCODING ? PidfReason.NOT_WELL_FORMED : reason).code();
  }

  /** What a tolerant reader does. */
  private static String lenient(Octets octets, PidfReason reason) {
    try {
      PidfCodec.decodeLenient(octets, Optional.empty(), PidfLimits.DEFAULT);
    } catch (MalformedException e) {
      return "reject";
    }
    return switch (reason) {
      case MISSING_ENTITY -> "use the authenticated From";
      case MISSING_STATUS -> "ignore the tuple";
      default -> "accept";
    };
  }

  private static Map<String, Object> parsed(PidfDocument document) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("entity", document.written().entity());
    List<Map<String, Object>> tuples = new ArrayList<>();
    for (int i = 0; i < document.presence().tuples().size(); i++) {
      tuples.add(tuple(document.presence().tuples().get(i), document.written().tuples().get(i)));
    }
    json.put("tuples", tuples);
    json.put("notes", notes(document.presence().notes()));
    json.put("warnings", warnings(document));
    return json;
  }

  /** Tuple by tuple, as they were read; within one, in the order of the vectors. */
  private static List<String> warnings(PidfDocument document) {
    Map<Optional<String>, Integer> places = new HashMap<>();
    for (Tuple tuple : document.presence().tuples()) {
      places.put(Optional.of(tuple.id()), places.size());
    }
    return document.warnings().stream()
        .filter(warning -> WARNINGS.contains(warning.kind()))
        .sorted(
            Comparator.comparingInt(
                    (PidfWarning warning) -> places.getOrDefault(warning.tupleId(), -1))
                .thenComparingInt(warning -> WARNINGS.indexOf(warning.kind())))
        .map(PidfWarning::code)
        .toList();
  }

  /** What else was passed over. */
  private static List<String> remarks(PidfDocument document) {
    return document.warnings().stream()
        .filter(warning -> !WARNINGS.contains(warning.kind()))
        .map(PidfWarning::code)
        .toList();
  }

  private static Map<String, Object> tuple(Tuple tuple, PidfDocument.TupleText written) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", tuple.id());
    json.put("basic", tuple.status().basic().map(Basic::wire));
    text(tuple, CLIENT, "show").ifPresent(show -> json.put("show", orNull(show)));
    text(tuple, IM, "im").ifPresent(im -> json.put("im", orNull(im)));
    tuple.contact().map(Contact::uri).ifPresent(uri -> json.put("contact", uri));
    written.priority().ifPresent(priority -> json.put("priority", priority));
    json.put("notes", notes(tuple.notes()));
    written.timestamp().ifPresent(timestamp -> json.put("timestamp", timestamp));
    return json;
  }

  /** An element that is there but has no text. */
  private static Optional<String> orNull(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static List<List<String>> notes(List<Note> notes) {
    return notes.stream()
        .map(note -> Arrays.asList(note.language().orElse(null), note.text()))
        .toList();
  }

  private static Optional<String> text(Tuple tuple, String namespace, String name) {
    return tuple.status().extensions().stream()
        .filter(element -> element.is(namespace, name))
        .map(Element::text)
        .findFirst();
  }
}
