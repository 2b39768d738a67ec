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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds of input that the vectors have no example of, from the input file alone. */
class TranslateKindsTest {
  private static final String JULIET = "from='juliet@example.com/balcony' to='romeo@example.net'";
  private static final Path SIGNED =
      Path.of("..", "mapping", "src", "test", "resources", "vectors", "pairs", "m29-e2e-wrap.mime");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"message", "presence"})
  void aSecuredObjectIsGivenAsItStands(String stanza) throws Exception {
    String object = Files.readString(SIGNED);
    String e2e = "<e2e xmlns='urn:ietf:params:xml:ns:xmpp-e2e'><![CDATA[" + object + "]]></e2e>";
    String file = stanzas("<" + stanza + " " + JULIET + ">" + e2e + "</" + stanza + ">");

    assertThat(porin(file)).isZero();
    assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(SIGNED));
    assertThat(text(err)).contains("from im:juliet@example.com to im:romeo@example.net");
    JsonNode json = json(file);
    assertThat(json.at("/envelope/from").asText()).isEqualTo("im:juliet@example.com");
    assertThat(json.at("/envelope/to").asText()).isEqualTo("im:romeo@example.net");
  }

  @Test
  void aStanzaWithADocumentInItIsStillAStanza() throws Exception {
    String file =
        stanzas("<message " + JULIET + "><body>urn:ietf:params:xml:ns:pidf</body></message>");
    assertThat(porin(file)).isZero();
    assertThat(text(out)).startsWith("From: <im:juliet@example.com>");
  }

  @Test
  void aSignedDocumentBecomesPresence() throws Exception {
    String object =
        Files.readString(SIGNED)
            .replace("Content-Type: Message/CPIM", "Content-Type: application/pidf+xml");
    String file = file("x.mime", object);
    assertThat(porin("--from=im:romeo@example.net", "--to=im:juliet@example.com", file)).isZero();
    assertThat(text(out))
        .contains("<presence from='romeo@example.net' to='juliet@example.com'>", "<e2e xmlns=");
  }

  @Test
  void anEncryptedObjectForAWatcherIsPresence() throws Exception {
    String file =
        file(
            "x.mime",
            "Content-Type: application/pkcs7-mime\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + "MIIB");
    String[] envelope = {"--from=im:romeo@example.net", "--to=im:juliet@example.com"};
    assertThat(porin(envelope[0], envelope[1], file)).isZero();
    assertThat(text(out)).contains("<message ");
    assertThat(porin(envelope[0], envelope[1], "--watcher=pres:juliet@example.com", file)).isZero();
    assertThat(text(out)).contains("<presence ");
  }

  @ParameterizedTest
  @CsvSource({
    "to='romeo@example.net' type='groupchat',service-unavailable,cancel",
    "to='example.net',jid-malformed,modify"
  })
  void whoSendsAStanzaIsToldByAStanzaError(String attributes, String condition, String type)
      throws Exception {
    String file =
        stanzas("<message from='juliet@example.com/a' " + attributes + "><body>x</body></message>");
    JsonNode json = json(file);
    assertThat(json.at("/expect/status").asText()).isEqualTo("failure");
    assertThat(json.at("/expect/condition").asText()).isEqualTo(condition);
    assertThat(json.at("/expect/type").asText()).isEqualTo(type);
    assertThat(json.at("/expect/sip").isMissingNode()).isTrue();
    assertThat(text(err)).contains("the sender is told: <" + condition + "/>, " + type);
  }

  @Test
  void whatAUserHasToldBeforeIsInTheDocument() throws Exception {
    String file = stanzas("<presence " + JULIET + " type='unavailable'/>");
    assertThat(porin("--told=balcony=open", "--told=chamber=dnd", file)).isZero();
    assertThat(text(out))
        .contains("<tuple id=\"ID-balcony\"><status><basic>closed</basic>")
        .contains("<tuple id=\"ID-chamber\"><status><basic>open</basic><im:im>dnd</im:im>");
    assertThat(porin(file)).isZero();
    assertThat(text(out)).doesNotContain("chamber");
  }

  @Test
  void anAnswerThatDoesNotSayBetweenWhomIsGivenWithoutAddresses() throws Exception {
    String file =
        file("x.json", "{\"sip\":{\"method\":\"NOTIFY\",\"Subscription-State\":\"active\"}}");
    assertThat(porin(file)).isZero();
    assertThat(text(out)).contains("<presence type='subscribed'>");
    assertThat(text(err)).contains("--watcher and --target");
  }

  @ParameterizedTest
  @CsvSource({"S-1,unavailable", "S-1 (new),probe", "new,probe"})
  void aSubscribeForNoTimeCancelsOrFetches(String id, String type) throws Exception {
    String file =
        file(
            "x.json",
            "{\"cpp\":{\"op\":\"subscribe\",\"watcher\":\"pres:romeo@example.net\","
                + "\"target\":\"pres:juliet@example.com\",\"duration\":0,\"transId\":\"T\","
                + "\"subscriptId\":\""
                + id
                + "\"}}");
    assertThat(porin(file)).isZero();
    assertThat(text(out)).contains("type='" + type + "'");
  }

  @Test
  void aComposingStateIsAChatState() throws Exception {
    assertThat(
            porin(
                cpim(
                    "Content-Type: application/im-iscomposing+xml\n\n<isComposing"
                        + " xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>active</state>"
                        + "</isComposing>")))
        .isZero();
    assertThat(text(out)).contains("<composing xmlns='http://jabber.org/protocol/chatstates'/>");
  }

  @Test
  void aNotificationThatNobodyWaitsForIsNothing() throws Exception {
    String file =
        cpim(
            "Content-Type: message/imdn+xml\n\n<imdn xmlns='urn:ietf:params:xml:ns:imdn'>"
                + "<message-id>M1</message-id><display-notification><status><displayed/></status>"
                + "</display-notification></imdn>");
    assertThat(porin(file)).isZero();
    assertThat(out.size()).isZero();
    assertThat(text(err)).contains("nobody here waits");
    assertThat(json(file).at("/expect/nothing").asBoolean()).isTrue();
    assertThat(porin("--sent=M1=r1,juliet@example.com/balcony", file)).isZero();
    assertThat(text(out)).contains("<displayed xmlns='urn:xmpp:chat-markers:0' id='r1'/>");
  }

  @Test
  void aContentIdIsTheIdOfTheStanza() throws Exception {
    assertThat(porin(cpim("Content-Type: text/plain\nContent-ID: <1@example.net>\n\nx"))).isZero();
    assertThat(text(out)).contains(" id='1@example.net'");
  }

  private String stanzas(String content) throws IOException {
    return file(
        "x.xml", "<stanzas xmlns='jabber:component:accept'>\n" + content + "\n</stanzas>\n");
  }

  private String cpim(String entity) throws IOException {
    String headers = "From: <im:romeo@example.net>\nTo: <im:juliet@example.com>\n\n";
    return file("x.cpim", (headers + entity).replace("\n", "\r\n"));
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  private JsonNode json(String file) throws IOException {
    porin("--json", file);
    return new ObjectMapper().readTree(out.toByteArray());
  }

  private static String text(ByteArrayOutputStream octets) {
    return octets.toString(UTF_8);
  }

  private int porin(String... arguments) {
    out.reset();
    String[] all = new String[arguments.length + 1];
    all[0] = "translate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.commandLine(InputStream.nullInputStream(), out, err).execute(all);
  }
}
