package org.porin.pidf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.porin.pidf.Pidf.document;
import static org.porin.pidf.Pidf.invalid;
import static org.porin.pidf.Pidf.tuple;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.requirement.Requirement;
import org.porin.wire.Octets;

/** What a peer cannot do to the reader. */
class PidfLimitsTest {
  private static final PidfLimits LIMITS = new PidfLimits(10_000, 5, 20, 4, 3, 100);
  private static final int MEBIBYTE = 1 << 20;
  private static final PidfLimits WIDE =
      new PidfLimits(2 * MEBIBYTE, 256, MEBIBYTE, 256, MEBIBYTE, 2 * MEBIBYTE);

  @Test
  void eachLimitHoldsAndWhatIsJustWithinIsRead() {
    within("<note>" + "x".repeat(100) + "</note>");
    beyond("<note>" + "x".repeat(101) + "</note>", PidfReason.TEXT_TOO_LONG);
    beyond("<note>" + "x<!-- -->".repeat(101) + "</note>", PidfReason.TEXT_TOO_LONG);
    beyond("<x:a xmlns:x='urn:x'>" + "y".repeat(101) + "</x:a>", PidfReason.TEXT_TOO_LONG);
    within("<x:a xmlns:x='urn:x' b='" + "y".repeat(100) + "'/>");
    beyond("<x:a xmlns:x='urn:x' b='" + "y".repeat(101) + "'/>", PidfReason.TEXT_TOO_LONG);
    beyond("<tuple id='" + "y".repeat(101) + "'/>", PidfReason.TEXT_TOO_LONG);

    within("<a xmlns='urn:a'><a><a><a/></a></a></a>");
    beyond("<a xmlns='urn:a'><a><a><a><a/></a></a></a></a>", PidfReason.TOO_DEEP);
    beyond("<a><a><a><a><a/></a></a></a></a>", PidfReason.TOO_DEEP);

    within("<note/>".repeat(19));
    beyond("<note/>".repeat(20), PidfReason.TOO_MANY_ELEMENTS);
    beyond("<a>" + "<note/>".repeat(19) + "</a>", PidfReason.TOO_MANY_ELEMENTS);

    within("<note a='' b='' c='' d=''/>");
    beyond("<note a='' b='' c='' d='' e=''/>", PidfReason.TOO_MANY_ATTRIBUTES);
    within("<note xmlns:a='a' xmlns:b='b' xmlns:c='c' xmlns:d='d'/>");
    beyond(
        "<note xmlns:a='a' xmlns:b='b' xmlns:c='c' xmlns:d='d' xmlns:e='e'/>",
        PidfReason.TOO_MANY_ATTRIBUTES);

    within(tuple("") + tuple("").replace("'a'", "b").replace("\"a\"", "\"b\""));
    beyond(
        IntStream.range(0, 4)
            .mapToObj(i -> tuple("").replace("\"a\"", "\"" + i + "\""))
            .collect(Collectors.joining()),
        PidfReason.TOO_MANY_TUPLES);
  }

  @Test
  void aDocumentOfTooManyOctetsIsNotLookedInto() {
    Octets octets = Octets.copyOf(new byte[10_001]);

    assertThat(PidfCodec.verdict(octets, Optional.empty(), LIMITS))
        .isEqualTo(new PidfVerdict.Invalid(PidfReason.TOO_LARGE, 10_000));
  }

  @Test
  void limitsAreWithinLimits() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PidfLimits(0, 1, 1, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new PidfLimits(1, 257, 1, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new PidfLimits(1, 1, 1, 257, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new PidfLimits(1, 1, 1, 1, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE presence>",
        "<!DOCTYPE presence SYSTEM \"file:///etc/passwd\">",
        "<!DOCTYPE presence [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE presence PUBLIC \"-//X\" \"http://127.0.0.1:1/x.dtd\">",
        "<!DOCTYPE presence [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x.dtd\"> %p;]>",
        "<!-- first --><!DOCTYPE presence [<!ATTLIST presence entity CDATA 'pres:a@b.example'>]>"
      })
  @Requirement("3863-4.1-1")
  void noDocumentTypeIsLetIn(String doctype) {
    Octets octets = Octets.utf8(doctype + Pidf.ROOT + "<note>&e;</note></presence>");

    assertThat(invalid(octets))
        .isEqualTo(new PidfVerdict.Invalid(PidfReason.DTD_FORBIDDEN, doctype.indexOf("<!DOCTYPE")));
  }

  @Test
  void aBombOfEntitiesIsRefusedBeforeAnyIsExpanded() {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE p [<!ENTITY e0 \"ha\">");
    for (int i = 1; i < 64; i++) {
      bomb.append("<!ENTITY e%d \"&e%d;&e%d;\">".formatted(i, i - 1, i - 1));
    }
    bomb.append("]>").append(Pidf.ROOT).append("<note>&e63;</note></presence>");

    assertThat(invalid(Octets.utf8(bomb.toString())))
        .isEqualTo(new PidfVerdict.Invalid(PidfReason.DTD_FORBIDDEN, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<note>&nbsp;</note>",
        "<note a='&e;'/>",
        "<note>&#0;</note>",
        "<note>&#xFFFF;</note>",
        "<note>&#xD800;</note>",
        "<note>\u0001</note>",
        "<note>]]></note>",
        "<note a='<'/>",
        "<note a='1' a='2'/>",
        "<note xmlns:x='u' xmlns:y='u' x:a='1' y:a='2'/>",
        "<q:note/>",
        "<note>",
        "</note>",
        "<note/",
        "<!-- -- -->",
        "<?xml version='1.0'?>"
      })
  @Requirement("3863-4.1-1")
  void whatIsNotWellFormedIsRefusedWherever(String content) {
    for (String place :
        new String[] {content, tuple(content), "<x:a xmlns:x='urn:x'>" + content + "</x:a>"}) {
      PidfVerdict.Invalid verdict = invalid(document(place));
      assertThat(verdict.reason()).isEqualTo(PidfReason.NOT_WELL_FORMED);
      assertThat(verdict.offset()).isGreaterThan(Pidf.DECLARATION.length());
    }
  }

  @Test
  void xml11WithItsControlCharactersIsRefused() {
    Octets octets =
        Octets.utf8("<?xml version='1.1'?>" + Pidf.ROOT + "<note>&#1;</note></presence>");

    assertThat(invalid(octets)).isEqualTo(new PidfVerdict.Invalid(PidfReason.NOT_WELL_FORMED, 0));
  }

  static Map<String, String> shapes() {
    Map<String, String> shapes = new LinkedHashMap<>();
    shapes.put("one long note", "<note>" + "x".repeat(MEBIBYTE) + "</note>");
    shapes.put("a note in pieces", "<note>" + repeat("x<!---->") + "</note>");
    shapes.put("a tree in pieces", "<a xmlns='urn:a'>" + repeat("x<?y?>") + "</a>");
    shapes.put("references", "<note>" + repeat("&amp;") + "</note>");
    shapes.put("notes", repeat("<note/>"));
    shapes.put("white space", repeat(" "));
    shapes.put("comments", repeat("<!-- x -->"));
    shapes.put("unknown elements", repeat("<a/>"));
    shapes.put("extensions", repeat("<a xmlns='urn:a'/>"));
    shapes.put(
        "tuples",
        IntStream.range(0, MEBIBYTE / 70)
            .mapToObj(i -> tuple("").replace("\"a\"", "\"" + i + "\""))
            .collect(Collectors.joining()));
    shapes.put("ids of one hash", ids());
    shapes.put("a long id", tuple("").replace("\"a\"", "\"" + "a".repeat(MEBIBYTE) + "\""));
    shapes.put("a long priority", tuple("<contact priority='" + "0".repeat(MEBIBYTE) + "'/>"));
    shapes.put("a long timestamp", tuple("<timestamp>" + "2".repeat(MEBIBYTE) + "</timestamp>"));
    shapes.put("a long language", "<note xml:lang='" + "a-".repeat(MEBIBYTE / 2) + "'/>");
    shapes.put(
        "a long namespace",
        "<x:a xmlns:x='urn:"
            + "a".repeat(MEBIBYTE / 2)
            + "'>"
            + "<x:b xmlns=''/>".repeat(30_000)
            + "</x:a>");
    return shapes;
  }

  static Set<String> names() {
    return shapes().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aMebibyteCostsMemoryInProportionAndIsWrittenInProportion(String name) {
    Octets octets = document(shapes().getOrDefault(name, ""));
    long before = allocated();
    PidfVerdict verdict = PidfCodec.verdict(octets, Optional.empty(), WIDE);
    long cost = allocated() - before;

    assertThat(octets.length()).isGreaterThan(MEBIBYTE / 2);
    assertThat(verdict).isInstanceOf(PidfVerdict.Valid.class);
    assertThat(cost).isLessThan(150L * octets.length());
    Octets written = PidfCodec.encode(((PidfVerdict.Valid) verdict).document().presence());
    assertThat(written.length()).isLessThan(2 * octets.length() + 1_000);
  }

  @Test
  void attributesWithoutEndAreRefusedBeforeTheyAreCompared() {
    String attributes =
        IntStream.range(0, 60_000).mapToObj(i -> " a" + i + "=''").collect(Collectors.joining());
    PidfVerdict verdict =
        PidfCodec.verdict(document("<note" + attributes + "/>"), Optional.empty(), WIDE);

    assertThat(verdict).isInstanceOf(PidfVerdict.Invalid.class);
    PidfVerdict.Invalid invalid = (PidfVerdict.Invalid) verdict;
    assertThat(invalid.reason()).isEqualTo(PidfReason.TOO_MANY_ATTRIBUTES);
    assertThat(invalid.offset()).isBetween(Pidf.DECLARATION.length(), 10_000);
    String declarations = attributes.replace(" a", " xmlns:a").replace("''", "'u'");
    assertThat(PidfCodec.verdict(document("<note" + declarations + "/>"), Optional.empty(), WIDE))
        .asInstanceOf(InstanceOfAssertFactories.type(PidfVerdict.Invalid.class))
        .extracting(PidfVerdict.Invalid::reason)
        .isEqualTo(PidfReason.TOO_MANY_ATTRIBUTES);
  }

  @Test
  void nestingWithoutEndIsRefusedWhereItIsTooDeep() {
    for (String open : new String[] {"<a>", "<x:a xmlns:x='urn:x'>"}) {
      PidfVerdict.Invalid verdict = invalid(document(open.repeat(12_000)));
      assertThat(verdict.reason()).isEqualTo(PidfReason.TOO_DEEP);
      assertThat(verdict.offset()).isLessThan(5_000);
    }
  }

  private static void within(String content) {
    assertThat(PidfCodec.verdict(document(content), Optional.empty(), LIMITS))
        .as(content)
        .isInstanceOf(PidfVerdict.Valid.class);
  }

  private static void beyond(String content, PidfReason reason) {
    PidfVerdict verdict = PidfCodec.verdict(document(content), Optional.empty(), LIMITS);
    assertThat(verdict).as(content).isInstanceOf(PidfVerdict.Invalid.class);
    assertThat(((PidfVerdict.Invalid) verdict).reason()).as(content).isEqualTo(reason);
  }

  private static String repeat(String text) {
    return text.repeat(MEBIBYTE / text.length());
  }

  /** Strings of "Aa" and "BB" all have the same hash. */
  private static String ids() {
    return IntStream.range(0, 1 << 13)
        .mapToObj(
            i ->
                IntStream.range(0, 13)
                    .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining()))
        .map(id -> tuple("").replace("\"a\"", "\"" + id + "\""))
        .collect(Collectors.joining());
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
