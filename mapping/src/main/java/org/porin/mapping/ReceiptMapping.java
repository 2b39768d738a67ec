package org.porin.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.HeaderName;
import org.porin.msgfmt.TransferEncoding;
import org.porin.profile.Failure.Reason;
import org.porin.stanza.Element;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Receipts of XEP-0184, markers of XEP-0333 and disposition notifications of RFC 5438. */
public final class ReceiptMapping {
  /** The namespace of {@code <request/>} and {@code <received/>}. */
  public static final String NAMESPACE = "urn:xmpp:receipts";

  /** The namespace of the CPIM headers (RFC 5438 §6.1). */
  public static final String HEADERS = "urn:ietf:params:imdn";

  private static final String PREFIX = "imdn";

  private ReceiptMapping() {}

  /** A message whose sender waits for a receipt. */
  public record Requested(String stanzaId, Jid requester) {}

  /**
   * Whether a stanza asks for a receipt: it has an id that the receipt can name, is no receipt
   * itself, and no error or group chat (XEP-0184 §5).
   */
  public static boolean isRequested(MessageStanza stanza) {
    return stanza.id().filter(id -> !id.isEmpty()).isPresent()
        && stanza.type() != MessageType.ERROR
        && stanza.type() != MessageType.GROUPCHAT
        && stanza.extensions().stream().anyMatch(e -> e.is(NAMESPACE, "request"))
        && stanza.extensions().stream().noneMatch(e -> e.is(NAMESPACE, "received"));
  }

  /**
   * Has a message of ours ask for a notification of its delivery, if the stanza asks for a receipt,
   * and of its display, if it asks for a marker (RFC 5438 §7.1.1).
   *
   * @param messageId a Token nobody can guess, with 64 random bits or more (RFC 5438 §6.3)
   */
  public static Mapped<CpimMessage> request(
      MessageStanza stanza, Mapped<CpimMessage> message, String messageId) {
    List<String> dispositions = new ArrayList<>();
    if (isRequested(stanza)) {
      dispositions.add("positive-delivery");
    }
    if (ChatMarkers.isMarkable(stanza)) {
      dispositions.add("display");
    }
    if (dispositions.isEmpty()) {
      return message;
    }
    if (messageId.isEmpty()
        || !messageId.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c))) {
      throw new IllegalArgumentException("a Message-ID of ours is letters and digits");
    }
    CpimMessage asking =
        CpimBuilder.after(message.value())
            .namespace(PREFIX, HEADERS)
            .header(PREFIX, "Message-ID", messageId)
            .header(PREFIX, "Disposition-Notification", String.join(", ", dispositions))
            .build(message.value().entity());
    List<Omission> omissions = new ArrayList<>(message.omissions());
    if (isRequested(stanza)) {
      omissions.removeIf(omission -> omission.what().equals("{" + NAMESPACE + "}request"));
    }
    if (ChatMarkers.isMarkable(stanza)) {
      String markable = "{" + ChatMarkers.NAMESPACE + "}" + ChatMarkers.MARKABLE;
      omissions.removeIf(omission -> omission.what().equals(markable));
    }
    return new Mapped<>(asking, omissions);
  }

  /** The id under which a message can be notified about; found by namespace, not by prefix. */
  public static Optional<String> messageId(CpimMessage message) {
    return message.headers(new HeaderName(HEADERS, "Message-ID")).stream()
        .map(header -> header.value())
        .findFirst();
  }

  /** The id of the message that a stanza is the receipt for (XEP-0184 §5.2, XEP-0333 0.4). */
  public static Optional<String> received(MessageStanza stanza) {
    if (stanza.type() == MessageType.ERROR || stanza.type() == MessageType.GROUPCHAT) {
      return Optional.empty();
    }
    return stanza.extensions().stream()
        .filter(extension -> extension.is(NAMESPACE, "received"))
        .flatMap(extension -> extension.attribute("id").stream())
        .filter(id -> !id.isEmpty())
        .findFirst()
        .or(() -> ChatMarkers.received(stanza));
  }

  /** What a message asks to be notified of; no more than RFC 5438 §7.1.1.3 knows. */
  public static List<String> requested(CpimMessage message) {
    List<String> known = List.of("positive-delivery", "negative-delivery", "processing", "display");
    return message.headers(new HeaderName(HEADERS, "Disposition-Notification")).stream()
        .flatMap(header -> List.of(header.value().split(",", -1)).stream())
        .map(request -> request.split(";", 2)[0].strip()) // §10: parameters may follow
        .filter(known::contains)
        .toList();
  }

  /**
   * The notification that a message is, if it is one (RFC 5438 §7.1.2).
   *
   * @throws UnmappableException when it says to be one and cannot be read
   */
  public static Optional<Imdn> notification(CpimMessage message) throws UnmappableException {
    if (!message.entity().contentType().is("message", "imdn+xml")) {
      return Optional.empty();
    }
    try {
      Optional<Octets> document = TransferEncoding.undo(message.entity());
      return Optional.of(Imdn.parse(document.orElse(message.entity().body())));
    } catch (MalformedException e) {
      throw new UnmappableException(
          Reason.UNSUPPORTED_CONTENT, "the disposition notification cannot be read");
    }
  }

  /**
   * The receipt for a notification of delivery, or the marker for one of display, to the very
   * resource that asked.
   *
   * @param known the message behind a Message-ID of ours
   * @return empty when the notification tells nothing that a receipt could say, or nobody asked
   * @throws UnmappableException when it cannot be read, or comes from nowhere
   */
  public static Optional<MessageStanza> toReceipt(
      CpimMessage message, AddressMapping addresses, Function<String, Optional<Requested>> known)
      throws UnmappableException {
    Optional<Imdn> imdn = notification(message);
    boolean delivered = tells(imdn, Imdn.Disposition.DELIVERY, "delivered");
    if (!delivered && !tells(imdn, Imdn.Disposition.DISPLAY, "displayed")) {
      return Optional.empty();
    }
    Optional<Requested> request = known.apply(imdn.get().messageId());
    if (request.isEmpty()) {
      return Optional.empty();
    }
    Element told =
        delivered
            ? Element.empty(NAMESPACE, "received")
            : Element.empty(ChatMarkers.NAMESPACE, ChatMarkers.DISPLAYED);
    return Optional.of(
        new MessageStanza(
            Optional.of(sender(message, addresses)),
            Optional.of(request.get().requester()),
            Optional.empty(),
            MessageType.NORMAL,
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(told.with("id", request.get().stanzaId()))));
  }

  private static boolean tells(Optional<Imdn> imdn, Imdn.Disposition disposition, String status) {
    return imdn.filter(each -> each.disposition() == disposition)
        .filter(each -> each.status().equals(status))
        .isPresent();
  }

  private static Jid sender(CpimMessage message, AddressMapping addresses)
      throws UnmappableException {
    if (CpimApplication.check(message).isPresent()) {
      throw new UnmappableException(
          Reason.INVALID_ADDRESS, "the notification has no usable From and To");
    }
    try {
      return addresses.toJid(ImAddress.parse(message.from().uri()));
    } catch (UnmappableAddressException e) {
      throw new UnmappableException(Reason.INVALID_ADDRESS, e.text());
    }
  }
}
