package org.porin.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.address.SipUri;
import org.porin.msgfmt.ApplicationFault;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Header;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MediaType;
import org.porin.msgfmt.MediaType.Parameter;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.msgfmt.Subject;
import org.porin.msgfmt.TransferEncoding;
import org.porin.profile.Failure.Reason;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Message/CPIM as the content of a SIP MESSAGE, and back (RFC 3428 §8, RFC 7572). Stateless. */
public final class SipContentMapping {
  /** What the 415 for a refused content names in Accept: the types that any message can have. */
  public static final List<String> ACCEPTED = List.of("message/cpim", "text/plain");

  /** The types and ranges of which {@link #toCpim} takes some. */
  public static final List<String> TAKEN =
      List.of("message/cpim", "text/plain", "application/pkcs7-mime", "multipart/*");

  private static final int MAX_SUBJECT_CHARS = 512;
  private static final int MAX_NAME_CHARS = 128;
  private static final MediaType SIP_PLAIN =
      new MediaType("text", "plain", List.of(new Parameter("charset", "UTF-8")));

  private SipContentMapping() {}

  /**
   * The content of a request in a dialect.
   *
   * @param message one of our own where the dialect is another than {@link Dialect#CPIM_IM}
   * @throws UnmappableException when the dialect cannot express it
   */
  public static Mapped<SipContent> toSip(CpimMessage message, Dialect dialect)
      throws UnmappableException {
    return switch (dialect) {
      case CPIM_IM -> new Mapped<>(cpim(message), List.of());
      case CPIM_SIP -> new Mapped<>(cpim(withSipAddresses(message)), List.of());
      case TEXT_PLAIN -> plain(message);
    };
  }

  /**
   * What a request says in its header fields, its addresses as instant inboxes: {@code im:} and
   * {@code sip:} forms of one user are the same.
   *
   * @param fromName the display name, unquoted
   * @param contentLanguage the field value
   * @param transferEncoding the value of Content-Transfer-Encoding: SIP needs none, but it frames
   *     its bodies by the rules of MIME, where S/MIME has it (RFC 3261 §7.4.1, §23.4)
   */
  public record Envelope(
      ImUri from,
      Optional<String> fromName,
      ImUri to,
      Optional<String> subject,
      Optional<String> contentLanguage,
      Optional<String> transferEncoding,
      Optional<Instant> date) {
    /** Of a request whose body stands as it is. */
    public Envelope(
        ImUri from,
        Optional<String> fromName,
        ImUri to,
        Optional<String> subject,
        Optional<String> contentLanguage,
        Optional<Instant> date) {
      this(from, fromName, to, subject, contentLanguage, Optional.empty(), date);
    }
  }

  /** As {@link #toCpim(MediaType, Octets, CpimLimits, Envelope, Instant)}, in the usual limits. */
  public static Mapped<CpimMessage> toCpim(
      MediaType type, Octets body, Envelope envelope, Instant receivedAt)
      throws MalformedException, UnmappableException {
    return toCpim(type, body, CpimLimits.DEFAULT, envelope, receivedAt);
  }

  /**
   * The Message/CPIM that a request carries, or for other content one that says what its header
   * fields say. An object that arrives stays as it is; of a multipart the best part is taken (RFC
   * 2046 §5.1).
   *
   * @param receivedAt when the request arrived; DateTime where it says nothing
   * @throws MalformedException when a {@code message/cpim}, a multipart or a transfer encoding is
   *     none: SIP 400
   * @throws UnmappableException when the content cannot be carried, or the From inside is another
   *     than that of the request
   */
  public static Mapped<CpimMessage> toCpim(
      MediaType type, Octets body, CpimLimits limits, Envelope envelope, Instant receivedAt)
      throws MalformedException, UnmappableException {
    Optional<String> encoding =
        envelope.transferEncoding().filter(name -> !TransferEncoding.isIdentity(name));
    if (encoding.isPresent()) {
      MimeEntity encoded = encoded(type, encoding.get(), body);
      return new Mapped<>(ofPart(encoded, limits, envelope, receivedAt), List.of());
    }
    if (MultipartChoice.isFor(type)) {
      Mapped<MimeEntity> chosen = MultipartChoice.of(type, body, limits);
      return new Mapped<>(ofPart(chosen.value(), limits, envelope, receivedAt), chosen.omissions());
    }
    return new Mapped<>(ofContent(type, body, limits, envelope, receivedAt), List.of());
  }

  /** RFC 2045 §6.4: what has an encoding that is not known is opaque; a multipart has none. */
  private static MimeEntity encoded(MediaType type, String encoding, Octets body)
      throws UnmappableException {
    if (!TransferEncoding.isKnown(encoding) || MultipartChoice.isFor(type)) {
      throw new UnmappableException(
          Reason.UNSUPPORTED_CONTENT, "its Content-Transfer-Encoding is not known for its type");
    }
    return MimeEntity.of(
        List.of(
            new MimeHeader("Content-Type", type.toString()),
            new MimeHeader("Content-Transfer-Encoding", encoding)),
        body);
  }

  private static CpimMessage ofContent(
      MediaType type, Octets body, CpimLimits limits, Envelope envelope, Instant receivedAt)
      throws MalformedException, UnmappableException {
    if (type.is("message", "cpim")) {
      return checked(CpimCodec.decodeLenient(body, limits), envelope);
    }
    CpimBuilder cpim = ofHeaders(envelope, receivedAt);
    if (EndToEndMapping.isSecured(type)) {
      return cpim.build(
          MimeEntity.of(List.of(new MimeHeader("Content-Type", type.toString())), body));
    }
    return cpim.build(PlainText.entity(PlainText.ofSip(type, body), envelope.contentLanguage()));
  }

  /** A part has MIME headers of its own: its language goes before that of the request. */
  private static CpimMessage ofPart(
      MimeEntity part, CpimLimits limits, Envelope envelope, Instant receivedAt)
      throws MalformedException, UnmappableException {
    if (EndToEndMapping.isSecured(part.contentType())) {
      return ofHeaders(envelope, receivedAt).build(part); // RFC 3923 §8: immutable
    }
    Envelope said =
        new Envelope(
            envelope.from(),
            envelope.fromName(),
            envelope.to(),
            envelope.subject(),
            PlainText.language(part).or(envelope::contentLanguage),
            Optional.empty(),
            envelope.date());
    Octets body = TransferEncoding.undo(part).orElseThrow(IllegalStateException::new);
    return ofContent(part.contentType(), body, limits, said, receivedAt);
  }

  private static CpimBuilder ofHeaders(Envelope envelope, Instant receivedAt) {
    CpimBuilder cpim = new CpimBuilder();
    Optional<String> name = envelope.fromName().map(text -> oneLine(text, MAX_NAME_CHARS));
    cpim.from(new Mailbox(name, envelope.from().toString()));
    cpim.to(Mailbox.of(envelope.to().toString()));
    cpim.dateTime(envelope.date().orElse(receivedAt));
    envelope.subject().ifPresent(text -> cpim.subject(new Subject(Optional.empty(), text)));
    return cpim;
  }

  private static CpimMessage checked(CpimMessage message, Envelope envelope)
      throws UnmappableException {
    Optional<ApplicationFault> fault = CpimApplication.check(message);
    if (fault.isPresent() && fault.get() != ApplicationFault.UNSUPPORTED_REQUIRE) {
      throw new UnmappableException(
          Reason.INVALID_ADDRESS, "the message has no usable From and To: " + fault.get().code());
    }
    if (!ImAddress.parse(message.from().uri()).equals(envelope.from())) {
      throw new UnmappableException(
          Reason.FORGED_SOURCE, "From of the message and From of the request differ");
    }
    return message;
  }

  private static SipContent cpim(CpimMessage message) {
    return new SipContent(
        MediaType.CPIM,
        CpimCodec.encode(message),
        Optional.empty(),
        Optional.empty(),
        message.dateTime());
  }

  private static CpimMessage withSipAddresses(CpimMessage message) throws UnmappableException {
    List<Header> headers = new ArrayList<>(message.headers().size());
    for (Header header : message.headers()) {
      Optional<Mailbox> mailbox = isAddress(header) ? header.mailbox() : Optional.empty();
      if (mailbox.isPresent() && mailbox.get().uri().toLowerCase(Locale.ROOT).startsWith("im:")) {
        String uri = SipUri.of(ImAddress.parse(mailbox.get().uri())).toString();
        headers.add(header.withMailbox(new Mailbox(mailbox.get().formalName(), uri)));
      } else {
        headers.add(header);
      }
    }
    return new CpimMessage(headers, message.entity());
  }

  private static boolean isAddress(Header header) {
    return header.isCore("From") || header.isCore("To") || header.isCore("cc");
  }

  private static Mapped<SipContent> plain(CpimMessage message) throws UnmappableException {
    List<Omission> omissions = new ArrayList<>();
    MimeEntity entity = message.entity();
    boolean secured = EndToEndMapping.isSecured(entity.contentType());
    Octets body = secured ? bare(entity) : Octets.utf8(PlainText.canonical(PlainText.text(entity)));
    Optional<String> language = PlainText.language(entity);
    Optional<Subject> subject = subject(message, language, omissions);
    for (Header header : message.headers()) {
      boolean carried = isAddress(header) || header.isCore("Subject") || header.isCore("DateTime");
      if (!carried) {
        omissions.add(new Omission(header.name(), "RFC 7572 §4"));
      }
    }
    return new Mapped<>(
        new SipContent(
            secured ? entity.contentType() : SIP_PLAIN,
            body,
            subject.map(s -> oneLine(s.text(), MAX_SUBJECT_CHARS)).filter(s -> !s.isEmpty()),
            language,
            message.dateTime()),
        omissions);
  }

  /**
   * The body of a secured object that goes without Message/CPIM around it (RFC 3923 §8). Of its
   * MIME headers a request has a place for the type alone.
   */
  private static Octets bare(MimeEntity object) throws UnmappableException {
    if (object.headers().size() > 1) {
      throw new UnmappableException(
          Reason.UNSUPPORTED_CONTENT, "the secured object has headers that SIP has no place for");
    }
    if (!object.contentType().toString().chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new UnmappableException( // it is not ours to change, and stands in a header field there
          Reason.UNSUPPORTED_CONTENT, "the secured object has a Content-Type beyond ASCII");
    }
    return object.body();
  }

  /** A request has one Subject: that in the language of the text, else without, else the first. */
  private static Optional<Subject> subject(
      CpimMessage message, Optional<String> language, List<Omission> omissions) {
    List<Subject> subjects = message.subjects();
    for (int i = 1; i < subjects.size(); i++) {
      omissions.add(new Omission("Subject in another language", "RFC 3261 §20.36"));
    }
    return subjects.stream()
        .filter(s -> language.isPresent() && s.lang().equals(language))
        .findFirst()
        .or(() -> subjects.stream().filter(s -> s.lang().isEmpty()).findFirst())
        .or(() -> subjects.stream().findFirst());
  }

  /** Text for a header field: no line break gets out of it. */
  private static String oneLine(String text, int maxChars) {
    String line = text.replaceAll("[\\p{Cntrl}\\s\\u0085\\u2028\\u2029]+", " ").strip();
    if (line.length() <= maxChars) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    return line.substring(0, end).strip();
  }
}
