package org.porin.benchmark;

import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.concurrent.TimeUnit;
import javax.sip.address.SipURI;
import javax.sip.header.HeaderAddress;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.porin.address.SipUri;
import org.porin.sip.NameAddr;
import org.porin.sip.SipCodec;
import org.porin.sip.SipLimits;
import org.porin.sip.SipMessage;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A SIP MESSAGE decoded, and then asked for From, To, Contact with the parts of their URIs, Via,
 * CSeq, Call-ID and Content-Type. Porin parses most of that when it is asked, jain-sip when it
 * decodes: only here do both have done the same.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SipReading {
  private final byte[] request = Samples.octets(Samples.sipMessageWithContact());
  private final Octets requestOctets = Octets.copyOf(request);
  private final StringMsgParser jain = new StringMsgParser();

  @Benchmark
  public void porinSipRead(Blackhole sink) throws MalformedException {
    SipMessage message = SipCodec.decode(requestOctets, SipLimits.DEFAULT);
    NameAddr from = message.from();
    read(from, sink);
    sink.consume(from.tag());
    read(message.to(), sink);
    read(NameAddr.parse(message.headers().first("Contact").orElseThrow()), sink);
    org.porin.sip.Via via = message.topVia();
    sink.consume(via.transport());
    sink.consume(via.host());
    sink.consume(via.port());
    sink.consume(via.branch());
    sink.consume(message.cseq().number());
    sink.consume(message.cseq().method());
    sink.consume(message.callId());
    sink.consume(message.contentType().orElseThrow().subtype());
  }

  @Benchmark
  public void jainSipRead(Blackhole sink) throws ParseException {
    SIPMessage message = jain.parseSIPMessage(request, true, false, null);
    read(message.getFrom(), sink);
    sink.consume(message.getFromTag());
    read(message.getTo(), sink);
    Contact contact = message.getContactHeader();
    read(contact, sink);
    Via via = message.getTopmostVia();
    sink.consume(via.getTransport());
    sink.consume(via.getHost());
    sink.consume(via.getPort());
    sink.consume(via.getBranch());
    sink.consume(message.getCSeq().getSeqNumber());
    sink.consume(message.getCSeq().getMethod());
    sink.consume(message.getCallId().getCallId());
    sink.consume(message.getContentTypeHeader().getContentSubType());
  }

  private static void read(NameAddr address, Blackhole sink) {
    SipUri uri = address.sipUri().orElseThrow();
    sink.consume(uri.user());
    sink.consume(uri.host());
  }

  private static void read(HeaderAddress address, Blackhole sink) {
    SipURI uri = (SipURI) address.getAddress().getURI();
    sink.consume(uri.getUser());
    sink.consume(uri.getHost());
  }
}
