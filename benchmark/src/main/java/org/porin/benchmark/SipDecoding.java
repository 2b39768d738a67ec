package org.porin.benchmark;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.sip.SipCodec;
import org.porin.sip.SipLimits;
import org.porin.sip.SipMessage;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** A SIP MESSAGE with a Message/CPIM in it: whole, its object alone, and as jain-sip reads it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SipDecoding {
  private final byte[] request = Samples.octets(Samples.sipMessage());
  private final Octets requestOctets = Octets.copyOf(request);
  private final Octets object = Octets.utf8(Samples.cpim());
  private final StringMsgParser jain = new StringMsgParser();

  @Benchmark
  public SipMessage porinSip() throws MalformedException {
    return SipCodec.decode(requestOctets, SipLimits.DEFAULT);
  }

  @Benchmark
  public CpimMessage porinCpim() throws MalformedException {
    return CpimCodec.decode(object, CpimLimits.DEFAULT);
  }

  @Benchmark
  public SIPMessage jainSip() throws ParseException {
    return jain.parseSIPMessage(request, true, false, null);
  }
}
