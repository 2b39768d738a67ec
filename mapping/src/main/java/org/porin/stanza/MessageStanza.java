package org.porin.stanza;

import java.util.List;
import java.util.Optional;
import org.porin.address.Jid;

/**
 * A {@code <message/>} (RFC 6121 §5).
 *
 * @param type an unknown or missing type is {@link MessageType#NORMAL} (RFC 6121 §5.2.2)
 * @param lang the stanza's own {@code xml:lang}
 * @param subjects each with the language in force, in order
 * @param bodies each with the language in force, in order
 * @param error there when the type is {@link MessageType#ERROR}
 * @param extensions all other children, in order
 */
public record MessageStanza(
    Optional<Jid> from,
    Optional<Jid> to,
    Optional<String> id,
    MessageType type,
    Optional<String> lang,
    List<LangText> subjects,
    List<LangText> bodies,
    Optional<String> thread,
    Optional<StanzaError> error,
    List<Element> extensions)
    implements Stanza {
  public MessageStanza {
    subjects = List.copyOf(subjects);
    bodies = List.copyOf(bodies);
    extensions = List.copyOf(extensions);
  }

  @Override
  public <R> R choose(Cases<R> cases) {
    return cases.message(this);
  }
}
