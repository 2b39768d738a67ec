package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.msgfmt.CpimMessage;
import org.porin.pidf.Basic;
import org.porin.pidf.Presence;
import org.porin.pidf.Tuple;
import org.porin.requirement.Requirement;
import org.porin.stanza.PresenceStanza;

/** What the resources of a user say becomes the documents of one watcher. */
class UserPresenceTest {
  private static final Instant NOON = Instant.parse("2005-11-23T12:00:00Z");

  private UserPresence presence = UserPresence.of(PresenceOf.JULIET);

  @Test
  @Requirement({"3922-6.3.1-2", "3922-5.1.4-2", "3863-4.1.2-4", "2779-4.4.2-1"})
  void aResourceThatIsGoneIsSaidOnceAndThenLeftOut() throws Exception {
    said("balcony", "", "");
    said("chamber", "", "");
    assertThat(tell()).containsExactly("ID-balcony open", "ID-chamber open");
    said("balcony", "type='unavailable'", "");
    assertThat(tell()).containsExactly("ID-balcony closed", "ID-chamber open");
    said("chamber", "", "<show>away</show>");
    assertThat(tell()).containsExactly("ID-chamber open");
  }

  @Test
  @Requirement("3922-6.3.2-2")
  void theLastOneStaysAsTheOnlyClosedTupleSoThatNoDocumentIsEmpty() throws Exception {
    said("balcony", "", "");
    tell();
    said("balcony", "type='unavailable'", "");
    assertThat(tell()).containsExactly("ID-balcony closed");
    assertThat(tell()).containsExactly("ID-balcony closed");
    said("chamber", "", "");
    assertThat(tell()).containsExactly("ID-chamber open");
    assertThat(UserPresence.of(PresenceOf.JULIET).isEmpty()).isTrue();
    assertThatThrownBy(() -> UserPresence.of(PresenceOf.JULIET).toPidf())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Requirement("3922-6.3.2-2")
  void aBareAddressThatIsGoneTakesItsResourcesAlong() throws Exception {
    said("balcony", "", "");
    said("chamber", "", "");
    tell();
    said("", "type='unavailable'", "");
    assertThat(tell()).containsExactly("ID-balcony closed", "ID-chamber closed");
  }

  @Test
  void aBareAddressIsForgottenWhenAResourceIsKnown() throws Exception {
    said("", "type='unavailable'", "");
    assertThat(tell()).containsExactly("bare closed");
    said("balcony", "", "");
    assertThat(tell()).containsExactly("ID-balcony open");
  }

  @Test
  @Requirement("3922-6.3.1-3")
  void whatIsNoNewsChangesNothing() throws Exception {
    said("balcony", "", "<show>dnd</show>");
    tell();
    UserPresence before = presence;
    said("balcony", "id='2'", "<show>dnd</show><x xmlns='vcard-temp:x:update'/>");
    said("never-seen", "type='unavailable'", "");
    assertThat(presence).isSameAs(before);
  }

  @Test
  @Requirement({"3863-4.1.7-2", "3863-4.1.7-3"})
  void eachDocumentIsNewerThanTheOneBeforeWhateverTheClockSays() throws Exception {
    said("balcony", "", "");
    Optional<Instant> first = presence.toPidf().newestTimestamp();
    tell();
    said("balcony", "", "<show>away</show>");
    Optional<Instant> second = presence.toPidf().newestTimestamp();
    tell();
    presence =
        PresenceOf.MAPPING
            .toPresence(presence, PresenceOf.juliet("chamber", "", ""), NOON.minusSeconds(60))
            .value();
    Optional<Instant> third = presence.toPidf().newestTimestamp();

    assertThat(first).hasValue(NOON);
    assertThat(second).hasValue(NOON.plusMillis(1));
    assertThat(third).hasValue(NOON.plusMillis(2));
    assertThat(presence.toPidf().tuples()).extracting(Tuple::timestamp).contains(second);
  }

  @Test
  void tuplesComeByPriorityAndThenById() throws Exception {
    said("b", "", "");
    said("c", "", "<priority>5</priority>");
    said("a", "", "<priority>-1</priority>");
    assertThat(tell()).containsExactly("ID-c open", "ID-a open", "ID-b open");
  }

  @Test
  @Requirement({
    "3922-5-1",
    "3922-5.1-1",
    "3922-5.1.1-1",
    "3922-5.1.2-1",
    "3922-5.1.3-1",
    "2779-3.1.1-1",
    "2779-3.1.2-1",
    "2779-3.1.3-1",
    "3863-3.1-1",
    "3863-4.1.2-5"
  })
  void theDocumentGoesInAnObjectWithAddressesWithoutResource() throws Exception {
    said("balcony", "id='x1'", "<status>Здравствуй</status>");
    CpimMessage object = PresenceMapping.toCpim(presence, PresenceOf.ROMEO, NOON);

    assertThat(object.from().uri()).isEqualTo("im:juliet@example.com");
    assertThat(object.to()).extracting(to -> to.uri()).containsExactly("im:romeo@example.net");
    assertThat(object.entity().header("Content-Type"))
        .hasValue("application/pidf+xml; charset=utf-8");
    assertThat(object.entity().header("Content-ID")).isEmpty();
    assertThat(object.entity().body().toUtf8())
        .contains("entity=\"pres:juliet@example.com\"", "Здравствуй")
        .contains(">im:juliet@example.com</contact>");
  }

  @Test
  @Requirement("8048-6.2-2")
  void theLanguagesOfDescriptionsAreTheContentLanguage() throws Exception {
    said("balcony", "xml:lang='en'", "<status>out</status><status xml:lang='cs'>venku</status>");
    assertThat(PresenceMapping.toEntity(presence).header("Content-Language")).hasValue("en, cs");
    said("balcony", "", "<status>out</status>");
    assertThat(PresenceMapping.toEntity(presence).header("Content-Language")).isEmpty();
  }

  @Test
  @Requirement({"3922-5.1.8-1", "3922-5.1.3-1", "3922-5.1.7-2"})
  void whatIsLeftOutIsNamedWithItsClause() throws Exception {
    PresenceStanza stanza =
        PresenceOf.juliet(
            "balcony",
            "id='1'",
            "<priority>-1</priority><show>online</show><status/><c xmlns='urn:x'/>"
                + "<headers xmlns='http://jabber.org/protocol/shim'/>");

    assertThat(PresenceOf.MAPPING.toPresence(presence, stanza, NOON).omissions())
        .containsExactlyInAnyOrder(
            new Omission("id", "RFC 3922 §5.1.3"),
            new Omission("negative priority", "RFC 3922 §5.1.7"),
            new Omission("unknown show", "RFC 6121 §4.7.2.1"),
            new Omission("empty description", "RFC 6121 §4.7.2.2"),
            new Omission("{urn:x}c", "RFC 3922 §5.1.8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe", "error", "x"})
  @Requirement("8048-6.2-1")
  void onlyAvailabilityBecomesADocument(String type) {
    PresenceStanza stanza = PresenceOf.juliet("", "type='" + type + "'", "");

    assertThat(PresenceMapping.isNotification(stanza)).isFalse();
    assertThatThrownBy(() -> PresenceOf.MAPPING.toPresence(presence, stanza, NOON))
        .isInstanceOf(UnmappableException.class);
  }

  @Test
  void thePresenceOfOneUserIsNotThatOfAnother() {
    UserPresence romeo = UserPresence.of(PresenceOf.ROMEO);

    assertThatThrownBy(
            () -> PresenceOf.MAPPING.toPresence(romeo, PresenceOf.juliet("a", "", ""), NOON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void said(String resource, String attributes, String content) throws Exception {
    PresenceStanza stanza = PresenceOf.juliet(resource, attributes, content);
    presence = PresenceOf.MAPPING.toPresence(presence, stanza, NOON).value();
  }

  /** The document as its reader sees it: ids with their basic status. */
  private List<String> tell() throws Exception {
    Presence document = PresenceMapping.read(PresenceMapping.toEntity(presence)).document();
    presence = presence.afterTelling();
    return document.tuples().stream()
        .map(tuple -> tuple.id() + " " + tuple.status().basic().map(Basic::wire).orElse("-"))
        .toList();
  }
}
