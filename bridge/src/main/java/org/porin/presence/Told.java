package org.porin.presence;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.porin.mapping.Availability;
import org.porin.mapping.ContactPresence;
import org.porin.pidf.Show;
import org.porin.stanza.LangText;
import org.porin.wire.MalformedException;

/**
 * What a watcher on the XMPP side was last told of a contact, as one compact text: small in memory
 * and in a row of the store, where a hundred thousand of them are kept.
 *
 * <pre>
 * told     = [ newest ] *( LF resource )
 * newest   = millis
 * resource = text TAB ( "-" / gone / there ) ; "-": the document said nothing of availability
 * gone     = "0" *status
 * there    = "1" [ "c" / "a" / "x" / "d" ] [ "p" 1*3DIGIT ] [ "i" millis ] *status
 * status   = TAB [ lang ] TAB text
 * millis   = [ "-" ] 1*11DIGIT36 ; since 1970
 * text     = any, with LF, TAB and "\" as "\n", "\t" and "\\"
 * </pre>
 *
 * Resources stand in the order of their code units, each once.
 *
 * @param text at most {@link #MAX_CHARS} chars; always one that {@link #parse} takes
 */
record Told(String text) {
  /** The most chars; what does not fit goes without its descriptions, or is not told at all. */
  static final int MAX_CHARS = 4_096;

  /** Nothing. */
  static final Told NOTHING = new Told("");

  /** Base of the digits of times. */
  static final int RADIX = 36;

  /**
   * The text for a presence. Where it would be too long, descriptions are left out of it: the next
   * document then tells them once more, although they have not changed.
   *
   * @return empty when it is too long without descriptions too
   */
  static Optional<Told> of(ContactPresence presence) {
    if (presence.equals(ContactPresence.UNKNOWN)) {
      return Optional.of(NOTHING);
    }
    String whole = write(presence, true);
    String text = whole.length() <= MAX_CHARS ? whole : write(presence, false);
    return text.length() <= MAX_CHARS ? Optional.of(new Told(text)) : Optional.empty();
  }

  /**
   * Reads what was kept.
   *
   * @throws MalformedException when it is not of the form above, to the letter
   */
  static Told parse(String text) throws MalformedException {
    if (text.length() > MAX_CHARS) {
      throw new MalformedException("a shorter text of what was told", MAX_CHARS);
    }
    ContactPresence presence = new ToldReader(text).read();
    if (!write(presence, true).equals(text)) {
      throw new MalformedException("what was told in its one form", 0);
    }
    return text.isEmpty() ? NOTHING : new Told(text);
  }

  /** The presence that it is the text of. */
  ContactPresence presence() {
    if (text.isEmpty()) {
      return ContactPresence.UNKNOWN;
    }
    try {
      return new ToldReader(text).read();
    } catch (MalformedException e) {
      throw new IllegalStateException("what was written can be read", e);
    }
  }

  /** Whether a resource was told to be there. */
  boolean isAvailable() {
    return presence().resources().values().stream().anyMatch(Told::isAvailable);
  }

  /**
   * This on top of what was told before it: what was there is there as long as it is not told that
   * it has gone. Where that is too long, this alone.
   */
  Told over(Told before) {
    if (equals(before) || !before.isAvailable()) {
      return this;
    }
    ContactPresence now = presence();
    SortedMap<String, Optional<Availability>> both = new TreeMap<>(now.resources());
    before
        .presence()
        .resources()
        .forEach(
            (resource, said) -> {
              if (isAvailable(said)
                  && !isAvailable(both.getOrDefault(resource, Optional.empty()))) {
                both.put(resource, said);
              }
            });
    return of(new ContactPresence(both, now.newest())).orElse(this);
  }

  private static boolean isAvailable(Optional<Availability> said) {
    return said.filter(Availability::available).isPresent();
  }

  private static String write(ContactPresence presence, boolean descriptions) {
    StringBuilder text = new StringBuilder();
    presence.newest().ifPresent(newest -> text.append(millis(newest)));
    for (Map.Entry<String, Optional<Availability>> each : presence.resources().entrySet()) {
      escape(each.getKey(), text.append('\n'));
      text.append('\t');
      if (each.getValue().isPresent()) {
        write(each.getValue().get(), descriptions, text);
      } else {
        text.append('-');
      }
    }
    return text.toString();
  }

  private static void write(Availability said, boolean descriptions, StringBuilder text) {
    text.append(said.available() ? '1' : '0');
    said.show().ifPresent(show -> text.append(letter(show)));
    said.priority().ifPresent(priority -> text.append('p').append(priority));
    said.idleSince().ifPresent(since -> text.append('i').append(millis(since)));
    if (descriptions) {
      for (LangText status : said.statuses()) {
        escape(status.lang().orElse(""), text.append('\t'));
        escape(status.text(), text.append('\t'));
      }
    }
  }

  /** The first letter of its word; they differ. */
  static char letter(Show show) {
    return show.wire().charAt(0);
  }

  private static String millis(Instant instant) {
    return Long.toString(instant.toEpochMilli(), RADIX);
  }

  private static void escape(String plain, StringBuilder text) {
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      switch (c) {
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        case '\\' -> text.append("\\\\");
        default -> text.append(c);
      }
    }
  }
}
