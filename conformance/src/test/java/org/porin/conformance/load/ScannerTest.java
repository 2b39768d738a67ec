package org.porin.conformance.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.conformance.load.SipScanner.SipText;

class ScannerTest {
  private static final String STANZAS =
      "<iq id='1'/><message id='0-1'><body>ü [lane 0 number 1]</body></message>"
          + "<presence/><message id='0-2' type='error'><error type='cancel'><remote-server-not-found"
          + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
          + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>no such domain</text>"
          + "</error></message>";
  private static final String ANSWERS =
      """
      SIP/2.0 202 Accepted\r
      i: a\r
      l: 2\r
      \r
      ok\r
      \r
      SIP/2.0 404 Not Found\r
      Content-Length: 0\r
      Call-ID : b\r
      \r
      """;

  @Test
  void messagesAreCutOutWholeHoweverTheOctetsCome() {
    for (int size : new int[] {1, 7, 4_096}) {
      List<String> messages = scan(STANZAS, size);
      assertThat(messages).hasSize(2);
      assertThat(Mark.find(messages.get(0))).contains(new Mark(0, 1));
      assertThat(StanzaRefusal.find(messages.get(1)))
          .contains(new StanzaRefusal(new Mark(0, 2), "remote-server-not-found: no such domain"));
    }
  }

  @Test
  void sipMessagesAreCutByTheirContentLength() {
    SipScanner scanner = new SipScanner();
    List<SipText> answers = new ArrayList<>();
    for (byte octet : ANSWERS.getBytes(StandardCharsets.US_ASCII)) {
      scanner.feed(new byte[] {octet}, 1);
      scanner.next().ifPresent(answers::add);
    }
    assertThat(answers)
        .extracting(SipText::startLine)
        .containsExactly("SIP/2.0 202 Accepted", "SIP/2.0 404 Not Found");
    assertThat(answers.get(0).body()).isEqualTo("ok");
    assertThat(answers)
        .extracting(answer -> answer.header("Call-ID", "i"))
        .containsExactly(Optional.of("a"), Optional.of("b"));
  }

  private static List<String> scan(String stanzas, int size) {
    List<String> messages = new ArrayList<>();
    ElementScanner scanner = ElementScanner.ofMessages(messages::add);
    byte[] octets = stanzas.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < octets.length; from += size) {
      byte[] part = Arrays.copyOfRange(octets, from, Math.min(octets.length, from + size));
      scanner.feed(part, part.length);
    }
    return messages;
  }
}
