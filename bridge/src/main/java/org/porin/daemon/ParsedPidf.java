package org.porin.daemon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static final Set<Kind> WARNINGS =
      EnumSet.of(
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
      json.put("reason", invalid.reason().code());
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
    json.put("remarks", codes(document, false));
    return json;
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
    json.put("warnings", codes(document, true));
    return json;
  }

  /** The vectors count five kinds as warnings; what else was passed over are remarks. */
  private static List<String> codes(PidfDocument document, boolean ofVectors) {
    return document.warnings().stream()
        .filter(warning -> WARNINGS.contains(warning.kind()) == ofVectors)
        .map(PidfWarning::code)
        .toList();
  }

  private static Map<String, Object> tuple(Tuple tuple, PidfDocument.TupleText written) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", tuple.id());
    json.put("basic", tuple.status().basic().map(Basic::wire));
    text(tuple, CLIENT, "show").ifPresent(show -> json.put("show", show));
    text(tuple, IM, "im").ifPresent(im -> json.put("im", im));
    tuple.contact().map(Contact::uri).ifPresent(uri -> json.put("contact", uri));
    written.priority().ifPresent(priority -> json.put("priority", priority));
    json.put("notes", notes(tuple.notes()));
    written.timestamp().ifPresent(timestamp -> json.put("timestamp", timestamp));
    return json;
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
