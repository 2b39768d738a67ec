package org.porin.msgfmt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Every file of vectors/cpim: an object, the strict verdict, and what a tolerant reader may do. */
class CpimVectorsTest {
  /** What is wrong in a vector, and what its sender meant. */
  private static final Map<String, List<String>> MENDED =
      Map.of(
          "c20-prefix-undeclared", List.of("acme.runner-trap: set\r\n", ""),
          "c24-mixed-lf", List.of("example.com>\n", "example.com>\r\n"),
          "c25-no-space", List.of("Subject:Hi", "Subject: Hi"),
          "c26-two-spaces", List.of("Subject:  Hi", "Subject: \\u0020Hi"),
          "c30-raw-tab", List.of("\t", "\\t"));

  static List<String> all() {
    return Vectors.names("cpim", ".cpim");
  }

  static List<String> valid() {
    return all().stream().filter(name -> expectation(name).get("valid").asBoolean()).toList();
  }

  static List<String> invalid() {
    return all().stream().filter(name -> !expectation(name).get("valid").asBoolean()).toList();
  }

  @ParameterizedTest
  @MethodSource("valid")
  @Requirement({
    "3862-2-1",
    "3862-2.4-1",
    "3862-2.4-2",
    "3862-2.4-3",
    "3862-3-1",
    "3862-3.6-1",
    "3862-5.1-1"
  })
  void aValidObjectGivesItsHeadersAndItsEntity(String name) {
    JsonNode expected = expectation(name);
    CpimMessage message = message(name);

    List<Map<String, Object>> headers = new ArrayList<>();
    int required = 0;
    for (Header header : message.headers()) {
      Map<String, Object> seen = new LinkedHashMap<>();
      seen.put("ns", header.namespace());
      seen.put("name", header.name());
      seen.put("value", header.value());
      seen.put("raw", header.raw());
      if (!header.parameters().isEmpty()) {
        Map<String, String> parameters = new LinkedHashMap<>();
        header.parameters().forEach(p -> parameters.put(p.name(), p.value()));
        seen.put("params", parameters);
      }
      if (header.isCore("Require")) {
        int count = header.value().split(",", -1).length;
        seen.put(
            "names",
            message.required().subList(required, required + count).stream()
                .map(required1 -> List.of(required1.namespace(), required1.name()))
                .toList());
        required += count;
      }
      headers.add(seen);
    }
    assertThat(headers).isEqualTo(Json.list(expected.get("headers")));

    MediaType type = message.entity().contentType();
    assertThat(type.essence()).isEqualTo(expected.get("mime").get("type").asText());
    assertThat(type.charset()).isEqualTo(Json.text(expected.get("mime").get("charset")));
    Map<String, Object> fields = new LinkedHashMap<>();
    message
        .entity()
        .headers()
        .forEach(h -> fields.put(h.name().toLowerCase(Locale.ROOT), h.value()));
    assertThat(fields).isEqualTo(Json.map(expected.get("mime").get("headers")));
    Octets body =
        expected.has("bodyUtf8")
            ? Octets.utf8(expected.get("bodyUtf8").asText())
            : Octets.copyOf(Base64.getDecoder().decode(expected.get("bodyBase64").asText()));
    assertThat(message.entity().body()).isEqualTo(body);
  }

  @ParameterizedTest
  @MethodSource("valid")
  @Requirement({"3862-2.2-1", "3862-2.2-15", "3862-2.2-16", "3862-6-2", "3862-9-1"})
  void aValidObjectIsWrittenBackOctetByOctet(String name) {
    Octets octets = Vectors.octets("cpim/" + name + ".cpim");

    assertThat(CpimCodec.encode(message(name))).isEqualTo(octets);
    assertThat(CpimCodec.lenientVerdict(octets, CpimLimits.DEFAULT))
        .as("a tolerant reader sees the same object")
        .isEqualTo(CpimCodec.verdict(octets, CpimLimits.DEFAULT));
  }

  @ParameterizedTest
  @MethodSource("valid")
  @Requirement({"3862-6-1", "2779-4.1.1-1"})
  void theApplicationsRulesJudgeAValidObject(String name) {
    JsonNode expected = expectation(name);
    CpimMessage message = message(name);

    assertThat(CpimApplication.check(message).map(ApplicationFault::code))
        .isEqualTo(Json.text(expected.get("applicationError")));
    if (!expected.has("application")) {
      return;
    }
    JsonNode view = expected.get("application");
    assertThat(message.from().formalName()).isEqualTo(Json.text(view.get("fromName")));
    assertThat(message.from().uri()).isEqualTo(view.get("from").asText());
    assertThat(message.to().stream().map(Mailbox::uri).toList())
        .isEqualTo(Json.list(view.get("to")));
    assertThat(message.to().stream().map(Mailbox::formalName).toList())
        .isEqualTo(Json.elements(view.get("toNames")).stream().map(Json::text).toList());
    assertThat(message.cc().stream().map(Mailbox::uri).toList())
        .isEqualTo(Json.list(view.get("cc")));
    assertThat(message.subjects())
        .isEqualTo(
            Json.elements(view.get("subject")).stream()
                .map(pair -> new Subject(Json.text(pair.get(0)), pair.get(1).asText()))
                .toList());
    assertThat(message.dateTime().isPresent()).isEqualTo(!view.get("dateTime").isNull());
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void anInvalidObjectIsRefusedForItsReason(String name) {
    Octets octets = Vectors.octets("cpim/" + name + ".cpim");
    CpimVerdict verdict = CpimCodec.verdict(octets, CpimLimits.DEFAULT);

    assertThat(verdict).isInstanceOf(CpimVerdict.Invalid.class);
    CpimVerdict.Invalid invalid = (CpimVerdict.Invalid) verdict;
    assertThat(invalid.reason().code()).isEqualTo(expectation(name).get("reason").asText());
    assertThat(invalid.offset()).isBetween(0, octets.length());
    assertThatThrownBy(() -> CpimCodec.decode(octets, CpimLimits.DEFAULT))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(invalid.reason().expected());
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void aTolerantReaderTakesWhatIsWrongButNotInDoubt(String name) {
    String lenient = expectation(name).get("lenient").asText();
    Octets octets = Vectors.octets("cpim/" + name + ".cpim");
    CpimVerdict verdict = CpimCodec.lenientVerdict(octets, CpimLimits.DEFAULT);

    assertThat(verdict instanceof CpimVerdict.Valid).isEqualTo(!lenient.equals("reject"));
    if (verdict instanceof CpimVerdict.Valid valid) {
      assertThat(CpimApplication.check(valid.message())).isEqualTo(Optional.empty());
    }
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void whatATolerantReaderTakesSaysWhatWasMeant(String name) throws MalformedException {
    if (expectation(name).get("lenient").asText().equals("reject")) {
      return;
    }
    String written = text(Vectors.octets("cpim/" + name + ".cpim"));
    List<String> mend = Objects.requireNonNull(MENDED.get(name), "what was meant by " + name);
    String meant = written.replace(mend.get(0), mend.get(1));

    assertThat(meant).isNotEqualTo(written);
    assertThat(view(CpimCodec.decodeLenient(Octets.utf8(written), CpimLimits.DEFAULT)))
        .isEqualTo(view(CpimCodec.decode(Octets.utf8(meant), CpimLimits.DEFAULT)));
  }

  /** What others see of a message: a header that is in no namespace is asked for by nobody. */
  private static Map<String, Object> view(CpimMessage message) {
    assertThat(CpimApplication.check(message)).isEmpty();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("from", message.from());
    view.put("to", message.to());
    view.put("cc", message.cc());
    view.put("subjects", message.subjects());
    view.put("time", message.dateTime());
    view.put("required", message.required());
    view.put("entity", message.entity());
    view.put(
        "headers",
        message.headers().stream()
            .filter(header -> !header.namespace().isEmpty())
            .map(header -> List.of(header.qualifiedName(), header.value()))
            .toList());
    return view;
  }

  @ParameterizedTest
  @MethodSource("valid")
  @Requirement({"3862-2-1", "3862-2.4-2"})
  void aCutObjectIsRefusedUntilItsContentBegins(String name) throws MalformedException {
    Octets octets = Vectors.octets("cpim/" + name + ".cpim");
    CpimMessage whole = message(name);
    int content = octets.length() - whole.entity().body().length();
    for (int cut = 0; cut < octets.length(); cut++) {
      Octets head = octets.slice(0, cut);
      CpimVerdict verdict = CpimCodec.verdict(head, CpimLimits.DEFAULT);
      if (cut < content) {
        assertThat(verdict).isInstanceOf(CpimVerdict.Invalid.class);
        assertThat(((CpimVerdict.Invalid) verdict).offset()).isBetween(0, cut);
        assertThat(CpimCodec.lenientVerdict(head, CpimLimits.DEFAULT))
            .isInstanceOf(CpimVerdict.Invalid.class);
      } else { // its end is for the carrier to say (RFC 3862 §2)
        CpimMessage read = CpimCodec.decode(head, CpimLimits.DEFAULT);
        assertThat(read.headers()).isEqualTo(whole.headers());
        assertThat(read.entity().headers()).isEqualTo(whole.entity().headers());
        assertThat(read.entity().body()).isEqualTo(octets.slice(content, cut));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("valid")
  @Requirement("3862-2.4-3")
  void whateverFollowsIsContent(String name) throws MalformedException {
    CpimMessage whole = message(name);
    String more = "\r\n\r\nFrom: <im:x@y.example>\n\u0000\r";
    CpimMessage longer =
        CpimCodec.decode(
            Octets.utf8(text(Vectors.octets("cpim/" + name + ".cpim")) + more), CpimLimits.DEFAULT);

    assertThat(longer.headers()).isEqualTo(whole.headers());
    assertThat(longer.entity().headers()).isEqualTo(whole.entity().headers());
    assertThat(text(longer.entity().body())).isEqualTo(text(whole.entity().body()) + more);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void noPartOfAnInvalidObjectIsValid(String name) {
    Octets octets = Vectors.octets("cpim/" + name + ".cpim");
    for (int cut = 0; cut <= octets.length(); cut++) {
      CpimVerdict verdict = CpimCodec.verdict(octets.slice(0, cut), CpimLimits.DEFAULT);
      assertThat(verdict).isInstanceOf(CpimVerdict.Invalid.class);
      assertThat(((CpimVerdict.Invalid) verdict).offset()).isBetween(0, cut);
    }
  }

  private static String text(Octets octets) {
    return octets.toText(0, octets.length());
  }

  private static CpimMessage message(String name) {
    Octets octets = Vectors.octets("cpim/" + name + ".cpim");
    CpimVerdict verdict = CpimCodec.verdict(octets, CpimLimits.DEFAULT);
    assertThat(verdict).isInstanceOf(CpimVerdict.Valid.class);
    return ((CpimVerdict.Valid) verdict).message();
  }

  private static JsonNode expectation(String name) {
    return Vectors.json("cpim/" + name + ".expect.json");
  }
}
