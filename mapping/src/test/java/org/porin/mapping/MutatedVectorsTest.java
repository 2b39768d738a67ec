package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.PresUri;
import org.porin.mapping.PresenceMapping.Received;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.pidf.Presence;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaLimits;
import org.porin.stanza.StanzaReader;
import org.porin.stanza.StreamElement;
import org.porin.stanza.StreamElement.Routed;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Vectors with a few octets changed: whatever comes of them, nothing but the declared exceptions is
 * thrown, and what can be translated can be read on the other side.
 */
class MutatedVectorsTest {
  private static final int ROUNDS = 20_000;
  private static final byte[] NASTY =
      "\r\n\0<>\"\\:;=%@ \t&.[]/*-?'{}\u0085\u00e9\u200b\u2028".getBytes(StandardCharsets.UTF_8);

  private final AddressMapping addresses =
      new AddressMapping(
          Set.of("example.com"), Set.of("example.net"), Optional.of("cpim.example.com"));
  private final InstantMessageMapping mapping = new InstantMessageMapping(addresses);
  private final PresenceMapping presence = new PresenceMapping(addresses);

  @Test
  void aCpimObjectIsRefusedOrRelayedAsItIsAndReadableAsAStanza() throws Exception {
    List<byte[]> vectors = vectors(".cpim");
    Random random = new Random(3862);
    int translated = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] octets = mutated(vectors.get(random.nextInt(vectors.size())), random);
      try {
        CpimMessage message = read(Octets.copyOf(octets));
        MessageStanza stanza =
            mapping.toStanza(message, new ImUri("juliet", "example.com")).value();
        assertThat(StanzaCodec.decode(StanzaCodec.encode(stanza))).isInstanceOf(Routed.class);
        translated++;
      } catch (MalformedException | UnmappableException e) {
        assertThat(e).hasMessageNotContainingAny("null");
      }
    }
    assertThat(translated).isGreaterThan(ROUNDS / 20);
  }

  /** What is read by the letter leaves as it came, to the octet (RFC 3862 §6). */
  private static CpimMessage read(Octets octets) throws MalformedException {
    try {
      CpimMessage message = CpimCodec.decode(octets, CpimLimits.DEFAULT);
      assertThat(CpimCodec.encode(message)).isEqualTo(octets);
      return message;
    } catch (MalformedException e) {
      return CpimCodec.decodeLenient(octets, CpimLimits.DEFAULT);
    }
  }

  @Test
  void aStanzaIsRefusedOrReadableAsACpimObject() throws Exception {
    List<byte[]> vectors = vectors(".xmpp.xml");
    Random random = new Random(6120);
    int translated = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] octets = mutated(vectors.get(random.nextInt(vectors.size())), random);
      try {
        StanzaReader reader =
            new StanzaReader(new ByteArrayInputStream(octets), StanzaLimits.DEFAULT);
        reader.open();
        for (Optional<StreamElement> e = reader.next(); e.isPresent(); e = reader.next()) {
          translated += translate(e.get()) ? 1 : 0;
        }
      } catch (MalformedException | EOFException e) {
        assertThat(e).hasMessageNotContainingAny("null");
      }
    }
    assertThat(translated).isGreaterThan(ROUNDS / 20);
  }

  @Test
  void aDocumentIsRefusedOrReadableAsStanzas() throws Exception {
    List<byte[]> vectors = vectors(".pidf.xml");
    Random random = new Random(3863);
    PresUri romeo = new PresUri("romeo", "example.net");
    PresUri juliet = new PresUri("juliet", "example.com");
    ContactPresence told = ContactPresence.UNKNOWN;
    int translated = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] octets = mutated(vectors.get(random.nextInt(vectors.size())), random);
      try {
        Received received = PresenceMapping.read(entity(octets));
        var notified = presence.toStanzas(told, received, romeo, juliet, Instant.EPOCH).value();
        for (PresenceStanza stanza : notified.stanzas()) {
          assertThat(StanzaCodec.decode(StanzaCodec.encode(stanza))).isEqualTo(new Routed(stanza));
        }
        told = notified.after();
        translated++;
      } catch (UnmappableException e) {
        assertThat(e).hasMessageNotContainingAny("null");
      }
    }
    assertThat(translated).isGreaterThan(ROUNDS / 20);
  }

  private static MimeEntity entity(byte[] octets) {
    return MimeEntity.of(
        List.of(new MimeHeader("Content-Type", "application/pidf+xml")), Octets.copyOf(octets));
  }

  private boolean translate(StreamElement element) throws MalformedException {
    if (element instanceof Routed routed
        && routed.stanza() instanceof PresenceStanza stanza
        && PresenceMapping.isNotification(stanza)) {
      return translate(stanza);
    }
    if (!(element instanceof Routed routed)
        || !(routed.stanza() instanceof MessageStanza message)
        || message.from().isEmpty()
        || message.to().isEmpty()) {
      return false;
    }
    try {
      CpimMessage made = mapping.toCpim(message, Instant.EPOCH).value();
      CpimMessage back = CpimCodec.decode(CpimCodec.encode(made), CpimLimits.DEFAULT);
      assertThat(back.headers()).hasSameSizeAs(made.headers());
      return true;
    } catch (UnmappableException e) {
      return false;
    }
  }

  private boolean translate(PresenceStanza stanza) {
    try {
      UserPresence said =
          presence.toPresence(presence.presenceOf(stanza), stanza, Instant.EPOCH).value();
      Presence back = PresenceMapping.read(PresenceMapping.toEntity(said)).document();
      assertThat(back).isEqualTo(said.toPidf());
      return true;
    } catch (UnmappableException e) {
      return false;
    }
  }

  private static List<byte[]> vectors(String ending) throws IOException, URISyntaxException {
    Path root =
        Path.of(Objects.requireNonNull(MutatedVectorsTest.class.getResource("/vectors")).toURI());
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
      return found.stream().map(MutatedVectorsTest::octets).toList();
    }
  }

  private static byte[] octets(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One to four octets replaced, taken out or put in. */
  private static byte[] mutated(byte[] vector, Random random) {
    byte[] octets = vector;
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      int at = random.nextInt(octets.length);
      int kind = random.nextInt(3);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(octets, 0, at);
      if (kind > 0) {
        boolean any = random.nextInt(4) == 0;
        out.write(any ? random.nextInt(256) : NASTY[random.nextInt(NASTY.length)]);
      }
      int from = kind == 2 ? at : at + 1;
      out.write(octets, from, octets.length - from);
      octets = out.toByteArray();
    }
    return octets;
  }
}
