package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.stanza.Element;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaCodec;

class ContactNameTest {
  private static final Jid JULIET = new Jid("juliet", "capulet.example", "");

  private final ContactName names =
      new ContactName(
          new AddressMapping(
              Set.of("capulet.example"),
              Set.of("montague.example"),
              Optional.of("cpim.capulet.example")));

  private static PresenceStanza stanza(String localPart, String domain, String type) {
    return PresenceStanza.of(new Jid(localPart, domain, ""), JULIET, Optional.of(type));
  }

  @ParameterizedTest
  @CsvSource({
    "tybalt\\40verona.example, tybalt@verona.example",
    "o\\5c27hara\\40verona.example, o'hara@verona.example",
    "júlia\\40bücher.example, júlia@bücher.example"
  })
  void aProxiedContactAsksByTheAddressThatPeopleKnow(String localPart, String name) {
    PresenceStanza named = names.named(stanza(localPart, "cpim.capulet.example", "subscribe"));
    assertThat(named.children())
        .singleElement()
        .satisfies(
            nick -> {
              assertThat(nick.is("http://jabber.org/protocol/nick", "nick")).isTrue();
              assertThat(nick.text()).isEqualTo(name);
            });
  }

  @Test
  void aContactWhoseJidIsItsAddressNeedsNoName() {
    PresenceStanza asked = stanza("romeo", "montague.example", "subscribe");
    assertThat(names.named(asked)).isEqualTo(asked);
  }

  @Test
  void aNameThatIsThereStays() {
    PresenceStanza asked =
        stanza("tybalt\\40verona.example", "cpim.capulet.example", "subscribe")
            .with(Element.empty(ContactName.NAMESPACE, "nick").with(new Element.Text("Tybalt")));
    assertThat(names.named(asked)).isEqualTo(asked);
  }

  @ParameterizedTest
  @CsvSource({"subscribed", "unavailable", "probe"})
  void nothingElseHasOne(String type) { // XEP-0172 §4.1: in a request alone
    PresenceStanza told = stanza("tybalt\\40verona.example", "cpim.capulet.example", type);
    assertThat(names.named(told)).isEqualTo(told);
  }

  @Test
  void aNameCannotBreakOut() { // injection
    PresenceStanza asked =
        stanza("\\5c3cx\\5c3e\\40verona.example", "cpim.capulet.example", "subscribe");
    assertThat(StanzaCodec.encode(names.named(asked)))
        .contains("<nick xmlns='http://jabber.org/protocol/nick'>&lt;x");
  }
}
