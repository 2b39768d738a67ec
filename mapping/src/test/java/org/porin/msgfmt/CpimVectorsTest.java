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
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Every file of vectors/cpim: an object, the strict verdict, and what a tolerant reader may do. */
class CpimVectorsTest {
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
