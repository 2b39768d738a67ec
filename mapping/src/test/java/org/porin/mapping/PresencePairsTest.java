package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.address.PresUri;
import org.porin.mapping.PresenceMapping.Received;
import org.porin.mapping.SubscriptionMapping.SubscriptIds;
import org.porin.msgfmt.Json;
import org.porin.msgfmt.Vectors;
import org.porin.pidf.Contact;
import org.porin.pidf.Presence;
import org.porin.pidf.Tuple;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.PresenceOperation;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.SubscriptId;
import org.porin.profile.SubscriptionState;
import org.porin.profile.TransId;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;
import org.porin.stanza.PresenceStanza;

/** Every presence pair of vectors/pairs: what was said to a document, and back by difference. */
class PresencePairsTest {
  private static final SubscriptionMapping SUBSCRIPTIONS =
      new SubscriptionMapping(PresenceOf.MAPPING, new ErrorMapping(PresenceOf.ADDRESSES));
  private static final SubscriptIds NONE = new Known(Optional.empty());

  static List<String> outwards() {
    return names(name -> name.startsWith("p"));
  }

  static List<String> inwards() {
    return names(name -> name.startsWith("q"));
  }

  static List<String> subscribing() {
    return names(name -> name.startsWith("s") && isOutward(name));
  }

  static List<String> subscribed() {
    return names(name -> name.startsWith("s") && !isOutward(name));
  }

  @Test
  void everyPairIsInOneOfTheseTests() {
    assertThat(Stream.of(outwards(), inwards(), subscribing(), subscribed()).mapToInt(List::size))
        .allMatch(size -> size > 2);
    assertThat(names(name -> !name.matches("[mpqs].*"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("outwards")
  @Requirement({
    "3922-5.1.1-2",
    "3922-5.1.1-3",
    "3922-5.1.4-1",
    "3922-5.1.4-2",
    "3922-5.1.5-1",
    "3922-5.1.6-1",
    "3922-5.1.7-2",
    "3922-5.1.7-3",
    "3922-5.1.9.2-2",
    "3922-6.3.1-2",
    "8048-6.2-2",
    "8048-6.2-3",
    "8048-6.2-4",
    "8048-6.2-6",
    "8048-6.2-8"
  })
  void stanzasBecomeADocument(String name) throws Exception {
    Instant now = Instant.parse(meta(name).get("now").asText());
    List<PresenceStanza> stanzas = stanzas(name);
    UserPresence presence = PresenceOf.MAPPING.presenceOf(stanzas.get(0));
    for (PresenceStanza stanza : stanzas) {
      presence = PresenceOf.MAPPING.toPresence(presence, stanza, now).value();
    }
    Received written =
        PresenceMapping.read(PresenceMapping.toCpim(presence, PresenceOf.ROMEO, now));

    assertThat(written.document()).isEqualTo(document(name).document());
  }

  @ParameterizedTest
  @MethodSource("inwards")
  @Requirement({
    "3922-5.2.1-1",
    "3922-5.2.1-2",
    "3922-5.2.2-1",
    "3922-5.2.9-1",
    "3922-5.2.10-1",
    "3922-5.2.11-1",
    "3922-5.2.11-2",
    "3922-5.2.12-1",
    "3922-5.2.14-1",
    "3922-6.3.1-1",
    "3922-6.3.2-1",
    "8048-6.3-1",
    "8048-6.3-2",
    "8048-6.3-3"
  })
  void aDocumentBecomesTheStanzasForWhatItChanges(String name) throws Exception {
    JsonNode meta = meta(name);
    Instant now = Instant.parse(meta.get("now").asText());
    PresUri watcher = PresenceOf.pres(meta.path("watcher").asText("pres:juliet@example.com"));
    Received received = document(name);
    List<PresenceStanza> told =
        PresenceOf.MAPPING
            .toStanzas(previous(meta), received, received.presentity().orElseThrow(), watcher, now)
            .value()
            .stanzas();

    assertThat(PresenceOf.asRead(told)).isEqualTo(stanzas(name));
  }

  @Test
  @Requirement({"3922-5.2.13-2", "3922-5.2.13-3"})
  void prioritiesAreThoseOfTheTable() {
    JsonNode table = meta("q04-priority").get("table");
    assertThat(table).hasSizeGreaterThan(5);
    table
        .properties()
        .forEach(
            row -> {
              Received received =
                  PresenceOf.romeo(
                      PresenceOf.tuple(
                          "a",
                          "open",
                          "<contact priority='"
                              + row.getKey()
                              + "'>im:romeo@example.net</contact>"));
              assertThat(availability(received).priority())
                  .as(row.getKey())
                  .isEqualTo(OptionalInt.of(row.getValue().asInt()));
            });
  }

  @Test
  @Requirement({"3922-5.1.7-3", "8048-6.2-7", "3922-5.2.13-3"})
  void everyPriorityComesBackAndNoTwoAreTheSame() throws Exception {
    List<OptionalInt> onTheWay = new ArrayList<>();
    for (int priority = 0; priority <= 127; priority++) {
      PresenceStanza stanza =
          PresenceOf.juliet("balcony", "", "<priority>" + priority + "</priority>");
      UserPresence presence =
          PresenceOf.MAPPING
              .toPresence(PresenceOf.MAPPING.presenceOf(stanza), stanza, Instant.EPOCH)
              .value();
      Received received = PresenceMapping.read(PresenceMapping.toEntity(presence));
      onTheWay.add(
          received.document().tuples().get(0).contact().map(Contact::priority).orElseThrow());
      assertThat(availability(received).priority()).hasValue(priority);
    }
    assertThat(onTheWay).doesNotHaveDuplicates();
    assertThat(
            List.of(0, 1, 2, 13, 126, 127).stream().map(onTheWay::get).map(OptionalInt::getAsInt))
        .containsExactly(0, 7, 15, 102, 992, 1000);
  }

  @ParameterizedTest
  @MethodSource("subscribing")
  @Requirement({"3922-6.1-1", "3922-6.1-2", "3922-6.1-4", "3922-6.4-1", "3922-6.4-2", "8048-7.1-1"})
  void aStanzaIsTheOperationThatItsPairSays(String name) throws Exception {
    JsonNode cpp = meta(name).get("cpp");
    PresenceStanza stanza = stanzas(name).get(0);
    TransId transId = TransactionIds.of(stanza, () -> new byte[16]);
    boolean knows = !cpp.path("subscriptId").asText("new").equals("new");
    SubscriptIds ids =
        knows ? new Known(Optional.of(new SubscriptId(cpp.get("subscriptId").asText()))) : NONE;
    Duration duration = Duration.ofSeconds(3600);
    PresenceOperation operation =
        SUBSCRIPTIONS.toOperation(stanza, transId, duration, ids).orElseThrow();

    assertThat(operation.watcher()).hasToString(cpp.get("watcher").asText());
    assertThat(operation.target()).hasToString(cpp.get("target").asText());
    assertThat(operation.transId().value()).isEqualTo(cpp.get("transId").asText());
    if (operation instanceof Subscribe subscribe) {
      assertThat(cpp.get("op").asText()).isEqualTo("subscribe");
      assertThat(subscribe.duration()).hasSeconds(cpp.get("duration").asInt());
      assertThat(subscribe.subscriptId().value())
          .isEqualTo(knows ? cpp.get("subscriptId").asText() : "fresh");
    } else {
      assertThat(operation).isInstanceOf(PresenceOperation.End.class);
      assertThat(cpp.get("op").asText()).isEqualTo("end");
      assertThat(SubscriptionMapping.toState(operation, duration))
          .hasToString(
              "Optional[" + meta(name).get("sip").get("Subscription-State").asText() + "]");
    }
  }

  @ParameterizedTest
  @MethodSource("subscribed")
  @Requirement({
    "3922-6.1-5",
    "3922-6.1-7",
    "3922-6.1-8",
    "3922-6.2-1",
    "3922-6.2-2",
    "3922-6.2-3",
    "8048-5.2.1-3",
    "8048-5.2.2-4",
    "8048-7.2-1"
  })
  void anOperationIsTheStanzasThatItsPairSays(String name) throws Exception {
    JsonNode meta = meta(name);
    List<PresenceStanza> told = new ArrayList<>();
    if (meta.path("cpp").path("op").asText().equals("subscribe")) {
      told.add(SUBSCRIPTIONS.toStanza(subscribe(meta.get("cpp")), false));
    } else if (meta.path("cpp").path("op").asText().equals("response")) {
      told.addAll(
          answered(meta.get("sip").get("answer").asInt(), meta.get("cpp").get("transId").asText()));
    } else {
      JsonNode sip = meta.get("sip").has("then") ? meta.get("sip").get("then") : meta.get("sip");
      SubscriptionState state = SubscriptionState.parse(sip.get("Subscription-State").asText());
      SUBSCRIPTIONS
          .toStanza(state, false, PresenceOf.JULIET, PresenceOf.ROMEO)
          .ifPresent(told::add);
      for (JsonNode answer : Json.elements(meta.get("sip").path("orAnswer"))) {
        assertThat(answered(answer.asInt(), "s1")).isEqualTo(told);
      }
    }

    List<PresenceStanza> expected =
        meta.path("expect").path("nothing").asBoolean() ? List.of() : stanzas(name);
    assertThat(PresenceOf.asRead(told)).map(PresencePairsTest::withoutText).isEqualTo(expected);
  }

  private static List<PresenceStanza> answered(int status, String transId) throws Exception {
    Subscribe operation =
        new Subscribe(
            PresenceOf.JULIET,
            PresenceOf.ROMEO,
            Duration.ofHours(1),
            new SubscriptId("s"),
            new TransId(transId));
    return SUBSCRIPTIONS.toStanza(new SipAnswer(status, "", Optional.empty()), operation).stream()
        .toList();
  }

  /** The words of an error are ours, its condition is the vector's. */
  private static PresenceStanza withoutText(PresenceStanza stanza) {
    return stanza.is("error")
        ? PresenceOf.asRead(
                List.of(
                    new PresenceStanza(
                        stanza.from(),
                        stanza.to(),
                        stanza.id(),
                        stanza.type(),
                        stanza.lang(),
                        stanza.children().stream().map(PresencePairsTest::firstOnly).toList())))
            .get(0)
        : stanza;
  }

  private static Element firstOnly(Element error) {
    return new Element(
        error.namespace(), error.name(), error.attributes(), error.content().subList(0, 1));
  }

  private static Subscribe subscribe(JsonNode cpp) {
    return new Subscribe(
        PresenceOf.pres(cpp.get("watcher").asText()),
        PresenceOf.pres(cpp.get("target").asText()),
        Duration.ofSeconds(cpp.get("duration").asLong()),
        new SubscriptId(cpp.get("subscriptId").asText()),
        new TransId(cpp.get("transId").asText()));
  }

  private static Availability availability(Received received) {
    Presence document = received.document();
    Tuple tuple = document.tuples().get(0);
    return Availability.of(tuple, document, Optional.empty(), Instant.EPOCH, new ArrayList<>())
        .orElseThrow();
  }

  /** Resources by name with their basic status. */
  private static ContactPresence previous(JsonNode meta) {
    SortedMap<String, Optional<Availability>> resources = new TreeMap<>();
    meta.path("previous")
        .properties()
        .forEach(
            known ->
                resources.put(
                    known.getKey(),
                    Optional.of(
                        known.getValue().asText().equals("open")
                            ? new Availability(
                                true, Optional.empty(), List.of(), OptionalInt.empty())
                            : Availability.UNAVAILABLE)));
    return new ContactPresence(resources, Optional.empty());
  }

  private static List<PresenceStanza> stanzas(String name) {
    String file = "pairs/" + name + ".xmpp.xml";
    return Vectors.exists(file) ? PresenceOf.stanzas(Vectors.octets(file)) : List.of();
  }

  private static Received document(String name) {
    return PresenceOf.received(Vectors.octets("pairs/" + name + ".pidf.xml"));
  }

  private static boolean isOutward(String name) {
    return meta(name).get("direction").asText().equals("xmpp2cpim");
  }

  private static JsonNode meta(String name) {
    return Vectors.json("pairs/" + name + ".meta.json");
  }

  private static List<String> names(Predicate<String> which) {
    return Vectors.names("pairs", ".meta.json").stream().filter(which).toList();
  }

  private record Known(Optional<SubscriptId> id) implements SubscriptIds {
    @Override
    public SubscriptId fresh() {
      return new SubscriptId("fresh");
    }

    @Override
    public Optional<SubscriptId> of(PresUri watcher, PresUri target) {
      return id;
    }
  }
}
