package org.porin.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.address.PercentEncoding;
import org.porin.address.SipUri;
import org.porin.address.UnmappableAddressException;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.Failure.StanzaBounce;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;
import org.porin.wire.MalformedException;

/** Words a failure as a stanza error and as a SIP response (RFC 7247 §7). */
public final class ErrorMapping {
  private static final String SCHEME = "xmpp:"; // RFC 5122
  private static final Map<Integer, String> PHRASES =
      Map.ofEntries(
          Map.entry(301, "Moved Permanently"),
          Map.entry(302, "Moved Temporarily"),
          Map.entry(400, "Bad Request"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(406, "Not Acceptable"),
          Map.entry(408, "Request Timeout"),
          Map.entry(410, "Gone"),
          Map.entry(413, "Request Entity Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(428, "Use Identity Header"), // RFC 8224 §6.2.2
          Map.entry(436, "Bad Identity Info"),
          Map.entry(437, "Unsupported Credential"),
          Map.entry(438, "Invalid Identity Header"),
          Map.entry(480, "Temporarily Unavailable"),
          Map.entry(482, "Loop Detected"),
          Map.entry(423, "Interval Too Brief"),
          Map.entry(481, "Subscription Does Not Exist"),
          Map.entry(483, "Too Many Hops"),
          Map.entry(488, "Not Acceptable Here"),
          Map.entry(500, "Server Internal Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Server Time-out"),
          Map.entry(600, "Busy Everywhere"),
          Map.entry(603, "Decline"),
          Map.entry(604, "Does Not Exist Anywhere"),
          Map.entry(606, "Not Acceptable"));

  private final AddressMapping addresses;

  /**
   * @param addresses maps the new address of one who moved
   */
  public ErrorMapping(AddressMapping addresses) {
    this.addresses = addresses;
  }

  /** The stanza error; its text names the cause and no host. */
  public StanzaError toStanzaError(Failure failure) {
    if (failure instanceof SipAnswer answer) {
      return ofAnswer(answer);
    }
    if (failure instanceof StanzaBounce bounce) {
      return bounce.error();
    }
    Reason reason = ((Refused) failure).reason();
    return new StanzaError(
        ReasonTable.type(reason),
        ReasonTable.condition(reason),
        Optional.empty(),
        Optional.of(cause(failure.text(), reason)));
  }

  /**
   * The SIP response. Never 401 or 407, which RFC 7247 Table 2 has: both need a challenge, and the
   * one who could answer it is not here, so they are 403.
   */
  public SipStatus toSipStatus(Failure failure) {
    if (failure instanceof SipAnswer answer) {
      String phrase = CauseText.clean(answer.text());
      boolean challenge = answer.status() == 401 || answer.status() == 407;
      int status = challenge ? 403 : answer.status();
      return new SipStatus(
          status,
          phrase.isEmpty() ? phrase(status) : phrase,
          accept(status),
          Optional.empty(),
          answer.contact().flatMap(ErrorMapping::sipUri),
          Optional.empty());
    }
    if (failure instanceof StanzaBounce bounce) {
      return ofBounce(bounce);
    }
    Refused refused = (Refused) failure;
    Reason reason = refused.reason();
    int code = ReasonTable.status(reason);
    Optional<String> cause = Optional.of(cause(failure.text(), reason));
    String phrase = ReasonTable.phrase(reason).orElseGet(() -> phrase(code));
    return new SipStatus(code, phrase, accept(code), cause, Optional.empty(), refused.retryAfter());
  }

  private StanzaError ofAnswer(SipAnswer answer) {
    Condition condition = ErrorTables.condition(answer.status());
    String phrase = CauseText.withoutAddresses(answer.text());
    String text =
        "The other side answered " + answer.status() + (phrase.isEmpty() ? "" : " " + phrase);
    Optional<String> detail = Optional.empty();
    if (answer.status() == 301 || answer.status() == 302) {
      detail = answer.contact().flatMap(this::xmppUri);
    }
    if (answer.status() == 301 && detail.isEmpty()) {
      // <gone/> for 301 MUST name the new address (RFC 7247 §7.2 note 1), and there is none
      condition = Condition.ITEM_NOT_FOUND;
    }
    StanzaError.Type type = ErrorTables.type(answer.status(), condition);
    return new StanzaError(type, condition, detail, Optional.of(text));
  }

  private SipStatus ofBounce(StanzaBounce bounce) {
    StanzaError error = bounce.error();
    boolean moved = error.condition() == Condition.GONE || error.condition() == Condition.REDIRECT;
    Optional<String> contact = moved ? error.detail().flatMap(this::contact) : Optional.empty();
    int listed = ErrorTables.status(error.condition(), bounce.fromFullJid(), contact.isPresent());
    int code = listed == 401 || listed == 407 ? 403 : listed;
    String text = CauseText.withoutAddresses(error.text().orElse(""));
    String cause = error.condition().wire() + (text.isEmpty() ? "" : ": " + text);
    return new SipStatus(
        code,
        text.isEmpty() ? phrase(code) : text, // RFC 7247 §7
        accept(code),
        Optional.of(CauseText.clean(cause)),
        contact,
        Optional.empty());
  }

  private static String cause(String text, Reason reason) {
    String clean = CauseText.clean(text);
    return clean.isEmpty() ? CauseText.clean(reason.name()) : clean;
  }

  private static String phrase(int code) {
    return PHRASES.getOrDefault(code, "Failed");
  }

  private static List<String> accept(int code) {
    return code == 415 ? SipContentMapping.ACCEPTED : List.of();
  }

  private static Optional<String> sipUri(String contact) {
    try {
      return Optional.of(SipUri.parse(contact).toString());
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** Where the user went, as an XMPP URI: what {@code <gone/>} wants (RFC 6120 §8.3.3.5). */
  private Optional<String> xmppUri(String contact) {
    try {
      Jid jid = addresses.toJid(ImAddress.parse(contact));
      String localPart = PercentEncoding.IM_LOCAL_PART.encode(jid.localPart());
      return Optional.of(SCHEME + localPart + "@" + jid.domain());
    } catch (UnmappableException | UnmappableAddressException e) {
      return Optional.empty();
    }
  }

  /** The Contact for the new address that {@code <gone/>} or {@code <redirect/>} names. */
  private Optional<String> contact(String detail) {
    String address = detail.strip();
    try {
      if (address.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
        int query = address.indexOf('?');
        address = address.substring(SCHEME.length(), query < 0 ? address.length() : query);
        address = PercentEncoding.decode(address);
      }
      return Optional.of(SipUri.of(addresses.toIm(Jid.parse(address))).toString());
    } catch (MalformedException | UnmappableAddressException e) {
      return Optional.empty();
    }
  }
}
