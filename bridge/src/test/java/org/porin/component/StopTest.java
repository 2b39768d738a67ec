package org.porin.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.porin.address.AddressMapping;
import org.porin.component.LinkFixture.RecordingMembrane;
import org.porin.mapping.InstantMessageMapping;
import org.porin.requirement.Requirement;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StreamElement.Routed;
import org.porin.wire.MalformedException;

/** What becomes of a message that is read while the gateway stops. */
class StopTest {
  private final AddressMapping addresses =
      new AddressMapping(Set.of("capulet.example"), Set.of("montague.example"), Optional.empty());
  private final RecordingMembrane membrane = new RecordingMembrane();
  private final RecordingPath link = new RecordingPath();
  private final InboundMessages messages =
      new InboundMessages(
          membrane,
          addresses,
          new InstantMessageMapping(addresses),
          new Random(7),
          Clock.systemUTC(),
          new LateFailures(addresses, domain -> true, System::nanoTime));

  @Test
  void isRefusedAsLongAsItsSenderCanBeTold() throws MalformedException {
    messages.stop();
    messages.receive(message(), 100, link);
    assertThat(membrane.carried).isEmpty();
    assertThat(link.answers)
        .singleElement()
        .satisfies(
            error ->
                assertThat(((MessageStanza) error).error().orElseThrow().condition())
                    .isEqualTo(Condition.RESOURCE_CONSTRAINT));
  }

  @Test
  @Requirement("2779-5.4.1-1")
  void isCarriedWhenTheLinkTakesNoRefusalAnyMoreThoughItIsStillOpen() throws MalformedException {
    messages.stop();
    link.ending = true;
    messages.receive(message(), 100, link);
    assertThat(membrane.carried).hasSize(1);
    assertThat(link.answers).isEmpty();
    assertThat(link.counts).isEmpty();
  }

  private static MessageStanza message() throws MalformedException {
    return (MessageStanza)
        ((Routed)
                StanzaCodec.decode(
                    "<message from='juliet@capulet.example/balcony' to='romeo@montague.example'"
                        + " id='m1'><body>Art thou not Romeo?</body></message>"))
            .stanza();
  }
}
