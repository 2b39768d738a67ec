package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.pidf.PidfCodec;
import org.porin.stanza.PresenceStanza;

/** How long somebody has done nothing: XEP-0319 and the user-input of RFC 4480 §3.14. */
class IdleTest {
  private static final Instant NOON = Instant.parse("2005-11-23T12:00:00Z");
  private static final String IDLE = "<idle xmlns='urn:xmpp:idle:1' since='%s'/>";

  @Test
  void whoIsIdleIsSaidToBeInTheTupleAndBack() throws Exception {
    Mapped<UserPresence> mapped =
        presence("", IDLE.formatted("2005-11-23T13:30:00.5+02:00") + "<show>away</show>");
    assertThat(mapped.omissions()).isEmpty();
    String document = PidfCodec.encode(mapped.value().toPidf()).toUtf8();
    assertThat(document)
        .contains(
            "<rpid:user-input last-input=\"2005-11-23T11:30:00.500Z\">idle</rpid:user-input>");

    PresenceStanza stanza = stanzas(document, new ArrayList<>()).get(0);
    assertThat(stanza.extensions())
        .anyMatch(
            each ->
                each.is("urn:xmpp:idle:1", "idle")
                    && each.attribute("since").orElse("").equals("2005-11-23T11:30:00.500Z"));
  }

  @Test
  void whoComesBackIsNews() throws Exception {
    UserPresence idle = presence("", IDLE.formatted("2005-11-23T11:30:00Z")).value();
    UserPresence back =
        PresenceOf.MAPPING.toPresence(idle, PresenceOf.juliet("balcony", "", ""), NOON).value();
    assertThat(back).isNotEqualTo(idle);
    assertThat(PidfCodec.encode(back.toPidf()).toUtf8()).doesNotContain("user-input");
  }

  @Test
  void aTimeThatIsNoneAndTheIdlenessOfWhoIsGoneAreLeftOut() throws Exception {
    assertThat(presence("", IDLE.formatted("today")).omissions())
        .containsExactly(new Omission("idle without a time", "XEP-0319 §3"));
    assertThat(presence("type='unavailable'", IDLE.formatted("2005-11-23T11:30:00Z")).omissions())
        .containsExactly(new Omission("{urn:xmpp:idle:1}idle", "RFC 3922 §5.1.8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<r:user-input last-input='2005-11-23T11:00:00Z'>idle</r:user-input>||true",
        "<r:user-input last-input='2005-11-23T11:00:00Z'>active</r:user-input>||false",
        "|<r:user-input last-input='2005-11-23T11:00:00Z'>idle</r:user-input>|true",
        "<r:user-input>active</r:user-input>|<r:user-input"
            + " last-input='2005-11-23T11:00:00Z'>idle</r:user-input>|false",
        "<r:user-input>idle</r:user-input>||false"
      })
  void ofATupleElseOfThePerson(String tuple, String person, boolean idle) throws Exception {
    List<Omission> omissions = new ArrayList<>();
    PresenceMapping.Received received =
        PresenceOf.romeo(
            "<tuple id='a'><status><basic>open</basic></status>"
                + (tuple == null ? "" : tuple)
                + "</tuple><dm:person id='p'>"
                + (person == null ? "" : person)
                + "</dm:person>");
    List<PresenceStanza> stanzas = stanzas(received, omissions);
    assertThat(stanzas.get(0).extensions()).hasSize(idle ? 1 : 0);
    boolean unsaid = tuple != null && tuple.contains(">idle") && !tuple.contains("last-input");
    assertThat(omissions.contains(new Omission("user-input without last-input", "XEP-0319 §3")))
        .isEqualTo(unsaid);
  }

  private static Mapped<UserPresence> presence(String attributes, String content)
      throws UnmappableException {
    return PresenceOf.MAPPING.toPresence(
        UserPresence.of(PresenceOf.JULIET),
        PresenceOf.juliet("balcony", attributes, content),
        NOON);
  }

  private static List<PresenceStanza> stanzas(String document, List<Omission> omissions)
      throws UnmappableException {
    return stanzas(PresenceOf.received(org.porin.wire.Octets.utf8(document)), omissions);
  }

  private static List<PresenceStanza> stanzas(
      PresenceMapping.Received received, List<Omission> omissions) throws UnmappableException {
    Mapped<PresenceMapping.Notified> mapped =
        PresenceOf.MAPPING.toStanzas(
            ContactPresence.UNKNOWN, received, PresenceOf.ROMEO, PresenceOf.JULIET, NOON);
    omissions.addAll(mapped.omissions());
    return PresenceOf.asRead(mapped.value().stanzas());
  }
}
