package org.porin.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

/** Every character of Unicode, one after the other. */
class UnicodeAddressTest {
  private static final AddressMapping MAPPING =
      new AddressMapping(
          Set.of("capulet.example"),
          Set.of("montague.example"),
          Optional.of("cpim.capulet.example"));

  @Test
  @Requirement({"2779-5.4.4-1", "3922-3.2-4", "3922-3.3-3"})
  void everyLocalPartThatPrecisAllowsCrossesBothWays() throws Exception {
    int allowed = 0;
    for (int c : characters()) {
      Optional<Jid> read = jid(Character.toString(c));
      if (read.isPresent()) {
        Jid jid = read.get();
        ImUri uri = MAPPING.toIm(jid);
        assertThat(uri.toString()).matches("im:[!-~&&[^\"<>\\\\]]+");
        assertThat(MAPPING.toJid(ImUri.parse(uri.toString()))).isEqualTo(jid);
        SipUri sip = SipUri.parse(SipUri.of(uri).toString());
        assertThat(sip.toIm()).isEqualTo(uri);
        PresUri pres = new PresUri(uri.localPart(), uri.domain());
        assertThat(PresUri.parse(pres.toString())).isEqualTo(pres);
        allowed++;
      }
    }
    assertThat(allowed).isGreaterThan(90_000); // the letters and digits that this JDK knows
  }

  @Test
  @Requirement("2779-5.4.4-1")
  void everyLocalPartStandsAtTheGatewayUnlessItIsWrittenTheOtherWayRound() throws Exception {
    for (int c : characters()) {
      Optional<Jid> read = jid(Character.toString(c));
      if (read.isPresent()) {
        ImUri uri = new ImUri(MAPPING.toIm(read.get()).localPart(), "foreign.example");
        Optional<Jid> proxied = proxied(uri);
        assertThat(proxied.isPresent()).as("U+%04X", c).isNotEqualTo(isRightToLeft(c));
        if (proxied.isPresent()) {
          assertThat(MAPPING.toIm(Jid.parse(proxied.get().toString()))).isEqualTo(uri);
        }
      }
    }
  }

  @Test
  void everyLabelHasOneFormOnEachSide() throws MalformedException {
    for (int c : characters()) {
      String ascii;
      try {
        ascii = DomainName.toALabels(Character.toString(c) + ".example");
      } catch (MalformedException e) {
        continue;
      }
      assertThat(ascii).matches("[a-z0-9.-]+");
      String unicode = DomainName.toULabels(ascii);
      assertThat(DomainName.toALabels(unicode)).isEqualTo(ascii);
      assertThat(DomainName.toULabels(unicode)).isEqualTo(unicode);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFa", "a\uFEFF", "a\u200Bb", "a\u202Eb", "a\u2066b", "a\u00ADb", "a\u200Db", "a\u0000",
        "a\u2028b", "\uD800a", "a\uDC00", "\u0301a\u05D0", "a\u05D0", "\u2F00", "\uFFFD", "\uE000"
      })
  void whatNobodySeesIsNoPartOfAName(String localPart) {
    assertThat(jid(localPart)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "im:a@b.example..",
        "im:a@.b.example",
        "im:a@b..example",
        "im:a@.",
        "im:a@",
        "im:@b.example",
        "im:a@b\u3002example",
        "im:a@b%2Eexample",
        "im:a@192.0.2.1",
        "im:a@[2001:db8::1]",
        "im:a@1.2.3.4.",
        "im:a%@b.example",
        "im:a%4@b.example",
        "im:a%C0%80@b.example",
        "im:a%ED%A0%80@b.example",
        "im:a%F5%80%80%80@b.example",
        "im:a%00@b.example",
        "im:a%0D%0AVia@b.example",
        "im:a%E2%80%A8@b.example",
        "im:a%\uFF11\uFF11@b.example"
      })
  @Requirement("3861-3-1")
  void whatIsNoNameOfAUserAtADomainIsNoInbox(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> ImUri.parse(text));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> PresUri.parse(text.replace("im:", "pres:")));
  }

  @Test
  @Requirement("3922-3.3-3")
  void escapesAreReadOnceHoweverDeepTheyAre() throws Exception {
    String deep = "%" + "25".repeat(300) + "41";
    ImUri uri = ImUri.parse("im:" + deep + "@montague.example");
    assertThat(uri.localPart()).isEqualTo("%" + "25".repeat(299) + "41");
    assertThat(uri).hasToString("im:" + deep + "@montague.example");
    assertThat(MAPPING.toIm(MAPPING.toJid(uri))).isEqualTo(uri);
  }

  private static Optional<Jid> jid(String localPart) {
    try {
      return Optional.of(new Jid(localPart, "montague.example", ""));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Jid> proxied(ImUri uri) {
    try {
      return Optional.of(MAPPING.toJid(uri));
    } catch (UnmappableAddressException e) {
      return Optional.empty();
    }
  }

  /** Beside the Latin letters of a domain such a character is against RFC 5893 §2. */
  private static boolean isRightToLeft(int c) {
    return switch (Character.getDirectionality(c)) {
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
          Character.DIRECTIONALITY_ARABIC_NUMBER ->
          true;
      default -> false;
    };
  }

  private static int[] characters() {
    return IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
        .filter(Character::isDefined)
        .filter(c -> Character.getType(c) != Character.PRIVATE_USE)
        .toArray();
  }
}
