package org.porin.sip;

import org.porin.wire.MalformedException;

/**
 * The first line of a message, one of two kinds.
 *
 * <pre>
 * Request-Line = Method SP Request-URI SP SIP-Version CRLF
 * Status-Line  = SIP-Version SP Status-Code SP Reason-Phrase CRLF     (RFC 3261 §25.1)
 * </pre>
 */
sealed interface StartLine {
  String VERSION = "SIP/2.0";

  /**
   * The first line of a request.
   *
   * @param supported whether the version is 2.0; if not, 505 is the answer (§21.5.6)
   */
  record Request(String method, String uri, boolean supported) implements StartLine {}

  /** The first line of a response. */
  record Status(int status, String reason) implements StartLine {}

  /** Whether a line is no status line; known even where it is malformed. */
  static boolean isRequest(String line) {
    return !line.regionMatches(true, 0, "SIP/", 0, 4);
  }

  static StartLine parse(String line) throws MalformedException {
    int fault = SipText.firstForbidden(line);
    if (fault >= 0) {
      throw new MalformedException("no controls", fault);
    }
    return isRequest(line) ? request(line) : status(line);
  }

  private static Request request(String line) throws MalformedException {
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first < 0 || !SipText.isToken(line.substring(0, first))) {
      throw new MalformedException("method", 0);
    }
    if (last == first) {
      throw new MalformedException("Request-URI and SIP-Version", line.length());
    }
    String uri = line.substring(first + 1, last);
    int uriFault = SipRequest.firstNotUri(uri);
    if (uriFault >= 0) {
      throw new MalformedException("Request-URI", first + 1 + uriFault);
    }
    String version = line.substring(last + 1);
    if (!isVersion(version)) {
      throw new MalformedException("SIP-Version", last + 1);
    }
    return new Request(line.substring(0, first), uri, version.equalsIgnoreCase(VERSION));
  }

  private static Status status(String line) throws MalformedException {
    if (!line.regionMatches(true, 0, VERSION + " ", 0, VERSION.length() + 1)) {
      throw new MalformedException(VERSION, 0);
    }
    int from = VERSION.length() + 1;
    int to = from;
    int status = 0;
    while (to < line.length() && to < from + 3 && SipText.isDigit(line.charAt(to))) {
      status = status * 10 + (line.charAt(to) - '0');
      to++;
    }
    boolean ended = to == line.length() || line.charAt(to) == ' ';
    if (!ended || status < 100 || status > 699) {
      throw new MalformedException("Status-Code", from);
    }
    // A phrase may be empty; peers that have none also leave out its SP.
    return new Status(status, to == line.length() ? "" : line.substring(to + 1));
  }

  private static boolean isVersion(String text) {
    int dot = text.indexOf('.');
    return text.regionMatches(true, 0, "SIP/", 0, 4)
        && isDigits(text, 4, dot)
        && isDigits(text, dot + 1, text.length());
  }

  private static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!SipText.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return from < to;
  }
}
