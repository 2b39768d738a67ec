package org.porin.conformance.interop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.porin.conformance.interop.SipCaller.Outgoing;

/**
 * A SIP user agent on JAIN SIP's reference implementation: a parser and transactions that are not
 * ours. Takes requests over TCP and UDP at one loopback port, and answers each as it is told.
 */
final class JainSipPeer implements SipListener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
  private final InetSocketAddress address;
  private final SipStack stack;
  private final SipProvider provider;
  private final MessageFactory messages;
  private final HeaderFactory headers;
  private final AddressFactory addresses;
  private volatile Function<Request, Integer> answers = request -> Response.OK;
  private long sequence;

  private JainSipPeer(InetSocketAddress address) throws Exception {
    this.address = address;
    SipFactory factory = SipFactory.getInstance();
    factory.setPathName("gov.nist");
    Properties properties = new Properties();
    properties.setProperty("javax.sip.STACK_NAME", "peer" + address.getPort());
    properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
    properties.setProperty(
        "gov.nist.javax.sip.STACK_LOGGER", JainSipSilence.OfStack.class.getName());
    properties.setProperty(
        "gov.nist.javax.sip.SERVER_LOGGER", JainSipSilence.OfServer.class.getName());
    stack = factory.createSipStack(properties);
    messages = factory.createMessageFactory();
    headers = factory.createHeaderFactory();
    addresses = factory.createAddressFactory();
    provider = stack.createSipProvider(listeningPoint(ListeningPoint.TCP));
    provider.addListeningPoint(listeningPoint(ListeningPoint.UDP));
    provider.addSipListener(this);
  }

  static JainSipPeer open() throws Exception {
    return new JainSipPeer(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Loopback.freePort()));
  }

  private ListeningPoint listeningPoint(String transport) throws Exception {
    return stack.createListeningPoint(
        address.getAddress().getHostAddress(), address.getPort(), transport);
  }

  InetSocketAddress address() {
    return address;
  }

  /** Answers every later request with the status that the rule gives. */
  void answer(Function<Request, Integer> rule) {
    answers = rule;
  }

  /** The next request that came. */
  Request awaitRequest(Duration atMost) throws InterruptedException {
    Request request = requests.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (request == null) {
      throw new AssertionError("no request within " + atMost);
    }
    return request;
  }

  /** Requests that nobody has taken yet. */
  int waiting() {
    return requests.size();
  }

  /** Forgets requests that were not taken, and answers 200 again. */
  void reset() {
    requests.clear();
    answers = request -> Response.OK;
  }

  /** The body of a request, as text. */
  static String body(Request request) {
    return request.getRawContent() == null
        ? ""
        : new String(request.getRawContent(), StandardCharsets.UTF_8);
  }

  /** The media type of a request, without parameters. */
  static String contentType(Request request) {
    ContentTypeHeader header = (ContentTypeHeader) request.getHeader(ContentTypeHeader.NAME);
    return header == null ? "" : header.getContentType() + "/" + header.getContentSubType();
  }

  /** Sends over TCP and waits for the final response. */
  Response send(InetSocketAddress bridge, Outgoing message) throws Exception {
    Address source = addresses.createAddress("sip:" + message.from());
    Address target = addresses.createAddress("sip:" + message.to());
    String[] type = message.contentType().split("[/;]", 3);
    Request request =
        messages.createRequest(
            target.getURI(),
            Request.MESSAGE,
            provider.getNewCallId(),
            headers.createCSeqHeader(++sequence, Request.MESSAGE),
            headers.createFromHeader(source, "jain" + sequence),
            headers.createToHeader(target, null),
            List.of(
                headers.createViaHeader(
                    address.getAddress().getHostAddress(), address.getPort(), "tcp", null)),
            headers.createMaxForwardsHeader(70),
            headers.createContentTypeHeader(type[0], type[1]),
            message.body().getBytes(StandardCharsets.UTF_8));
    Address hop =
        addresses.createAddress(
            "sip:"
                + bridge.getAddress().getHostAddress()
                + ":"
                + bridge.getPort()
                + ";lr;transport=tcp");
    request.addFirst(headers.createRouteHeader(hop));
    provider.getNewClientTransaction(request).sendRequest();
    Response response = responses.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (response == null) {
      throw new AssertionError("no final response within " + PATIENCE);
    }
    return response;
  }

  @Override
  public void processRequest(RequestEvent event) {
    Request request = event.getRequest();
    requests.add(request);
    try {
      Response response = messages.createResponse(answers.apply(request), request);
      provider.getNewServerTransaction(request).sendResponse(response);
    } catch (SipException | java.text.ParseException | javax.sip.InvalidArgumentException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void processResponse(ResponseEvent event) {
    if (event.getResponse().getStatusCode() >= Response.OK) {
      responses.add(event.getResponse());
    }
  }

  @Override
  public void processTimeout(TimeoutEvent event) {}

  @Override
  public void processIOException(IOExceptionEvent event) {}

  @Override
  public void processTransactionTerminated(TransactionTerminatedEvent event) {}

  @Override
  public void processDialogTerminated(DialogTerminatedEvent event) {}

  @Override
  public void close() {
    stack.stop();
  }
}
