package org.porin.conformance.load;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error stanza about a message of the load.
 *
 * @param mark the message, known by the id {@code lane-number} or {@code lane-number-run}
 * @param cause the condition and, behind a colon, the text
 */
public record StanzaRefusal(Mark mark, String cause) {
  private static final Pattern ERROR = Pattern.compile("^<message[^>]*\\stype=['\"]error['\"]");
  private static final Pattern ID =
      Pattern.compile("^<message[^>]*\\sid=['\"](\\d+)-(\\d+)(?:-\\d+)?['\"]");
  private static final Pattern CONDITION =
      Pattern.compile("<error[^>]*>.*?<([a-z-]+) [^>]*urn:ietf:params:xml:ns:xmpp-stanzas");
  private static final Pattern TEXT = Pattern.compile("<text[^>]*>([^<]*)</text>");

  /** Reads a message stanza; empty if it is no error of ours. */
  public static Optional<StanzaRefusal> find(String message) {
    Matcher id = ID.matcher(message);
    if (!ERROR.matcher(message).find() || !id.find()) {
      return Optional.empty();
    }
    Matcher condition = CONDITION.matcher(message);
    Matcher text = TEXT.matcher(message);
    String cause =
        (condition.find() ? condition.group(1) : "no condition")
            + (text.find() ? ": " + text.group(1) : "");
    Mark mark = new Mark(Integer.parseInt(id.group(1)), Integer.parseInt(id.group(2)));
    return Optional.of(new StanzaRefusal(mark, cause));
  }
}
