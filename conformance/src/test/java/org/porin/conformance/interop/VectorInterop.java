package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.conformance.interop.TranslateRun.Result;

/** Every test vector through {@code porin translate}, by the jar that users run. */
class VectorInterop {
  private static final Path VECTORS = Path.of("../mapping/src/test/resources/vectors");
  private static final String META = ".meta.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<String> objects() {
    return names("cpim", "c", ".cpim");
  }

  static Stream<String> messagePairs() {
    return names("pairs", "m", META);
  }

  @ParameterizedTest
  @MethodSource("objects")
  void aMessageCpimObjectIsTranslatedOrRefusedAsItsVectorSays(String name) throws Exception {
    JsonNode expected = JSON.readTree(VECTORS.resolve("cpim/" + name + ".expect.json").toFile());
    Result result = TranslateRun.of(VECTORS.resolve("cpim/" + name + ".cpim").toString());

    if (!expected.path("valid").asBoolean()) {
      boolean lenient = !expected.path("lenient").asText().equals("reject");
      assertThat(result.exitCode()).as(result.errors()).isEqualTo(lenient ? 0 : 1);
      assertThat(result.errors()).contains(lenient ? "read leniently" : "malformed");
    } else if (isNotification(expected.path("mime"))) { // settles what was sent, and ends here
      assertThat(result.exitCode()).as(result.errors()).isZero();
      assertThat(result.errors()).contains("nothing to send");
    } else if (expected.has("applicationError") || !isText(expected.path("mime"))) {
      boolean signed = expected.path("mime").path("type").asText().startsWith("multipart/signed");
      assertThat(result.exitCode()).as(result.errors()).isEqualTo(signed ? 0 : 1);
      assertThat(result.errors()).contains(signed ? "" : "cannot be mapped");
    } else {
      assertThat(result.exitCode()).as(result.errors()).isZero();
      String body = expected.path("bodyUtf8").asText().replace("\r\n", "\n");
      assertThat(StanzaDocument.bodies(result.output())).isNotEmpty().allMatch(body::equals);
    }
  }

  @ParameterizedTest
  @MethodSource("messagePairs")
  void aMessagePairIsTranslatedAsItSays(String name) throws Exception {
    JsonNode meta = JSON.readTree(pair(name, META).toFile());
    Result result = TranslateRun.of(arguments(name, meta));
    JsonNode expect = meta.path("expect");
    if (expect.path("status").asText().equals("failure")) {
      boolean content = expect.path("sip").asInt() == 415;
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.errors())
          .contains(content ? "(UNSUPPORTED_CONTENT)" : "(UNSUPPORTED_REQUIRE)");
    } else if (expect.has("nothing") || expect.has("message")) {
      assertThat(result.exitCode()).as(result.errors()).isZero();
      assertThat(result.output()).isEmpty();
    } else if (isOutward(meta)) {
      assertThat(result.exitCode()).as(result.errors()).isZero();
      String cpim = Files.readString(pair(name, ".cpim"));
      assertThat(result.output()).isEqualTo(cpim);
    } else {
      assertThat(result.exitCode()).as(result.errors()).isZero();
      assertThat(StanzaDocument.canonical(result.output()))
          .isEqualTo(StanzaDocument.canonical(Files.readString(pair(name, ".xmpp.xml"))));
    }
  }

  /** RFC 5438 §7.1.2. */
  private static boolean isNotification(JsonNode mime) {
    return mime.path("type").asText().startsWith("message/imdn+xml");
  }

  private static String[] arguments(String name, JsonNode meta) {
    List<String> arguments = new ArrayList<>(List.of("--now", meta.path("now").asText()));
    meta.path("params")
        .path("xmppDomains")
        .forEach(domain -> arguments.addAll(List.of("--served", domain.asText())));
    if (meta.path("params").has("messageId")) {
      arguments.addAll(List.of("--message-id", meta.path("params").path("messageId").asText()));
    }
    meta.path("params")
        .path("known")
        .properties()
        .forEach(
            known ->
                arguments.addAll(
                    List.of(
                        "--sent",
                        known.getKey()
                            + "="
                            + known.getValue().path("id").asText()
                            + ","
                            + known.getValue().path("to").asText())));
    if (meta.has("mime")) {
      arguments.addAll(
          List.of(
              "--from",
              meta.path("envelope").path("from").asText(),
              "--to",
              meta.path("envelope").path("to").asText()));
    }
    String input = isOutward(meta) ? ".xmpp.xml" : meta.has("mime") ? ".mime" : ".cpim";
    arguments.add(pair(name, input).toString());
    return arguments.toArray(String[]::new);
  }

  private static boolean isOutward(JsonNode meta) {
    return meta.path("direction").asText().equals("xmpp2cpim");
  }

  /** What RFC 3922 §4.2.9 lets become a body. */
  private static boolean isText(JsonNode mime) {
    String charset = mime.path("charset").asText("us-ascii");
    return mime.path("type").asText().equals("text/plain")
        && List.of("utf-8", "us-ascii", "null").contains(charset);
  }

  private static Path pair(String name, String suffix) {
    return VECTORS.resolve("pairs/" + name + suffix);
  }

  private static Stream<String> names(String directory, String prefix, String suffix) {
    try (Stream<Path> files = Files.list(VECTORS.resolve(directory))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
          .map(name -> name.substring(0, name.length() - suffix.length()))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
