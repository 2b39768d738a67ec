package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.component.LinkEnd.Cause;
import org.porin.component.ScriptedServer.Peer;

/**
 * Streams with faults of every kind in them: each ends with a cause, and never with a fault of
 * ours.
 */
@Timeout(120)
class MutatedStreamTest {
  private static final int STREAMS = 60;
  private static final String[] PIECES = {
    "<",
    ">",
    "/>",
    "</",
    "'",
    "\"",
    "&",
    "&amp;",
    "&#0;",
    "&#x1F600;",
    "&#xD800;",
    "&lt",
    "]]>",
    "<![CDATA[",
    "<!--",
    "<?x?>",
    "<!DOCTYPE a>",
    "</stream:stream>",
    "<stream:stream>",
    "xmlns=''",
    " xmlns:a='b'",
    " from='@'",
    " to=''",
    " type='error'",
    " id=''",
    "\u0000",
    "\uD83D\uDE00",
    "\uFFFF",
    "<handshake/>",
    "<stream:error/>",
    "<message>",
    "</message>",
    "<iq/>",
    "\r\n"
  };
  private static final String STREAM =
      """
      <message from='juliet@capulet.example/b' to='romeo@montague.example' id='m1' xml:lang='en'>
      <subject>s</subject><body>a &amp; b <![CDATA[<c>]]></body><body xml:lang='cz'>d</body>
      <thread>t</thread><x xmlns='a:b' p:q='r' xmlns:p='c:d'>e<f xmlns=''/></x></message>
      <message from='juliet@capulet.example/b' to='romeo@montague.example' type='error' id='m2'>
      <error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:a@b</gone></error>
      </message>
      <iq from='capulet.example' to='montague.example' type='get' id='i1'>
      <query xmlns='http://jabber.org/protocol/disco#info' node='n'/></iq>
      <iq from='juliet@capulet.example/b' to='montague.example' type='set' id='i2'>
      <query xmlns='jabber:iq:gateway'><prompt>sip:romeo@montague.example</prompt></query></iq>
      <iq from='capulet.example' to='montague.example' type='result' id='i3'/>
      <presence from='juliet@capulet.example/b' to='romeo@montague.example'><show>dnd</show>
      <priority>5</priority></presence>
      """;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aMutatedStreamEndsWithACause(long seed) throws Exception {
    var random = new Random(seed);
    for (int i = 0; i < STREAMS; i++) {
      byte[] octets = mutated(random);
      try (var fixture = new LinkFixture();
          Peer peer = fixture.open()) {
        feed(peer, octets, random);
        peer.close();
        fixture.await(status -> status.ends().values().stream().anyMatch(count -> count > 0));
        Map<Cause, Long> ends = fixture.status().ends();
        assertThat(ends.get(Cause.FAULT))
            .as(new String(octets, StandardCharsets.ISO_8859_1))
            .isZero();
        assertThat(fixture.count(LinkCount.ANSWER_LOST)).isLessThan(20);
      }
    }
  }

  private static void feed(Peer peer, byte[] octets, Random random) {
    try {
      int at = 0;
      while (at < octets.length) {
        int length = Math.min(octets.length - at, 1 + random.nextInt(400));
        peer.send(Arrays.copyOfRange(octets, at, at + length));
        at += length;
      }
    } catch (IOException ended) {
      assertThat(ended).hasMessageMatching("(?i).*(broken pipe|reset|closed).*"); // by the link
    }
  }

  private static byte[] mutated(Random random) {
    byte[] octets = STREAM.repeat(2).getBytes(StandardCharsets.UTF_8);
    for (int mutations = 1 + random.nextInt(6); mutations > 0; mutations--) {
      int at = random.nextInt(octets.length);
      int length = Math.min(octets.length - at, random.nextInt(60));
      var out = new ByteArrayOutputStream();
      switch (random.nextInt(4)) {
        case 0 -> { // an octet is another
          octets[at] = (byte) random.nextInt(256);
          out.writeBytes(octets);
        }
        case 1 -> { // a piece is missing
          out.write(octets, 0, at);
          out.write(octets, at + length, octets.length - at - length);
        }
        case 2 -> { // a piece is there twice
          out.write(octets, 0, at + length);
          out.write(octets, at, octets.length - at);
        }
        default -> { // a piece too much
          out.write(octets, 0, at);
          out.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
          out.write(octets, at, octets.length - at);
        }
      }
      octets = out.toByteArray();
    }
    return octets;
  }
}
