package org.porin.stanza;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.msgfmt.Vectors;
import org.porin.stanza.StreamElement.Routed;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Every document of stanzas under vectors/pairs: whole, cut, octet by octet, and followed. */
class StanzaVectorsTest {
  static List<String> all() {
    return Vectors.names("pairs", ".xmpp.xml");
  }

  @ParameterizedTest
  @MethodSource("all")
  void aStanzaThatIsReadCanBeWrittenAndReadAgain(String name) throws Exception {
    List<Stanza> stanzas = stanzas(new ByteArrayInputStream(octets(name).toArray()));

    assertThat(stanzas).isNotEmpty();
    for (Stanza stanza : stanzas) {
      assertThat(StanzaCodec.decode(StanzaCodec.encode(stanza))).isEqualTo(new Routed(stanza));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void octetByOctetTheyAreTheSame(String name) throws Exception {
    byte[] octets = octets(name).toArray();

    assertThat(stanzas(new OctetByOctet(octets)))
        .isEqualTo(stanzas(new ByteArrayInputStream(octets)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void ofACutDocumentOnlyWholeStanzasAreRead(String name) throws Exception {
    Octets octets = octets(name);
    List<Stanza> whole = stanzas(new ByteArrayInputStream(octets.toArray()));
    int end = octets.length();
    while (octets.at(end - 1) != '>') {
      end--;
    }
    int most = 0;
    for (int cut = 0; cut < end; cut++) {
      Octets head = octets.slice(0, cut);
      List<Stanza> read = new ArrayList<>();
      StanzaReader reader =
          new StanzaReader(new ByteArrayInputStream(head.toArray()), StanzaLimits.DEFAULT);
      assertThatExceptionOfType(EOFException.class).isThrownBy(() -> readTo(reader, read));
      assertThat(read).isEqualTo(whole.subList(0, read.size())).hasSizeGreaterThanOrEqualTo(most);
      most = read.size();
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> WholeStream.read(head, StanzaLimits.DEFAULT))
          .satisfies(e -> assertThat(e.offset()).isBetween(0, head.length()));
    }
    assertThat(most).isEqualTo(whole.size());
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatFollowsTheEndIsNotRead(String name) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    octets(name).writeTo(out);
    out.writeBytes("<message/>".getBytes(UTF_8));
    Octets followed = Octets.copyOf(out.toByteArray());

    assertThat(stanzas(new ByteArrayInputStream(followed.toArray())))
        .isEqualTo(stanzas(new ByteArrayInputStream(octets(name).toArray())));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> WholeStream.read(followed, StanzaLimits.DEFAULT));
  }

  private static List<Stanza> stanzas(InputStream in) throws IOException, MalformedException {
    List<Stanza> stanzas = new ArrayList<>();
    readTo(new StanzaReader(in, StanzaLimits.DEFAULT), stanzas);
    return stanzas;
  }

  private static void readTo(StanzaReader reader, List<Stanza> stanzas)
      throws IOException, MalformedException {
    reader.open();
    for (Optional<StreamElement> next = reader.next(); next.isPresent(); next = reader.next()) {
      stanzas.add(((Routed) next.get()).stanza());
    }
  }

  private static Octets octets(String name) {
    return Vectors.octets("pairs/" + name + ".xmpp.xml");
  }

  /** Never gives out more than one octet at a time. */
  private static final class OctetByOctet extends ByteArrayInputStream {
    OctetByOctet(byte[] octets) {
      super(octets);
    }

    @Override
    public synchronized int read(byte[] into, int from, int length) {
      return super.read(into, from, Math.min(length, 1));
    }
  }
}
