package org.porin.pidf;

import java.util.Locale;
import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.address.SipUri;
import org.porin.wire.MalformedException;

/** Whom a document is about, in the forms in which documents say it (RFC 3863 §4.1.1). */
public sealed interface Entity {
  /** By a {@code pres:} URI, as RFC 3863 wants. */
  record Pres(PresUri uri) implements Entity {
    @Override
    public String toString() {
      return uri.toString();
    }
  }

  /** By a SIP URI, as many presence agents do. */
  record Sip(SipUri uri) implements Entity {
    @Override
    public String toString() {
      return uri.toString();
    }
  }

  /** By text that is neither; {@link Entity#of} gives it for nothing else. */
  record Other(String text) implements Entity {
    @Override
    public String toString() {
      return text;
    }
  }

  /** Reads the {@code entity} attribute; every text is one of the three. */
  static Entity of(String text) {
    try {
      int colon = text.indexOf(':');
      String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
      return switch (scheme) {
        case "pres" -> new Pres(PresUri.parse(text));
        case "sip", "sips" -> new Sip(SipUri.parse(text));
        default -> new Other(text);
      };
    } catch (MalformedException e) {
      return new Other(text);
    }
  }

  /** An entity of our own making. */
  static Entity of(PresUri uri) {
    return new Pres(uri);
  }

  /** The presentity, where it is named as RFC 3863 wants. */
  default Optional<PresUri> presentity() {
    return this instanceof Pres pres ? Optional.of(pres.uri()) : Optional.empty();
  }
}
