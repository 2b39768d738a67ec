package org.porin.benchmark;

import java.nio.charset.StandardCharsets;

/** What is read: messages of the usual size, 300 octets of text. */
final class Samples {
  private static final String TEXT =
      "Art thou not Romeo, and a Montague? ".repeat(9).substring(0, 300);

  private Samples() {}

  static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A Message/CPIM with the headers that this bridge writes. */
  static String cpim() {
    return """
        From: <im:juliet@capulet.example>
        To: <im:romeo@montague.example>
        DateTime: 2005-11-23T10:00:00.000Z
        Subject: Hi
        Subject:;lang=cs Ahoj

        Content-Type: text/plain; charset=utf-8
        Content-ID: <1234567890@capulet.example>

        """
            .replace("\n", "\r\n")
        + TEXT;
  }

  /** That object in a SIP request. */
  static String sipMessage() {
    String body = cpim();
    return """
        MESSAGE sip:romeo@montague.example SIP/2.0
        Via: SIP/2.0/TCP bridge.capulet.example:5060;branch=z9hG4bK776asdhds;rport
        Max-Forwards: 69
        From: <sip:juliet@capulet.example>;tag=49583
        To: <sip:romeo@montague.example>
        Call-ID: asd88asd77a@bridge.capulet.example
        CSeq: 1 MESSAGE
        Date: Wed, 23 Nov 2005 10:00:00 GMT
        Content-Type: message/cpim
        Content-Length: %d

        """
            .formatted(octets(body).length)
            .replace("\n", "\r\n")
        + body;
  }

  /** The same with a Contact, which clients add though RFC 3428 §4 has none. */
  static String sipMessageWithContact() {
    return sipMessage()
        .replace(
            "Content-Type: message/cpim",
            "Contact: <sip:juliet@bridge.capulet.example:5060;transport=tcp>\r\n"
                + "Content-Type: message/cpim");
  }

  /** A presence document as this bridge writes it, of a user with three resources. */
  static String pidf() {
    StringBuilder document =
        new StringBuilder(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence"
                + " xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"pres:juliet@capulet.example\">");
    for (String resource : new String[] {"balcony", "chamber", "orchard"}) {
      document
          .append("<tuple id=\"ID-")
          .append(resource)
          .append("\"><status><basic>open</basic>")
          .append("<im xmlns=\"urn:ietf:params:xml:ns:pidf:im\">away</im>")
          .append("<show xmlns=\"jabber:client\">away</show></status>")
          .append("<contact priority=\"0.102\">im:juliet@capulet.example</contact>")
          .append("<note xml:lang=\"en\">retired to the ")
          .append(resource)
          .append("</note><timestamp>2005-11-23T10:00:00.000Z</timestamp></tuple>");
    }
    return document.append("</presence>\n").toString();
  }

  /** A message stanza between addresses that carry a number. */
  static String stanza(long number) {
    return "<message from='juliet"
        + number
        + "@capulet.example/balcony' to='romeo"
        + number
        + "@montague.example' id='m"
        + number
        + "' type='chat' xml:lang='en'><subject>Hi</subject><subject xml:lang='cs'>Ahoj</subject><body>"
        + TEXT
        + "</body></message>";
  }

  /** A component stream of so many stanzas, the first with the given number. */
  static byte[] stream(long first, int stanzas) {
    StringBuilder stream =
        new StringBuilder(
            "<stream:stream xmlns='jabber:component:accept'"
                + " xmlns:stream='http://etherx.jabber.org/streams' from='c.example' id='3BF9'>");
    for (int i = 0; i < stanzas; i++) {
      stream.append(stanza(first + i));
    }
    return octets(stream.append("</stream:stream>").toString());
  }
}
