package org.porin.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.address.SipUri;
import org.porin.wire.MalformedException;

/**
 * The value of From, To, Contact, Reply-To and their like: {@code ( name-addr / addr-spec ) *( SEMI
 * parameter )} (RFC 3261 §20.10, §25.1).
 *
 * @param displayName unquoted, never blank; controls that a peer quoted are U+FFFD
 * @param uri as text, of any scheme, without angle brackets
 * @param parameters of the header, not of the URI, in order
 */
public record NameAddr(Optional<String> displayName, String uri, List<SipParameter> parameters) {
  public NameAddr {
    displayName.ifPresent(SipParameter::requireSafe);
    displayName = displayName.filter(name -> !name.isBlank());
    if (SipRequest.firstNotUri(uri) >= 0) {
      throw new IllegalArgumentException("no URI");
    }
    parameters = List.copyOf(parameters);
  }

  /** An address without display name and parameters. */
  public static NameAddr of(String uri) {
    return new NameAddr(Optional.empty(), uri, List.of());
  }

  /**
   * Reads one value. Without angle brackets, semicolons begin parameters of the header (§20.10).
   */
  public static NameAddr parse(String text) throws MalformedException {
    SipCursor cursor = new SipCursor(text);
    cursor.skipBlanks();
    Optional<String> displayName;
    if (cursor.peek() == '"') {
      displayName = Optional.of(cursor.quotedString());
      cursor.skipBlanks();
      if (cursor.peek() != '<') {
        throw cursor.expected("'<'");
      }
    } else {
      int open = text.indexOf('<');
      if (open < 0) {
        return addrSpec(cursor);
      }
      int start = cursor.offset();
      String words = cursor.until('<');
      requireWords(words, start);
      displayName = words.isEmpty() ? Optional.empty() : Optional.of(words.strip());
    }
    cursor.trySkip('<');
    int start = cursor.offset();
    String uri = cursor.until('>');
    requireUri(uri, start);
    if (!cursor.trySkip('>')) {
      throw cursor.expected("'>'");
    }
    return new NameAddr(displayName, uri, cursor.parametersToEnd("tag"));
  }

  /** The tag, which tells apart the ends of a dialog (§19.3). */
  public Optional<String> tag() {
    return SipParameter.find(parameters, "tag").filter(tag -> !tag.isEmpty());
  }

  /** The URI as {@code sip:} or {@code sips:} URI; empty if it is none. */
  public Optional<SipUri> sipUri() {
    try {
      return Optional.of(SipUri.parse(uri));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** The URI as {@code im:} URI; empty if it is none. */
  public Optional<ImUri> imUri() {
    try {
      return Optional.of(ImUri.parse(uri));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** The same with this tag alone. */
  public NameAddr withTag(String tag) {
    List<SipParameter> changed = new ArrayList<>(parameters);
    changed.removeIf(parameter -> parameter.name().equals("tag"));
    changed.add(SipParameter.of("tag", tag));
    return new NameAddr(displayName, uri, changed);
  }

  /** The wire form, always with angle brackets. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(96);
    displayName.ifPresent(name -> out.append(SipParameter.quote(name)).append(' '));
    out.append('<').append(uri).append('>');
    SipParameter.append(out, parameters);
    return out.toString();
  }

  private static NameAddr addrSpec(SipCursor cursor) throws MalformedException {
    int start = cursor.offset();
    String uri = cursor.until("; \t");
    requireUri(uri, start);
    if (uri.indexOf('?') >= 0 || uri.indexOf(',') >= 0) {
      // §20.10: with a comma, question mark or semicolon the URI must be enclosed
      throw new MalformedException("'<' around a URI with ',' or '?'", start);
    }
    return new NameAddr(Optional.empty(), uri, cursor.parametersToEnd("tag"));
  }

  /** {@code *(token LWS)}; words beyond ASCII are let pass, since peers write them so. */
  private static void requireWords(String words, int start) throws MalformedException {
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (c < 128 && !SipText.isTokenChar(c) && !SipText.isBlank(c)) {
        throw new MalformedException("a display name of tokens", start + i);
      }
    }
  }

  private static void requireUri(String uri, int start) throws MalformedException {
    int fault = SipRequest.firstNotUri(uri);
    if (fault >= 0) {
      throw new MalformedException("URI", start + fault);
    }
  }
}
