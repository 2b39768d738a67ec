package org.porin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaLimits;
import org.porin.stanza.StanzaReader;
import org.porin.stanza.StreamElement;
import org.porin.stanza.StreamElement.Routed;
import org.porin.wire.MalformedException;

class StanzaFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.concat(
        Seeds.vectors("pairs", ".xmpp.xml"),
        Seeds.texts(
            "<stream:stream xmlns='jabber:component:accept'"
                + " xmlns:stream='http://etherx.jabber.org/streams' id='1'><handshake/>"
                + "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>"
                + "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                + "</stream:error></stream:stream>"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void aStreamIsMalformedOrEveryStanzaOfItIsReadAgainAsItWasWritten(byte[] input)
      throws IOException {
    try {
      StanzaReader reader = new StanzaReader(new ByteArrayInputStream(input), StanzaLimits.DEFAULT);
      reader.open();
      for (Optional<StreamElement> e = reader.next(); e.isPresent(); e = reader.next()) {
        if (e.get() instanceof Routed routed) {
          assertThat(StanzaCodec.decode(StanzaCodec.encode(routed.stanza()))).isEqualTo(routed);
        }
      }
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, input.length);
    } catch (EOFException e) {
      assertThat(e).hasMessageContaining("end");
    }
  }
}
