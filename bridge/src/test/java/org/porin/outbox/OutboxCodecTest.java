package org.porin.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.membrane.Operations.withContent;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.porin.address.ImUri;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.msgfmt.Subject;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Carried;
import org.porin.profile.Conversation;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.Sending;
import org.porin.profile.TransId;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class OutboxCodecTest {
  private static final String TOKEN = "abcdefghijklmnopqrstuvwxyz".replace('w', '7');

  @Provide
  Arbitrary<OutboxRow> rows() {
    Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(40).filter(OutboxCodecTest::isText);
    Arbitrary<ImUri> uris =
        Arbitraries.strings()
            .withChars("abcÜ漢'\"%/& ")
            .ofMinLength(1)
            .ofMaxLength(20)
            .map(name -> new ImUri(name, "montague.example"));
    Arbitrary<Origin> origins =
        Combinators.combine(
                Arbitraries.of(Side.class), texts, Arbitraries.of(Attestation.class).optional())
            .as(
                (side, peer, attestation) ->
                    new Origin(side, peer, attestation.map(OutboxCodecTest::assertion)));
    Arbitrary<CpimMessage> contents =
        Combinators.combine(texts, Arbitraries.bytes().array(byte[].class).ofMaxSize(2_000))
            .as(OutboxCodecTest::content);
    Arbitrary<MessageOperation> operations =
        Combinators.combine(
                uris,
                uris,
                Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(256),
                Arbitraries.integers().between(0, 255),
                texts.list().ofMaxSize(16),
                origins,
                texts.optional(),
                Combinators.combine(texts.optional(), texts.optional()).as(Conversation::new))
            .as(
                (source, destination, id, hops, trace, origin, key, conversation) ->
                    new MessageOperation(
                        source,
                        destination,
                        new TransId(id),
                        hops,
                        trace,
                        origin,
                        key,
                        conversation,
                        content("", new byte[0]),
                        Optional.empty()))
            .flatMap(operation -> contents.map(content -> withContent(operation, content)))
            .flatMap(
                operation ->
                    Arbitraries.of(true, false)
                        .map(passesOn -> passesOn ? operation.carrying(carried()) : operation));
    return Combinators.combine(
            Arbitraries.of(Direction.class),
            Arbitraries.longs(),
            Arbitraries.longs(),
            Arbitraries.integers().between(1, Sending.MAX_SEQUENCE),
            operations)
        .as(
            (direction, at, expires, sequence, operation) ->
                new OutboxRow(direction, at, expires, TOKEN, sequence, operation));
  }

  private static boolean isText(String text) {
    return new String(
            text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            java.nio.charset.StandardCharsets.UTF_8)
        .equals(text);
  }

  private static Assertion assertion(Attestation attestation) {
    return new Assertion(
        attestation,
        "verona.example",
        Instant.parse("2026-11-27T03:00:00.5Z"),
        "digest",
        Optional.of("enclosed"));
  }

  private static CpimMessage content(String subject, byte[] body) {
    return new CpimBuilder()
        .from(Mailbox.of("im:juliet@capulet.example"))
        .to(Mailbox.of("im:romeo@montague.example"))
        .subject(new Subject(Optional.of("de"), subject))
        .namespace("imdn", "urn:ietf:params:imdn")
        .header("imdn", "Message-ID", "34jk324j")
        .build(
            MimeEntity.of(
                List.of(new MimeHeader("Content-Type", "application/x-thing; a=\"b c\"")),
                Octets.copyOf(body)));
  }

  private static Carried carried() {
    return sample().operation().carried().orElseThrow();
  }

  private static OutboxRow sample() {
    MessageOperation operation =
        new MessageOperation(
            new ImUri("juliet", "capulet.example"),
            new ImUri("romeo", "montague.example"),
            new TransId("T1"),
            70,
            List.of("mark"),
            new Origin(Side.SIMPLE, "192.0.2.1", Optional.of(assertion(Attestation.B))),
            Optional.of("key"),
            new Conversation(Optional.of("thread"), Optional.of("balcony")),
            content("Wherefore", "art thou".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            Optional.empty());
    Carried carried =
        new Carried(
            List.of(new Carried.Field("From", "<sip:juliet@capulet.example>;tag=x")),
            Octets.utf8("art thou\r\n"),
            Carried.Proof.TLS,
            List.of("gateway.example"));
    return new OutboxRow(Direction.TO_XMPP, 1, 2, TOKEN, 7, operation.carrying(carried));
  }

  @Property(tries = 500)
  void everyMessageComesBackWithAllItsValuesAndItsOctets(@ForAll("rows") OutboxRow row)
      throws MalformedException {
    OutboxRow back = OutboxCodec.decode(OutboxCodec.encode(row));
    assertThat(back).isEqualTo(row);
    assertThat(back.operation().content().entity().octets())
        .isEqualTo(row.operation().content().entity().octets());
  }

  @Example
  void whatCameInAFormThatIsForgivenComesBackAsItIsHeld() throws MalformedException {
    String written =
        "From: <im:a@b.example>\nTo:<im:c@d.example>  \nSubject:\tx\ty\nwho.Cares: not\n"
            + "\nContent-Type: text/plain;\n charset=utf-8\n\nhello\n";
    CpimMessage held = CpimCodec.decodeLenient(Octets.utf8(written), CpimLimits.DEFAULT);
    OutboxRow row =
        new OutboxRow(Direction.TO_XMPP, 1, 2, TOKEN, 7, withContent(sample().operation(), held));
    assertThat(OutboxCodec.decode(OutboxCodec.encode(row))).isEqualTo(row);
  }

  @Example
  void aRowThatIsCutAnywhereIsRefused() {
    byte[] whole = OutboxCodec.encode(sample());
    int body = sample().operation().content().entity().body().length();
    for (int end = 0; end < whole.length; end++) {
      byte[] cut = Arrays.copyOf(whole, end);
      assertThatThrownBy(() -> OutboxCodec.decode(cut)).isInstanceOf(MalformedException.class);
    }
    assertThat(body).isPositive();
  }

  @Example
  void aRowWithMoreBehindItIsRefused() {
    byte[] whole = OutboxCodec.encode(sample());
    assertThatThrownBy(() -> OutboxCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(MalformedException.class);
  }

  @Example
  void aRowOfANewerPorinIsNotGuessedAt() {
    byte[] whole = OutboxCodec.encode(sample());
    whole[0] = OutboxCodec.VERSION + 1;
    assertThatThrownBy(() -> OutboxCodec.decode(whole))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("version");
  }

  /** Lengths that lie make nobody reserve memory, and every other lie is no worse. */
  @Property(tries = 2_000)
  void whateverIsInARowItIsReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] octets = OutboxCodec.encode(sample());
    for (int i = random.nextInt(4) + 1; i > 0; i--) {
      octets[random.nextInt(octets.length)] = (byte) random.nextInt();
    }
    try {
      OutboxRow row = OutboxCodec.decode(octets);
      assertThat(OutboxCodec.decode(OutboxCodec.encode(row))).isEqualTo(row);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, octets.length);
    }
  }

  @Property(tries = 1_000)
  void noiseIsRefused(@ForAll byte[] octets) {
    assertThatThrownBy(() -> OutboxCodec.decode(octets)).isInstanceOf(MalformedException.class);
  }
}
