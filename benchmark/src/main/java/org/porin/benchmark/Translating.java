package org.porin.benchmark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.porin.address.AddressMapping;
import org.porin.mapping.InstantMessageMapping;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.CpimCodec;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.StanzaLimits;
import org.porin.stanza.StanzaReader;
import org.porin.stanza.StreamElement;
import org.porin.wire.MalformedException;

/** The octets of a stanza to those of its Message/CPIM. No address is ever seen twice. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Translating {
  private static final int STANZAS = 1_000;
  private static final Instant NOW = Instant.parse("2005-11-23T10:00:00Z");

  private final InstantMessageMapping mapping =
      new InstantMessageMapping(
          new AddressMapping(
              Set.of("capulet.example"), Set.of("montague.example"), Optional.empty()));
  private long next;
  private byte[] stream = {};

  /** Made outside what is measured: the addresses are new each time. */
  @Setup(Level.Invocation)
  public void makeStanzas() {
    stream = Samples.stream(next, STANZAS);
    next += STANZAS;
  }

  @Benchmark
  @OperationsPerInvocation(STANZAS)
  public void stanzaToCpim(Blackhole sink)
      throws IOException, MalformedException, UnmappableException {
    StanzaReader reader = new StanzaReader(new ByteArrayInputStream(stream), StanzaLimits.DEFAULT);
    reader.open();
    for (Optional<StreamElement> next = reader.next(); next.isPresent(); next = reader.next()) {
      var stanza = (MessageStanza) ((StreamElement.Routed) next.get()).stanza();
      sink.consume(CpimCodec.encode(mapping.toCpim(stanza, NOW).value()));
    }
  }
}
