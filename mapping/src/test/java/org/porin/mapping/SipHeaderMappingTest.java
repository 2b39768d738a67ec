package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.address.Jid;
import org.porin.address.SipUri;
import org.porin.requirement.Requirement;

/** What RFC 7572 puts in header fields beside the content of a request. */
class SipHeaderMappingTest {
  @ParameterizedTest
  @ValueSource(strings = {"D9AA95FD-2BD5-46E2-AF0F-6CFAA96BDDFA", "a@b.example", "{x}\"?/~", "z"})
  @Requirement({"7572-4-1", "7572-5-1"})
  void aThreadIsTheCallIdAndBack(String thread) {
    assertThat(SipHeaderMapping.callId(thread)).isEqualTo(thread);
    assertThat(SipHeaderMapping.thread(thread)).isEqualTo(thread);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a84b4c76e66710@192.0.2.7",
        "1-4711@192.0.2.7:5062",
        "192.0.2.7-a84b4c76",
        "a84b4c76@[2001:db8::7]",
        "a84b4c76@2001:db8::7",
        "a84b4c76@[2001:db8::7]:5060",
        "a84b4c76@::ffff:192.0.2.7",
        "a84b4c76@fe80::1%eth0",
      })
  @Requirement("2779-5.4.5-1")
  void aCallIdThatTellsAnAddressIsAThreadThatDoesNot(String callId) {
    String thread = SipHeaderMapping.thread(callId);
    assertThat(thread).matches("[0-9a-f]{32}").isEqualTo(SipHeaderMapping.thread(callId));
    assertThat(SipHeaderMapping.thread("x" + callId)).isNotEqualTo(thread);
    assertThat(SipHeaderMapping.callId(thread)).isEqualTo(thread);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.2.3@a.example", "x:y:z", "urn:uuid:f81d4fae-7dec-11d0", "1.2.3.4.5@b.example"})
  void aCallIdThatTellsNoAddressIsTheThread(String callId) {
    assertThat(SipHeaderMapping.thread(callId)).isEqualTo(callId);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a@b@c", "@", "žluť", "a\r\nVia: x", "a;b", "a,b"})
  @Requirement("7572-4-1")
  void aThreadThatIsNoCallIdHasOneOfItsOwn(String thread) {
    String callId = SipHeaderMapping.callId(thread);
    assertThat(callId).matches("[0-9a-f]{32}").isEqualTo(SipHeaderMapping.callId(thread));
    assertThat(SipHeaderMapping.callId(thread + "x")).isNotEqualTo(callId);
    assertThat(SipHeaderMapping.callId("x".repeat(10_000))).hasSize(32);
  }

  @Test
  @Requirement({"7572-4-2", "7572-5-2", "7247-6.4-1"})
  void theResourceIsTheGruuOfTheSenderAndBack() throws Exception {
    Jid juliet = Jid.parse("juliet@example.com/yn0cl4bnw0yr3vym");
    SipUri from = SipHeaderMapping.withResource(SipUri.parse("sip:juliet@example.com"), juliet);

    assertThat(from).hasToString("sip:juliet@example.com;gr=yn0cl4bnw0yr3vym");
    assertThat(SipHeaderMapping.withResource(juliet.bare(), from)).isEqualTo(juliet);
  }

  @Test
  @Requirement({"7572-4-2", "7572-5-2"})
  void withoutResourceOrGruuThereIsNone() throws Exception {
    SipUri plain = SipUri.parse("sip:juliet@example.com;transport=tcp");
    Jid bare = Jid.parse("juliet@example.com");

    assertThat(SipHeaderMapping.withResource(plain, bare)).isEqualTo(plain);
    assertThat(SipHeaderMapping.withResource(bare, plain)).isEqualTo(bare);
    assertThat(SipHeaderMapping.withResource(bare, SipUri.parse("sip:juliet@example.com;gr")))
        .isEqualTo(bare);
  }

  @Property
  @Requirement({"7572-4-2", "7572-5-2"})
  void everyResourceComesBack(@ForAll @NotEmpty String text) throws Exception {
    Jid sender;
    try {
      sender = new Jid("juliet", "example.com", text);
    } catch (IllegalArgumentException e) {
      return; // no resource by RFC 7622
    }
    SipUri bare =
        new SipUri(
            false, Optional.of("juliet"), "example.com", OptionalInt.empty(), List.of(), List.of());
    SipUri read = SipUri.parse(SipHeaderMapping.withResource(bare, sender).toString());
    assertThat(SipHeaderMapping.withResource(sender.bare(), read)).isEqualTo(sender);
  }
}
