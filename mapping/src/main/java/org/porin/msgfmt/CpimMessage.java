package org.porin.msgfmt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A Message/CPIM object (RFC 3862 §2). Immutable, as the RFC wants the object itself (§9). Two are
 * equal when their headers and entities are.
 *
 * <p>Headers are found by namespace and name, never by prefix (§3.4). {@link #from()}, {@link
 * #to()} and {@link #cc()} are for a message that {@link CpimApplication#check} finds nothing wrong
 * with.
 */
public final class CpimMessage {
  private static final byte[] LINE_END = {'\r', '\n'};

  /** What the headers of most objects take. */
  private static final int HEADERS = 512;

  private final List<Header> headers;
  private final MimeEntity entity;

  /** Once asked for; threads may make it at the same time, and the same. */
  private @Nullable Octets octets;

  /**
   * Makes one of its parts.
   *
   * @param headers the message headers, in order
   * @param entity the encapsulated MIME entity
   */
  public CpimMessage(List<Header> headers, MimeEntity entity) {
    this.headers = List.copyOf(headers);
    this.entity = entity;
  }

  /** The message headers, in order. */
  public List<Header> headers() {
    return headers;
  }

  /** The encapsulated MIME entity. */
  public MimeEntity entity() {
    return entity;
  }

  /** See {@link CpimCodec#encode}. Kept, since what an outbox records is sent a little later. */
  Octets octets() {
    Octets written = octets;
    if (written == null) {
      written = written();
      octets = written;
    }
    return written;
  }

  private Octets written() {
    Octets enclosed = entity.octets();
    ByteArrayOutputStream octets = new ByteArrayOutputStream(HEADERS + enclosed.length());
    for (Header header : headers) {
      octets.writeBytes(header.raw().getBytes(StandardCharsets.UTF_8));
      octets.writeBytes(LINE_END);
    }
    octets.writeBytes(LINE_END);
    enclosed.writeTo(octets);
    return Octets.copyOf(octets);
  }

  /** The sender (RFC 3862 §4.1). */
  public Mailbox from() {
    List<Mailbox> from = mailboxes("From");
    if (from.size() != 1) {
      throw new IllegalStateException("a checked message has one From");
    }
    return from.get(0);
  }

  /** The recipients, in order (RFC 3862 §4.2). */
  public List<Mailbox> to() {
    return mailboxes("To");
  }

  /** Who gets a courtesy copy, in order (RFC 3862 §4.3). */
  public List<Mailbox> cc() {
    return mailboxes("cc");
  }

  /** The subjects, in order (RFC 3862 §4.5). */
  public List<Subject> subjects() {
    return core("Subject").stream()
        .map(header -> new Subject(header.parameter("lang"), header.value()))
        .toList();
  }

  /**
   * When the sender sent it (RFC 3862 §4.4); empty if not given, not readable (OPEN h), or given
   * more than once, so that none can be believed.
   */
  public Optional<Instant> dateTime() {
    Header date = null;
    for (Header header : headers) {
      if (header.isCore("DateTime")) {
        if (date != null) {
          return Optional.empty();
        }
        date = header;
      }
    }
    try {
      return date == null ? Optional.empty() : Optional.of(DateTime.parse(date.value()));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** What Require headers name, each prefix resolved where it stands (RFC 3862 §3.5, §4.7). */
  public List<HeaderName> required() {
    Namespaces namespaces = new Namespaces();
    List<HeaderName> required = new ArrayList<>(0);
    for (Header header : headers) {
      namespaces.take(header);
      if (header.isCore("Require")) {
        required.addAll(namespaces.required(header));
      }
    }
    return required;
  }

  /** The headers of that name, in order. */
  public List<Header> headers(HeaderName name) {
    return headers.stream().filter(header -> header.qualifiedName().equals(name)).toList();
  }

  /** The headers of that name among those of RFC 3862 §4, in order. */
  public List<Header> core(String name) {
    List<Header> found = new ArrayList<>(1); // no stream: this is asked several times a message
    for (Header header : headers) {
      if (header.isCore(name)) {
        found.add(header);
      }
    }
    return Collections.unmodifiableList(found);
  }

  private List<Mailbox> mailboxes(String name) {
    List<Mailbox> mailboxes = new ArrayList<>(1);
    for (Header header : core(name)) {
      try {
        mailboxes.add(Mailbox.parse(header.writtenValue()));
      } catch (MalformedException e) {
        throw new IllegalStateException("a checked message has well-formed addresses", e);
      }
    }
    return mailboxes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CpimMessage that
        && headers.equals(that.headers)
        && entity.equals(that.entity);
  }

  @Override
  public int hashCode() {
    return 31 * headers.hashCode() + entity.hashCode();
  }

  @Override
  public String toString() {
    return "CpimMessage[headers=" + headers + ", entity=" + entity + "]";
  }
}
