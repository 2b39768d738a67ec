package org.porin.msgfmt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.porin.msgfmt.Header.Parameter;

/**
 * Writes a new Message/CPIM object, header after header in the order of the calls. Whatever text it
 * is given, no header but the one asked for comes of it. One thread; {@link #build} may be called
 * again.
 */
public final class CpimBuilder {
  private final List<Header> headers = new ArrayList<>();
  private final Namespaces namespaces = new Namespaces();

  /** Goes on after the headers of an object that we made ourselves: others are immutable (§9). */
  public static CpimBuilder after(CpimMessage message) {
    CpimBuilder builder = new CpimBuilder();
    for (Header header : message.headers()) {
      builder.namespaces.take(header);
      builder.headers.add(header);
    }
    return builder;
  }

  /** Adds From (RFC 3862 §4.1). */
  public CpimBuilder from(Mailbox sender) {
    return core("From", List.of(), sender.written());
  }

  /** Adds a To (RFC 3862 §4.2). */
  public CpimBuilder to(Mailbox recipient) {
    return core("To", List.of(), recipient.written());
  }

  /** Adds a cc (RFC 3862 §4.3). */
  public CpimBuilder cc(Mailbox recipient) {
    return core("cc", List.of(), recipient.written());
  }

  /** Adds DateTime in UTC with milliseconds (RFC 3862 §4.4, OPEN h). */
  public CpimBuilder dateTime(Instant instant) {
    return core("DateTime", List.of(), DateTime.format(instant));
  }

  /**
   * Adds a Subject (RFC 3862 §4.5), without white space at its ends, which no line can have; none
   * at all if nothing else is in it (OPEN x). A language that is no Language-tag is left out.
   */
  public CpimBuilder subject(Subject subject) {
    String text = subject.text().strip();
    if (text.isEmpty()) {
      return this;
    }
    List<Parameter> parameters =
        subject.lang().filter(LanguageTag::isWellFormed).stream()
            .map(tag -> new Parameter("lang", tag))
            .toList();
    headers.add(Header.of(HeaderName.CORE, "", "Subject", parameters, text));
    return this;
  }

  /**
   * Adds an NS that binds a prefix (RFC 3862 §4.6).
   *
   * @throws IllegalArgumentException if the prefix is no Name or the URI not absolute
   */
  public CpimBuilder namespace(String prefix, String uri) {
    if (!Grammar.isName(prefix) || !Grammar.isAbsoluteUri(uri)) {
      throw new IllegalArgumentException("not a prefix and an absolute URI");
    }
    return core("NS", List.of(), prefix + " <" + uri + ">");
  }

  /**
   * Adds a header of another namespace.
   *
   * @param prefix one that {@link #namespace} has bound
   * @param value any text but white space
   * @throws IllegalArgumentException if the prefix is not bound or the name no Name
   */
  public CpimBuilder header(String prefix, String name, String value) {
    String namespace = namespaces.of(prefix);
    if (prefix.isEmpty() || namespace.isEmpty()) {
      throw new IllegalArgumentException("a prefix is bound before its use");
    }
    headers.add(Header.of(namespace, prefix, name, List.of(), value));
    return this;
  }

  /** The object with that content. */
  public CpimMessage build(MimeEntity entity) {
    return new CpimMessage(headers, entity);
  }

  private CpimBuilder core(String name, List<Parameter> parameters, String written) {
    Header header = Header.written(HeaderName.CORE, "", name, parameters, written);
    namespaces.take(header);
    headers.add(header);
    return this;
  }
}
