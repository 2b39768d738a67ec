package org.porin.jainsip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.TooManyListenersException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
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

/**
 * A SIP user agent without dialogs. Takes requests at one port of the loopback address, by each
 * transport that it was opened for, and answers each as it is told: at first with 200.
 */
public final class JainSipPeer implements SipListener, AutoCloseable {
  /** How long a final response is waited for: longer than Timer F (RFC 3261 §17.1.2.2). */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final int MOST_ATTEMPTS = 10;

  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
  private final SipStack stack;
  private final SipProvider provider;
  private final MessageFactory messages;
  private final HeaderFactory headers;
  private final AddressFactory addresses;
  private final InetSocketAddress address;
  private volatile Function<Request, Integer> answers = request -> Response.OK;
  private long sequence;

  /**
   * A MESSAGE to be sent.
   *
   * @param from a JID-like address, which becomes a SIP URI
   * @param to the same of the recipient
   * @param contentType without parameters
   */
  public record Outgoing(String from, String to, String contentType, String body) {}

  private JainSipPeer(InetSocketAddress address, String... transports)
      throws SipException, InvalidArgumentException {
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
    provider = opened(transports);
  }

  private SipProvider opened(String... transports) throws SipException, InvalidArgumentException {
    try {
      SipProvider opened = stack.createSipProvider(listeningPoint(transports[0]));
      for (int i = 1; i < transports.length; i++) {
        opened.addListeningPoint(listeningPoint(transports[i]));
      }
      opened.addSipListener(this);
      return opened;
    } catch (TooManyListenersException e) {
      throw new IllegalStateException("it had none", e);
    } catch (SipException | InvalidArgumentException | RuntimeException e) {
      stack.stop();
      throw e;
    }
  }

  /**
   * Opens one.
   *
   * @param transports {@code tcp}, {@code udp}, or both
   * @throws SipException when it cannot listen, after some tries with another port each
   */
  public static JainSipPeer open(String... transports) throws IOException, SipException {
    for (int attempt = 1; ; attempt++) { // it is told a port, which somebody may take before it
      try {
        return new JainSipPeer(free(), transports);
      } catch (InvalidArgumentException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw new SipException("no port", e);
        }
      }
    }
  }

  private static InetSocketAddress free() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) probe.getLocalSocketAddress();
    }
  }

  private ListeningPoint listeningPoint(String transport)
      throws SipException, InvalidArgumentException {
    return stack.createListeningPoint(
        address.getAddress().getHostAddress(), address.getPort(), transport);
  }

  /** Where it takes requests. */
  public InetSocketAddress address() {
    return address;
  }

  /** Answers every later request with the status that the rule gives. */
  public void answer(Function<Request, Integer> rule) {
    answers = rule;
  }

  /** The next request that came; waits for it. */
  public Request awaitRequest(Duration atMost) throws InterruptedException {
    Request request = requests.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (request == null) {
      throw new AssertionError("no request within " + atMost);
    }
    return request;
  }

  /** Requests that nobody has taken yet. */
  public int waiting() {
    return requests.size();
  }

  /** Forgets requests that were not taken, and answers 200 again. */
  public void reset() {
    requests.clear();
    answers = request -> Response.OK;
  }

  /** The body of a request, as text. */
  public static String body(Request request) {
    return request.getRawContent() == null
        ? ""
        : new String(request.getRawContent(), StandardCharsets.UTF_8);
  }

  /** The media type of a request, without parameters. */
  public static String contentType(Request request) {
    ContentTypeHeader header = (ContentTypeHeader) request.getHeader(ContentTypeHeader.NAME);
    return header == null ? "" : header.getContentType() + "/" + header.getContentSubType();
  }

  /** Sends a MESSAGE by one of its transports, and waits for the final response. */
  public Response send(InetSocketAddress to, String transport, Outgoing message)
      throws SipException, ParseException, InvalidArgumentException, InterruptedException {
    Request request = request(transport, message);
    String hop = "sip:%s:%d;lr;transport=%s";
    request.addFirst(
        headers.createRouteHeader(
            addresses.createAddress(
                hop.formatted(to.getAddress().getHostAddress(), to.getPort(), transport))));
    provider.getNewClientTransaction(request).sendRequest();
    Response response = responses.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (response == null) {
      throw new AssertionError("no final response within " + PATIENCE);
    }
    return response;
  }

  private Request request(String transport, Outgoing message)
      throws ParseException, InvalidArgumentException {
    Address source = addresses.createAddress("sip:" + message.from());
    Address target = addresses.createAddress("sip:" + message.to());
    String[] type = message.contentType().split("[/;]", 3);
    sequence++;
    return messages.createRequest(
        target.getURI(),
        Request.MESSAGE,
        provider.getNewCallId(),
        headers.createCSeqHeader(sequence, Request.MESSAGE),
        headers.createFromHeader(source, "jain" + sequence),
        headers.createToHeader(target, null),
        List.of(
            headers.createViaHeader(
                address.getAddress().getHostAddress(), address.getPort(), transport, null)),
        headers.createMaxForwardsHeader(70),
        headers.createContentTypeHeader(type[0], type[1]),
        message.body().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void processRequest(RequestEvent event) {
    Request request = event.getRequest();
    requests.add(request);
    try {
      Response response = messages.createResponse(answers.apply(request), request);
      provider.getNewServerTransaction(request).sendResponse(response);
    } catch (SipException | ParseException | InvalidArgumentException e) {
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
