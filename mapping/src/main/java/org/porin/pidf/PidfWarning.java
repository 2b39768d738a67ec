package org.porin.pidf;

import java.util.Locale;
import java.util.Optional;

/**
 * What was wrong with a document but could be passed over. The codes are stable.
 *
 * @param tupleId of the tuple in which it is, unchecked text of the peer; empty outside of tuples
 */
public record PidfWarning(Kind kind, Optional<String> tupleId) {
  /** What was wrong. */
  public enum Kind {
    /** There is no XML declaration (RFC 3863 §4.1). */
    NO_XML_DECLARATION,
    /** The entity is no {@code pres:} URI and no SIP URI (RFC 3863 §4.1.1). */
    BAD_ENTITY,
    /** The basic status is neither {@code open} nor {@code closed}: there is none (§4.1.4). */
    BAD_BASIC,
    /** The status has no child (§4.1.3). */
    EMPTY_STATUS,
    /** There is no status: the tuple is ignored, by a lenient reader (§4.1.2). */
    MISSING_STATUS,
    /** The priority is out of range: there is none (§4.1.5). */
    BAD_PRIORITY,
    /** The timestamp is not of RFC 3339 with capitals: there is none (§4.1.7). */
    BAD_TIMESTAMP,
    /** The language is no Language-tag: there is none (§4.1.6). */
    BAD_LANGUAGE,
    /** An element that may be there once is there again: the first one counts (§4.4). */
    REPEATED_ELEMENT,
    /** An element of PIDF's namespace that does not belong where it is: ignored (§4.2.3). */
    UNKNOWN_ELEMENT,
    /** An extension whose namespace is no absolute URI: ignored (§4.2.2). */
    BAD_NAMESPACE
  }

  /** The stable code: {@code no-xml-declaration}, {@code bad-basic:a}. */
  public String code() {
    String code = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return tupleId.map(id -> code + ":" + id).orElse(code);
  }
}
