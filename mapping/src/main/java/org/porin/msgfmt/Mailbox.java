package org.porin.msgfmt;

import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * Who a From, To or cc header names (RFC 3862 §4.1 to §4.3).
 *
 * <pre>[ Formal-name ] "&lt;" URI "&gt;"    Formal-name = 1*( Token SP ) / String</pre>
 *
 * @param formalName a person's name, unescaped, not empty; never an identity
 * @param uri of any scheme, as written; behind its scheme only whoever knows that one can judge it
 */
public record Mailbox(Optional<String> formalName, String uri) {
  /** What is expected where the URI is at fault. */
  static final String URI = "absolute URI";

  private static final String FORM = "[ Formal-name ] \"<\" URI \">\"";

  public Mailbox {
    if (!Grammar.hasScheme(uri) || !Grammar.isBracketable(uri)) {
      throw new IllegalArgumentException("not an absolute URI");
    }
    formalName = formalName.filter(name -> !name.isBlank());
  }

  /** A mailbox without a name. */
  public static Mailbox of(String uri) {
    return new Mailbox(Optional.empty(), uri);
  }

  /**
   * Reads a header value as written, escapes and quotes included. A space between a String and
   * {@code <} is outside the grammar, but usual.
   *
   * @throws MalformedException with an offset in chars; it expects {@link #URI} when nothing else
   *     is at fault
   */
  static Mailbox parse(String written) throws MalformedException {
    int open = endOfName(written);
    if (open < 0 || !written.startsWith("<", open) || !written.endsWith(">")) {
      throw new MalformedException(FORM, Math.max(open, 0));
    }
    String uri = written.substring(open + 1, written.length() - 1);
    if (!Grammar.isBracketable(uri)) {
      throw new MalformedException(FORM, open + 1); // what stands there is not one URI
    }
    if (!Grammar.hasScheme(uri)) {
      throw new MalformedException(URI, open + 1);
    }
    boolean space = open > 0 && written.charAt(open - 1) == ' ';
    String name = written.substring(0, space ? open - 1 : open); // other white space is of a Token
    if (name.startsWith("\"")) {
      name = Escapes.decode(name.substring(1, name.length() - 1));
    }
    return new Mailbox(Optional.of(name), uri);
  }

  /** The wire form: a name of tokens stands as it is, every other one is quoted. */
  String written() {
    return formalName.map(Mailbox::writtenName).orElse("") + "<" + uri + ">";
  }

  private static String writtenName(String name) {
    for (String word : name.split(" ", -1)) {
      if (!Grammar.isToken(word)) {
        return Escapes.quote(name); // by the ABNF no space stands between a String and "<"
      }
    }
    return name + " ";
  }

  /** Where "<" has to be; -1 if a String has no end. */
  private static int endOfName(String written) {
    if (written.startsWith("\"")) {
      int end = Grammar.endOfString(written, 0);
      return end > 0 && written.startsWith(" ", end) ? end + 1 : end;
    }
    int at = 0;
    while (at < written.length()) {
      int word = Grammar.endOfToken(written, at);
      if (word == at || !written.startsWith(" ", word)) {
        return at;
      }
      at = word + 1;
    }
    return at;
  }
}
