package org.porin.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.stanza.StreamElement.Routed;
import org.porin.stanza.StreamElement.Unreadable;
import org.porin.stanza.WholeStream.Part;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

class WholeStreamTest {
  private static final String OPEN = "<stanzas xmlns='jabber:component:accept'>";
  private static final StanzaLimits SMALL = new StanzaLimits(10_000, 4, 5, 10);

  @Test
  void everyElementIsThereWithItsPlace() throws MalformedException {
    String document =
        "<?xml version='1.0'?>\n" + OPEN + "\n<presence id='\u017e'/>\t<x/></stanzas>\n";

    List<Part> parts = read(document);
    assertThat(parts).hasSize(2);
    assertThat(parts.get(0).offset()).isEqualTo(document.indexOf("<presence"));
    assertThat(parts.get(0).element().attribute("id")).hasValue("\u017e");
    assertThat(parts.get(0).reading()).isInstanceOf(Routed.class);
    assertThat(parts.get(1).offset()).isEqualTo(document.indexOf("<x/>") + 1);
    assertThat(parts.get(1).reading()).isInstanceOf(Unreadable.class);
  }

  @Test
  void aStanzaOverALimitIsUnreadableAndTheOthersAreNot() throws MalformedException {
    List<Part> parts =
        read(OPEN + "<iq id='1'><a><b><c><d/></c></b></a></iq><presence/></stanzas>");

    assertThat(parts.get(0).element().attribute("id")).hasValue("1");
    assertThat(parts.get(0).element().content()).isEmpty();
    assertThat(parts.get(0).reading()).isInstanceOf(Unreadable.class);
    assertThat(parts.get(1).reading()).isInstanceOf(Routed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "'<presence/>', 0",
    "'<stanzas/>', 0",
    "'<stanzas xmlns=\"jabber:component:accept\">', 41",
    "'<stanzas xmlns=\"jabber:component:accept\"> <a>', 45",
    "'<stanzas xmlns=\"jabber:component:accept\"> </stanza>', 42",
    "'<stanzas xmlns=\"jabber:component:accept\"></stanzas> x', 51"
  })
  void whatIsNoWholeDocumentSaysWhere(String text, int offset) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> read(text))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
  }

  private static List<Part> read(String text) throws MalformedException {
    return WholeStream.read(Octets.utf8(text), SMALL).parts();
  }
}
