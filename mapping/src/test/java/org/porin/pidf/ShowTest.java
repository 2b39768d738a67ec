package org.porin.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.porin.pidf.Pidf.onlyTuple;
import static org.porin.pidf.Pidf.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;

/** What is read of show, of RPID and of the data model. */
class ShowTest {
  private static final Instant NOW = Instant.parse("2005-05-30T12:00:00Z");
  private static final String CLIENT = "<show xmlns='jabber:client'>%s</show>";
  private static final String IM = "<im xmlns='urn:ietf:params:xml:ns:pidf:im'>%s</im>";
  private static final String RPID =
      "<activities xmlns='urn:ietf:params:xml:ns:pidf:rpid' %s>%s</activities>";

  @ParameterizedTest
  @CsvSource({
    "away, AWAY",
    "chat, CHAT",
    "dnd, DND",
    "xa, XA",
    "busy, DND",
    "extended-away, XA",
    "' away ', AWAY",
    "Away, ",
    "offline, ",
    "'', "
  })
  @Requirement({"3863-4.2.4-1", "3863-4.2.5-1"})
  void aWordIsReadInEitherForm(String word, Show show) {
    for (String form : List.of(CLIENT, IM)) {
      assertThat(show("<basic>open</basic>" + form.formatted(word), ""))
          .isEqualTo(Optional.ofNullable(show));
    }
  }

  @Test
  void theFormOfXmppGoesFirstThenThatOfTheRfcThenActivities() {
    String client = CLIENT.formatted("xa");
    String im = IM.formatted("away");
    String busy = RPID.formatted("", "<busy/>");

    assertThat(show(busy + im + client, "")).contains(Show.XA);
    assertThat(show(busy + im + CLIENT.formatted("what?"), "")).contains(Show.AWAY);
    assertThat(show(busy, "")).contains(Show.DND);
    assertThat(show("<basic>open</basic>", busy)).contains(Show.DND);
    assertThat(show("<basic>open</basic>", "")).isEmpty();
    assertThat(show("<basic>open</basic>", im + client)).as("no status where it stands").isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Show.class)
  void aShowIsWrittenInBothForms(Show show) {
    Tuple tuple = Tuple.of("a", new Status(Optional.of(Basic.OPEN), show.toExtensions()));

    assertThat(Show.of(tuple, NOW)).contains(show);
    assertThat(show.toExtensions())
        .extracting(Element::namespace)
        .containsExactly("urn:ietf:params:xml:ns:pidf:im", "jabber:client");
    assertThat(show.toExtensions()).extracting(Element::text).containsOnly(show.wire());
  }

  @ParameterizedTest
  @CsvSource({
    "<busy/>, DND",
    "<on-the-phone/>, DND",
    "<away/>, AWAY",
    "<permanent-absence/>, XA",
    "<vacation/>, XA",
    "<vacation/><breakfast/>, XA",
    "<away/><busy/>, DND",
    "<meeting/>, ",
    "<unknown/>, ",
    "<other>busy</other>, ",
    "<note>busy</note>, ",
    "<busy xmlns='urn:x'/>, ",
    "'', "
  })
  @Requirement("4480-3.2-1")
  void anActivityIsAShowWhereXmppHasAWordForIt(String activities, Show show) {
    assertThat(show("<basic>open</basic>", RPID.formatted("", activities)))
        .isEqualTo(Optional.ofNullable(show));
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "until='2005-05-30T12:00:01Z', true",
    "until='2005-05-30T12:00:00Z', false",
    "from='2005-05-30T12:00:00Z', true",
    "from='2005-05-30T12:00:00+01:00' until='2005-05-30T17:00:00+01:00', true",
    "from='2005-05-30T12:00:00.001Z', false",
    "from='some day', true"
  })
  @Requirement("4480-3.2-1")
  void anActivityHoldsWhileItSaysSo(String attributes, boolean holds) {
    assertThat(show("<basic>open</basic>", RPID.formatted(attributes, "<busy/>")).isPresent())
        .isEqualTo(holds);
  }

  @Test
  @Requirement({"4479-5-1", "4480-3.2-1"})
  void whatIsSaidOfAPersonIsNoStatusOfATuple() {
    Presence presence =
        presence(
            "<tuple id='t1'><status><basic>open</basic></status></tuple>"
                + "<dm:person xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model' id='p1'>"
                + RPID.formatted("", "<busy/>")
                + "<dm:note>private</dm:note></dm:person>"
                + "<dm:device xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model' id='pc147'>"
                + "<user-input xmlns='urn:ietf:params:xml:ns:pidf:rpid' idle-threshold='600'"
                + " last-input='2004-10-21T13:20:00-05:00'>idle</user-input></dm:device>");

    assertThat(presence.notes()).isEmpty();
    assertThat(presence.tuples()).containsExactly(Tuple.of("t1", Status.of(Basic.OPEN)));
    assertThat(Show.of(presence.tuples().get(0), NOW)).isEmpty();
    assertThat(Show.ofPerson(presence, NOW)).contains(Show.DND);
    assertThat(DataModel.persons(presence)).hasSize(1);
    assertThat(UserInput.in(DataModel.devices(presence).get(0).children()))
        .contains(
            new UserInput(
                UserInput.State.IDLE,
                Optional.of(Instant.parse("2004-10-21T18:20:00Z")),
                Optional.of(Duration.ofMinutes(10))));
  }

  @Test
  @Requirement({"3863-4.2.3-2", "3863-4.2.3-3", "3863-4.3.3-1"})
  void anExtensionWithSomethingMandatoryThatIsUnknownIsIgnored() {
    String mandatory =
        "<x:y xmlns:x='urn:x' xmlns:p='urn:ietf:params:xml:ns:pidf' p:mustUnderstand='%s'/>";
    String ignored =
        "<x:w xmlns:x='urn:x'><x:y xmlns:p='urn:ietf:params:xml:ns:pidf' p:mustUnderstand='1'/></x:w>";
    String unqualified = "<x:y xmlns:x='urn:x' mustUnderstand='1'/>";

    for (String value : List.of("1", "true", " 1 ")) {
      assertThat(show(CLIENT.formatted(mandatory.formatted(value) + "away"), "")).isEmpty();
      assertThat(show("<basic>open</basic>", activities(mandatory.formatted(value)))).isEmpty();
    }
    for (String value : List.of("0", "false", "yes", "TRUE")) {
      assertThat(show("<basic>open</basic>", activities(mandatory.formatted(value))))
          .contains(Show.DND);
    }
    assertThat(show("<basic>open</basic>", activities(ignored))).contains(Show.DND);
    assertThat(show("<basic>open</basic>", activities(unqualified))).contains(Show.DND);
    assertThat(
            show(
                "<basic>open</basic>", activities("<away>" + mandatory.formatted("1") + "</away>")))
        .as("away is to be ignored, the activities are not")
        .contains(Show.DND);
  }

  @Test
  @Requirement({"3863-4.2.3-2", "3863-4.2.3-5", "3863-4.2-1"})
  void somethingMandatoryInAStatusLeavesTheTupleAsItIs() {
    Tuple tuple =
        onlyTuple(
            Pidf.status(
                "<basic>open</basic><x:loc xmlns:x='urn:x' xmlns:p='urn:ietf:params:xml:ns:pidf'"
                    + " p:mustUnderstand='true'>home</x:loc>"
                    + CLIENT.formatted("away")));

    assertThat(tuple.status().basic()).contains(Basic.OPEN);
    assertThat(Show.of(tuple, NOW)).contains(Show.AWAY);
    assertThat(Extensions.find(tuple.status().extensions(), "urn:x", "loc", each -> false))
        .isEmpty();
    assertThat(Extensions.find(tuple.status().extensions(), "urn:x", "loc", each -> true))
        .hasSize(1);
  }

  @Test
  void activitiesAreWrittenAsTheyAreRead() {
    Activities activities =
        new Activities(
            List.of(Activity.VACATION, Activity.LOOKING_FOR_WORK),
            List.of(new Note("reading", Optional.of("en"))),
            List.of(Note.of("Enjoying the morning paper"), Note.of("")),
            Optional.of(NOW),
            Optional.of(NOW.plusSeconds(1)));
    Tuple tuple =
        new Tuple(
            "a",
            Status.of(Basic.OPEN),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(activities.toElement(), Activities.of(Activity.BUSY).toElement()));
    Presence presence = Presence.of(Entity.of("pres:a@b.example"), List.of(tuple));
    Tuple read = Pidf.read(PidfCodec.encode(presence)).presence().tuples().get(0);

    assertThat(read).isEqualTo(tuple);
    assertThat(Activities.in(read.extensions()))
        .containsExactly(activities, Activities.of(Activity.BUSY));
  }

  @ParameterizedTest
  @EnumSource(Activity.class)
  void everyActivityHasItsElement(Activity activity) {
    assertThat(Activity.of(activity.wire())).contains(activity);
    assertThat(Activities.in(List.of(Activities.of(activity).toElement())))
        .containsExactly(Activities.of(activity));
  }

  @Test
  void userInputIsWrittenAsItIsReadAndBadAttributesAreAsNone() {
    for (UserInput input :
        List.of(
            new UserInput(UserInput.State.ACTIVE, Optional.empty(), Optional.empty()),
            new UserInput(
                UserInput.State.IDLE, Optional.of(NOW), Optional.of(Duration.ofSeconds(1))))) {
      assertThat(UserInput.in(List.of(input.toElement()))).contains(input);
    }
    assertThat(userInput("idle-threshold='0' last-input='2004-10-21T13:20:00'", "idle"))
        .contains(new UserInput(UserInput.State.IDLE, Optional.empty(), Optional.empty()));
    assertThat(userInput("idle-threshold='9999999999'", "active"))
        .contains(new UserInput(UserInput.State.ACTIVE, Optional.empty(), Optional.empty()));
    assertThat(userInput("", "asleep")).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new UserInput(
                    UserInput.State.IDLE, Optional.empty(), Optional.of(Duration.ofMillis(1_500))));
  }

  private static Optional<UserInput> userInput(String attributes, String text) {
    return UserInput.in(
        onlyTuple(
                Pidf.tuple(
                    "<user-input xmlns='urn:ietf:params:xml:ns:pidf:rpid' %s>%s</user-input>"
                        .formatted(attributes, text)))
            .extensions());
  }

  private static String activities(String first) {
    return RPID.formatted("", first + "<busy/>");
  }

  private static Optional<Show> show(String status, String behindStatus) {
    Tuple tuple =
        onlyTuple("<tuple id='a'><status>" + status + "</status>" + behindStatus + "</tuple>");
    return Show.of(tuple, NOW);
  }
}
