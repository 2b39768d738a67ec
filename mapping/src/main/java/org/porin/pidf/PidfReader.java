package org.porin.pidf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.msgfmt.LanguageTag;
import org.porin.pidf.PidfDocument.TupleText;
import org.porin.pidf.PidfDocument.Written;
import org.porin.pidf.PidfWarning.Kind;
import org.porin.stanza.Element;

/**
 * Reads a document with its elements in whatever order (RFC 3863 §4.1). Of elements that may be
 * there once the first one counts.
 */
final class PidfReader {
  private final XmlCursor cursor;
  private final PidfLimits limits;
  private final boolean lenient;
  private final List<PidfWarning> warnings = new ArrayList<>();
  private final List<Tuple> tuples = new ArrayList<>();
  private final List<TupleText> written = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final List<Note> notes = new ArrayList<>();
  private final List<Element> extensions = new ArrayList<>();
  private String entity = "";
  private Optional<String> tupleId = Optional.empty();

  private PidfReader(XmlCursor cursor, PidfLimits limits, boolean lenient) {
    this.cursor = cursor;
    this.limits = limits;
    this.lenient = lenient;
  }

  /**
   * Offsets of faults count chars.
   *
   * @param lenient whether to forgive what leaves no doubt ({@link PidfCodec#decodeLenient})
   */
  static PidfDocument read(String text, PidfLimits limits, boolean lenient) throws PidfFault {
    try (XmlCursor cursor = new XmlCursor(text, limits)) {
      PidfReader reader = new PidfReader(cursor, limits, lenient);
      if (!XmlDeclaration.begins(text)) {
        reader.warn(Kind.NO_XML_DECLARATION);
      }
      return reader.document();
    } catch (PidfFault fault) {
      throw fault.reason() == PidfReason.NOT_WELL_FORMED ? declaration(text, fault) : fault;
    }
  }

  /** A declaration that is cut off, or not in its place, is forbidden before all else. */
  private static PidfFault declaration(String text, PidfFault fault) {
    int doctype = text.indexOf("<!DOCTYPE");
    int declaration = doctype < 0 ? text.indexOf("<!ENTITY") : doctype;
    return declaration < 0 ? fault : new PidfFault(PidfReason.DTD_FORBIDDEN, declaration);
  }

  /** What is not well-formed is not XML at all: that is said before anything that is missing. */
  private PidfDocument document() throws PidfFault {
    try {
      Presence presence = presence();
      return new PidfDocument(presence, warnings, new Written(entity, written));
    } catch (PidfFault fault) {
      if (fault.reason().isOfXml()) {
        throw fault;
      }
      cursor.drain();
      throw fault;
    }
  }

  private Presence presence() throws PidfFault {
    if (!cursor.isXml10()) {
      throw new PidfFault(PidfReason.NOT_WELL_FORMED, 0); // 1.1 lets in what 1.0 cannot have
    }
    boolean root = cursor.nextChild();
    if (lenient && root && cursor.namespace().equals(Namespaces.MISPRINT)) {
      cursor.takeForPidf();
    }
    if (!root || !cursor.isPidf() || !cursor.name().equals("presence")) {
      throw new PidfFault(PidfReason.WRONG_ROOT, cursor.offset());
    }
    entity = lenient ? optional("entity") : required("entity", PidfReason.MISSING_ENTITY);
    Entity presentity = Entity.of(entity);
    if (presentity instanceof Entity.Other) {
      warn(Kind.BAD_ENTITY);
    }
    String language = language("");
    while (cursor.nextChild()) {
      if (!cursor.isPidf()) {
        extension(extensions, language);
        continue;
      }
      switch (cursor.name()) {
        case "tuple" -> tuple(language);
        case "note" -> notes.add(note(language));
        default -> passBy(Kind.UNKNOWN_ELEMENT);
      }
    }
    cursor.end();
    return new Presence(presentity, tuples, notes, extensions);
  }

  private void tuple(String inherited) throws PidfFault {
    int offset = cursor.offset();
    String id = required("id", PidfReason.MISSING_TUPLE_ID);
    if (tuples.size() == limits.tuples()) {
      throw new PidfFault(PidfReason.TOO_MANY_TUPLES, offset);
    }
    if (!ids.add(id)) {
      throw new PidfFault(PidfReason.DUPLICATE_TUPLE_ID, offset);
    }
    tupleId = Optional.of(id);
    TupleReader tuple = new TupleReader(this, language(inherited));
    Optional<Tuple> read = tuple.read(id);
    if (read.isPresent()) {
      tuples.add(read.get());
      written.add(tuple.written());
    } else if (lenient) {
      warn(Kind.MISSING_STATUS);
    } else {
      throw new PidfFault(PidfReason.MISSING_STATUS, offset);
    }
    tupleId = Optional.empty();
  }

  XmlCursor cursor() {
    return cursor;
  }

  Note note(String inherited) throws PidfFault {
    String language = language(inherited);
    return new Note(cursor.text(), language.isEmpty() ? Optional.empty() : Optional.of(language));
  }

  /** Keeps an element of another namespace. */
  void extension(List<Element> into, String language) throws PidfFault {
    Optional<Kind> fault = Extensions.fault(cursor.namespace());
    if (fault.isPresent()) {
      passBy(fault.get());
    } else {
      into.add(cursor.tree(language));
    }
  }

  void passBy(Kind why) throws PidfFault {
    warn(why);
    cursor.skip();
  }

  void warn(Kind kind) {
    warnings.add(new PidfWarning(kind, tupleId));
  }

  /** The language in force in the element that is open (XML 1.0 §2.12); empty for none. */
  private String language(String inherited) throws PidfFault {
    String language = cursor.attribute(Namespaces.XML, "lang").orElse(inherited);
    if (language.isEmpty() || LanguageTag.isWellFormed(language)) {
      return language;
    }
    warn(Kind.BAD_LANGUAGE);
    return "";
  }

  private String optional(String attribute) throws PidfFault {
    return cursor.attribute("", attribute).orElse("");
  }

  private String required(String attribute, PidfReason otherwise) throws PidfFault {
    return cursor
        .attribute("", attribute)
        .orElseThrow(() -> new PidfFault(otherwise, cursor.offset()));
  }
}
