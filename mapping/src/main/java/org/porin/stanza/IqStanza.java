package org.porin.stanza;

import java.util.Locale;
import java.util.Optional;
import org.porin.address.Jid;

/**
 * An {@code <iq/>} (RFC 6120 §8.2.3).
 *
 * @param payload the child that is not {@code <error/>}; a request has just one
 * @param error there when the type is {@link Type#ERROR}
 */
public record IqStanza(
    Optional<Jid> from,
    Optional<Jid> to,
    Optional<String> id,
    Type type,
    Optional<Element> payload,
    Optional<StanzaError> error)
    implements Stanza {
  /** Request or answer. */
  public enum Type {
    GET,
    SET,
    RESULT,
    ERROR;

    /** The value of the attribute. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public <R> R choose(Cases<R> cases) {
    return cases.iq(this);
  }
}
