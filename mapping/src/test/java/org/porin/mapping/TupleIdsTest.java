package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.address.Jid;
import org.porin.requirement.Requirement;

class TupleIdsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          balcony     | ID-balcony
          1 phone/α   | ID-1_x20_phone_x2F_α
          a_x20_b     | ID-a_x5F_x20_b
          a_b         | ID-a_b
          a:b         | ID-a_x3A_b
          ID-a        | ID-ID-a
          bare        | ID-bare
          \u2603      | ID-_x2603_
          \uD83D\uDE00 | ID-\uD83D\uDE00
          """)
  @Requirement({"8048-6.2-3", "3922-5.1.1-3", "3922-5.2.1-2"})
  void aResourceHasAnIdAndComesBack(String resource, String id) {
    assertThat(TupleIds.ofResource(resource)).isEqualTo(id);
    assertThat(TupleIds.toResources(List.of(id))).containsExactly(resource);
  }

  @Property
  void everyResourceComesBackAndItsIdIsAnNcName(@ForAll @NotEmpty String text) {
    String resource;
    try {
      resource = new Jid("", "example.com", text).resource();
    } catch (IllegalArgumentException e) {
      return; // PRECIS does not allow it
    }
    String id = TupleIds.ofResource(resource);

    assertThat(id).matches("[\\p{L}_][\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{C}]*");
    assertThat(id).doesNotContain(" ", ":", "<", ">", "&", "/", "\"", "'");
    assertThat(TupleIds.toResources(List.of(id))).containsExactly(resource);
  }

  @Property
  void noTwoIdsOfADocumentHaveOneResource(@ForAll @Size(max = 8) List<String> texts) {
    List<String> ids = texts.stream().distinct().toList();

    assertThat(TupleIds.toResources(ids))
        .doesNotHaveDuplicates()
        .hasSameSizeAs(ids)
        .allSatisfy(
            each -> assertThat(new Jid("", "example.com", each).resource()).isEqualTo(each));
  }

  @Test
  void aPrefixStaysWhereAnotherIdIsTheSameWithoutIt() {
    assertThat(TupleIds.toResources(List.of("ID-a", "a"))).containsExactly("ID-a", "a");
    assertThat(TupleIds.toResources(List.of("ID-a", "ID-ID-a"))).containsExactly("a", "ID-a");
  }

  @Test
  void whatIsNoResourceOrTakenIsKnownByItsDigest() {
    List<String> resources =
        TupleIds.toResources(List.of("a_x20_b", "a b", "", "\u0000", "x".repeat(1_024)));

    assertThat(resources.get(1)).isEqualTo("a b");
    assertThat(List.of(0, 2, 3, 4).stream().map(resources::get))
        .allMatch(resource -> resource.matches("h-[0-9a-f]{32}"))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"a_xZZ_b", "a_x_b", "a_x0_b", "a_xD800_b", "a_x110000_b", "a_x20", "a_x0000020_b"})
  void whatOnlyLooksLikeAnEscapeStays(String id) {
    assertThat(TupleIds.toResources(List.of(id))).containsExactly(id);
  }
}
