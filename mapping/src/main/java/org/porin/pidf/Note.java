package org.porin.pidf;

import java.util.Optional;
import org.porin.msgfmt.LanguageTag;

/**
 * A comment for people, never a status (RFC 3863 §4.1.6).
 *
 * @param text possibly empty
 * @param language the tag in force, own or inherited; empty when there is none, or one that is no
 *     Language-tag (OPEN y)
 */
public record Note(String text, Optional<String> language) {
  public Note {
    language = language.filter(LanguageTag::isWellFormed);
  }

  /** A comment whose language is not stated. */
  public static Note of(String text) {
    return new Note(text, Optional.empty());
  }
}
