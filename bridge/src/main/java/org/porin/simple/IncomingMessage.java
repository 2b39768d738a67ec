package org.porin.simple;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.address.SipUri;
import org.porin.mapping.HopHeaders;
import org.porin.mapping.SipContentMapping;
import org.porin.mapping.SipContentMapping.Envelope;
import org.porin.mapping.SipHeaderMapping;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Header;
import org.porin.msgfmt.HeaderName;
import org.porin.msgfmt.MediaType;
import org.porin.profile.Conversation;
import org.porin.profile.Failure.Reason;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.TransId;
import org.porin.sip.NameAddr;
import org.porin.sip.SipRequest;
import org.porin.wire.MalformedException;

/** Reads a MESSAGE request that has passed {@link Screening} as a message operation. */
final class IncomingMessage {
  private static final HeaderName MESSAGE_ID = new HeaderName("urn:ietf:params:imdn", "Message-ID");
  private static final int MAX_CHARS = 128;

  private IncomingMessage() {}

  /**
   * The operation of a request.
   *
   * @param origin the far end, and who vouches for the source
   * @throws MalformedException when a header or a Message/CPIM body is none: 400
   * @throws UnmappableException when an address is no instant inbox, or the content has no place in
   *     a message
   */
  static MessageOperation read(
      SipRequest request, Origin origin, CpimLimits limits, Instant receivedAt)
      throws MalformedException, UnmappableException {
    NameAddr from = request.from();
    ImUri source = inbox(from.uri(), "From");
    ImUri destination = inbox(request.requestUri(), "Request-URI");
    Optional<String> contentType = request.headers().first("Content-Type");
    MediaType type =
        contentType.isPresent() ? MediaType.parse(contentType.get()) : MediaType.PLAIN_UTF_8;
    Envelope envelope =
        new Envelope(
            source,
            from.displayName(),
            destination,
            request.headers().first("Subject"),
            request.headers().first("Content-Language"),
            request.headers().first("Content-Transfer-Encoding"),
            date(request));
    CpimMessage content =
        SipContentMapping.toCpim(type, request.body(), limits, envelope, receivedAt).value();
    HopHeaders hops =
        HopHeaders.ofSip(
            request.headers().first(HopHeaders.MAX_FORWARDS),
            request.headers().all(HopHeaders.BRIDGE_TRACE));
    return new MessageOperation(
        source,
        destination,
        new TransId(transaction(request)),
        hops.maxForwards(),
        hops.trace(),
        origin,
        Optional.of(messageId(content).orElseGet(() -> identity(request))),
        new Conversation(
            Optional.of(SipHeaderMapping.thread(request.callId())),
            from.sipUri().flatMap(SipHeaderMapping::resource)),
        content,
        Optional.empty());
  }

  /**
   * When its sender no longer wants it shown (RFC 3428 §7): Expires counts from Date, else from
   * when it arrived. 0 is for relays: not to be stored, so now or never. What is no number says
   * nothing.
   */
  static Optional<Instant> expiry(SipRequest request, Instant receivedAt) {
    return request
        .headers()
        .first("Expires")
        .filter(value -> value.matches("0{0,9}[1-9][0-9]{0,9}"))
        .map(seconds -> date(request).orElse(receivedAt).plusSeconds(Long.parseLong(seconds)));
  }

  /** By what a request is spoken of: a repeat of it does not change it. */
  static String transaction(SipRequest request) {
    return shortened(request.callId() + "|" + request.cseq().number());
  }

  /**
   * What tells a request from all others of its sender (RFC 3261 §8.2.2.2): of a thread the Call-ID
   * comes again, and after a restart of its sender the number may; the tag of From does not.
   */
  private static String identity(SipRequest request) {
    String tag = request.from().tag().orElse("");
    return shortened(request.callId() + "|" + request.cseq().number() + "|" + tag);
  }

  /** The forms of one user give one address. */
  private static ImUri inbox(String uri, String where) throws UnmappableException {
    String scheme = uri.substring(0, uri.indexOf(':')).toLowerCase(Locale.ROOT);
    try {
      return scheme.equals("im") ? ImUri.parse(uri) : SipUri.parse(uri).toIm();
    } catch (MalformedException e) {
      throw new UnmappableException(
          Reason.INVALID_ADDRESS, where + " names no user of a domain: " + e.getMessage());
    }
  }

  /** When the sender says it wrote; a date that is none says nothing. */
  private static Optional<Instant> date(SipRequest request) {
    try {
      return request.date();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> messageId(CpimMessage content) {
    List<Header> ids = content.headers(MESSAGE_ID);
    return ids.size() == 1 && !ids.get(0).value().isEmpty()
        ? Optional.of(shortened(ids.get(0).value()))
        : Optional.empty();
  }

  /** A text that identifies; a long one by its digest, so that a peer cannot make us keep much. */
  private static String shortened(String text) {
    if (text.length() <= MAX_CHARS) {
      return text;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
