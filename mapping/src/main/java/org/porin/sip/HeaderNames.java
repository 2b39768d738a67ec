package org.porin.sip;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What is known of header names: spelling, compact form, and how often they may occur. */
final class HeaderNames {
  /** Comma-separated lists, of which each value can stand alone (RFC 3261 §7.3.1, §20). */
  private static final Set<String> LISTS =
      Set.of(
          "Accept",
          "Accept-Contact",
          "Accept-Encoding",
          "Accept-Language",
          "Accept-Resource-Priority",
          "Alert-Info",
          "Allow",
          "Allow-Events",
          "Call-Info",
          "Contact",
          "Content-Encoding",
          "Content-Language",
          "Error-Info",
          "History-Info",
          "Identity", // RFC 8224 §4
          "In-Reply-To",
          "P-Asserted-Identity",
          "P-Associated-URI",
          "P-Preferred-Identity",
          "Path",
          "Proxy-Require",
          "Reason",
          "Record-Route",
          "Reject-Contact",
          "Request-Disposition",
          "Require",
          "Resource-Priority",
          "Route",
          "Security-Client",
          "Security-Server",
          "Security-Verify",
          "Service-Route",
          "Supported",
          "Unsupported",
          "Via",
          "Warning");

  /** Of these a second one makes the message malformed: two readers could read two messages. */
  private static final Set<String> SINGLES =
      Set.of(
          "Call-ID",
          "Content-Disposition",
          "Content-Length",
          "Content-Type",
          "CSeq",
          "Date",
          "Event",
          "Expires",
          "From",
          "Max-Forwards",
          "SIP-ETag",
          "SIP-If-Match",
          "Subject",
          "Subscription-State",
          "To");

  /**
   * Headers whose commas do not separate values (§7.3.1), or that may come twice without harm: a
   * proxy that adds its own Server is no reason to lose a message.
   */
  private static final Set<String> OTHERS =
      Set.of(
          "Authentication-Info",
          "Authorization",
          "MIME-Version",
          "Min-Expires",
          "Organization",
          "Priority",
          "Privacy",
          "Proxy-Authenticate",
          "Proxy-Authorization",
          "Refer-To",
          "Referred-By",
          "Replaces",
          "Reply-To",
          "Retry-After",
          "Server",
          "Session-Expires",
          "Timestamp",
          "User-Agent",
          "WWW-Authenticate");

  /** RFC 3261 §20, 3515, 3892, 6665, 8224 §13.1, 4028, 3841. */
  private static final Map<String, String> COMPACT =
      Map.ofEntries(
          Map.entry("a", "Accept-Contact"),
          Map.entry("b", "Referred-By"),
          Map.entry("c", "Content-Type"),
          Map.entry("d", "Request-Disposition"),
          Map.entry("e", "Content-Encoding"),
          Map.entry("f", "From"),
          Map.entry("i", "Call-ID"),
          Map.entry("j", "Reject-Contact"),
          Map.entry("k", "Supported"),
          Map.entry("l", "Content-Length"),
          Map.entry("m", "Contact"),
          Map.entry("o", "Event"),
          Map.entry("r", "Refer-To"),
          Map.entry("s", "Subject"),
          Map.entry("t", "To"),
          Map.entry("u", "Allow-Events"),
          Map.entry("v", "Via"),
          Map.entry("x", "Session-Expires"),
          Map.entry("y", "Identity"));

  /** Spelled as usual, in lower case, and compact; a hit allocates nothing. */
  private static final Map<String, String> SPELLINGS = spellings();

  private HeaderNames() {}

  /** The standard's spelling of a name, or the name itself when it is unknown. */
  static String canonical(String name) {
    String known = SPELLINGS.get(name);
    if (known == null) {
      known = SPELLINGS.get(name.toLowerCase(Locale.ROOT));
    }
    return known == null ? name : known;
  }

  static boolean isList(String canonicalName) {
    return LISTS.contains(canonicalName);
  }

  static boolean isSingle(String canonicalName) {
    return SINGLES.contains(canonicalName);
  }

  /** All names that are known, in the standard's spelling. */
  static List<String> known() {
    return Stream.of(LISTS, SINGLES, OTHERS).flatMap(Set::stream).sorted().toList();
  }

  /** How a known name is usually written: as the standard does, in lower case, compact. */
  static List<String> spellings(String canonicalName) {
    return SPELLINGS.entrySet().stream()
        .filter(entry -> entry.getValue().equals(canonicalName))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, String> spellings() {
    Map<String, String> spellings = new HashMap<>();
    for (Set<String> names : List.of(LISTS, SINGLES, OTHERS)) {
      for (String name : names) {
        spellings.put(name, name);
        spellings.put(name.toLowerCase(Locale.ROOT), name);
      }
    }
    COMPACT.forEach(
        (compact, name) -> {
          spellings.put(compact, name);
          spellings.put(compact.toUpperCase(Locale.ROOT), name);
        });
    return Collections.unmodifiableMap(spellings); // a copy would be slower to look into
  }
}
