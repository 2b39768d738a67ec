package org.porin.stanza;

import java.util.Optional;

/**
 * Human-readable text and the language it is in (RFC 6120 §8.1.5).
 *
 * @param lang the BCP 47 tag in force, own or inherited from the stanza; empty when none was given
 * @param text the text, possibly empty
 */
public record LangText(Optional<String> lang, String text) {
  /** Text whose language is not stated. */
  public static LangText of(String text) {
    return new LangText(Optional.empty(), text);
  }
}
