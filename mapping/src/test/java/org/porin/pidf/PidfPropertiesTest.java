package org.porin.pidf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.porin.address.PresUri;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;
import org.porin.stanza.Element.Attribute;
import org.porin.stanza.Element.Content;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** What holds for all input, not only for the examples. */
class PidfPropertiesTest {
  private static final PidfLimits LIMITS = new PidfLimits(4_000, 8, 40, 5, 4, 300);

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  @Requirement({"3863-4.1.1-1", "3863-4.1.1-2", "3863-4.1.2-1", "3863-7-1"})
  void whatIsWrittenIsReadAsItWas(@ForAll("presences") Presence presence)
      throws MalformedException {
    PidfDocument document =
        PidfCodec.decode(PidfCodec.encode(presence), Optional.of("utf-8"), PidfLimits.DEFAULT);

    assertThat(document.presence()).isEqualTo(presence);
    assertThat(document.warnings().stream().map(PidfWarning::kind))
        .allMatch(PidfWarning.Kind.BAD_ENTITY::equals);
  }

  @Property
  void octetsAtRandomAreReadOrRefused(@ForAll byte[] octets, @ForAll("charsets") String charset) {
    judge(Octets.copyOf(octets), Optional.of(charset).filter(name -> !name.isEmpty()));
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void piecesOfDocumentsAreReadOrRefused(@ForAll("pieces") String text) {
    judge(Octets.utf8(text), Optional.empty());
    judge(Octets.utf8(Pidf.DECLARATION + Pidf.ROOT + text), Optional.empty());
    judge(Pidf.document(text), Optional.empty());
    judge(Octets.copyOf(text.getBytes(StandardCharsets.UTF_16)), Optional.empty());
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aDocumentWithAnOctetWrongIsReadOrRefused(
      @ForAll("presences") Presence presence, @ForAll int at, @ForAll byte wrong) {
    byte[] octets = PidfCodec.encode(presence).toArray();
    octets[Math.floorMod(at, octets.length)] = wrong;

    judge(Octets.copyOf(octets), Optional.empty());
  }

  /** No exception but the one; and what is read can be written, if it says anything at all. */
  private static void judge(Octets octets, Optional<String> charset) {
    try {
      Presence presence = PidfCodec.decode(octets, charset, LIMITS).presence();
      if (presence.tuples().stream().noneMatch(tuple -> tuple.status().isEmpty())) {
        Octets written = PidfCodec.encode(presence);
        Presence again = PidfCodec.decode(written, Optional.empty(), PidfLimits.DEFAULT).presence();
        assertThat(PidfCodec.encode(again)).isEqualTo(written);
      }
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, octets.length());
      assertThat(PidfCodec.verdict(octets, charset, LIMITS))
          .isInstanceOf(PidfVerdict.Invalid.class);
    }
  }

  @Provide
  Arbitrary<String> charsets() {
    return Arbitraries.of("", "utf-8", "utf-16", "utf-16le", "us-ascii", "iso-8859-1", "x");
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:a@b.example'>",
            "</presence>",
            "<?xml version='1.0'?>",
            "<?xml version='1.1' encoding='",
            "<!DOCTYPE a>",
            "<tuple id='a'>",
            "<tuple id='b' xml:lang='en'>",
            "</tuple>",
            "<status>",
            "</status>",
            "<basic>open</basic>",
            "<contact priority='0.5'>",
            "</contact>",
            "<timestamp>2005-11-23T10:00:00Z</timestamp>",
            "<note xml:lang='x-'>",
            "</note>",
            "<x:y xmlns:x='urn:x' x:z='1' z=''>",
            "</x:y>",
            "<show xmlns='jabber:client'>away</show>",
            "<a xmlns=''>",
            "</a>",
            "<!-- -->",
            "<![CDATA[",
            "]]>",
            "&lt;",
            "&#13;",
            "&x;",
            "\r\n",
            "\uFFFE",
            "\uD83D\uDE00",
            "'",
            "\u0000")
        .list()
        .ofMaxSize(20)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<Presence> presences() {
    return Combinators.combine(
            entities(),
            tuples().list().ofMaxSize(4).uniqueElements(Tuple::id),
            notes().list().ofMaxSize(2),
            extensions(false).list().ofMaxSize(2))
        .as(Presence::new);
  }

  private static Arbitrary<Entity> entities() {
    return Arbitraries.oneOf(
        Arbitraries.of("a", "o'malley", "žofie", "a/b?c&d")
            .map(local -> Entity.of(new PresUri(local, "example.net"))),
        Arbitraries.of("sip:a@b.example;gr=x", "sips:192.0.2.1:5061").map(Entity::of),
        texts().map(Entity::of));
  }

  private static Arbitrary<Tuple> tuples() {
    return Combinators.combine(
            texts(),
            statuses(),
            contacts().optional(),
            notes().list().ofMaxSize(2),
            instants().optional(),
            extensions(false).list().ofMaxSize(2))
        .as(Tuple::new);
  }

  private static Arbitrary<Status> statuses() {
    return Combinators.combine(
            Arbitraries.of(Basic.class).optional(), extensions(true).list().ofMaxSize(2))
        .as(Status::new)
        .filter(status -> !status.isEmpty());
  }

  private static Arbitrary<Contact> contacts() {
    return Combinators.combine(
            texts(),
            Arbitraries.integers()
                .between(0, 1_000)
                .optional()
                .map(some -> some.map(OptionalInt::of).orElse(OptionalInt.empty())))
        .as(Contact::new);
  }

  private static Arbitrary<Note> notes() {
    return Combinators.combine(
            texts(), Arbitraries.of("en", "cs", "zh-Hant", "i-default", "en_US").optional())
        .as(Note::new);
  }

  private static Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs()
                .between(
                    Instant.parse("0000-01-01T00:00:00Z").getEpochSecond(),
                    Instant.parse("9999-12-31T23:59:59Z").getEpochSecond()),
            Arbitraries.integers().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  /** Characters that XML can have, the troublesome ones above all. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab <>&'\"]\t\r\n").ofMaxLength(8),
        Arbitraries.of("", "žluť", "\uD83D\uDE00", "]]>", "\uFFFD", "\u0085\u2028", "&amp;"),
        Arbitraries.strings().withCharRange(' ', '\uD7FF').ofMaxLength(8));
  }

  private static Arbitrary<Element> extensions(boolean inStatus) {
    return Arbitraries.of("urn:x", "http://id.example.com/", "jabber:client")
        .flatMap(namespace -> elements(namespace, inStatus, 2));
  }

  private static Arbitrary<Element> elements(String namespace, boolean inStatus, int depth) {
    Arbitrary<Content> children =
        Arbitraries.of("", "urn:x", "urn:y", "jabber:client", "urn:ietf:params:xml:ns:pidf")
            .flatMap(inner -> elements(inner, inStatus, depth - 1))
            .map(Element.Child::new);
    Arbitrary<Content> texts = texts().filter(text -> !text.isEmpty()).map(Element.Text::new);
    Arbitrary<List<Content>> content =
        depth == 0
            ? texts.list().ofMaxSize(1)
            : Arbitraries.oneOf(
                children.list().ofMaxSize(2),
                texts.list().ofMaxSize(1),
                Combinators.combine(texts, children).as(List::<Content>of));
    return Combinators.combine(
            Arbitraries.of("a", "b-c", "é", "_1"),
            attributes(inStatus).list().ofMaxSize(3).uniqueElements(a -> a.namespace() + a.name()),
            content)
        .as((name, attributes, inside) -> new Element(namespace, name, attributes, inside));
  }

  private static Arbitrary<Attribute> attributes(boolean inStatus) {
    return Combinators.combine(
            inStatus
                ? Arbitraries.of("", "urn:x", "urn:ietf:params:xml:ns:pidf", "jabber:client")
                : Arbitraries.of("", "urn:x", "urn:z"),
            Arbitraries.of("a", "mustUnderstand", "lang"),
            texts())
        .as(Attribute::new);
  }
}
