package org.porin.sip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * One end's half of a dialog (RFC 3261 §12), as a subscription uses it (RFC 6665 §4.4.1): the
 * notifier has it once it accepts a SUBSCRIBE, the subscriber once the first NOTIFY has come. What
 * the 2xx says before that is a guess, since a fork may have sent the NOTIFY, and is replaced by
 * it. A value; each message gives another one. There is no secure flag, since no SIPS URI is served
 * (RFC 7247 §8).
 *
 * @param callId the same in all its messages; compares with case
 * @param local our own URI and tag
 * @param remote the other end's URI, and its tag once it is known; an end of RFC 2543 has none
 * @param remoteTarget the URI of its Contact, as it came; empty until it is known
 * @param routeSet URIs as they came, in the order in which our requests pass them
 * @param localCSeq the number of the last request from here; empty before the first
 * @param remoteCSeq the number of the last request that was heard; empty before the first, and then
 *     this is no dialog yet
 */
public record Dialog(
    String callId,
    End local,
    End remote,
    Optional<String> remoteTarget,
    List<String> routeSet,
    OptionalLong localCSeq,
    OptionalLong remoteCSeq) {
  /** The longest Call-ID, in chars. */
  public static final int MAX_CALL_ID_CHARS = 512;

  /** The longest tag, in chars. */
  public static final int MAX_TAG_CHARS = 256;

  /** The longest URI, in chars. */
  public static final int MAX_URI_CHARS = 2_048;

  /** The most proxies on the way. */
  public static final int MAX_ROUTES = 32;

  /** The most chars of all the parts together: what one peer may make us keep. */
  public static final int MAX_CHARS = 8_192;

  /**
   * One of the two ends.
   *
   * @param uri that of From or To, of any scheme
   * @param tag not empty where there is one
   */
  public record End(String uri, Optional<String> tag) {
    public End {
      require(uri.length() <= MAX_URI_CHARS && SipRequest.firstNotUri(uri) < 0, "a URI");
      tag.ifPresent(SipParameter::requireSafe);
      require(tag.filter(text -> text.isEmpty() || text.length() > MAX_TAG_CHARS).isEmpty(), "tag");
    }

    static End of(NameAddr address) {
      return new End(address.uri(), address.tag());
    }

    NameAddr address() {
      return tag.map(NameAddr.of(uri)::withTag).orElseGet(() -> NameAddr.of(uri));
    }
  }

  /** How a request stands to a dialog (RFC 3261 §12.2.2). */
  public enum Order {
    /** It is of another one. */
    ELSEWHERE,
    /** It has the number of the last one that was heard. */
    REPEATED,
    /** It is older than that. */
    OLDER,
    /** It is the next; numbers may be left out. */
    NEXT
  }

  public Dialog {
    require(isCallId(callId), "a Call-ID");
    require(local.tag().isPresent(), "a tag of our own");
    routeSet = List.copyOf(routeSet);
    require(routeSet.size() <= MAX_ROUTES, "fewer routes");
    int chars = callId.length() + local.uri().length() + remote.uri().length();
    for (String uri : routeSet) {
      require(isSipUri(uri), "a route is a SIP URI");
      chars += uri.length();
    }
    require(remoteTarget.filter(uri -> !isSipUri(uri)).isEmpty(), "a target is a SIP URI");
    require(chars + remoteTarget.map(String::length).orElse(0) <= MAX_CHARS, "shorter parts");
    requireNumber(localCSeq);
    requireNumber(remoteCSeq);
  }

  /** What a subscriber has before it sent anything. */
  public static Dialog begin(String callId, String localUri, String localTag, String remoteUri) {
    return new Dialog(
        callId,
        new End(localUri, Optional.of(localTag)),
        new End(remoteUri, Optional.empty()),
        Optional.empty(),
        List.of(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /**
   * What a notifier has when it accepts a SUBSCRIBE (RFC 3261 §12.1.1).
   *
   * @param localTag that of To in the response
   * @throws MalformedException when there is no Contact with a SIP URI, or more than may be kept
   */
  public static Dialog accepted(SipRequest subscribe, String localTag) throws MalformedException {
    Optional<String> target = target(subscribe);
    if (target.isEmpty()) {
      throw new MalformedException("Contact", 0);
    }
    try {
      return new Dialog(
          subscribe.callId(),
          new End(subscribe.to().uri(), Optional.of(localTag)),
          End.of(subscribe.from()),
          target,
          routes(subscribe),
          OptionalLong.empty(),
          OptionalLong.of(subscribe.cseq().number()));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("a dialog of less than may be kept", 0);
    }
  }

  /** Whether both ends have spoken, so that requests have a tag of the other end to go to. */
  public boolean isEstablished() {
    return remoteTarget.isPresent();
  }

  /** How a request of the other end stands to this. */
  public Order order(SipRequest request) {
    boolean same =
        request.callId().equals(callId)
            && request.to().tag().equals(local.tag())
            && (remoteCSeq.isEmpty() || request.from().tag().equals(remote.tag()));
    if (!same) {
      return Order.ELSEWHERE;
    }
    long number = request.cseq().number();
    long last = remoteCSeq.orElse(-1);
    return number == last ? Order.REPEATED : number < last ? Order.OLDER : Order.NEXT;
  }

  /**
   * The dialog after a request that is the next: SUBSCRIBE and NOTIFY refresh the remote target
   * (RFC 6665 §3.1, §3.2), and the first NOTIFY gives its tag and the route set (§4.4.1).
   *
   * @throws MalformedException when a Contact is no SIP URI, or missing where it is needed, or
   *     there is more than may be kept
   */
  public Dialog heard(SipRequest request) throws MalformedException {
    if (order(request) != Order.NEXT) {
      throw new IllegalArgumentException("a request that is not the next");
    }
    boolean first = remoteCSeq.isEmpty();
    Optional<String> target = target(request);
    if (first && target.isEmpty()) {
      throw new MalformedException("Contact", 0);
    }
    try {
      return new Dialog(
          callId,
          local,
          new End(remote.uri(), first ? request.from().tag() : remote.tag()),
          target.or(() -> remoteTarget),
          first ? routes(request) : routeSet,
          localCSeq,
          OptionalLong.of(request.cseq().number()));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("a dialog of less than may be kept", 0);
    }
  }

  /**
   * The dialog after the final response to a request from here. Before anything was heard a 2xx
   * gives the guess (RFC 3261 §12.1.2), within the dialog it refreshes the target (§12.2.1.2); that
   * of another fork says nothing (RFC 6665 §5.4.9), nor does what cannot be read.
   *
   * @param within whether the request was one within the dialog: its To had a tag
   */
  public Dialog answered(SipResponse response, boolean within) {
    if (!response.isSuccess()) {
      return this;
    }
    boolean guess = remoteCSeq.isEmpty() && !within;
    boolean ours = within && response.to().tag().equals(remote.tag());
    try {
      Optional<String> target = target(response);
      if (target.isEmpty() || !(guess || ours)) {
        return this;
      }
      List<String> routes = guess ? reversed(routes(response)) : routeSet;
      End other = guess ? new End(remote.uri(), response.to().tag()) : remote;
      return new Dialog(callId, local, other, target, routes, localCSeq, remoteCSeq);
    } catch (MalformedException | IllegalArgumentException e) {
      return this;
    }
  }

  /**
   * The number of the next request from here (§12.2.1.1).
   *
   * @param first that of the first request; it may be a clock's (§8.1.1.5)
   */
  public long nextCSeq(long first) {
    return Math.min(CSeq.MAX_NUMBER, localCSeq.isPresent() ? localCSeq.getAsLong() + 1 : first);
  }

  /** The dialog after requests from here up to this number. */
  public Dialog sent(long number) {
    return new Dialog(
        callId, local, remote, remoteTarget, routeSet, OptionalLong.of(number), remoteCSeq);
  }

  /** The same with what another value of this dialog knows of the other end. */
  public Dialog withRemoteOf(Dialog other) {
    return new Dialog(
        callId,
        local,
        other.remote,
        other.remoteTarget,
        other.routeSet,
        localCSeq,
        other.remoteCSeq);
  }

  /** Where the next request is sent: the URI whose server is to be found (§8.1.2). */
  public String nextHop() {
    return routeSet.isEmpty() ? target() : routeSet.get(0);
  }

  /**
   * A request within the dialog, or the one that is to begin it (§12.2.1.1).
   *
   * @param more headers behind those of the dialog
   */
  public SipRequest request(CSeq cseq, SipHeaders more, Octets body) {
    List<SipHeader> headers = new ArrayList<>();
    for (String uri : routeHeader()) {
      headers.add(SipHeader.of("Route", NameAddr.of(uri).toString()));
    }
    headers.add(SipHeader.of("From", local.address().toString()));
    headers.add(SipHeader.of("To", remote.address().toString()));
    headers.add(SipHeader.of("Call-ID", callId));
    headers.add(SipHeader.of("CSeq", cseq.toString()));
    headers.addAll(more.list());
    String uri = isStrict() ? SipUris.forRequest(routeSet.get(0)) : SipUris.forRequest(target());
    return new SipRequest(cseq.method(), uri, new SipHeaders(headers), body);
  }

  private List<String> routeHeader() {
    if (!isStrict()) {
      return routeSet;
    }
    List<String> rest = new ArrayList<>(routeSet.subList(1, routeSet.size()));
    rest.add(target()); // §12.2.1.1: comes back to the Request-URI behind the strict router
    return rest;
  }

  /** Whether the first proxy is one of RFC 2543, which takes the Request-URI for itself. */
  private boolean isStrict() {
    return !routeSet.isEmpty() && !SipUris.has(routeSet.get(0), "lr");
  }

  private String target() {
    return remoteTarget.orElse(remote.uri());
  }

  private static Optional<String> target(SipMessage message) throws MalformedException {
    Optional<String> contact = message.headers().first("Contact");
    if (contact.isEmpty()) {
      return contact;
    }
    String uri = NameAddr.parse(contact.get()).uri();
    if (!isSipUri(uri)) {
      throw new MalformedException("a SIP URI as Contact", 0); // §12.1.1
    }
    return Optional.of(uri);
  }

  private static List<String> routes(SipMessage message) throws MalformedException {
    List<String> routes = new ArrayList<>(2);
    for (String value : message.headers().all("Record-Route")) {
      String uri = NameAddr.parse(value).uri();
      if (!isSipUri(uri) || routes.size() == MAX_ROUTES) {
        throw new MalformedException("a few SIP URIs as Record-Route", 0);
      }
      routes.add(uri);
    }
    return routes;
  }

  private static List<String> reversed(List<String> list) {
    List<String> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  private static boolean isSipUri(String uri) {
    return uri.length() <= MAX_URI_CHARS
        && SipRequest.firstNotUri(uri) < 0
        && NameAddr.of(uri).sipUri().isPresent();
  }

  private static boolean isCallId(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_CALL_ID_CHARS
        && text.chars().noneMatch(c -> c <= ' ' || c == 0x7F)
        && SipText.firstForbidden(text) < 0;
  }

  private static void requireNumber(OptionalLong number) {
    long value = number.orElse(0);
    require(value >= 0 && value <= CSeq.MAX_NUMBER, "a CSeq number");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException("a dialog wants " + what);
    }
  }
}
