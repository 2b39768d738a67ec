package org.porin.mapping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.porin.address.Jid;
import org.porin.address.SipUri;
import org.porin.address.SipUri.Parameter;

/**
 * What of a stanza has its place in the header fields of a SIP request and not in the Message/CPIM
 * object: the thread and the resource (RFC 7572 Tables 1 and 2, RFC 7247 §6.4). Whether a resource
 * is told at all is the operator's choice for each peer (OPEN e).
 */
public final class SipHeaderMapping {
  private static final String GRUU = "gr"; // RFC 5627 §4
  private static final String WORD = "-.!%*_+`'~()<>:\\\"/[]?{}"; // RFC 3261 §25.1, with alphanum
  private static final int MAX_CALL_ID_CHARS = 256;
  private static final int DIGEST_OCTETS = 16;

  private static final Pattern IPV4 =
      Pattern.compile("(?<![0-9.])(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?![0-9.])");
  private static final Pattern IPV6 = Pattern.compile("\\[?[0-9A-Fa-f:.]+(?:%\\w+)?]?(?::[0-9]+)?");

  private SipHeaderMapping() {}

  /**
   * The Call-ID for messages of a thread: the thread itself where the grammar allows it, else its
   * digest. One thread has one Call-ID, so the caller counts CSeq on for each (RFC 3261 §8.1.1.5).
   *
   * @param thread not empty
   */
  public static String callId(String thread) {
    return isCallId(thread) ? thread : digest(thread);
  }

  /**
   * The thread of a request: its Call-ID. Many user agents put their IP address into it (RFC 3261
   * §8.1.1.4), which is not for the recipient to see (RFC 2779 §5.4.5): then its digest, which is
   * as good a name.
   */
  public static String thread(String callId) {
    return namesAddress(callId) ? digest(callId) : XmlText.of(callId);
  }

  private static boolean namesAddress(String callId) {
    String host = callId.substring(callId.indexOf('@') + 1);
    return IPV4.matcher(callId).find()
        || (host.chars().filter(c -> c == ':').count() > 1 && IPV6.matcher(host).matches());
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_OCTETS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The URI for From with the resource of its sender; as it is for a bare JID. */
  public static SipUri withResource(SipUri uri, Jid sender) {
    return sender.isFull() ? withResource(uri, sender.resource()) : uri;
  }

  /** The URI for From with a resource, not empty. */
  public static SipUri withResource(SipUri uri, String resource) {
    List<Parameter> parameters = new ArrayList<>(uri.parameters());
    parameters.removeIf(parameter -> parameter.name().equalsIgnoreCase(GRUU));
    parameters.add(new Parameter(GRUU, resource));
    return new SipUri(uri.secure(), uri.user(), uri.host(), uri.port(), parameters, uri.headers());
  }

  /**
   * The JID of a sender with the resource that its URI names.
   *
   * @param bare the JID of the same user
   * @return {@code bare} itself where the URI names none, or what is no resource in XMPP
   */
  public static Jid withResource(Jid bare, SipUri from) {
    try {
      return resource(from).map(bare::withResource).orElse(bare);
    } catch (IllegalArgumentException e) {
      return bare;
    }
  }

  /** The resource that a sender's URI names, as it stands there; empty where it names none. */
  public static Optional<String> resource(SipUri from) {
    return from.parameter(GRUU).filter(value -> !value.isEmpty());
  }

  /** callid = word [ "@" word ]. */
  private static boolean isCallId(String text) {
    int at = text.indexOf('@');
    boolean words =
        at < 0 ? isWord(text) : isWord(text.substring(0, at)) && isWord(text.substring(at + 1));
    return words && text.length() <= MAX_CALL_ID_CHARS;
  }

  private static boolean isWord(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || (c < 0x80 && WORD.indexOf(c) >= 0));
  }
}
