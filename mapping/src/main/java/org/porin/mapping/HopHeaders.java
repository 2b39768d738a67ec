package org.porin.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.profile.MessageOperation;
import org.porin.stanza.Element;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.PresenceStanza;

/**
 * The hop counter of RFC 3860 §3.1 and the trace of OPEN a, as they travel: in SIP as {@code
 * Max-Forwards} and {@code Bridge-Trace}, in a stanza as SHIM headers of these names (XEP-0131).
 *
 * @param maxForwards 0 to 255
 * @param trace ids of the bridges that were passed, oldest first; a trace longer than {@link
 *     #MAX_TRACE} is cut there, by when the membrane takes it as a loop
 */
public record HopHeaders(int maxForwards, List<String> trace) {
  /** The namespace of {@code <headers/>}. */
  public static final String NAMESPACE = "http://jabber.org/protocol/shim";

  /** The name of the hop counter on both sides. */
  public static final String MAX_FORWARDS = "Max-Forwards";

  /** The name of the trace on both sides. */
  public static final String BRIDGE_TRACE = "Bridge-Trace";

  /** The most ids that are kept. */
  public static final int MAX_TRACE = 17;

  private static final int MAX_ID_CHARS = 64;

  public HopHeaders {
    if (maxForwards < 0 || maxForwards > 255) {
      throw new IllegalArgumentException("Max-Forwards is 0 to 255");
    }
    trace = List.copyOf(trace);
    if (trace.size() > MAX_TRACE) {
      throw new IllegalArgumentException("not a trace");
    }
    for (String id : trace) {
      if (!isId(id)) {
        throw new IllegalArgumentException("not a trace");
      }
    }
  }

  /**
   * What a stanza has. Without a counter, or with garbage in its place, it counts as new; a counter
   * above 70 is cut to that (OPEN a 1).
   */
  public static HopHeaders of(MessageStanza stanza) {
    return of(stanza.extensions());
  }

  /** The same of presence. */
  public static HopHeaders of(PresenceStanza stanza) {
    return of(stanza.extensions());
  }

  private static HopHeaders of(List<Element> extensions) {
    Optional<Integer> hops = Optional.empty();
    List<String> trace = new ArrayList<>();
    for (Element extension : extensions) {
      if (extension.is(NAMESPACE, "headers")) {
        for (Element header : extension.children()) {
          String name = header.attribute("name").orElse("");
          if (name.equals(MAX_FORWARDS) && hops.isEmpty()) {
            hops = number(header.text());
          } else if (name.equals(BRIDGE_TRACE)) {
            addIds(header.text(), trace);
          }
        }
      }
    }
    int initial = MessageOperation.INITIAL_MAX_FORWARDS;
    return new HopHeaders(Math.min(initial, hops.orElse(initial)), trace);
  }

  /**
   * What a SIP request has (RFC 3261 §20.22).
   *
   * @param maxForwards the field value
   * @param bridgeTrace the field values, in order
   */
  public static HopHeaders ofSip(Optional<String> maxForwards, List<String> bridgeTrace) {
    List<String> trace = new ArrayList<>();
    bridgeTrace.forEach(value -> addIds(value, trace));
    return new HopHeaders(
        maxForwards.flatMap(HopHeaders::number).orElse(MessageOperation.INITIAL_MAX_FORWARDS),
        trace);
  }

  /** What an operation has. */
  public static HopHeaders of(MessageOperation operation) {
    List<String> trace = operation.trace();
    return new HopHeaders(
        operation.maxForwards(), trace.subList(0, Math.min(trace.size(), MAX_TRACE)));
  }

  /** {@code <headers/>} for a stanza. */
  public Element toElement() {
    Element headers = Element.empty(NAMESPACE, "headers");
    headers = headers.with(header(MAX_FORWARDS, Integer.toString(maxForwards)));
    return trace.isEmpty() ? headers : headers.with(header(BRIDGE_TRACE, traceValue()));
  }

  /** The value of {@code Bridge-Trace}; empty text when there is none. */
  public String traceValue() {
    return String.join(", ", trace);
  }

  private static Element header(String name, String value) {
    return Element.empty(NAMESPACE, "header").with("name", name).with(new Element.Text(value));
  }

  private static Optional<Integer> number(String text) {
    String digits = text.strip();
    boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number || digits.length() > 3 || Integer.parseInt(digits) > 255) {
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(digits));
  }

  /** Ids that are none are skipped: what a peer writes there is a hint, and goes no further. */
  private static void addIds(String value, List<String> trace) {
    for (String item : value.split(",", MAX_TRACE + 1)) {
      String id = item.strip();
      if (trace.size() < MAX_TRACE && isId(id)) {
        trace.add(id);
      }
    }
  }

  private static boolean isId(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean idChar =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0;
      if (!idChar) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_ID_CHARS;
  }
}
