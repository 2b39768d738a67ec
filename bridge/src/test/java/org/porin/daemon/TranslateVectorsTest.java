package org.porin.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.pidf.PidfCodec;
import org.porin.pidf.PidfLimits;
import org.porin.pidf.Presence;
import org.porin.stanza.Element;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.Stanza;
import org.porin.wire.Octets;

/** Every translation pair by the command line: the other wire form, and what is said of it. */
class TranslateVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PAIRS =
      Path.of("..", "mapping", "src", "test", "resources", "vectors", "pairs");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  static Stream<String> pairs() throws IOException {
    try (Stream<Path> files = Files.list(PAIRS)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".meta.json"))
              .map(file -> file.replace(".meta.json", ""))
              .sorted()
              .toList();
      assertThat(names).hasSizeGreaterThan(45);
      return names.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aPairIsTranslatedAsItSays(String name) throws Exception {
    JsonNode meta = JSON.readTree(file(name, ".meta.json").toFile());
    boolean outward = meta.get("direction").asText().equals("xmpp2cpim");
    String expectedFile = outward ? outwardFile(name) : name + ".xmpp.xml";
    boolean refused = meta.path("expect").path("status").asText().equals("failure");

    assertThat(porin(arguments(name, meta, outward))).as(text(err)).isEqualTo(refused ? 1 : 0);
    if (!refused && Files.exists(PAIRS.resolve(expectedFile))) {
      assertSame(expectedFile, out.toByteArray());
    } else {
      assertThat(out.size()).isZero();
    }
    assertThat(text(err)).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void whatIsSaidOfAPairIsInItsJson(String name) throws Exception {
    JsonNode meta = JSON.readTree(file(name, ".meta.json").toFile());
    boolean outward = meta.get("direction").asText().equals("xmpp2cpim");
    List<String> arguments = new ArrayList<>(List.of(arguments(name, meta, outward)));
    arguments.add(1, "--json");
    porin(arguments.toArray(String[]::new));
    JsonNode seen = JSON.readTree(out.toByteArray());

    for (String field : List.of("expect", "cpp", "sip")) {
      boolean input = !outward && !field.equals("expect"); // then it is what was translated
      if (!input
          || meta.path("cpp").path("op").asText().equals("subscribe") && field.equals("sip")) {
        meta.path(field)
            .properties()
            .forEach(
                each ->
                    assertThat(seen.path(field).get(each.getKey()))
                        .as(field + "." + each.getKey())
                        .isEqualTo(each.getValue()));
      }
    }
  }

  @Test
  void theJsonHoldsTheOutputAndWhatWasLeftOut() throws Exception {
    porin(
        "translate",
        "--json",
        "--direction",
        "xmpp2cpim",
        file("m01-simple", ".xmpp.xml").toString());
    JsonNode json = JSON.readTree(out.toByteArray());
    assertThat(json.get("output").asText()).contains("From: <im:juliet@example.com>\r\n");
    assertThat(json.at("/omitted/1/clause").asText()).startsWith("RFC 3922 §4.1.");
    assertThat(err.size()).isZero();
  }

  @Test
  void withoutAMetaFileTheOptionsSayTheSame(@TempDir Path directory) throws Exception {
    Path document =
        Files.copy(file("q06-only-changed", ".pidf.xml"), directory.resolve("x.pidf.xml"));
    assertThat(porin("translate", document.toString())).isZero();
    assertThat(text(err)).contains("--watcher");
    assertThat(text(out)).contains("from='romeo@example.net/phone'").doesNotContain(" to=");
    assertThat(
            porin(
                "translate",
                "--watcher=pres:juliet@example.com",
                "--told=orchard=open",
                "--told=phone=open",
                document.toString()))
        .isZero();
    assertSame("q06-only-changed.xmpp.xml", out.toByteArray());
  }

  @Test
  void aNotifyThatIsTheFirstActiveOneSaysSoBeforeThePresence() throws Exception {
    assertThat(
            porin(
                "translate", "--state=active;expires=60", file("q01-open", ".pidf.xml").toString()))
        .isZero();
    assertThat(StanzaDocument.read(Octets.copyOf(out.toByteArray())))
        .extracting(stanza -> ((PresenceStanza) stanza).type())
        .containsExactly(Optional.of("subscribed"), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--watcher=romeo", "--told=a=here", "--state=on", "--direction=up", "--now=later"})
  void anOptionThatCannotBeReadIsNamed(String option) {
    assertThat(porin("translate", option, file("q01-open", ".pidf.xml").toString())).isEqualTo(2);
    assertThat(text(err)).contains(option.substring(0, option.indexOf('=')));
  }

  @Test
  void aMetaFileThatCannotBeReadIsNamed(@TempDir Path directory) throws Exception {
    Path document = Files.copy(file("q01-open", ".pidf.xml"), directory.resolve("x.pidf.xml"));
    Files.writeString(directory.resolve("x.meta.json"), "{");
    assertThat(porin("translate", document.toString())).isEqualTo(2);
    assertThat(text(err)).contains(".meta.json", "JSON");
  }

  private static String[] arguments(String name, JsonNode meta, boolean outward) {
    List<String> arguments = new ArrayList<>(List.of("translate"));
    arguments.addAll(List.of("--direction", meta.get("direction").asText()));
    arguments.addAll(List.of("--now", meta.get("now").asText()));
    String input = outward ? ".xmpp.xml" : inwardEnding(name);
    if (input.equals(".meta.json")) { // which does not say whom an answer is for
      arguments.addAll(List.of("--watcher", "pres:juliet@example.com"));
      arguments.addAll(List.of("--target", "pres:romeo@example.net"));
      if (meta.path("cpp").has("watcher")) {
        arguments.subList(arguments.size() - 4, arguments.size()).clear();
      }
    }
    arguments.add(file(name, input).toString());
    return arguments.toArray(String[]::new);
  }

  private static String inwardEnding(String name) {
    return Stream.of(".cpim", ".pidf.xml", ".mime")
        .filter(ending -> Files.exists(file(name, ending)))
        .findFirst()
        .orElse(".meta.json");
  }

  private static String outwardFile(String name) {
    return name + (Files.exists(file(name, ".pidf.xml")) ? ".pidf.xml" : ".cpim");
  }

  private static void assertSame(String expectedFile, byte[] seen) throws Exception {
    Octets expected = Octets.copyOf(Files.readAllBytes(PAIRS.resolve(expectedFile)));
    if (expectedFile.endsWith(".cpim")) {
      assertThat(new String(seen, UTF_8)).isEqualTo(expected.toUtf8());
    } else if (expectedFile.endsWith(".pidf.xml")) {
      Presence presence = presence(Octets.copyOf(seen));
      assertThat(presence.tuples()).isNotEmpty();
      assertThat(withoutTimes(presence)).isEqualTo(withoutTimes(presence(expected)));
    } else {
      assertThat(stanzas(Octets.copyOf(seen))).isEqualTo(stanzas(expected));
    }
  }

  private static Presence presence(Octets document) throws Exception {
    return PidfCodec.decode(document, Optional.empty(), PidfLimits.DEFAULT).presence();
  }

  /** Two documents in a row may not have one time, though the vector has one for both. */
  private static String withoutTimes(Presence presence) {
    return presence.toString().replaceAll("timestamp=Optional\\[[^]]*\\]", "");
  }

  /** As text; of errors the words are ours, and of signed objects the line ends an XML reader's. */
  private static List<String> stanzas(Octets document) throws Exception {
    List<String> texts = new ArrayList<>();
    for (Stanza stanza : StanzaDocument.read(document)) {
      String text = stanza.toString();
      if (stanza instanceof PresenceStanza presence && presence.is("error")) {
        Element error = presence.children().get(0);
        text =
            presence.from()
                + " "
                + presence.to()
                + presence.id()
                + error.attributes()
                + error.children().get(0);
      }
      texts.add(
          text.strip().replaceAll("\\s+", " ").replaceAll("text=\\s+", "text=").replace(" ]", "]"));
    }
    return texts;
  }

  private static Path file(String name, String ending) {
    return PAIRS.resolve(name + ending);
  }

  private static String text(ByteArrayOutputStream octets) {
    return octets.toString(UTF_8);
  }

  private int porin(String... arguments) {
    out.reset();
    return Main.commandLine(InputStream.nullInputStream(), out, err).execute(arguments);
  }
}
