package org.porin.presence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.porin.mapping.Availability;
import org.porin.mapping.ContactPresence;
import org.porin.pidf.Show;
import org.porin.stanza.LangText;
import org.porin.wire.MalformedException;

/** Reads the text of a {@link Told}; one reader for one text. */
final class ToldReader {
  private static final int MAX_MILLIS_CHARS = 12;

  private final String text;
  private int at;

  ToldReader(String text) {
    this.text = text;
  }

  ContactPresence read() throws MalformedException {
    Optional<Instant> newest =
        at < text.length() && text.charAt(at) != '\n' ? Optional.of(millis()) : Optional.empty();
    SortedMap<String, Optional<Availability>> resources = new TreeMap<>();
    while (at < text.length()) {
      skip('\n', "a resource");
      String resource = field();
      skip('\t', "what it said");
      resources.put(resource, said());
    }
    return new ContactPresence(resources, newest);
  }

  private Optional<Availability> said() throws MalformedException {
    if (trySkip('-')) {
      return Optional.empty();
    }
    if (trySkip('0')) {
      return Optional.of(
          new Availability(false, Optional.empty(), statuses(), OptionalInt.empty()));
    }
    skip('1', "-, 0 or 1");
    Optional<Show> show = show();
    OptionalInt priority = trySkip('p') ? OptionalInt.of(priority()) : OptionalInt.empty();
    Optional<Instant> idle = trySkip('i') ? Optional.of(millis()) : Optional.empty();
    return Optional.of(new Availability(true, show, statuses(), priority, idle));
  }

  private Optional<Show> show() {
    for (Show show : Show.values()) {
      if (trySkip(Told.letter(show))) {
        return Optional.of(show);
      }
    }
    return Optional.empty();
  }

  private int priority() throws MalformedException {
    int from = at;
    int priority = 0;
    while (at < text.length() && at - from < 3 && isDigit(text.charAt(at))) {
      priority = 10 * priority + text.charAt(at++) - '0';
    }
    if (at == from || priority > 127) {
      throw new MalformedException("a priority of 0 to 127", from);
    }
    return priority;
  }

  private Instant millis() throws MalformedException {
    int from = at;
    while (at < text.length() && at - from < MAX_MILLIS_CHARS && isMillisChar(text.charAt(at))) {
      at++;
    }
    try {
      return Instant.ofEpochMilli(Long.parseLong(text.substring(from, at), Told.RADIX));
    } catch (NumberFormatException e) {
      throw new MalformedException("milliseconds", from);
    }
  }

  private List<LangText> statuses() throws MalformedException {
    List<LangText> statuses = new ArrayList<>();
    while (trySkip('\t')) {
      String lang = field();
      skip('\t', "a description");
      statuses.add(new LangText(Optional.of(lang).filter(tag -> !tag.isEmpty()), field()));
    }
    return statuses;
  }

  private String field() throws MalformedException {
    StringBuilder field = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '\t' && text.charAt(at) != '\n') {
      char c = text.charAt(at++);
      field.append(c == '\\' ? escaped() : c);
    }
    return field.toString();
  }

  private char escaped() throws MalformedException {
    char c = at < text.length() ? text.charAt(at++) : '\n';
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case '\\' -> '\\';
      default -> throw new MalformedException("n, t or a backslash", at);
    };
  }

  private void skip(char c, String expected) throws MalformedException {
    if (!trySkip(c)) {
      throw new MalformedException(expected, at);
    }
  }

  private boolean trySkip(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isMillisChar(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || c == '-';
  }
}
