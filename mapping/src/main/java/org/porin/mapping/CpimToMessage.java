package org.porin.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.msgfmt.ApplicationFault;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Header;
import org.porin.msgfmt.HeaderName;
import org.porin.msgfmt.LanguageTag;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.Subject;
import org.porin.profile.Failure.Reason;
import org.porin.stanza.Element;
import org.porin.stanza.LangText;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;

/** RFC 3922 §4.2. */
final class CpimToMessage {
  private static final int MAX_ID_CHARS = 256;

  private final AddressMapping addresses;

  CpimToMessage(AddressMapping addresses) {
    this.addresses = addresses;
  }

  Mapped<MessageStanza> map(CpimMessage message, ImUri destination) throws UnmappableException {
    Optional<ApplicationFault> fault = CpimApplication.check(message);
    if (fault.isPresent()) {
      throw refusal(fault.get());
    }
    Jid from = toJid(ImAddress.parse(message.from().uri()));
    Jid to = toJid(destination);
    List<Omission> omissions = new ArrayList<>();
    headers(message, destination, omissions);

    MimeEntity entity = message.entity();
    List<LangText> subjects = subjects(message, omissions);
    Optional<String> lang = Optional.empty();
    List<LangText> bodies = new ArrayList<>(1);
    List<Element> extensions = new ArrayList<>(1);
    if (EndToEndMapping.isSecured(entity.contentType())) {
      extensions.add(EndToEndMapping.toElement(entity)); // RFC 3923 §8
    } else {
      lang = PlainText.language(entity);
      bodies.add(new LangText(lang, XmlText.of(PlainText.text(entity))));
    }
    if (subjects.stream().anyMatch(subject -> subject.lang().isEmpty())) {
      lang = Optional.empty(); // it would be inherited by a subject in no stated language
    }
    MessageStanza stanza =
        new MessageStanza(
            Optional.of(from),
            Optional.of(to),
            id(entity),
            MessageType.NORMAL,
            lang,
            subjects,
            bodies,
            Optional.empty(),
            Optional.empty(),
            extensions);
    return new Mapped<>(stanza, omissions);
  }

  private Jid toJid(ImUri uri) throws UnmappableException {
    try {
      return addresses.toJid(uri);
    } catch (UnmappableAddressException e) {
      throw new UnmappableException(Reason.INVALID_ADDRESS, e.text());
    }
  }

  static UnmappableException refusal(ApplicationFault fault) {
    return switch (fault) {
      case UNSUPPORTED_REQUIRE ->
          new UnmappableException(
              Reason.UNSUPPORTED_REQUIRE, "the message requires a feature that is not known here");
      case MISSING_FROM, DUPLICATE_FROM, MISSING_TO, BAD_ADDRESS, BAD_URI ->
          new UnmappableException(
              Reason.INVALID_ADDRESS, "the message has no usable From and To: " + fault.code());
    };
  }

  /** §4.2.5; the first one in each language, since RFC 6121 §5.2.4 allows one. */
  private static List<LangText> subjects(CpimMessage message, List<Omission> omissions) {
    List<LangText> subjects = new ArrayList<>();
    Set<Optional<String>> languages = new HashSet<>();
    for (Subject subject : message.subjects()) {
      Optional<String> lang =
          subject
              .lang()
              .filter(LanguageTag::isWellFormed)
              .filter(tag -> !tag.equalsIgnoreCase("i-default")); // RFC 3862 §3.3
      if (languages.add(lang)) {
        subjects.add(new LangText(lang, XmlText.of(subject.text())));
      } else {
        omissions.add(new Omission("second Subject in one language", "RFC 6121 §5.2.4"));
      }
    }
    return subjects;
  }

  private static void headers(CpimMessage message, ImUri destination, List<Omission> omissions) {
    for (Header header : message.headers()) {
      omission(header, destination).ifPresent(omissions::add);
    }
    if (message.entity().header("Content-ID").isPresent() && id(message.entity()).isEmpty()) {
      omissions.add(new Omission("Content-ID", "RFC 3922 §4.2.8"));
    }
  }

  /** The Content-ID without its angle brackets (§4.2.8), where it has them and is short. */
  private static Optional<String> id(MimeEntity entity) {
    return entity
        .header("Content-ID")
        .filter(id -> id.length() > 2 && id.length() <= MAX_ID_CHARS)
        .filter(id -> id.startsWith("<") && id.indexOf('>') == id.length() - 1)
        .map(id -> id.substring(1, id.length() - 1))
        .filter(id -> id.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '<'));
  }

  private static Optional<Omission> omission(Header header, ImUri destination) {
    if (!header.namespace().equals(HeaderName.CORE)) {
      String name = "{" + header.namespace() + "}" + header.name();
      return Optional.of(new Omission(name, "RFC 3922 §4.2.6"));
    }
    return switch (header.name()) {
      case "From" -> nameOmission(header, "RFC 3922 §4.2.1");
      case "To" ->
          isFor(header, destination)
              ? nameOmission(header, "RFC 3922 §4.2.2")
              : Optional.of(new Omission("To of someone else", "RFC 3922 §4.2.2"));
      case "cc" -> Optional.of(new Omission("cc", "RFC 3922 §4.2.3"));
      case "DateTime" -> Optional.of(new Omission("DateTime", "RFC 3922 §4.2.4"));
      case "NS" -> Optional.of(new Omission("NS", "RFC 3922 §4.2.6"));
      case "Subject" -> Optional.empty();
      case "Require" -> Optional.of(new Omission("Require", "RFC 3922 §4.2.7"));
      default -> Optional.of(new Omission(header.name(), "RFC 3862 §2.2"));
    };
  }

  private static Optional<Omission> nameOmission(Header header, String clause) {
    return header
        .mailbox()
        .flatMap(Mailbox::formalName)
        .map(name -> new Omission("Formal-name of " + header.name(), clause));
  }

  private static boolean isFor(Header to, ImUri destination) {
    try {
      return to.mailbox().isPresent()
          && ImAddress.parse(to.mailbox().get().uri()).equals(destination);
    } catch (UnmappableException e) {
      return false;
    }
  }
}
