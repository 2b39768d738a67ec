package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.porin.mapping.PresenceOf.romeo;
import static org.porin.mapping.PresenceOf.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.ImUri;
import org.porin.mapping.PresenceMapping.Notified;
import org.porin.mapping.PresenceMapping.Received;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.msgfmt.Subject;
import org.porin.profile.Failure.Reason;
import org.porin.requirement.Requirement;
import org.porin.wire.Octets;

/** Documents become the stanzas that a watcher on the XMPP side has not been told yet. */
class ContactPresenceTest {
  private static final Instant NOON = Instant.parse("2005-11-23T12:00:00Z");
  private static final String GONE = "<presence from='/%s' type='unavailable'></presence>";

  private ContactPresence presence = ContactPresence.UNKNOWN;

  @Test
  @Requirement({"3922-6.3.1-1", "3922-6.3.1-3", "3863-4.1.2-7"})
  void onlyWhatChangedIsTold() throws Exception {
    assertThat(told(tuple("a", "open", "") + tuple("b", "open", ""))).hasSize(2);
    assertThat(told(tuple("b", "open", "") + tuple("a", "open", ""))).isEmpty();
    assertThat(told(tuple("a", "open", "<note>out</note>") + tuple("b", "open", "")))
        .containsExactly("<presence from='/a'><status>out</status></presence>");
  }

  @Test
  void aTupleThatIsNoLongerThereIsGoneAndIsSaidLast() throws Exception {
    told(tuple("a", "open", "") + tuple("z", "closed", ""));
    assertThat(told(tuple("b", "open", "")))
        .containsExactly("<presence from='/b'></presence>", GONE.formatted("a"));
  }

  @Test
  @Requirement("4479-3.6-1")
  void aTupleWithoutBasicSaysNothingButKeepsItsResource() throws Exception {
    told(tuple("a", "open", ""));
    String other = "<tuple id='a'><status><im:im>away</im:im></status></tuple>";
    assertThat(told(other)).isEmpty();
    assertThat(told(tuple("b", "open", "")))
        .containsExactly("<presence from='/b'></presence>", GONE.formatted("a"));
    assertThat(told(tuple("b", "open", "") + other)).isEmpty();
    assertThat(told(tuple("b", "open", ""))).isEmpty();
  }

  @Test
  @Requirement("3863-4.1.6-2")
  void aNoteIsNoStatus() throws Exception {
    assertThat(told("<tuple id='a'><status/><note>open</note></tuple>")).isEmpty();
    assertThat(told(tuple("b", "closed", "<note>open</note>")))
        .containsExactly("<presence from='/b' type='unavailable'><status>open</status></presence>");
    assertThat(told(tuple("b", "open", "<note>dnd</note>")))
        .containsExactly("<presence from='/b'><status>dnd</status></presence>");
  }

  @Test
  @Requirement("3922-6.3.2-1")
  void aDocumentWithoutTuplesSaysThatAllAreGone() throws Exception {
    told(tuple("a", "open", "") + tuple("b", "closed", ""));
    assertThat(told("")).containsExactly(GONE.formatted("a"));
    assertThat(told("")).isEmpty();
  }

  @Test
  @Requirement("3922-6.3.2-1")
  void whereNoneWasKnownTheBareAddressIsGoneOnce() throws Exception {
    assertThat(told("")).containsExactly("<presence from='' type='unavailable'></presence>");
    assertThat(told("")).isEmpty();
    assertThat(told(tuple("a", "open", ""))).containsExactly("<presence from='/a'></presence>");
  }

  @Test
  @Requirement("3922-5.2.11-2")
  void aDocumentWithNothingButNotesChangesNothing() throws Exception {
    told(tuple("a", "open", ""));
    assertThat(told("<note>Gone fishing</note>")).isEmpty();
    assertThat(told("")).containsExactly(GONE.formatted("a"));
  }

  @ParameterizedTest
  @CsvSource({
    "<show xmlns='jabber:client'>xa</show>,xa",
    "<im:im>busy</im:im>,dnd",
    "<im:im>extended-away</im:im>,xa",
    "<im:im>busy</im:im><show xmlns='jabber:client'>chat</show>,chat",
    "<r:activities><r:on-the-phone/></r:activities>,dnd",
    "<r:activities><r:away/></r:activities>,away"
  })
  @Requirement({"3922-5.2.10-1", "8048-6.3-3"})
  void extendedStatusIsTheShow(String status, String show) throws Exception {
    assertThat(told("<tuple id='a'><status><basic>open</basic>" + status + "</status></tuple>"))
        .containsExactly("<presence from='/a'><show>" + show + "</show></presence>");
  }

  @Test
  void whatIsSaidOfThePersonHoldsWhereATupleSaysNothing() throws Exception {
    assertThat(
            told(
                tuple("a", "open", "")
                    + tuple("b", "closed", "")
                    + "<dm:person id='p'><r:activities><r:busy/></r:activities></dm:person>"))
        .containsExactly("<presence from='/a'><show>dnd</show></presence>", GONE.formatted("b"));
  }

  @Test
  @Requirement({"3922-5.2.9-1", "8048-6.3-2", "2779-4.4.2-1"})
  void whoIsGoneHasADescriptionAndNothingElse() throws Exception {
    assertThat(
            told(
                "<tuple id='a'><status><basic>closed</basic><im:im>away</im:im></status>"
                    + "<contact priority='0.5'>im:romeo@example.net</contact>"
                    + "<note>asleep</note></tuple>"))
        .containsExactly(
            "<presence from='/a' type='unavailable'><status>asleep</status></presence>");
  }

  @Test
  @Requirement("8048-6.3-1")
  void notesWithoutLanguageAreInThatOfTheEntity() throws Exception {
    Received received =
        new Received(
            romeo(tuple("a", "open", "<note>ven</note><note xml:lang='en'>out</note>")).document(),
            Optional.of("cs"));
    Notified notified = notify(received);

    assertThat(PresenceOf.told(notified.stanzas()))
        .containsExactly(
            "<presence from='/a'><status xml:lang='cs'>ven</status>"
                + "<status xml:lang='en'>out</status></presence>");
  }

  @Test
  @Requirement({"3863-6-1", "3863-6-2", "3863-6-3"})
  void aDocumentIsStaleWhereAnotherWasNewer() throws Exception {
    String later = "<timestamp>2005-11-23T12:00:01Z</timestamp>";
    String earlier = "<timestamp>2005-11-23T12:00:00Z</timestamp>";
    assertThat(presence.isStale(romeo(tuple("a", "open", earlier)).document())).isFalse();
    told(tuple("a", "open", later) + tuple("b", "open", earlier));

    assertThat(presence.isStale(romeo(tuple("a", "open", earlier)).document())).isTrue();
    assertThat(presence.isStale(romeo(tuple("a", "open", later)).document())).isFalse();
    assertThat(presence.isStale(romeo(tuple("a", "open", "")).document())).isFalse();
    told(tuple("a", "open", ""));
    assertThat(presence.isStale(romeo(tuple("a", "open", earlier)).document())).isTrue();
  }

  @Test
  @Requirement({"3922-5.2.12-1", "3922-5.2.14-1"})
  void whatIsLeftOutIsNamedWithItsClause() throws Exception {
    Received received =
        romeo(
            tuple(
                    "a",
                    "open",
                    "<contact>tel:+1</contact><note>x</note><note>y</note>"
                        + "<timestamp>2005-11-23T12:00:00Z</timestamp>")
                + "<note>whole</note>");

    assertThat(
            PresenceOf.MAPPING
                .toStanzas(presence, received, PresenceOf.ROMEO, PresenceOf.JULIET, NOON)
                .omissions())
        .containsExactly(
            new Omission("second description in one language", "RFC 6121 §4.7.2.2"),
            new Omission("contact", "RFC 3922 §5.2.12"),
            new Omission("timestamp", "RFC 3922 §5.2.14"),
            new Omission("note on the presentity", "RFC 3922 §5.2.11"));
  }

  @Test
  void whenASubscriptionIsOverAllThatWasToldIsTakenBack() throws Exception {
    told(tuple("a", "open", "") + tuple("b", "open", ""));
    Notified end =
        PresenceOf.MAPPING.toStanzas(presence.gone(), PresenceOf.ROMEO, PresenceOf.JULIET);
    assertThat(PresenceOf.told(end.stanzas()))
        .containsExactly(GONE.formatted("a"), GONE.formatted("b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xpidf+xml", "application/cpim-pidf+xml"})
  @Requirement("3922-5.2-1")
  void nothingButPidfIsPresence(String type) {
    String document =
        "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:romeo@example.net'/>";
    assertRefused(object(type, document, "pres:romeo@example.net"), Reason.UNSUPPORTED_CONTENT);
  }

  @Test
  void aDocumentThatCannotBeReadIsRefusedWithThePlace() {
    assertThatThrownBy(
            () -> PresenceMapping.read(object("application/pidf+xml", "<presence", "x").entity()))
        .isInstanceOfSatisfying(
            UnmappableException.class,
            refusal -> assertThat(refusal.text()).contains("at offset 8"));
  }

  @ParameterizedTest
  @CsvSource({
    "pres:romeo@example.net,true",
    "sip:romeo@example.net;transport=tcp,true",
    "pres:mercutio@example.net,false",
    "sip:mercutio@example.net,false"
  })
  @Requirement({"3922-5.2.1-1", "3922-5.2.3-1", "3922-5.2.4-1", "3922-5.2.5-1", "3922-5.2.6-1"})
  void anObjectIsReadWhereFromIsThePresentity(String entity, boolean same) throws Exception {
    String document =
        "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='"
            + entity
            + "'>"
            + tuple("a", "open", "")
            + "</presence>";
    CpimMessage object = object("application/pidf+xml", document, entity);
    if (same) {
      assertThat(PresenceOf.told(notify(PresenceMapping.read(object)).stanzas()))
          .containsExactly("<presence from='/a'></presence>");
    } else {
      assertRefused(object, Reason.FORGED_SOURCE);
    }
  }

  @Test
  @Requirement({"2779-3.1.4-1", "2779-4.4.1-1"})
  void whatNobodyKnowsIsPassedByAndTheRestIsTold() throws Exception {
    assertThat(
            told(
                "<x:a xmlns:x='urn:x'><x:b>1</x:b></x:a><tuple id='a'><status><basic>open</basic>"
                    + "<x:mood xmlns:x='urn:x'>sad</x:mood></status><x:c xmlns:x='urn:x'/>"
                    + "<note>out</note></tuple>"))
        .containsExactly("<presence from='/a'><status>out</status></presence>");
  }

  @Test
  @Requirement("3922-5.2.7-1")
  void whatAnObjectRequiresIsUnderstoodOrTheObjectRefusedAndNeverPassedOn() throws Exception {
    String headers =
        "From: <im:romeo@example.net>\r\nTo: <im:juliet@example.com>\r\n%s\r\n"
            + "Content-Type: application/pidf+xml\r\n\r\n"
            + "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:romeo@example.net'>"
            + tuple("a", "open", "")
            + "</presence>";
    CpimMessage known =
        CpimCodec.decode(
            Octets.utf8(headers.formatted("Require: DateTime\r\n")), CpimLimits.DEFAULT);
    assertThat(PresenceOf.told(notify(PresenceMapping.read(known)).stanzas()))
        .containsExactly("<presence from='/a'></presence>");
    CpimMessage unknown =
        CpimCodec.decode(
            Octets.utf8(headers.formatted("NS: x <urn:x>\r\nRequire: x.Vital\r\n")),
            CpimLimits.DEFAULT);
    assertRefused(unknown, Reason.UNSUPPORTED_REQUIRE);
  }

  @Test
  @Requirement("2779-2.1.3-1")
  void oneUserIsOneJidAsPresentityAndAsInbox() throws Exception {
    assertThat(PresenceOf.MAPPING.toJid(PresenceOf.ROMEO))
        .isEqualTo(PresenceOf.ADDRESSES.toJid(new ImUri("romeo", "example.net")));
    assertThat(PresenceOf.MAPPING.toPres(MessageOf.jid("romeo@example.net/x")))
        .isEqualTo(PresenceOf.ROMEO);
  }

  private static void assertRefused(CpimMessage object, Reason reason) {
    assertThatThrownBy(() -> PresenceMapping.read(object))
        .isInstanceOfSatisfying(
            UnmappableException.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  private static CpimMessage object(String type, String body, String entity) {
    return new CpimBuilder()
        .from(new Mailbox(Optional.of("Romeo"), "im:romeo@example.net"))
        .to(Mailbox.of("im:juliet@example.com"))
        .cc(Mailbox.of("im:nurse@example.com"))
        .dateTime(NOON)
        .subject(new Subject(Optional.empty(), entity))
        .build(MimeEntity.of(List.of(new MimeHeader("Content-Type", type)), Octets.utf8(body)));
  }

  private List<String> told(String content) throws Exception {
    return PresenceOf.told(notify(romeo(content)).stanzas());
  }

  private Notified notify(Received received) throws Exception {
    Notified notified =
        PresenceOf.MAPPING
            .toStanzas(presence, received, PresenceOf.ROMEO, PresenceOf.JULIET, NOON)
            .value();
    presence = notified.after();
    return new Notified(new ArrayList<>(notified.stanzas()), presence);
  }
}
