package org.porin.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.msgfmt.Json;
import org.porin.msgfmt.Vectors;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Every file of vectors/pidf: a document, the verdict, what it says and what was passed over. */
class PidfVectorsTest {
  /** What is wrong in a vector, what its sender meant, and the warnings. */
  private static final Map<String, List<String>> MENDED =
      Map.of(
          "p26-no-entity",
              List.of("pidf\">", "pidf\" entity=\"pres:romeo@example.net\">", "bad-entity"),
          "p29-no-status",
              List.of(
                  "<tuple id=\"a\"><contact>im:romeo@example.net</contact></tuple>",
                  "",
                  "missing-status:a"),
          "p30-namespace-colon", List.of("pidf:\"", "pidf\""));

  static List<String> all() {
    return Vectors.names("pidf", ".expect.json");
  }

  static List<String> valid() {
    return all().stream().filter(name -> expectation(name).get("valid").asBoolean()).toList();
  }

  static List<String> invalid() {
    return all().stream().filter(name -> !expectation(name).get("valid").asBoolean()).toList();
  }

  @Test
  void everyDocumentHasItsExpectation() {
    List<String> documents =
        Stream.concat(
                Vectors.names("pidf", ".pidf.xml").stream(),
                Vectors.names("pidf", ".pidf.bad").stream())
            .sorted()
            .toList();

    assertThat(all()).isEqualTo(documents).hasSizeGreaterThan(25);
    assertThat(invalid()).hasSizeGreaterThan(7);
  }

  @ParameterizedTest
  @MethodSource("valid")
  @Requirement({
    "3863-4.1-1",
    "3863-4.1-5",
    "3863-4.1.1-1",
    "3863-4.1.1-2",
    "3863-4.1.1-3",
    "3863-4.1.2-1",
    "3863-4.1.2-3",
    "3863-4.1.2-6",
    "3863-4.1.3-1",
    "3863-4.1.4-1",
    "3863-4.1.5-1",
    "3863-4.1.5-3",
    "3863-4.1.6-1",
    "3863-4.1.6-3",
    "3863-4.1.7-1",
    "3863-4.2.3-1",
    "3863-4.2.3-2",
    "3863-4.3.2-1",
    "3863-4.3.3-1",
    "3863-4.4-1",
    "3863-7-1",
    "3863-7-2",
    "4479-5-1"
  })
  void aValidDocumentSaysWhatIsExpected(String name) {
    JsonNode parsed = expectation(name).get("parsed");
    PidfDocument document = Pidf.read(octets(name));
    Presence presence = document.presence();

    assertThat(presence.entity()).hasToString(parsed.get("entity").asText());
    assertThat(presence.tuples().stream().map(PidfVectorsTest::seen).toList())
        .isEqualTo(Json.elements(parsed.get("tuples")).stream().map(this::wanted).toList());
    assertThat(notes(presence.notes())).isEqualTo(Json.list(parsed.get("notes")));
    assertThat(document.warnings().stream().map(PidfWarning::code).toList())
        .isEqualTo(Json.list(parsed.get("warnings")));
    assertThat(Json.map(parsed)).containsOnlyKeys("entity", "tuples", "notes", "warnings");
  }

  @ParameterizedTest
  @MethodSource("valid")
  @Requirement({"3863-4.1.3-1", "3863-4.2.3-4"})
  void whatWasReadCanBeWrittenAndReadAgain(String name) {
    Presence presence = Pidf.read(octets(name)).presence();
    if (presence.tuples().stream().anyMatch(tuple -> tuple.status().isEmpty())) {
      assertThat(name).matches("p1[45]-basic-.*");
      assertThatIllegalArgumentException().isThrownBy(() -> PidfCodec.encode(presence));
      return;
    }
    PidfDocument again = Pidf.read(PidfCodec.encode(presence));

    assertThat(again.warnings()).isEmpty();
    assertThat(again.presence())
        .isEqualTo(
            new Presence(
                presence.entity(),
                presence.tuples().stream().map(PidfVectorsTest::withoutMustUnderstand).toList(),
                presence.notes(),
                presence.extensions()));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  @Requirement({
    "3863-4.1-1",
    "3863-4.1.1-1",
    "3863-4.1.1-2",
    "3863-4.1.1-3",
    "3863-4.1.1-4",
    "3863-4.1.2-1",
    "3863-4.1.2-2"
  })
  void anInvalidDocumentIsRefusedForItsReason(String name) {
    Octets octets = octets(name);
    PidfVerdict.Invalid invalid = Pidf.invalid(octets);

    assertThat(invalid.reason().code()).isEqualTo(expectation(name).get("reason").asText());
    assertThatThrownBy(() -> PidfCodec.decode(octets, Optional.empty(), PidfLimits.DEFAULT))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(invalid.reason().expected())
        .satisfies(e -> assertThat(((MalformedException) e).offset()).isEqualTo(invalid.offset()));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void aTolerantReaderTakesWhatIsWrongButNotInDoubt(String name) {
    boolean taken = !expectation(name).get("lenient").asText().equals("reject");
    Octets octets = octets(name);
    if (taken) {
      assertThatCode(() -> PidfCodec.decodeLenient(octets, Optional.empty(), PidfLimits.DEFAULT))
          .doesNotThrowAnyException();
    } else {
      assertThatThrownBy(
              () -> PidfCodec.decodeLenient(octets, Optional.empty(), PidfLimits.DEFAULT))
          .isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aTolerantReaderSeesTheSameInWhatIsValid(String name) throws MalformedException {
    assertThat(PidfCodec.decodeLenient(octets(name), Optional.empty(), PidfLimits.DEFAULT))
        .isEqualTo(Pidf.read(octets(name)));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void whatATolerantReaderTakesSaysWhatWasMeant(String name) throws MalformedException {
    if (expectation(name).get("lenient").asText().equals("reject")) {
      return;
    }
    String written = octets(name).toUtf8();
    List<String> mend = Objects.requireNonNull(MENDED.get(name), "what was meant by " + name);
    String meant = written.replace(mend.get(0), mend.get(1));
    PidfDocument read = PidfCodec.decodeLenient(octets(name), Optional.empty(), PidfLimits.DEFAULT);
    Presence wanted = Pidf.read(Octets.utf8(meant)).presence();

    assertThat(meant).isNotEqualTo(written);
    assertThat(read.presence().tuples()).isEqualTo(wanted.tuples());
    assertThat(read.presence().notes()).isEqualTo(wanted.notes());
    assertThat(read.presence().extensions()).isEqualTo(wanted.extensions());
    assertThat(read.presence().entity().toString())
        .isEqualTo(name.equals("p26-no-entity") ? "" : "pres:romeo@example.net");
    assertThat(read.warnings())
        .extracting(PidfWarning::code)
        .containsExactlyElementsOf(mend.subList(2, mend.size()));
  }

  @ParameterizedTest
  @MethodSource("valid")
  @Requirement({"3863-4.1-1", "3863-4.1-5"})
  void aCutDocumentIsRefusedUntilItsEnd(String name) {
    Octets octets = octets(name);
    PidfDocument whole = Pidf.read(octets);
    int end = end(octets);
    for (int cut = 0; cut < octets.length(); cut++) {
      Octets head = octets.slice(0, cut);
      if (cut < end) {
        assertThat(Pidf.invalid(head).reason())
            .isIn(PidfReason.NOT_WELL_FORMED, PidfReason.BAD_ENCODING);
        assertThatThrownBy(
                () -> PidfCodec.decodeLenient(head, Optional.empty(), PidfLimits.DEFAULT))
            .isInstanceOf(MalformedException.class);
      } else if (Pidf.verdict(head) instanceof PidfVerdict.Valid valid) {
        assertThat(valid.document()).isEqualTo(whole);
      } else { // half of a white space of 16 bits
        assertThat(Pidf.invalid(head).reason()).isEqualTo(PidfReason.BAD_ENCODING);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  void behindADocumentStandsNothingThatCounts(String name) {
    Charset charset = name.contains("utf16") ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;

    assertThat(Pidf.read(followed(octets(name), "\r\n<!-- <tuple/> --> <?x y?>\t", charset)))
        .isEqualTo(Pidf.read(octets(name)));
    for (String more : List.of("x", "<a/>", "<presence/>", "<", "&#32;", "\u0000", "</a>", "]]>")) {
      assertThat(Pidf.invalid(followed(octets(name), more, charset)).reason())
          .isEqualTo(PidfReason.NOT_WELL_FORMED);
    }
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void noPartOfAnInvalidDocumentIsValid(String name) {
    Octets octets = octets(name);
    for (int cut = 0; cut <= octets.length(); cut++) {
      assertThat(Pidf.invalid(octets.slice(0, cut)).offset()).isBetween(0, cut);
    }
  }

  /** Behind the last octet that the root needs. */
  private static int end(Octets octets) {
    int end = octets.length();
    while (octets.at(end - 1) != '>') {
      end--;
    }
    return octets.at(0) == 0xFF ? end + 1 : end; // UTF-16LE has half of the character behind it
  }

  private static Octets followed(Octets octets, String more, Charset charset) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    octets.writeTo(out);
    out.writeBytes(more.getBytes(charset));
    return Octets.copyOf(out.toByteArray());
  }

  /** A tuple in the shape of the expectations; priorities in thousandths. */
  private static Map<String, Object> seen(Tuple tuple) {
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("id", tuple.id());
    seen.put("basic", tuple.status().basic().map(Basic::wire).orElse(null));
    text(tuple, Namespaces.CLIENT, "show").ifPresent(text -> seen.put("show", text));
    text(tuple, Namespaces.IM, "im").ifPresent(text -> seen.put("im", text));
    tuple.contact().ifPresent(contact -> seen.put("contact", contact.uri()));
    tuple.contact().stream()
        .flatMapToInt(contact -> contact.priority().stream())
        .forEach(priority -> seen.put("priority", priority));
    seen.put("notes", notes(tuple.notes()));
    tuple.timestamp().ifPresent(instant -> seen.put("timestamp", instant));
    return seen;
  }

  private Map<String, Object> wanted(JsonNode tuple) {
    Map<String, Object> wanted = Json.map(tuple);
    wanted.computeIfPresent(
        "priority", (key, text) -> new BigDecimal((String) text).movePointRight(3).intValueExact());
    wanted.computeIfPresent("timestamp", (key, text) -> Instant.parse((String) text));
    return wanted;
  }

  private static Optional<String> text(Tuple tuple, String namespace, String name) {
    return tuple.status().extensions().stream()
        .filter(element -> element.is(namespace, name))
        .map(Element::text)
        .findFirst();
  }

  private static List<Object> notes(List<Note> notes) {
    return notes.stream()
        .<Object>map(note -> Arrays.asList(note.language().orElse(null), note.text()))
        .toList();
  }

  /** What the writer leaves of tuples: mustUnderstand belongs in a status alone. */
  private static Tuple withoutMustUnderstand(Tuple tuple) {
    return new Tuple(
        tuple.id(),
        tuple.status(),
        tuple.contact(),
        tuple.notes(),
        tuple.timestamp(),
        tuple.extensions().stream().map(PidfVectorsTest::withoutMustUnderstand).toList());
  }

  private static Element withoutMustUnderstand(Element element) {
    return new Element(
        element.namespace(),
        element.name(),
        element.attributes().stream()
            .filter(attribute -> !Extensions.isMustUnderstand(attribute))
            .toList(),
        element.content().stream()
            .map(
                content ->
                    content instanceof Element.Child child
                        ? new Element.Child(withoutMustUnderstand(child.element()))
                        : content)
            .toList());
  }

  private static Octets octets(String name) {
    String file = "pidf/" + name + ".pidf.xml";
    return Vectors.octets(Vectors.exists(file) ? file : "pidf/" + name + ".pidf.bad");
  }

  private static JsonNode expectation(String name) {
    return Vectors.json("pidf/" + name + ".expect.json");
  }
}
