package org.porin.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of the mapping, by the command line; what they must become is proven there. */
class TranslateCommandTest {
  private static final Path VECTORS =
      Path.of("..", "mapping", "src", "test", "resources", "vectors");
  private static final String NOW = "2005-11-23T10:00:00Z";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aStanzaBecomesTheOctetsOfAMessageCpimObject() throws IOException {
    assertThat(porin("translate", "--now", NOW, pair("m01-simple.xmpp.xml"))).isZero();
    assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(Path.of(pair("m01-simple.cpim"))));
    assertThat(text(err)).contains("left out: id (RFC 3922 §4.1.3)");
  }

  @Test
  void aLoneStanzaIsEnough() {
    String stanza =
        """
        <message from='juliet@capulet.example' to='romeo@montague.example'><body>Hi</body></message>
        """;
    var in = new ByteArrayInputStream(stanza.getBytes(UTF_8));
    assertThat(porin(in, "translate", "-")).isZero();
    assertThat(text(out)).startsWith("From: <im:juliet@capulet.example>\r\n").endsWith("\r\nHi");
  }

  @Test
  void aMessageCpimObjectBecomesAStanza() throws IOException {
    assertThat(porin("translate", pair("m02-simple-back.cpim"))).isZero();
    assertThat(text(out))
        .contains("from='romeo@example.net'")
        .contains("<body>Neither, fair saint.</body>");
  }

  @Test
  void standardInputIsTakenForWhatItBeginsWith() throws IOException {
    byte[] stanzas = Files.readAllBytes(Path.of(pair("m01-simple.xmpp.xml")));
    assertThat(porin(new ByteArrayInputStream(stanzas), "translate", "-")).isZero();
    assertThat(text(out)).startsWith("From: <im:juliet@example.com>\r\n");
  }

  @Test
  void onlyRecipientsInServedDomainsGetAStanza() throws IOException {
    String file = pair("m32-to-two-domains.cpim");
    assertThat(porin("translate", "--served", "example.com", file)).isZero();
    assertThat(text(out)).containsOnlyOnce("<message ");
    assertThat(text(err)).contains("not in a served domain");
    assertThat(porin("translate", "--served", "verona.example", file)).isEqualTo(1);
  }

  @Test
  void aSignedObjectTakesItsAddressesFromTheEnvelope(@TempDir Path directory) throws IOException {
    Path vector = Path.of(pair("m29-e2e-wrap.mime"));
    String file = Files.copy(vector, directory.resolve("signed.mime")).toString();
    assertThat(porin("translate", file)).isEqualTo(2);
    assertThat(
            porin(
                "translate",
                "--from",
                "im:juliet@example.com",
                "--to",
                "im:romeo@example.net",
                file))
        .isZero();
    assertThat(text(out))
        .contains("to='romeo@example.net'")
        .contains("urn:ietf:params:xml:ns:xmpp-e2e");
  }

  @Test
  void whatHasNoTranslationSaysWhy() {
    assertThat(porin("translate", pair("m20-image-refused.cpim"))).isEqualTo(1);
    assertThat(text(err)).contains("content of type image/png cannot be carried");
    assertThat(text(out)).isEmpty();
  }

  @Test
  void aStanzaWithoutAMessageGivesNothingAndSaysSo() {
    assertThat(porin("translate", pair("m24-no-body.xmpp.xml"))).isZero();
    assertThat(text(out)).isEmpty();
    assertThat(text(err)).contains("carries no instant message");
  }

  @Test
  void wrongUsageIsSaidInWords() {
    assertThat(porin("translate", "no-such-file.cpim")).isEqualTo(2);
    assertThat(porin("translate", "--served", "192.0.2.1", pair("m02-simple-back.cpim")))
        .isEqualTo(2);
    assertThat(text(err))
        .contains("there is no such file")
        .contains("--served")
        .doesNotContain("\tat ");
  }

  static Stream<Path> cpimVectors() throws IOException {
    try (Stream<Path> files = Files.list(VECTORS.resolve("cpim"))) {
      return files.filter(each -> each.toString().endsWith(".cpim")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cpimVectors")
  void everyVectorIsTranslatedOrRefusedWithACause(Path file) {
    int code = porin("translate", file.toString());
    if (code == 0 && out.size() == 0) {
      assertThat(text(err)).contains("nothing to send: nobody here waits");
    } else if (code == 0) {
      assertThat(text(out)).contains("<message ").endsWith("</stanzas>\n");
    } else {
      assertThat(code).isEqualTo(1);
      assertThat(text(err)).containsPattern("malformed: |cannot be mapped: ");
      assertThat(text(out)).isEmpty();
    }
  }

  private static String pair(String name) {
    return VECTORS.resolve("pairs").resolve(name).toString();
  }

  private static String text(ByteArrayOutputStream octets) {
    return octets.toString(UTF_8);
  }

  private int porin(String... arguments) {
    return porin(InputStream.nullInputStream(), arguments);
  }

  private int porin(InputStream in, String... arguments) {
    return Main.commandLine(in, out, err).execute(arguments);
  }
}
