package org.porin.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.lang.management.ManagementFactory;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.passport.Identifier;
import org.porin.passport.Identity;
import org.porin.passport.SignedPassport;
import org.porin.pidf.PidfCodec;
import org.porin.pidf.PidfLimits;
import org.porin.sip.SipCodec;
import org.porin.sip.SipLimits;
import org.porin.stanza.StanzaLimits;
import org.porin.stanza.StanzaReader;

/**
 * What a peer sends to make a parser work hard: four times as much of it takes about four times as
 * long, and what is held of it stays a small multiple of its octets.
 */
class GrowthTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MOST = 1 << 20;
  private static final int ROUNDS = 5;
  private static final int MOST_ROUNDS = 100;

  /** Quadratic growth would be 16; what is measured in one run against itself is 3 to 6. */
  private static final double MOST_TIMES_SLOWER = 11;

  private static final int MOST_ALLOCATED_A_OCTET = 120;

  private interface Parser {
    void parse(Octets octets) throws Exception;
  }

  private static final Parser CPIM =
      octets -> CpimCodec.verdict(octets, new CpimLimits(2 * MOST, MOST, 2 * MOST));
  private static final Parser PIDF =
      octets ->
          PidfCodec.verdict(
              octets, Optional.empty(), new PidfLimits(2 * MOST, 32, MOST, 64, MOST, 2 * MOST));
  private static final Parser SIP =
      octets ->
          SipCodec.decodeDatagram(
              octets, new SipLimits(2 * MOST, 2 * MOST, MOST, 2 * MOST, 2 * MOST));
  private static final Parser STANZA =
      octets -> {
        StanzaReader reader =
            new StanzaReader(
                new ByteArrayInputStream(octets.toArray()),
                new StanzaLimits(2 * MOST, 32, 64, MOST));
        try {
          reader.open();
          while (reader.next().isPresent()) {
            // to the end
          }
        } catch (MalformedException | EOFException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      };

  /** So many lines: what stands in a line is bounded, and no longer one is read. */
  private static final int LINES = 512;

  private static final Parser IDENTITY = lines(Identity::parse);
  private static final Parser TOKEN =
      lines(
          json ->
              SignedPassport.parse(
                  Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8))
                      + ".e30."
                      + "A".repeat(86)));
  private static final Parser IDENTIFIER = lines(Identifier::of);

  private interface LineParser {
    void parse(String line) throws MalformedException;
  }

  private static Parser lines(LineParser parser) {
    return octets -> {
      for (String line : octets.toUtf8().split("\n", -1)) {
        try {
          parser.parse(line);
        } catch (MalformedException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    };
  }

  /** One kind of input: who parses it, and what it looks like at a length of about so much. */
  record Hostile(String name, Parser parser, IntFunction<String> input) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Hostile> inputs() {
    Map<String, Hostile> inputs = new TreeMap<>();
    cpim(inputs, "headers", n -> "X: y\r\n".repeat(n / 6));
    cpim(inputs, "escapes", n -> "X: " + "\\u0041".repeat(n / 6) + "\r\n");
    cpim(inputs, "parameters", n -> "X:" + ";a=\"b\"".repeat(n / 6) + " c\r\n");
    cpim(inputs, "namespaces", n -> "NS: a <urn:x>\r\n".repeat(n / 16));
    cpim(inputs, "requirements", n -> "Require: " + "To,".repeat(n / 3) + "To\r\n");
    cpim(inputs, "no end", n -> "X: y\r\n".repeat(n / 6) + "z");
    put(
        inputs,
        "cpim folds",
        CPIM,
        n -> "\r\nContent-Type: text/plain;" + "\r\n a=b;".repeat(n / 7) + "\r\n\r\n");
    pidf(inputs, "notes", n -> "<note>x</note>".repeat(n / 14));
    pidf(inputs, "entities", n -> "<note>" + "&amp;".repeat(n / 5) + "</note>");
    pidf(inputs, "extensions", n -> "<a xmlns='urn:x'><b/></a>".repeat(n / 25));
    pidf(
        inputs,
        "tuples",
        n -> {
          StringBuilder tuples = new StringBuilder();
          for (int i = 0; tuples.length() < n; i++) {
            tuples.append("<tuple id='").append(i).append("'><status/></tuple>");
          }
          return tuples.toString();
        });
    pidf(inputs, "depth", n -> "<a xmlns='urn:x'>".repeat(n / 17));
    sip(inputs, "headers", n -> "X: y\r\n".repeat(n / 6));
    sip(inputs, "values", n -> "Via: " + "SIP/2.0/UDP a,".repeat(n / 14) + "SIP/2.0/UDP a\r\n");
    sip(inputs, "folds", n -> "X: y" + "\r\n y".repeat(n / 4) + "\r\n");
    sip(inputs, "quotes", n -> "From: \"" + "\\\"".repeat(n / 2) + "\" <sip:a@b>;tag=1\r\n");
    sip(inputs, "parameters", n -> "From: <sip:a@b>" + ";a=b".repeat(n / 4) + "\r\n");
    sip(inputs, "faults", n -> "?\r\n".repeat(n / 3));
    sip(inputs, "lone line ends", n -> "X: " + "\n".repeat(n) + "\r\n");
    stanza(inputs, "children", n -> "<message>" + "<a/>".repeat(n / 4) + "</message>");
    stanza(inputs, "text", n -> "<message><body>" + "&lt;".repeat(n / 4) + "</body></message>");
    stanza(inputs, "depth", n -> "<message>" + "<a>".repeat(n / 3));
    stanza(inputs, "stanzas", n -> "<presence/>".repeat(n / 11));
    stanza(inputs, "white space", n -> " ".repeat(n));
    stanza(
        inputs,
        "attributes",
        n -> {
          StringBuilder attributes = new StringBuilder("<message");
          for (int i = 0; attributes.length() < n; i++) {
            attributes.append(" a").append(i).append("='b'");
          }
          return attributes.append("/>").toString();
        });
    identities(inputs);
    return inputs.values().stream();
  }

  private static void identities(Map<String, Hostile> inputs) {
    line(inputs, "identity token", IDENTITY, n -> "a".repeat(n) + ";info=<a:b>");
    line(inputs, "identity blanks", IDENTITY, n -> "a;info=<a:b>;x" + " ".repeat(n));
    line(inputs, "identity quotes", IDENTITY, n -> "a;info=<a:b>;x=\"" + "\\\"".repeat(n / 2));
    line(inputs, "token text", TOKEN, n -> "{\"a\":\"" + "a".repeat(n) + "\"}");
    line(inputs, "token escapes", TOKEN, n -> "{\"a\":\"" + "\\u0000".repeat(n / 6) + "\"}");
    line(inputs, "token names", TOKEN, n -> "{\"" + "a".repeat(n / 2) + "\":1,\"b\":1}");
    line(inputs, "token digits", TOKEN, n -> "{\"a\":" + "1".repeat(n) + "}");
    line(inputs, "identifier escapes", IDENTIFIER, n -> "sip:" + "%41".repeat(n / 3) + "@a.b");
    line(inputs, "identifier host", IDENTIFIER, n -> "sip:a@" + "a.".repeat(n / 2) + "b");
    line(inputs, "identifier number", IDENTIFIER, n -> "tel:+" + "1-".repeat(n / 2));
    line(inputs, "identifier phone", IDENTIFIER, n -> "sip:+" + "1".repeat(n) + "@a.b;user=phone");
  }

  /** Lines of a quarter less than the longest URI that is read. */
  private static void line(
      Map<String, Hostile> inputs, String name, Parser parser, IntFunction<String> line) {
    put(inputs, name, parser, n -> (line.apply(n / LINES * 3 / 4) + "\n").repeat(LINES));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void timeAndMemoryGrowWithTheLength(Hostile hostile) throws Exception {
    Octets small = Octets.utf8(hostile.input().apply(MOST / 4));
    Octets large = Octets.utf8(hostile.input().apply(MOST));
    long smallTime = Long.MAX_VALUE;
    long largeTime = Long.MAX_VALUE;
    double timesSlower = Double.MAX_VALUE;
    // The best of some rounds, and of more on a busy machine: others disturb, none helps.
    for (int round = 0;
        round < ROUNDS || (timesSlower >= MOST_TIMES_SLOWER && round < MOST_ROUNDS);
        round++) {
      smallTime = Math.min(smallTime, time(hostile.parser(), small));
      largeTime = Math.min(largeTime, time(hostile.parser(), large));
      timesSlower = (double) largeTime / smallTime;
    }

    assertThat(timesSlower).isLessThan(MOST_TIMES_SLOWER);
    assertThat(allocated(hostile.parser(), large) / large.length())
        .isLessThan(MOST_ALLOCATED_A_OCTET);
  }

  /** What the processor spent on it, in nanoseconds. */
  private static long time(Parser parser, Octets octets) throws Exception {
    long start = THREADS.getCurrentThreadCpuTime();
    parser.parse(octets);
    return THREADS.getCurrentThreadCpuTime() - start;
  }

  private static long allocated(Parser parser, Octets octets) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    parser.parse(octets);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static void cpim(Map<String, Hostile> inputs, String name, IntFunction<String> middle) {
    put(
        inputs,
        "cpim " + name,
        CPIM,
        n ->
            "From: <im:a@b.example>\r\nTo: <im:c@d.example>\r\n"
                + middle.apply(n)
                + "\r\nContent-Type: text/plain\r\n\r\nHi");
  }

  private static void pidf(Map<String, Hostile> inputs, String name, IntFunction<String> middle) {
    put(
        inputs,
        "pidf " + name,
        PIDF,
        n ->
            "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:a@b.example'>"
                + middle.apply(n)
                + "</presence>");
  }

  private static void sip(Map<String, Hostile> inputs, String name, IntFunction<String> middle) {
    put(
        inputs,
        "sip " + name,
        SIP,
        n ->
            "MESSAGE sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bK1\r\nTo: <sip:a@b>\r\n"
                + "Call-ID: 1\r\nCSeq: 1 MESSAGE\r\n"
                + middle.apply(n)
                + "Content-Length: 0\r\n\r\n");
  }

  private static void stanza(Map<String, Hostile> inputs, String name, IntFunction<String> middle) {
    put(
        inputs,
        "stanza " + name,
        STANZA,
        n -> "<stanzas xmlns='jabber:component:accept'>" + middle.apply(n) + "</stanzas>");
  }

  private static void put(
      Map<String, Hostile> inputs, String name, Parser parser, IntFunction<String> input) {
    inputs.put(name, new Hostile(name, parser, input));
  }
}
