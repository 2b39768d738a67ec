package org.porin.pidf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.porin.pidf.Pidf.document;
import static org.porin.pidf.Pidf.invalid;
import static org.porin.pidf.Pidf.onlyTuple;
import static org.porin.pidf.Pidf.presence;
import static org.porin.pidf.Pidf.read;
import static org.porin.pidf.Pidf.status;
import static org.porin.pidf.Pidf.tuple;
import static org.porin.pidf.Pidf.warnings;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.PresUri;
import org.porin.requirement.Requirement;
import org.porin.stanza.Element;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class PidfCodecTest {
  private static final Entity ROMEO = Entity.of(new PresUri("romeo", "example.net"));

  @Test
  @Requirement({
    "3863-4.1.1-2",
    "3863-4.1.2-1",
    "3863-4.1.6-1",
    "3863-4.1.6-3",
    "3863-4.2.4-1",
    "3863-4.2.5-1"
  })
  void theExampleOfTheRfcIsRead() { // RFC 3863 §4.3.1
    PidfDocument document =
        read(
            Octets.utf8(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <presence xmlns="urn:ietf:params:xml:ns:pidf"
                     xmlns:im="urn:ietf:params:xml:ns:pidf:im"
                     xmlns:myex="http://id.example.com/presence/"
                     entity="pres:someone@example.com">
                  <tuple id="bs35r9">
                    <status>
                      <basic>open</basic>
                      <im:im>busy</im:im>
                      <myex:location>home</myex:location>
                    </status>
                    <contact priority="0.8">im:someone@mobilecarrier.net</contact>
                    <note xml:lang="en">Don't Disturb Please!</note>
                    <note xml:lang="fr">Ne derangez pas, s'il vous plait</note>
                    <timestamp>2001-10-27T16:49:29Z</timestamp>
                  </tuple>
                  <tuple id="eg92n8">
                    <status>
                      <basic>open</basic>
                    </status>
                    <contact priority="1.0">mailto:someone@example.com</contact>
                  </tuple>
                  <note>I'll be in Tokyo next week</note>
                </presence>
                """));

    assertThat(document.warnings()).isEmpty();
    Presence presence = document.presence();
    assertThat(presence.entity().presentity()).contains(new PresUri("someone", "example.com"));
    assertThat(presence.notes()).containsExactly(Note.of("I'll be in Tokyo next week"));
    assertThat(presence.tuples()).extracting(Tuple::id).containsExactly("bs35r9", "eg92n8");
    assertThat(presence.tuplesByPriority())
        .extracting(Tuple::id)
        .containsExactly("eg92n8", "bs35r9");
    Tuple first = presence.tuples().get(0);
    assertThat(first.status().basic()).contains(Basic.OPEN);
    assertThat(first.status().extensions())
        .containsExactly(
            Element.empty("urn:ietf:params:xml:ns:pidf:im", "im").with(new Element.Text("busy")),
            Element.empty("http://id.example.com/presence/", "location")
                .with(new Element.Text("home")));
    assertThat(first.contact())
        .contains(new Contact("im:someone@mobilecarrier.net", OptionalInt.of(800)));
    assertThat(first.notes())
        .containsExactly(
            new Note("Don't Disturb Please!", Optional.of("en")),
            new Note("Ne derangez pas, s'il vous plait", Optional.of("fr")));
    assertThat(first.timestamp()).contains(Instant.parse("2001-10-27T16:49:29Z"));
  }

  @Test
  @Requirement({"3863-4.1.1-2", "3863-4.1.2-1"})
  void elementsMayComeInAnyOrderAndGoInThatOfTheSchema() {
    Octets mixed =
        document(
            "<x:a xmlns:x='urn:x'/><note>n</note>"
                + "<tuple id='a'><timestamp>2005-11-23T10:00:00Z</timestamp><note>m</note>"
                + "<contact>im:a@b.example</contact><y:b xmlns:y='urn:y'/>"
                + "<status><y:c xmlns:y='urn:y'/><basic>closed</basic></status></tuple>");
    PidfDocument document = read(mixed);

    assertThat(document.warnings()).isEmpty();
    assertThat(text(PidfCodec.encode(document.presence())))
        .isEqualTo(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" xmlns:n0=\"urn:x\""
                + " xmlns:n1=\"urn:y\" entity=\"pres:romeo@example.net\">"
                + "<tuple id=\"a\"><status><basic>closed</basic><n1:c/></status><n1:b/>"
                + "<contact>im:a@b.example</contact><note>m</note>"
                + "<timestamp>2005-11-23T10:00:00.000Z</timestamp></tuple>"
                + "<note>n</note><n0:a/></presence>\n");
  }

  @Test
  @Requirement({
    "3863-4.1-2",
    "3863-4.1-3",
    "3863-4.1.1-1",
    "3863-4.1.1-4",
    "3863-4.1.6-3",
    "3863-7-1"
  })
  void aDocumentIsWrittenInUtf8AndSaysSo() {
    Tuple tuple =
        new Tuple(
            "a",
            new Status(Optional.of(Basic.OPEN), Show.AWAY.toExtensions()),
            Optional.of(new Contact("im:romeo@example.net", OptionalInt.of(102))),
            List.of(new Note("Dvořím se & <čekám>", Optional.of("cs"))),
            Optional.of(Instant.parse("2005-11-23T10:00:00Z")),
            List.of());

    assertThat(text(PidfCodec.encode(Presence.of(ROMEO, List.of(tuple)))))
        .isEqualTo(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\""
                + " xmlns:im=\"urn:ietf:params:xml:ns:pidf:im\" entity=\"pres:romeo@example.net\">"
                + "<tuple id=\"a\"><status><basic>open</basic><im:im>away</im:im>"
                + "<show xmlns=\"jabber:client\">away</show></status>"
                + "<contact priority=\"0.102\">im:romeo@example.net</contact>"
                + "<note xml:lang=\"cs\">Dvořím se &amp; &lt;čekám&gt;</note>"
                + "<timestamp>2005-11-23T10:00:00.000Z</timestamp></tuple></presence>\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000", "\u0001", "\u000B", "\uD800", "\uDC00x", "\uFFFE", "\uFFFF",
      })
  void whatXmlCannotHaveIsReplaced(String text) {
    Presence presence =
        new Presence(new Entity.Other(text), List.of(), List.of(Note.of("a" + text)), List.of());
    Presence again = read(PidfCodec.encode(presence)).presence();

    assertThat(again.entity().toString()).startsWith("\uFFFD");
    assertThat(again.notes().get(0).text()).startsWith("a\uFFFD");
  }

  @Test
  @Requirement("3863-4.1.3-1")
  void anEmptyStatusIsReadWithAWarningAndNeverWritten() {
    PidfDocument document = read(document(status(" <!-- nothing --> ")));

    assertThat(document.warnings()).extracting(PidfWarning::code).containsExactly("empty-status:a");
    assertThat(document.presence().tuples().get(0).status().isEmpty()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> PidfCodec.encode(document.presence()));
  }

  @ParameterizedTest
  @CsvSource({
    "pres:romeo@example.net, true, false",
    "pres:romeo%2Fx@Example.NET, true, false",
    "sip:romeo@example.net, false, false",
    "sips:romeo@192.0.2.1:5061, false, false",
    "romeo@example.net, false, true",
    "pres:, false, true",
    "mailto:romeo@example.net, false, true",
    "'', false, true"
  })
  @Requirement("3863-4.1.1-3")
  void anEntityIsAPresUriOrASipUriOrTextWithAWarning(String text, boolean pres, boolean bad) {
    PidfDocument document =
        read(
            Octets.utf8(
                Pidf.DECLARATION
                    + Pidf.ROOT.replace("pres:romeo@example.net", text)
                    + "</presence>"));

    Entity entity = document.presence().entity();
    assertThat(entity.presentity().isPresent()).isEqualTo(pres);
    assertThat(entity instanceof Entity.Other).isEqualTo(bad);
    assertThat(document.warnings().stream().map(PidfWarning::code).toList())
        .isEqualTo(bad ? List.of("bad-entity") : List.of());
    if (bad) {
      assertThat(entity).hasToString(text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0., 0, 0",
    "0.000, 0, 0",
    "0.021, 21, 0.021",
    "0.5, 500, 0.5",
    "0.50, 500, 0.5",
    "0.999, 999, 0.999",
    "1, 1000, 1",
    "1., 1000, 1",
    "1.00, 1000, 1"
  })
  @Requirement("3863-4.1.5-1")
  void aPriorityIsInThousandths(String text, int thousandths, String written) {
    assertThat(Priority.parse(text)).hasValue(thousandths);
    assertThat(Priority.format(thousandths)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 0",
        ".5",
        "-0",
        "-0.1",
        "+1",
        "2",
        "1.001",
        "1.1",
        "1.5",
        "01",
        "0,5",
        "0x5",
        "0.0001",
        "0.1234",
        "1.0000",
        "0.5 ",
        "1e0",
        "\u0661",
        "0.\u0665",
        "0.-1"
      })
  @Requirement({"3863-4.1.5-1", "3863-4.1.5-3", "3863-4.1.5-2"})
  void anyOtherPriorityIsAsNone(String text) {
    PidfDocument document =
        read(document(tuple("<contact priority='" + text + "'>im:a@b.example</contact>")));

    assertThat(document.warnings()).extracting(PidfWarning::code).containsExactly("bad-priority:a");
    Contact contact = document.presence().tuples().get(0).contact().orElseThrow();
    assertThat(contact.priority()).isEmpty();
    assertThat(contact.effectivePriority()).isZero();
  }

  @Test
  @Requirement({"3863-4.1.5-2", "3863-4.1.5-4"})
  void higherPriorityComesFirstAndNoneIsTheLowest() {
    Presence presence =
        presence(
            prioritised("none", "")
                + prioritised("half", "priority='0.5'")
                + prioritised("zero", "priority='0'")
                + prioritised("one", "priority='1'"));

    assertThat(presence.tuplesByPriority())
        .extracting(Tuple::id)
        .containsExactly("one", "half", "none", "zero");
  }

  private static String prioritised(String id, String attribute) {
    return "<tuple id='%s'><status><basic>open</basic></status><contact %s>im:a@b.example</contact></tuple>"
        .formatted(id, attribute);
  }

  @ParameterizedTest
  @CsvSource({
    "2005-11-23T10:00:00Z, 2005-11-23T10:00:00Z, 2005-11-23T10:00:00.000Z",
    "2005-11-23T10:00:00.25Z, 2005-11-23T10:00:00.25Z, 2005-11-23T10:00:00.250Z",
    "2005-11-23T11:00:00+01:00, 2005-11-23T10:00:00Z, 2005-11-23T10:00:00.000Z",
    "1990-12-31T23:59:60Z, 1990-12-31T23:59:59.999999999Z, 1990-12-31T23:59:59.999999999Z",
    "2005-11-23T10:00:00.12345678987654321Z, 2005-11-23T10:00:00.123456789Z, "
        + "2005-11-23T10:00:00.123456789Z"
  })
  @Requirement("3863-4.1.7-1")
  void aTimestampIsAnInstant(String text, String instant, String written) {
    Presence presence = presence(tuple("<timestamp>\n " + text + " </timestamp>"));

    assertThat(presence.newestTimestamp()).contains(Instant.parse(instant));
    assertThat(text(PidfCodec.encode(presence))).contains("<timestamp>" + written + "</timestamp>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2005-11-23t10:00:00Z",
        "2005-11-23T10:00:00z",
        "2005-11-23T10:00:00",
        "2005-11-23",
        "2005-02-30T10:00:00Z",
        "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "yesterday",
        ""
      })
  @Requirement("3863-4.1.7-1")
  void anyOtherTimestampIsAsNone(String text) {
    PidfDocument document = read(document(tuple("<timestamp>" + text + "</timestamp>")));

    assertThat(document.warnings())
        .extracting(PidfWarning::code)
        .containsExactly("bad-timestamp:a");
    assertThat(document.presence().newestTimestamp()).isEmpty();
  }

  @Test
  void aTimestampThatCannotBeWrittenIsNoValue() {
    Optional<Instant> late = Optional.of(Instant.parse("+10000-01-01T00:00:00Z"));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Tuple(
                    "a", Status.of(Basic.OPEN), Optional.empty(), List.of(), late, List.of()));
  }

  @Test
  @Requirement("3863-6-2")
  void theNewestTimestampOfAllTuplesIsThatOfTheDocument() {
    String stamped =
        "<tuple id='%s'><status><basic>open</basic></status><timestamp>%s</timestamp></tuple>";

    assertThat(
            presence(
                    stamped.formatted("a", "2005-11-23T10:00:00Z")
                        + stamped.formatted("b", "2005-11-23T10:00:01+01:00")
                        + stamped.formatted("c", "2005-11-23T10:00:00.5Z"))
                .newestTimestamp())
        .contains(Instant.parse("2005-11-23T10:00:00.5Z"));
  }

  @Test
  @Requirement("3863-4.1.6-3")
  void aLanguageIsInheritedUndoneAndOverridden() {
    PidfDocument document =
        read(
            Octets.utf8(
                Pidf.DECLARATION
                    + Pidf.ROOT.replace("entity", "xml:lang='la' entity")
                    + "<tuple id='a' xml:lang='cs'><status><basic>open</basic></status>"
                    + "<note>1</note><note xml:lang='en'>2</note><note xml:lang=''>3</note></tuple>"
                    + "<note>4</note><note xml:lang='en_US'>5</note>"
                    + "<x:n xmlns:x='urn:x'>6</x:n><x:n xmlns:x='urn:x' xml:lang='de'>7</x:n>"
                    + "</presence>"));
    Presence presence = document.presence();

    assertThat(document.warnings()).extracting(PidfWarning::code).containsExactly("bad-language");
    assertThat(presence.tuples().get(0).notes())
        .containsExactly(
            new Note("1", Optional.of("cs")), new Note("2", Optional.of("en")), Note.of("3"));
    assertThat(presence.notes()).containsExactly(new Note("4", Optional.of("la")), Note.of("5"));
    assertThat(text(PidfCodec.encode(presence)))
        .contains("<n0:n xml:lang=\"la\">6</n0:n><n0:n xml:lang=\"de\">7</n0:n>");
  }

  @Test
  void ofAnElementThatMayBeThereOnceTheFirstCounts() {
    String content =
        "<tuple id='a'><status><basic>open</basic><basic>closed</basic></status>"
            + "<contact>im:a@b.example</contact><timestamp>2005-11-23T10:00:00Z</timestamp>"
            + "<status><basic>closed</basic></status><contact>im:c@d.example</contact>"
            + "<timestamp>2006-11-23T10:00:00Z</timestamp></tuple>";
    Tuple tuple = read(document(content)).presence().tuples().get(0);

    assertThat(warnings(content)).hasSize(4).containsOnly("repeated-element:a");
    assertThat(tuple.status()).isEqualTo(Status.of(Basic.OPEN));
    assertThat(tuple.contact()).map(Contact::uri).contains("im:a@b.example");
    assertThat(tuple.timestamp()).contains(Instant.parse("2005-11-23T10:00:00Z"));
  }

  @Test
  @Requirement("3863-4.2.3-1")
  void anUnknownElementIsIgnoredWithAllThatLooksFamiliarInIt() {
    String content =
        "<wrapper><tuple id='b'><status><basic>open</basic></status></tuple></wrapper>"
            + "<tuple id='a'><wrapper><status><basic>closed</basic></status></wrapper>"
            + "<status><x:w xmlns:x='urn:x'><basic>closed</basic></x:w><status>open</status>"
            + "<basic>o<x:y xmlns:x='urn:x'>x</x:y>pen</basic></status>"
            + "<x:w xmlns:x='urn:x'><contact>im:a@b.example</contact></x:w></tuple>";
    Presence presence = read(document(content)).presence();

    assertThat(warnings(content))
        .containsExactly("unknown-element", "unknown-element:a", "unknown-element:a");
    assertThat(presence.tuples()).extracting(Tuple::id).containsExactly("a");
    Tuple tuple = presence.tuples().get(0);
    assertThat(tuple.status().basic()).contains(Basic.OPEN);
    assertThat(tuple.contact()).isEmpty();
  }

  @Test
  @Requirement({"3863-4.2.2-1", "3863-4.2-1"})
  void anExtensionHasAnAbsoluteNamespaceOfItsOwn() {
    assertThat(
            warnings(
                "<a xmlns=''/><b xmlns='relative'/><c xmlns='urn:x#y'/><d xmlns='urn:'/>"
                    + "<e xmlns='1a:b'/><f xmlns='a+b:c'/><g xmlns='http://a.example/'/>"))
        .hasSize(5)
        .containsOnly("bad-namespace");
    for (String namespace : List.of("", "relative", "urn:x#y", "urn:ietf:params:xml:ns:pidf")) {
      List<Element> extensions = List.of(Element.empty(namespace, "basic"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Status(Optional.of(Basic.OPEN), extensions));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Presence(ROMEO, List.of(), List.of(), extensions));
    }
  }

  @Test
  void anExtensionIsWrittenInItsNamespacesHoweverTheyWereWritten() {
    Presence presence =
        presence(
            "<a xmlns='urn:1' xmlns:p='urn:2' p:q='v' r=\"&lt;'&quot;&#10;\">t<p:b/>"
                + "<!-- gone --><?gone too?>u<![CDATA[<v>]]><c xmlns=''><d xmlns='jabber:client'/>"
                + "<e xmlns='urn:ietf:params:xml:ns:pidf' xml:space='preserve'/></c></a>");
    String written = text(PidfCodec.encode(presence));

    assertThat(written)
        .contains(
            "xmlns:n0=\"urn:1\" xmlns:n1=\"urn:2\" entity",
            "<n0:a n1:q=\"v\" r=\"&lt;&apos;&quot;&#10;\">t<n1:b/>u&lt;v&gt;<c xmlns=\"\">"
                + "<d xmlns=\"jabber:client\"/><e xmlns=\"urn:ietf:params:xml:ns:pidf\""
                + " xml:space=\"preserve\"/></c></n0:a>");
    assertThat(read(Octets.utf8(written)).presence()).isEqualTo(presence);
  }

  @Test
  @Requirement("3863-4.2.3-4")
  void mustUnderstandIsWrittenInAStatusAlone() {
    String extension =
        "<x:a xmlns:x='urn:x' xmlns:p='urn:ietf:params:xml:ns:pidf' p:mustUnderstand='1'/>";
    Presence presence =
        presence(
            "<tuple id='a'><status><basic>open</basic>%1$s</status>%1$s</tuple>%1$s"
                .formatted(extension));

    assertThat(text(PidfCodec.encode(presence)))
        .contains(
            "<status><basic>open</basic><n0:a pidf:mustUnderstand=\"1\"/></status><n0:a/></tuple>",
            "</tuple><n0:a/></presence>");
  }

  @Test
  @Requirement({"3863-4.1.1-2", "3863-4.4-1"})
  void aDocumentWithoutTuplesIsRead() {
    assertThat(presence("<note>Gone</note>"))
        .isEqualTo(new Presence(ROMEO, List.of(), List.of(Note.of("Gone")), List.of()));
  }

  @Test
  @Requirement("3863-4.1.2-2")
  void noTwoTuplesHaveTheSameId() {
    Octets octets = document(tuple("") + "\n<!-- č -->" + tuple(""));

    assertThat(invalid(octets))
        .isEqualTo(
            new PidfVerdict.Invalid(
                PidfReason.DUPLICATE_TUPLE_ID,
                Octets.utf8(text(octets).substring(0, text(octets).lastIndexOf("<tuple")))
                    .length()));
    Tuple tuple = Tuple.of("a", Status.of(Basic.OPEN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Presence.of(ROMEO, List.of(tuple, tuple)));
  }

  @Test
  @Requirement({"3863-4.1.2-3"})
  void anIdIsAnyTextAndComesBackAsItWas() {
    String id = "1 phone/α \t\n<&'\"";
    Presence presence = Presence.of(ROMEO, List.of(Tuple.of(id, Status.of(Basic.CLOSED))));

    assertThat(read(PidfCodec.encode(presence)).presence()).isEqualTo(presence);
  }

  @Test
  void commentsAndInstructionsAreNoContent() {
    Tuple tuple =
        onlyTuple(
            "<?x y?>"
                + tuple(
                    "<note>a<!-- b -->c<![CDATA[<d>]]>&#101;</note><contact> im:a<!-- -->@b.example\n"
                        + "</contact>"));

    assertThat(tuple.notes()).containsExactly(Note.of("ac<d>e"));
    assertThat(tuple.contact()).map(Contact::uri).contains("im:a@b.example");
  }

  @Test
  void aDocumentMayBeFollowedByCommentsAndNothingElse() throws MalformedException {
    Octets followed = Octets.utf8(text(document("")) + "\n<!-- end --><?x y?>\n");

    assertThat(PidfCodec.decode(followed, Optional.empty(), PidfLimits.DEFAULT).warnings())
        .isEmpty();
    assertThat(invalid(Octets.utf8(text(document("")) + "<a/>")).reason())
        .isEqualTo(PidfReason.NOT_WELL_FORMED);
    assertThat(invalid(Octets.utf8(text(document("")) + "x")).reason())
        .isEqualTo(PidfReason.NOT_WELL_FORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE presence [",
        "<!DOCTYPE presence [<!ENTITY x >]><a/>",
        "<a><!DOCTYPE x>",
        "<?xml ver<!DOCTYPE x>"
      })
  void aDeclarationThatIsCutOffOrOutOfPlaceIsOneAllTheSame(String text) {
    assertThat(invalid(Octets.utf8(text)))
        .isEqualTo(new PidfVerdict.Invalid(PidfReason.DTD_FORBIDDEN, text.indexOf("<!DOCTYPE")));
  }

  @Test
  void aDeclarationOfAnEntityIsForbiddenWhereverItIs() {
    String text = "<a><!ENTITY x 'y'></a>";

    assertThat(invalid(Octets.utf8(text)))
        .isEqualTo(new PidfVerdict.Invalid(PidfReason.DTD_FORBIDDEN, 3));
    assertThat(read(document("<note><![CDATA[<!ENTITY x>]]><!-- <!DOCTYPE x> --></note>")))
        .extracting(document -> document.presence().notes())
        .isEqualTo(List.of(Note.of("<!ENTITY x>")));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\uFEFF\uFEFF`, 3",
        "<?xml\u0001 version='1.0'?>, 5",
        "<?xml version='1.0'\u000B?>, 19",
        "<?xml version='1.0' encoding=''?>, 30",
        "<?xml version='1.0' encoding='1'?>, 30",
        "<?xml version='1.0' encoding='u t'?>, 30",
        "<!-- \uFFFE -->, 5",
        "<!-- \uD83D\uDE00\uFFFF -->, 9"
      })
  @Requirement("3863-4.1-1")
  void whatWoodstoxForgivesInTextIsNotWellFormed(String start, int offset) {
    Octets octets = Octets.utf8(start + Pidf.ROOT + "</presence>");

    assertThat(invalid(octets))
        .isEqualTo(new PidfVerdict.Invalid(PidfReason.NOT_WELL_FORMED, offset));
  }

  private static String text(Octets octets) {
    return new String(octets.toArray(), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<presenc entity='pres:a@b.example'></presence>",
        "<presence xmlns='urn:ietf:params:xml:ns:pidf'><tuple></presence>",
        "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='x'><tuple id='a'/>&x;</presence>"
      })
  void whatIsNotWellFormedIsSaidBeforeWhatIsMissing(String text) {
    assertThat(Pidf.invalid(Octets.utf8(text)).reason()).isEqualTo(PidfReason.NOT_WELL_FORMED);
  }
}
