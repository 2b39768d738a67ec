package org.porin.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

class DomainNameTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Example.COM., example.com, example.com",
    "localhost, localhost, localhost",
    "a-b.c4, a-b.c4, a-b.c4",
    "München.Example, xn--mnchen-3ya.example, münchen.example",
    "XN--MNCHEN-3YA.example, xn--mnchen-3ya.example, münchen.example",
    "straße.example, xn--strae-oqa.example, straße.example", // IDNA 2003 made it strasse
    "βόλος.example, xn--nxasmm1c.example, βόλος.example",
    "他们为什么不说中文.example, xn--ihqwcrb4cv8a8dqg056pqjye.example, 他们为什么不说中文.example",
    "שלום.example, xn--9dbne9b.example, שלום.example",
    "ｅｘａｍｐｌｅ.com, example.com, example.com"
  })
  @Requirement("7247-6.1-1")
  void aNameHasOneFormInALabelsAndOneInULabels(String name, String aLabels, String uLabels)
      throws MalformedException {
    assertThat(DomainName.toALabels(name)).isEqualTo(aLabels);
    assertThat(DomainName.toULabels(name)).isEqualTo(uLabels);
  }

  @ParameterizedTest(name = "\"{0}\" at {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, 0",
        "., 0",
        "a..b, 2",
        ".a, 0",
        "a.., 2",
        "-a.b, 0",
        "a.b-, 2",
        "ab--c.d, 2",
        "a_b.c, 1",
        "a b.c, 1",
        "a%20.c, 1",
        "a@b, 1",
        "a<b, 1",
        "192.0.2.1, 0",
        "a.123, 0",
        "example.xn--, 8",
        "xn--a.b, 0",
        "xn--example-.b, 0",
        "xn--99999999.b, 0",
        "xn--abc-.b, 0",
        "xn--309b9vpg.b, 0", // two halves of a surrogate pair
        "xn--4v9b4u2z.b, 0",
        "x.xn--ls8h.b, 2", // an emoji: no letter of IDNA 2008
        "ü♥.b, 0",
        "b.\u0301ü, 2"
      })
  void whatIsNoNameOfAHostIsRefused(String name, int offset) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> DomainName.toALabels(name))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
  }

  @Test
  void aLabelHas63OctetsAndANameHas253() throws MalformedException {
    String label = "a".repeat(63);
    String longest = label + "." + label + "." + label + "." + "a".repeat(61);
    assertThat(DomainName.toALabels(longest)).hasSize(DomainName.MAX_OCTETS);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> DomainName.toALabels(longest + "a"));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> DomainName.toALabels(label + "a.example"));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> DomainName.toALabels("ü".repeat(63) + "." + "ü".repeat(63)));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> DomainName.toALabels(("ü".repeat(40) + ".").repeat(6) + "example"));
  }

  @Property
  void bothFormsLeadToEachOther(@ForAll("labels") String label) throws MalformedException {
    String aLabels;
    try {
      aLabels = DomainName.toALabels(label + ".example");
    } catch (MalformedException e) {
      return; // not every run of letters is a label: Bidi, context rules
    }
    String uLabels = DomainName.toULabels(aLabels);
    assertThat(DomainName.toALabels(uLabels)).isEqualTo(aLabels);
    assertThat(DomainName.toULabels(uLabels)).isEqualTo(uLabels);
    assertThat(DomainName.toALabels(aLabels)).isEqualTo(aLabels);
  }

  @Property
  void nothingButMalformedIsEverThrown(@ForAll String any) {
    for (String text : new String[] {any, "xn--" + any, any + ".example"}) {
      try {
        DomainName.toALabels(text);
        DomainName.toULabels(text);
      } catch (MalformedException e) {
        assertThat(e.offset()).isBetween(0, text.length());
      }
    }
  }

  @Provide
  Arbitrary<String> labels() {
    return Arbitraries.strings()
        .withChars("abz09-")
        .withCharRange('ß', 'ž')
        .withCharRange('Α', 'ω')
        .withCharRange('א', 'ת')
        .withCharRange('ぁ', 'ヶ')
        .withCharRange('一', '七')
        .withChars('\u00b7', '\u200d', '\u30fb', '\u0660')
        .ofMinLength(1)
        .ofMaxLength(12);
  }
}
