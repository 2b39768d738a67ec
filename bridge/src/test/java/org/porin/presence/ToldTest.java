package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.mapping.Availability;
import org.porin.mapping.ContactPresence;
import org.porin.pidf.Show;
import org.porin.stanza.LangText;
import org.porin.wire.MalformedException;

/** What was told, as text of a row. */
class ToldTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  @Test
  void itIsCompact() {
    Availability away =
        new Availability(
            true,
            Optional.of(Show.AWAY),
            List.of(new LangText(Optional.of("en"), "1\tback\\soon\n")),
            OptionalInt.of(12),
            Optional.of(NOON));
    TreeMap<String, Optional<Availability>> resources = new TreeMap<>();
    resources.put("phone", Optional.of(away));
    resources.put("desk", Optional.of(Availability.UNAVAILABLE));
    resources.put("tv", Optional.empty());
    Told told = Told.of(new ContactPresence(resources, Optional.of(NOON))).orElseThrow();

    assertThat(told.text())
        .isEqualTo("mwxi2yo0\ndesk\t0\nphone\t1ap12imwxi2yo0\ten\t1\\tback\\\\soon\\n\ntv\t-");
    assertThat(told.isAvailable()).isTrue();
  }

  @Test
  void aDescriptionThatBeginsLikeAMarkIsNone() {
    Availability gone =
        new Availability(
            false, Optional.empty(), List.of(LangText.of("1 hour")), OptionalInt.empty());
    TreeMap<String, Optional<Availability>> resources = new TreeMap<>();
    resources.put("phone", Optional.of(gone));
    Told told = Told.of(new ContactPresence(resources, Optional.empty())).orElseThrow();
    assertThat(told.isAvailable()).isFalse();
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("presences") ContactPresence presence) throws Exception {
    Told told = Told.of(presence).orElseThrow();
    assertThat(told.presence()).isEqualTo(presence);
    assertThat(Told.parse(told.text())).isEqualTo(told);
  }

  @Property
  void anyTextIsReadInItsOneFormOrRefused(@ForAll("texts") String text) {
    try {
      assertThat(Told.of(Told.parse(text).presence()).orElseThrow().text()).isEqualTo(text);
    } catch (MalformedException e) {
      assertThat(e.offset()).isBetween(0, text.length());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1\tx",
        "\nphone",
        "\nphone\t",
        "\nphone\t2",
        "\nphone\t1p",
        "\nphone\t1p128",
        "\nphone\t1p012",
        "\nphone\t1z",
        "\nphone\t0a",
        "\nphone\t0\ten",
        "\nb\t0\na\t0",
        "\na\t0\na\t0",
        "\na\\x\t0",
        "\na\\",
        "ZZ",
        "-",
        "\n\t1i",
        "\na\t1i9999999999999"
      })
  void whatIsNotOfTheFormIsRefused(String text) {
    assertThatThrownBy(() -> Told.parse(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void whatIsTooLongGoesWithoutDescriptionsOrNotAtAll() {
    Availability wordy =
        new Availability(
            true,
            Optional.empty(),
            List.of(LangText.of("x".repeat(Told.MAX_CHARS))),
            OptionalInt.empty());
    TreeMap<String, Optional<Availability>> resources = new TreeMap<>();
    resources.put("phone", Optional.of(wordy));
    assertThat(Told.of(new ContactPresence(resources, Optional.empty())).orElseThrow().text())
        .isEqualTo("\nphone\t1");

    for (int i = 0; i < 17; i++) {
      resources.put(i + "y".repeat(1_000), Optional.of(wordy));
    }
    assertThat(Told.of(new ContactPresence(resources, Optional.empty()))).isEmpty();
    assertThatThrownBy(() -> Told.parse("\n" + "x".repeat(Told.MAX_CHARS)))
        .isInstanceOf(MalformedException.class);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("01-apci\n\t\\xz9").ofMaxLength(24);
  }

  @Provide
  Arbitrary<ContactPresence> presences() {
    Arbitrary<Instant> instants =
        Arbitraries.longs()
            .between(-1_000_000_000_000L, 4_000_000_000_000L)
            .map(Instant::ofEpochMilli);
    Arbitrary<String> texts = Arbitraries.strings().withChars("a1\n\t\\é😀 -").ofMaxLength(6);
    return Combinators.combine(
            Arbitraries.maps(texts, availabilities(texts, instants).optional()).ofMaxSize(4),
            instants.optional())
        .as((resources, newest) -> new ContactPresence(new TreeMap<>(resources), newest));
  }

  private static Arbitrary<Availability> availabilities(
      Arbitrary<String> texts, Arbitrary<Instant> instants) {
    Arbitrary<List<LangText>> statuses =
        Combinators.combine(Arbitraries.of("en", "de", "").list().ofMaxSize(2), texts)
            .as(ToldTest::statuses);
    Arbitrary<Availability> gone =
        statuses.map(list -> new Availability(false, Optional.empty(), list, OptionalInt.empty()));
    Arbitrary<Availability> there =
        Combinators.combine(
                Arbitraries.of(Show.class).optional(),
                statuses,
                Arbitraries.integers().between(0, 127).optional(),
                instants.optional())
            .as(
                (show, list, priority, idle) ->
                    new Availability(
                        true,
                        show,
                        list,
                        priority.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                        idle));
    return Arbitraries.oneOf(gone, there);
  }

  private static List<LangText> statuses(List<String> languages, String text) {
    Set<String> once = new HashSet<>(languages);
    List<LangText> statuses = new ArrayList<>();
    for (String language : once) {
      statuses.add(
          new LangText(Optional.of(language).filter(tag -> !tag.isEmpty()), text + language));
    }
    return statuses;
  }
}
