package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.address.AddressMapping;
import org.porin.msgfmt.Json;
import org.porin.msgfmt.Vectors;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.Failure.StanzaBounce;
import org.porin.requirement.Requirement;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;

/** Failures in the words of each side (RFC 7247 §7), from the tables of vectors/errors. */
class ErrorMappingTest {
  /** Which RFC 7247 does not list; see TRUST 7. */
  private static final Set<Integer> OF_IDENTITY = Set.of(428, 436, 437, 438);

  private static final JsonNode SIP_TO_XMPP = Vectors.json("errors/sip-to-xmpp.json");
  private static final JsonNode XMPP_TO_SIP = Vectors.json("errors/xmpp-to-sip.json");

  private final ErrorMapping mapping =
      new ErrorMapping(
          new AddressMapping(
              Set.of("capulet.example"),
              Set.of("montague.example"),
              Optional.of("cpim.capulet.example")));

  static Stream<JsonNode> sipRows() {
    return Json.elements(SIP_TO_XMPP.get("rows")).stream();
  }

  static Stream<Arguments> bounces() {
    List<Arguments> bounces = new ArrayList<>();
    for (JsonNode row : Json.elements(XMPP_TO_SIP.get("rows"))) {
      bounces.add(Arguments.of(row, true));
      bounces.add(Arguments.of(row, false));
    }
    return bounces.stream();
  }

  @ParameterizedTest
  @MethodSource("sipRows")
  @Requirement({
    "7247-7.2-2", "7247-7.2-3", "7247-7.2-4", "7247-7.2-5", "7247-7.2-6", "7247-7.2-7",
    "7247-7.2-8", "7247-7.2-9", "7247-7.2-10", "7247-7.2-11", "7247-7.2-12", "7247-7.2-13",
    "7247-7.2-14", "7247-7.2-15", "7247-7.2-16", "7247-7.2-17", "7247-7.2-18", "7247-7.2-19",
    "7247-7.2-20", "7247-7.2-21", "7247-7.2-22", "7247-7.2-23", "7247-7.2-24", "7247-7.2-25",
    "7247-7.2-26", "7247-7.2-27", "7247-7.2-28", "7247-7.2-29", "7247-7.2-30", "7247-7.2-31",
    "7247-7.2-32", "7247-7.2-33", "7247-7.2-34", "7247-7.2-35", "7247-7.2-36", "7247-7.2-37",
    "7247-7.2-38", "7247-7.2-39", "7247-7.2-40", "7247-7.2-41", "7247-7.2-42", "7247-7.2-43",
    "7247-7.2-44", "7247-7.2-45", "7247-7.2-46", "7247-7.2-47", "7247-7.2-48", "7247-7.2-49"
  })
  void aSipStatusIsTheConditionOfTable3(JsonNode row) {
    int status = row.get("sip").asInt();
    StanzaError error =
        mapping.toStanzaError(
            new SipAnswer(status, "No", Optional.of("sip:romeo@montague.example")));

    assertThat(error.condition().wire()).isEqualTo(row.get("condition").asText());
    assertThat(error.type().wire()).isEqualTo(row.get("type").asText());
    assertThat(error.text()).hasValue("The other side answered " + status + " No");
    if (row.has("addressText")) {
      assertThat(error.detail())
          .isEqualTo(
              row.get("addressText").asBoolean()
                  ? Optional.of("xmpp:romeo@montague.example")
                  : Optional.empty());
    }
  }

  @Test
  @Requirement("7247-7.2-1")
  void anUnlistedStatusIsTheConditionOfItsClass() {
    JsonNode defaults = SIP_TO_XMPP.get("default");
    Set<Integer> listed = Set.copyOf(sipRows().map(row -> row.get("sip").asInt()).toList());
    IntStream.range(300, 700)
        .filter(status -> !listed.contains(status))
        .filter(status -> !OF_IDENTITY.contains(status))
        .forEach(
            status ->
                assertThat(conditionOf(status))
                    .as("%d", status)
                    .isEqualTo(defaults.get(status / 100 + "xx").asText()));
  }

  @ParameterizedTest
  @MethodSource("bounces")
  @Requirement({
    "7247-7.1-1", "7247-7.1-2", "7247-7.1-3", "7247-7.1-4", "7247-7.1-5", "7247-7.1-6",
    "7247-7.1-7", "7247-7.1-8", "7247-7.1-9", "7247-7.1-10", "7247-7.1-11", "7247-7.1-13",
    "7247-7.1-14", "7247-7.1-15", "7247-7.1-17", "7247-7.1-18", "7247-7.1-19", "7247-7.1-20",
    "7247-7.1-21", "7247-7.1-22", "7247-7.1-23"
  })
  void aStanzaErrorIsTheStatusOfTable2(JsonNode row, boolean fullJid) {
    Condition condition = condition(row);
    boolean withAddress = row.path("withAddress").asBoolean();
    int expected = row.get(fullJid ? "sipFullJid" : "sipBareJid").asInt();

    assertThat(ErrorTables.status(condition, fullJid, withAddress)).isEqualTo(expected);
    assertThat(condition.usualType().wire()).isEqualTo(row.get("type").asText());
    Optional<String> address =
        withAddress ? Optional.of("xmpp:romeo@montague.example") : Optional.empty();
    SipStatus status = mapping.toSipStatus(bounce(condition, address, fullJid));
    assertThat(status.code()).isEqualTo(expected == 401 || expected == 407 ? 403 : expected);
    assertThat(status.contact()).isEqualTo(address.map(uri -> "sip:romeo@montague.example"));
    assertThat(status.warning())
        .hasValueSatisfying(text -> assertThat(text).contains(condition.wire()));
  }

  @Test
  @Requirement({"7247-7.1-12", "7247-7.1-16"})
  void aChallengeThatNobodyCouldAnswerIsNotSent() {
    assertThat(ErrorTables.status(Condition.NOT_AUTHORIZED, false, false)).isEqualTo(401);
    assertThat(ErrorTables.status(Condition.REGISTRATION_REQUIRED, false, false)).isEqualTo(407);
    for (Condition condition : List.of(Condition.NOT_AUTHORIZED, Condition.REGISTRATION_REQUIRED)) {
      assertThat(mapping.toSipStatus(bounce(condition, Optional.empty(), true)).code())
          .isEqualTo(403);
    }
  }

  @ParameterizedTest
  @EnumSource(Condition.class)
  @Requirement("7247-7.1-20")
  void noConditionTurnsPeersFromTheWholeBridge(Condition condition) {
    for (boolean fullJid : List.of(true, false)) {
      assertThat(mapping.toSipStatus(bounce(condition, Optional.empty(), fullJid)).code())
          .isNotIn(503, 401, 407);
    }
    List<Object> never = Json.list(XMPP_TO_SIP.get("never").get("service-unavailable"));
    assertThat(never).containsExactly(503);
  }

  @Test
  void theTableHasEveryCondition() {
    assertThat(Json.elements(XMPP_TO_SIP.get("rows")).stream().map(ErrorMappingTest::condition))
        .contains(Condition.values());
  }

  @Test
  @Requirement({"7247-7.2-3", "7247-7.2-16"})
  void goneNamesTheNewAddressFor301AndOnlyThen() {
    Optional<String> contact = Optional.of("<sip:romeo@x>");
    assertThat(mapping.toStanzaError(new SipAnswer(301, "", contact)).condition())
        .as("without a usable address it cannot be <gone/>")
        .isEqualTo(Condition.ITEM_NOT_FOUND);
    assertThat(
            mapping
                .toStanzaError(
                    new SipAnswer(
                        301, "", Optional.of("sip:mercutio@verona.example;transport=tcp")))
                .detail())
        .hasValue("xmpp:mercutio%5C40verona.example@cpim.capulet.example");
    assertThat(mapping.toStanzaError(new SipAnswer(410, "", Optional.of("sip:a@b.example"))))
        .isEqualTo(
            new StanzaError(
                StanzaError.Type.CANCEL,
                Condition.GONE,
                Optional.empty(),
                Optional.of("The other side answered 410")));
  }

  @Test
  @Requirement({"7247-7.1-5", "7247-7.1-15"})
  void oneWhoMovedIsNamedInContact() {
    for (Condition condition : List.of(Condition.GONE, Condition.REDIRECT)) {
      for (String address :
          List.of("xmpp:o%5C27malley@capulet.example?message", "o\\27malley@capulet.example/r")) {
        assertThat(mapping.toSipStatus(bounce(condition, Optional.of(address), false)).contact())
            .hasValue("sip:o'malley@capulet.example");
      }
    }
    assertThat(mapping.toSipStatus(bounce(Condition.GONE, Optional.of("nowhere"), false)).code())
        .isEqualTo(410);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyRefusalOfOursNamesItsCauseOnBothSides(Reason reason) {
    Refused refused = new Refused(reason, "it is so");
    StanzaError error = mapping.toStanzaError(refused);
    SipStatus status = mapping.toSipStatus(refused);

    assertThat(error.text()).hasValue("it is so");
    assertThat(error.type())
        .isEqualTo(
            switch (reason) { // TRUST 7
              case CREDENTIAL_UNAVAILABLE, REPLAY_MEMORY_FULL -> StanzaError.Type.WAIT;
              case CREDENTIAL_UNTRUSTED -> StanzaError.Type.CANCEL;
              default -> error.condition().usualType();
            });
    assertThat(status.warning()).hasValue("it is so");
    assertThat(status.reasonPhrase()).isNotBlank().isNotEqualTo("Failed");
    assertThat(status.code()).isNotIn(401, 407, 408);
    assertThat(mapping.toStanzaError(new Refused(reason, "\u0000")).text())
        .as("a cause without words is named by its kind")
        .hasValue(reason.name());
  }

  /** The third column of TRUST 7. */
  @ParameterizedTest
  @CsvSource({
    "428, Use Identity Header, not-authorized, auth",
    "436, Bad Identity Info, internal-server-error, wait",
    "437, Unsupported Credential, policy-violation, cancel",
    "438, Invalid Identity Header, not-authorized, auth",
    "403, Stale Date, forbidden, auth",
    "403, Replayed Identity, forbidden, auth",
  })
  void whatAPeerThinksOfASignatureReachesItsSender(
      int status, String phrase, String condition, String type) {
    StanzaError error = mapping.toStanzaError(new SipAnswer(status, phrase, Optional.empty()));

    assertThat(error.condition().wire()).isEqualTo(condition);
    assertThat(error.type().wire()).isEqualTo(type);
    assertThat(error.text()).hasValue("The other side answered " + status + " " + phrase);
  }

  /** The second column of TRUST 7: one 403 is told from another by its phrase alone. */
  @ParameterizedTest
  @CsvSource({
    "IDENTITY_REQUIRED, 428, Use Identity Header",
    "CREDENTIAL_UNAVAILABLE, 436, Bad Identity Info",
    "CREDENTIAL_UNTRUSTED, 437, Unsupported Credential",
    "IDENTITY_INVALID, 438, Invalid Identity Header",
    "IDENTITY_STALE, 403, Stale Date",
    "IDENTITY_REPLAYED, 403, Replayed Identity",
    "ATTESTATION_TOO_LOW, 403, Forbidden",
    "REPLAY_MEMORY_FULL, 503, Service Unavailable",
  })
  void whatIsThoughtHereOfASignatureReachesThePeer(Reason reason, int status, String phrase) {
    SipStatus answer = mapping.toSipStatus(new Refused(reason, "it is so"));

    assertThat(answer.code()).isEqualTo(status);
    assertThat(answer.reasonPhrase()).isEqualTo(phrase);
  }

  @Test
  void refusalsThatTheDecisionsNameAreAsTheySay() {
    assertThat(statusOf(Reason.HOPS_EXHAUSTED)).isEqualTo(483); // OPEN a
    assertThat(statusOf(Reason.LOOP)).isEqualTo(482);
    assertThat(conditionOf(Reason.LOOP)).isEqualTo(Condition.NOT_ACCEPTABLE);
    assertThat(statusOf(Reason.REPEAT_DIFFERS)).isEqualTo(400); // OPEN b
    assertThat(statusOf(Reason.FORGED_SOURCE)).isEqualTo(403); // OPEN c
    assertThat(conditionOf(Reason.NOT_EXPRESSIBLE)).isEqualTo(Condition.SERVICE_UNAVAILABLE); // g
    assertThat(conditionOf(Reason.DOMAIN_IN_DOUBT)).isEqualTo(Condition.REMOTE_SERVER_TIMEOUT);
    assertThat(conditionOf(Reason.DOMAIN_NOT_FOUND)).isEqualTo(Condition.REMOTE_SERVER_NOT_FOUND);
    assertThat(statusOf(Reason.LINK_DOWN)).isEqualTo(480); // OPEN p
    assertThat(statusOf(Reason.UNSUPPORTED_REQUIRE)).isEqualTo(488); // OPEN v
  }

  @Test
  @Requirement("3860-3.4.1-3")
  void whoIsNotPermittedIsForbiddenOnBothSides() {
    assertThat(conditionOf(Reason.DENIED)).isEqualTo(Condition.FORBIDDEN);
    assertThat(statusOf(Reason.DENIED)).isEqualTo(403);
  }

  @Test
  void whoIsTooFastReadsWhenToTryAgain() {
    Optional<Duration> later = Optional.of(Duration.ofSeconds(6));
    Refused sender = new Refused(Reason.RATE_OF_SENDER, "too fast", later);
    Refused peer = new Refused(Reason.RATE_OF_PEER, "too fast", later);
    assertThat(mapping.toStanzaError(sender).condition()).isEqualTo(Condition.RESOURCE_CONSTRAINT);
    assertThat(mapping.toSipStatus(sender).code()).isEqualTo(480);
    assertThat(mapping.toSipStatus(peer).code()).isEqualTo(503);
    assertThat(mapping.toSipStatus(sender).retryAfter()).isEqualTo(later);
    assertThat(mapping.toSipStatus(peer).retryAfter()).isEqualTo(later);
    assertThat(mapping.toSipStatus(new Refused(Reason.LOOP, "loop")).retryAfter()).isEmpty();
  }

  @Test
  void whatIsTooLargeIsAPolicyViolation() {
    assertThat(conditionOf(Reason.TOO_LARGE)).isEqualTo(Condition.POLICY_VIOLATION);
  }

  @Test
  void a415SaysWhatWouldBeTaken() {
    assertThat(mapping.toSipStatus(new Refused(Reason.UNSUPPORTED_CONTENT, "image")).accept())
        .containsExactly("message/cpim", "text/plain");
    assertThat(mapping.toSipStatus(new Refused(Reason.LOOP, "loop")).accept()).isEmpty();
  }

  @Test
  @Requirement("7247-7-1")
  void reasonPhraseAndTextAreCarriedWithoutAddressesOfHosts() {
    StanzaError error =
        mapping.toStanzaError(
            new SipAnswer(
                404,
                "No route to 192.0.2.7:5060 or [2001:db8::1] for sip:x@192.0.2.9",
                Optional.empty()));
    assertThat(error.text()).hasValue("The other side answered 404 No route to or for");

    StanzaError bounced = StanzaError.of(Condition.FORBIDDEN, "Blocked by 192.0.2.7");
    assertThat(mapping.toSipStatus(new StanzaBounce(bounced, true)).reasonPhrase())
        .isEqualTo("Blocked by");
  }

  @Test
  void noTextOfAPeerBecomesAHeaderField() {
    String evil = "Oops\r\nContact: <sip:evil@x>\r\n\r\n\u2028\"\\\u202E" + "x".repeat(5_000);
    for (SipStatus status :
        List.of(
            mapping.toSipStatus(new StanzaBounce(StanzaError.of(Condition.CONFLICT, evil), false)),
            mapping.toSipStatus(new SipAnswer(500, evil, Optional.of(evil))),
            mapping.toSipStatus(new Refused(Reason.INTERNAL, evil)))) {
      Stream.of(status.reasonPhrase(), status.warning().orElse(""), status.contact().orElse(""))
          .forEach(
              text ->
                  assertThat(text)
                      .doesNotContain("\r", "\n", "\u2028", "\"", "\\", "<", "\u202E")
                      .hasSizeLessThanOrEqualTo(201));
    }
    assertThat(mapping.toStanzaError(new SipAnswer(500, evil, Optional.empty())).text().orElse(""))
        .doesNotContain("\r", "\n")
        .hasSizeLessThan(250);
  }

  @Test
  void aStatusCannotHoldALineBreak() {
    for (String text : List.of("a\nb", "a\rb", "a\u0000b")) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new SipStatus(
                      400, text, List.of(), Optional.empty(), Optional.empty(), Optional.empty()));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new SipStatus(
                      400,
                      "",
                      List.of(text),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new SipStatus(
                      400, "", List.of(), Optional.of(text), Optional.empty(), Optional.empty()));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new SipStatus(
                      400, "", List.of(), Optional.empty(), Optional.of(text), Optional.empty()));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SipStatus(
                    400, "", List.of(), Optional.of("\""), Optional.empty(), Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SipStatus(
                    200, "", List.of(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private int statusOf(Reason reason) {
    return mapping.toSipStatus(new Refused(reason, "why")).code();
  }

  private Condition conditionOf(Reason reason) {
    return mapping.toStanzaError(new Refused(reason, "why")).condition();
  }

  private String conditionOf(int status) {
    return mapping.toStanzaError(new SipAnswer(status, "", Optional.empty())).condition().wire();
  }

  private static StanzaBounce bounce(
      Condition condition, Optional<String> address, boolean fullJid) {
    return new StanzaBounce(
        new StanzaError(condition.usualType(), condition, address, Optional.empty()), fullJid);
  }

  private static Condition condition(JsonNode row) {
    String name = row.get("condition").asText().replace('-', '_').toUpperCase(Locale.ROOT);
    return Condition.valueOf(name);
  }
}
