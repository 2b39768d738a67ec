package org.porin.daemon;

import java.util.regex.Pattern;

/**
 * Takes what people write out of what crosses the wire, and leaves its shape: elements, attributes
 * and header fields, and how long the texts were.
 */
final class Redaction {
  private static final String CDATA = "<![CDATA[";
  private static final String CDATA_END = "]]>";
  private static final String HEAD_END = "\r\n\r\n";
  private static final Pattern SUBJECT = Pattern.compile("(?im)^(subject|s)[ \\t]*:[^\\r\\n]*");

  private Redaction() {}

  /** A stanza with the length of each text in place of the text, CDATA included. */
  static String ofStanza(String stanza) {
    StringBuilder shape = new StringBuilder();
    int text = 0; // chars of text since the last tag
    int at = 0;
    while (at < stanza.length()) {
      if (stanza.startsWith(CDATA, at)) {
        int end = stanza.indexOf(CDATA_END, at);
        int next = end < 0 ? stanza.length() : end;
        text += next - at - CDATA.length();
        at = Math.min(stanza.length(), next + CDATA_END.length());
      } else if (stanza.charAt(at) == '<') {
        appendLength(shape, text);
        text = 0;
        int end = endOfTag(stanza, at);
        shape.append(stanza, at, end);
        at = end;
      } else {
        text++;
        at++;
      }
    }
    appendLength(shape, text);
    return shape.toString();
  }

  /** Behind the next {@code >} that stands in no attribute value. */
  private static int endOfTag(String stanza, int from) {
    char quote = 0;
    for (int at = from; at < stanza.length(); at++) {
      char c = stanza.charAt(at);
      if (quote == 0 && c == '>') {
        return at + 1;
      }
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
    }
    return stanza.length();
  }

  private static void appendLength(StringBuilder shape, int text) {
    if (text > 0) {
      shape.append('[').append(text).append(" chars]");
    }
  }

  /** A SIP message with the length of its body in place of the body, and without its subject. */
  static String ofSip(String message) {
    int end = message.indexOf(HEAD_END);
    int head = end < 0 ? message.length() : end + HEAD_END.length();
    String shown = SUBJECT.matcher(message.substring(0, head)).replaceAll("$1: [not shown]");
    int body = message.length() - head;
    return body == 0 ? shown : shown + "[" + body + " chars]";
  }
}
