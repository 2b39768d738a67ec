package org.porin.passport;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.porin.address.ImUri;
import org.porin.address.SipUri;
import org.porin.wire.MalformedException;

/** What holds for every address that the bridge can write. */
class CanonicalUriPropertiesTest {
  @Property
  void anAddressIsTheSameInTheFormsOfBothSides(@ForAll("localParts") String localPart)
      throws MalformedException {
    ImUri im = new ImUri(localPart, "a.example");
    CanonicalUri ofIm = CanonicalUri.parse(im.toString());
    CanonicalUri ofSip = CanonicalUri.parse(SipUri.of(im).toString());

    assertThat(ofSip.isMailboxOf(ofIm)).isTrue();
    assertThat(CanonicalUri.parse(ofIm.toString())).isEqualTo(ofIm);
    assertThat(CanonicalUri.parse(ofSip.toString())).isEqualTo(ofSip);
  }

  @Provide
  Arbitrary<String> localParts() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withChars('\u00e9', '\u0416')
        .ofMinLength(1)
        .ofMaxLength(20);
  }
}
