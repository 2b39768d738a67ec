package org.porin.msgfmt;

import java.util.List;
import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * One message header (RFC 3862 §3), decoded and as it was written. A value: two are equal when all
 * their parts are. It cannot hold a line that would begin another header: control characters other
 * than a tab are refused.
 */
public final class Header {
  private final String namespace;
  private final String prefix;
  private final String name;
  private final List<Parameter> parameters;
  private final String raw;
  private final int valueStart;

  /** Checks nothing: a reader has looked at every octet already. */
  private Header(
      String namespace,
      String prefix,
      String name,
      List<Parameter> parameters,
      String raw,
      int valueStart) {
    this.namespace = namespace;
    this.prefix = prefix;
    this.name = name;
    this.parameters = List.copyOf(parameters);
    this.raw = raw;
    this.valueStart = valueStart;
  }

  /** A header of a line that {@link HeaderLine} has read. */
  static Header read(
      String namespace,
      String prefix,
      String name,
      List<Parameter> parameters,
      String raw,
      int valueStart) {
    return new Header(namespace, prefix, name, parameters, raw, valueStart);
  }

  /** A header of parts from elsewhere. */
  static Header checked(
      String namespace, String prefix, String name, List<Parameter> parameters, String raw) {
    if (!Grammar.isName(name) || !(prefix.isEmpty() || Grammar.isName(prefix))) {
      throw new IllegalArgumentException("not a Header-name");
    }
    String start = prefix.isEmpty() ? name : prefix + "." + name;
    if (!raw.startsWith(start) || raw.indexOf(':') != start.length()) {
      throw new IllegalArgumentException("a raw header begins with its name and a colon");
    }
    for (int i = 0; i < raw.length(); i++) {
      if (Grammar.isControl(raw.charAt(i)) && raw.charAt(i) != '\t') {
        throw new IllegalArgumentException("a raw header has no control characters");
      }
    }
    if (!Grammar.isWellFormed(raw)) {
      throw new IllegalArgumentException("a raw header has no half of a surrogate pair");
    }
    return new Header(namespace, prefix, name, parameters, raw, HeaderLine.valueStart(raw));
  }

  /**
   * A new header: CR LF cannot get into it, since the value is escaped (RFC 3862 §2.3.1).
   *
   * @param value any text; white space at its ends is cut off, which RFC 3862 §2.2 cannot carry,
   *     and half of a surrogate pair becomes U+FFFD
   * @throws IllegalArgumentException if the name, the prefix or a parameter breaks the grammar, or
   *     nothing is left of the value
   */
  public static Header of(
      String namespace, String prefix, String name, List<Parameter> parameters, String value) {
    String text = value.strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a header line cannot end in white space");
    }
    return written(namespace, prefix, name, parameters, Escapes.encode(text));
  }

  /** A new header whose value is written already, with its quotes and escapes. */
  static Header written(
      String namespace,
      String prefix,
      String name,
      List<Parameter> parameters,
      String writtenValue) {
    StringBuilder raw = new StringBuilder();
    if (!prefix.isEmpty()) {
      raw.append(prefix).append('.');
    }
    raw.append(name).append(':');
    for (Parameter parameter : parameters) {
      raw.append(';').append(parameter.name()).append('=').append(parameter.written());
    }
    raw.append(' ').append(writtenValue);
    return checked(namespace, prefix, name, parameters, raw.toString());
  }

  /**
   * The URI that the prefix, or the default, was bound to; empty for a prefix that no NS header
   * bound, which only the lenient reader lets through.
   */
  public String namespace() {
    return namespace;
  }

  /** The prefix as written, empty for none. */
  public String prefix() {
    return prefix;
  }

  /** The name without its prefix. */
  public String name() {
    return name;
  }

  /** The parameters, in order. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** The value, unescaped. */
  public String value() {
    return Escapes.decode(writtenValue());
  }

  /** The whole line as it stands on the wire, without its line end. */
  public String raw() {
    return raw;
  }

  /** What identifies it. */
  public HeaderName qualifiedName() {
    return new HeaderName(namespace, name);
  }

  /** Whether it is the header of that name in RFC 3862 §4. */
  public boolean isCore(String name) {
    return this.name.equals(name) && namespace.equals(HeaderName.CORE);
  }

  /** The value of the first parameter of that name. */
  public Optional<String> parameter(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::value)
        .findFirst();
  }

  /** Who the header names, if its value is an address (RFC 3862 §4.1 to §4.3). */
  public Optional<Mailbox> mailbox() {
    try {
      return Optional.of(Mailbox.parse(writtenValue()));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** The same header about someone else. */
  public Header withMailbox(Mailbox mailbox) {
    return written(namespace, prefix, name, parameters, mailbox.written());
  }

  /** The value as written: quotes can be told from escaped quotes only here. */
  String writtenValue() {
    return raw.substring(valueStart);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Header that
        && raw.equals(that.raw)
        && namespace.equals(that.namespace)
        && prefix.equals(that.prefix)
        && name.equals(that.name)
        && parameters.equals(that.parameters);
  }

  @Override
  public int hashCode() {
    return 31 * raw.hashCode() + namespace.hashCode();
  }

  /** Says which header, never what it holds. */
  @Override
  public String toString() {
    return "{" + namespace + "}" + name;
  }

  /**
   * A parameter of a header (RFC 3862 §3.6).
   *
   * @param name a Name, compared with case
   * @param value without quotes and escapes; no half of a surrogate pair is in it
   */
  public record Parameter(String name, String value) {
    public Parameter {
      if (!Grammar.isName(name) || !Grammar.isWellFormed(value)) {
        throw new IllegalArgumentException("not a Param-name, or no text");
      }
    }

    String written() {
      return Grammar.isToken(value) ? value : Escapes.quote(value);
    }
  }
}
