package org.porin.daemon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every vector by the command line: its fields are those of the expectation. */
class ParseCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path VECTORS =
      Path.of("..", "mapping", "src", "test", "resources", "vectors");

  /** What the vectors say to people, or that they are not for every reader. */
  private static final List<String> COMMENTARY =
      List.of("source", "rules", "note", "map", "optional");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  static Stream<Path> vectors() throws IOException {
    return Stream.concat(files("cpim", ".*\\.cpim"), files("pidf", ".*\\.pidf\\.(xml|bad)"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aVectorIsWhatItsExpectationSays(Path file) throws IOException {
    String format = file.toString().endsWith(".cpim") ? "cpim" : "pidf";
    String name = file.getFileName().toString().replaceAll("\\.(cpim|pidf\\.(xml|bad))$", "");
    ObjectNode expected =
        (ObjectNode) JSON.readTree(file.resolveSibling(name + ".expect.json").toFile());
    expected.remove(COMMENTARY);
    int code = porin("parse", format, file.toString());
    ObjectNode seen = (ObjectNode) JSON.readTree(out.toByteArray());

    assertThat(code).isEqualTo(expected.get("valid").asBoolean() ? 0 : 1);
    if (code == 1) {
      assertThat(seen.get("offset").asInt()).isBetween(0, (int) Files.size(file));
      assertThat(seen.get("expected").asText()).isNotBlank();
    }
    seen.retain(expected.properties().stream().map(entry -> entry.getKey()).toList());
    assertThat(seen).isEqualTo(expected);
    assertThat(err.size()).isZero();
  }

  @Test
  void parametersAreShownAsTheyAreWritten() throws IOException {
    JsonNode parsed =
        parse(
            0,
            "cpim",
            "From: <im:a@b.example>\r\nTo: <im:c@d.example>\r\n"
                + "Subject:;lang=fr;x=\"a; \\\"b\\\"\" Salut\r\n\r\n"
                + "Content-Type: text/plain\r\n\r\nx");
    assertThat(parsed.at("/headers/2/params/lang").asText()).isEqualTo("fr");
    assertThat(parsed.at("/headers/2/params/x").asText()).isEqualTo("\"a; \\\"b\\\"\"");
    assertThat(parsed.at("/headers/2/value").asText()).isEqualTo("Salut");
  }

  @Test
  void aSipMessageShowsItsHeadersInFullAndInOrder() throws IOException {
    JsonNode parsed =
        parse(
            0,
            "sip",
            "MESSAGE sip:romeo@example.net SIP/2.0\r\nv: SIP/2.0/TCP a.example;branch=z9hG4bK1\r\n"
                + "f: <sip:juliet@example.com>;tag=1\r\nt: <sip:romeo@example.net>\r\ni: 1@a\r\n"
                + "CSeq: 1 MESSAGE\r\nMax-Forwards: 70\r\nc: text/plain\r\nl: 2\r\n\r\nHi");
    assertThat(parsed.get("method").asText()).isEqualTo("MESSAGE");
    assertThat(parsed.get("headers"))
        .extracting(each -> each.get("name").asText())
        .containsExactly(
            "Via",
            "From",
            "To",
            "Call-ID",
            "CSeq",
            "Max-Forwards",
            "Content-Type",
            "Content-Length");
    assertThat(parsed.get("bodyUtf8").asText()).isEqualTo("Hi");
  }

  @Test
  void aSipMessageThatIsNoneSaysWhereAndWithWhichStatus() throws IOException {
    JsonNode parsed = parse(1, "sip", "MESSAGE sip:romeo@example.net\r\n\r\n");
    assertThat(parsed.get("status").asInt()).isEqualTo(400);
    assertThat(parsed.get("offset").isInt()).isTrue();
    assertThat(parse(1, "sip", "\r\n\r\n").get("reason").asText()).isEqualTo("empty");
  }

  @Test
  void stanzasShowWhatTheyCarry() throws IOException {
    JsonNode stanza =
        parse(
                0,
                "stanza",
                "<presence from='a@b.example/c' xml:lang='en'><show>away</show>"
                    + "<status>out</status><priority>-1</priority><x xmlns='urn:x' y='1'>z</x>"
                    + "</presence>")
            .at("/stanzas/0");
    assertThat(stanza.get("kind").asText()).isEqualTo("presence");
    assertThat(stanza.get("type").isNull()).isTrue();
    assertThat(stanza.at("/statuses/0/0").asText()).isEqualTo("en");
    assertThat(stanza.get("priority").asInt()).isEqualTo(-1);
    assertThat(stanza.at("/extensions/0/attributes/y").asText()).isEqualTo("1");
    assertThat(stanza.at("/extensions/0/text").asText()).isEqualTo("z");
  }

  @Test
  void severalStanzasAreOneDocument() throws IOException {
    String file = VECTORS.resolve("pairs/p05-two-resources.xmpp.xml").toString();
    assertThat(porin("parse", "stanza", file)).isZero();
    assertThat(JSON.readTree(out.toByteArray()).get("stanzas")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<message", "<message from='@'/>", "hello", "<iq type='get'/>"})
  void whatIsNoStanzaIsSaidToBeNone(String text) throws IOException {
    assertThat(parse(1, "stanza", text).get("expected").asText()).isNotBlank();
  }

  @Test
  void wrongUsageIsSaidInWords(@TempDir Path directory) throws IOException {
    Path large = Files.write(directory.resolve("large"), new byte[InputFile.MAX_OCTETS + 1]);

    assertThat(porin("parse", "cpim", "no-such-file")).isEqualTo(2);
    assertThat(porin("parse", "mail", "no-such-file")).isEqualTo(2);
    assertThat(porin("parse")).isEqualTo(2);
    assertThat(porin("parse", "pidf", large.toString())).isEqualTo(2);
    assertThat(porin("parse", "pidf", directory.toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains("there is no such file", "- for standard input", "mail")
        .contains("larger than 16777216 octets", "cut out")
        .doesNotContain("\tat ");
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void standardInputIsReadAsAFileIs(Path file) throws IOException {
    String format = file.toString().endsWith(".cpim") ? "cpim" : "pidf";
    int code = porin("parse", format, file.toString());
    String ofFile = out.toString(UTF_8);
    out.reset();

    assertThat(Main.commandLine(Files.newInputStream(file), out, err).execute("parse", format, "-"))
        .isEqualTo(code);
    assertThat(out.toString(UTF_8)).isEqualTo(ofFile).isNotBlank();
  }

  @Test
  void anObjectIsShownAsItWasWritten() throws IOException {
    String object =
        "From: \"\" <im:a@b.example>\r\nTo: <im:c@d.example>\r\n"
            + "Subject:;lang=fr;lang=cs \\ud83d\\ude00\r\n"
            + "DateTime: 2005-11-23T10:00:00+00:00\r\nRequire: %sSubject\r\n\r\n"
            + "Content-Type: text/plain; charset=\"\"\r\n\r\nx";

    JsonNode unbound = parse(0, "cpim", object.formatted("q.Foo, "));
    assertThat(unbound.at("/headers/4/names/0/0").asText()).isEqualTo("?");
    assertThat(unbound.at("/mime/charset").isNull()).isTrue();
    assertThat(unbound.get("applicationError").asText()).isEqualTo("app:unsupported-require");
    assertThat(unbound.has("application")).isFalse();

    JsonNode application = parse(0, "cpim", object.formatted("")).get("application");
    assertThat(application.get("fromName").isTextual()).isTrue();
    assertThat(application.get("fromName").asText()).isEmpty();
    assertThat(application.at("/subject/0/0").asText()).isEqualTo("cs");
    assertThat(application.at("/subject/0/1").asText()).isEqualTo("\ud83d\ude00");
    assertThat(application.get("dateTime").asText()).isEqualTo("2005-11-23T10:00:00+00:00");
  }

  @Test
  void aParameterMayBeAsLongAsTheObject() throws IOException {
    String value = "\"" + "a\\\"".repeat(50_000) + "\"";
    JsonNode parsed =
        parse(0, "cpim", "Subject:;x=" + value + " y\r\n\r\nContent-Type: text/plain\r\n\r\nx");
    assertThat(parsed.at("/headers/0/params/x").asText()).isEqualTo(value);
  }

  @Test
  void warningsOfATupleHaveTheOrderOfTheVectors() throws IOException {
    JsonNode parsed =
        parse(
                0,
                "pidf",
                "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:a@b.example'>"
                    + "<tuple id='b'><timestamp>now</timestamp><contact priority='2'/><status/>"
                    + "</tuple><tuple id='a'><timestamp/><status><basic>Open</basic>"
                    + "<show xmlns='jabber:client'/></status></tuple></presence>")
            .get("parsed");
    assertThat(parsed.get("warnings"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "no-xml-declaration",
            "empty-status:b",
            "bad-priority:b",
            "bad-timestamp:b",
            "bad-basic:a",
            "bad-timestamp:a");
    assertThat(parsed.at("/tuples/1").has("show")).isTrue();
    assertThat(parsed.at("/tuples/1/show").isNull()).isTrue();
  }

  @Test
  void octetsThatAreNotOfTheEncodingAreNotWellFormed(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("latin1.xml");
    Files.write(file, "<presence a='\u00e9'/>".getBytes(ISO_8859_1));

    assertThat(porin("parse", "pidf", file.toString())).isEqualTo(1);
    JsonNode seen = JSON.readTree(out.toByteArray());
    assertThat(seen.get("reason").asText()).isEqualTo("not-well-formed");
    assertThat(seen.get("expected").asText()).isEqualTo("octets of the document's encoding");
    assertThat(seen.get("offset").asInt()).isEqualTo(13);
  }

  @Test
  void aSipHeaderIsShownUnfoldedAndAsItCame() throws IOException {
    JsonNode parsed =
        parse(
            0,
            "sip",
            "\r\nSIP/2.0 202 Accepted\r\nv: SIP/2.0/TCP a.example;branch=z9hG4bK1\r\n"
                + "From: <sip:juliet@example.com>;tag=1\r\nTo: <sip:romeo@example.net>;tag=2\r\n"
                + "Call-ID: 1@a\r\nCSeq: 1 MESSAGE\r\nServer: one \r\n\t two\r\n\r\n");
    assertThat(parsed.get("kind").asText()).isEqualTo("response");
    assertThat(parsed.get("startLine").asText()).isEqualTo("SIP/2.0 202 Accepted");
    assertThat(parsed.get("status").asInt()).isEqualTo(202);
    assertThat(parsed.at("/headers/0/name").asText()).isEqualTo("Via");
    assertThat(parsed.at("/headers/0/raw").asText()).startsWith("v: SIP/2.0/TCP");
    assertThat(parsed.at("/headers/5/value").asText()).isEqualTo("one two");
    assertThat(parsed.at("/headers/5/raw").asText()).isEqualTo("Server: one \r\n\t two");
  }

  @Test
  void anOffsetCountsOctetsOfTheFile() throws IOException {
    String unknown = "MESSAGE sip:romeo@example.net SIP/7.0";
    assertThat(parse(1, "sip", "\r\n" + unknown + "\r\n\r\n").get("offset").asInt())
        .isEqualTo(2 + unknown.indexOf("SIP/7.0"));
    assertThat(offset("<message/><presence/> <message from='@'/>")).isEqualTo(22);
    assertThat(offset("<?xml version='1.0'?>\n<message from='@'/>")).isEqualTo(22);
    assertThat(
            offset(
                "<stanzas xmlns='jabber:component:accept'>\n<presence id='\u017e'/>\n<other/>"
                    + "</stanzas>"))
        .isEqualTo(62);
  }

  private int offset(String stanzas) throws IOException {
    return parse(1, "stanza", stanzas).get("offset").asInt();
  }

  private JsonNode parse(int code, String format, String text) throws IOException {
    out.reset();
    var in = new ByteArrayInputStream(text.getBytes(UTF_8));
    assertThat(Main.commandLine(in, out, err).execute("parse", format, "-")).isEqualTo(code);
    return JSON.readTree(out.toByteArray());
  }

  private int porin(String... arguments) {
    return Main.commandLine(InputStream.nullInputStream(), out, err).execute(arguments);
  }

  private static Stream<Path> files(String directory, String pattern) throws IOException {
    try (Stream<Path> files = Files.list(VECTORS.resolve(directory))) {
      List<Path> found = files.filter(file -> file.toString().matches(pattern)).sorted().toList();
      assertThat(found).hasSizeGreaterThan(20);
      return found.stream();
    }
  }
}
