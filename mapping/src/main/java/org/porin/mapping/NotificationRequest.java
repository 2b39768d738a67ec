package org.porin.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Header;
import org.porin.msgfmt.HeaderName;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.stanza.Element;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;

/**
 * What a message from the other side wants to be notified of (RFC 5438 §7.1.1): kept until its
 * recipient on the XMPP side, or this bridge, has something to tell.
 *
 * @param messageId under which the sender knows it
 * @param dateTime of the message, as written
 * @param recipient the inbox that it is for, a URI
 * @param originalRecipient where an intermediary put another recipient in its place
 * @param sender whom notifications are for
 * @param routes by which they go, in order
 * @param dispositions what is asked for, {@code positive-delivery}
 */
public record NotificationRequest(
    String messageId,
    Optional<String> dateTime,
    String recipient,
    Optional<String> originalRecipient,
    Mailbox sender,
    List<Mailbox> routes,
    List<String> dispositions) {
  private static final String PREFIX = "imdn";
  private static final String FAILURE = "negative-delivery";

  /** Of all its texts; a route counts for {@link #ROUTE_CHARS} more. */
  private static final int MAX_CHARS = 1_024;

  private static final int ROUTE_CHARS = 64;

  public NotificationRequest {
    routes = List.copyOf(routes);
    dispositions = List.copyOf(dispositions);
  }

  /**
   * What a message asks for; empty when it asks for nothing, is a notification itself (RFC 5438
   * §7.2.1), lacks what a notification needs, or would have more kept than {@link #MAX_CHARS}: how
   * much that is must not be for its sender to choose.
   *
   * @param message one that {@code CpimApplication} finds nothing wrong with
   * @param recipient which of its recipients
   */
  public static Optional<NotificationRequest> of(CpimMessage message, Mailbox recipient) {
    List<String> dispositions = ReceiptMapping.requested(message);
    Optional<String> id =
        ReceiptMapping.messageId(message)
            .filter(text -> !text.isEmpty() && text.length() <= Imdn.MAX_ID_CHARS);
    boolean notification = message.entity().contentType().is("message", "imdn+xml");
    if (dispositions.isEmpty() || id.isEmpty() || notification) {
      return Optional.empty();
    }
    List<Mailbox> recorded =
        message.headers(name("IMDN-Record-Route")).stream()
            .flatMap(header -> header.mailbox().stream())
            .map(route -> Mailbox.of(route.uri()))
            .toList();
    NotificationRequest request =
        new NotificationRequest(
            id.get(),
            message.core("DateTime").stream().map(Header::value).findFirst(),
            recipient.uri(),
            message.headers(name("Original-To")).stream()
                .flatMap(header -> header.mailbox().stream())
                .map(Mailbox::uri)
                .findFirst(),
            Mailbox.of(message.from().uri()), // names are for nobody
            recorded,
            dispositions.stream().distinct().toList());
    return Optional.of(request).filter(each -> each.chars() <= MAX_CHARS);
  }

  private int chars() {
    return messageId.length()
        + dateTime.map(String::length).orElse(0)
        + recipient.length()
        + originalRecipient.map(String::length).orElse(0)
        + sender.uri().length()
        + routes.stream().mapToInt(route -> route.uri().length() + ROUTE_CHARS).sum();
  }

  /**
   * What a message asks for, where its failure is to be told by a notification: it asks for that,
   * and is neither signed nor encrypted, since the notification would have to be so too (RFC 5438
   * §8.2, §14.2).
   *
   * @param message any
   * @param recipient which of its recipients, a URI
   */
  public static Optional<NotificationRequest> ofFailure(CpimMessage message, String recipient) {
    if (!ReceiptMapping.requested(message).contains(FAILURE) // the least work for most
        || EndToEndMapping.isSecured(message.entity().contentType())
        || CpimApplication.check(message).isPresent()) {
      return Optional.empty();
    }
    return of(message, Mailbox.of(recipient));
  }

  /** Where a notification is sent: to the top route, else to the sender (RFC 5438 §7.2.1). */
  public String nextHop() {
    return routes.isEmpty() ? sender.uri() : routes.get(0).uri();
  }

  /** Whether it wants to be told that the message has arrived. */
  public boolean wantsReceipt() {
    return dispositions.contains("positive-delivery");
  }

  /** Whether it wants to be told that the message will not arrive. */
  public boolean wantsFailure() {
    return dispositions.contains(FAILURE);
  }

  /** Whether it wants to be told that the message has been seen. */
  public boolean wantsMarker() {
    return dispositions.contains("display");
  }

  /**
   * The stanza with the requests that its recipient understands (XEP-0184 §5.1, XEP-0333 §4), under
   * an id that a receipt can name; unchanged where neither is wanted.
   */
  public MessageStanza asked(MessageStanza stanza, String stanzaId) {
    if ((!wantsReceipt() && !wantsMarker()) || stanza.type() == MessageType.GROUPCHAT) {
      return stanza;
    }
    List<Element> extensions = new ArrayList<>(stanza.extensions());
    if (wantsReceipt()) {
      extensions.add(Element.empty(ReceiptMapping.NAMESPACE, "request"));
    }
    if (wantsMarker()) {
      extensions.add(Element.empty(ChatMarkers.NAMESPACE, ChatMarkers.MARKABLE));
    }
    return new MessageStanza(
        stanza.from(),
        stanza.to(),
        Optional.of(stanzaId),
        stanza.type(),
        stanza.lang(),
        stanza.subjects(),
        stanza.bodies(),
        stanza.thread(),
        stanza.error(),
        extensions);
  }

  /**
   * The notification that the message was delivered, or failed to be. The caller sends one at most
   * for each disposition, and none for what is not asked for (RFC 5438 §7.2.1, §8.2).
   *
   * @param delivered whether it was
   * @param ownId the Message-ID of the notification, a Token nobody can guess (§6.3)
   */
  public CpimMessage notification(boolean delivered, String ownId, Instant now) {
    return notification(Imdn.Disposition.DELIVERY, delivered ? "delivered" : "failed", ownId, now);
  }

  /**
   * The notification that the message was displayed (RFC 5438 §11.1.7), for a marker of XEP-0333.
   * As with {@link #notification}, one at most, and only where {@link #wantsMarker}.
   *
   * @param ownId the Message-ID of the notification, a Token nobody can guess (§6.3)
   */
  public CpimMessage displayed(String ownId, Instant now) {
    return notification(Imdn.Disposition.DISPLAY, "displayed", ownId, now);
  }

  private CpimMessage notification(
      Imdn.Disposition disposition, String status, String ownId, Instant now) {
    Imdn imdn =
        new Imdn(
            messageId, dateTime, Optional.of(recipient), originalRecipient, disposition, status);
    CpimBuilder cpim =
        new CpimBuilder()
            .from(Mailbox.of(recipient))
            .to(Mailbox.of(sender.uri()))
            .dateTime(now)
            .namespace(PREFIX, ReceiptMapping.HEADERS)
            .header(PREFIX, "Message-ID", ownId);
    for (Mailbox route : routes) {
      cpim.header(PREFIX, "IMDN-Route", "<" + route.uri() + ">"); // §6.6: in order
    }
    return cpim.build(
        MimeEntity.of(
            List.of(
                new MimeHeader("Content-Type", "message/imdn+xml"),
                new MimeHeader("Content-Disposition", "notification")),
            imdn.encode()));
  }

  private static HeaderName name(String name) {
    return new HeaderName(ReceiptMapping.HEADERS, name);
  }
}
