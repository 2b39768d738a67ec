package org.porin.pidf;

import java.util.Locale;

/** Why octets are no PIDF document. The codes are stable: logs and operators rely on them. */
public enum PidfReason {
  /** Not well-formed XML 1.0 with namespaces (RFC 3863 §4.1). */
  NOT_WELL_FORMED("well-formed XML"),
  /** A document type declaration, which could define entities: no schema of ours has one. */
  DTD_FORBIDDEN("no document type declaration"),
  /** The root is not {@code <presence/>} of PIDF's namespace (RFC 3863 §4.1.1). */
  WRONG_ROOT("the root element presence of urn:ietf:params:xml:ns:pidf"),
  /** {@code <presence/>} has no entity (RFC 3863 §4.1.1). */
  MISSING_ENTITY("the attribute entity"),
  /** A tuple has no id (RFC 3863 §4.1.2). */
  MISSING_TUPLE_ID("the attribute id of a tuple"),
  /** Two tuples have the same id (RFC 3863 §4.1.2). */
  DUPLICATE_TUPLE_ID("an id that no other tuple has"),
  /** A tuple has no status (RFC 3863 §4.1.2). */
  MISSING_STATUS("the status of a tuple"),
  /** The octets are not of the encoding that they should be in. */
  BAD_ENCODING("octets of the document's encoding"),
  /** The encoding is none that is known here (RFC 3863 §7 lets us). */
  UNSUPPORTED_ENCODING("UTF-8, UTF-16, US-ASCII or ISO-8859-1"),
  /** More octets than {@link PidfLimits#octets()}. */
  TOO_LARGE("a smaller document"),
  /** Elements inside more elements than {@link PidfLimits#depth()}. */
  TOO_DEEP("fewer elements inside one another"),
  /** More elements than {@link PidfLimits#elements()}. */
  TOO_MANY_ELEMENTS("fewer elements"),
  /** An element of more attributes than {@link PidfLimits#attributes()}. */
  TOO_MANY_ATTRIBUTES("fewer attributes"),
  /** More tuples than {@link PidfLimits#tuples()}. */
  TOO_MANY_TUPLES("fewer tuples"),
  /** A text or the value of an attribute longer than {@link PidfLimits#textChars()}. */
  TEXT_TOO_LONG("a shorter text");

  private final String expected;

  PidfReason(String expected) {
    this.expected = expected;
  }

  /** Whether it is about XML, or the amount of it, and not about what PIDF puts there. */
  boolean isOfXml() {
    return switch (this) {
      case WRONG_ROOT, MISSING_ENTITY, MISSING_TUPLE_ID, DUPLICATE_TUPLE_ID, MISSING_STATUS ->
          false;
      default -> true;
    };
  }

  /** The stable code, {@code missing-entity}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What was wanted, in words. */
  public String expected() {
    return expected;
  }
}
